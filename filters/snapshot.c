/*
 * The processes alive when recording begins, see snapshot.h.
 *
 * Reading /proc takes a while in which processes come and go, but the rows of that
 * while are known: they tell which of the processes read were born since the start,
 * and which ended before they could be read.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "boottime.h"
#include "diag.h"
#include "holdings.h"
#include "out.h"
#include "pids.h"
#include "procfs.h"
#include "snapshot.h"
#include "words.h"

struct proc {
	struct event e;
	struct buf texts[2];
	struct buf files; /* OPEN rows */
	int64_t read;     /* when */
	bool alive;       /* at the start */
	int depth;        /* length of the chain of its parents */
};

struct procs {
	struct proc *list;
	size_t n, cap;
};

static struct proc *
add(struct procs *all, int64_t time)
{
	if (all->n == all->cap) {
		all->cap = all->cap * 2 + 256;
		all->list = xrealloc(all->list, all->cap * sizeof *all->list);
	}
	all->list[all->n] = (struct proc){ .e = event_new(PROC) };
	all->list[all->n].e.time = time;
	return &all->list[all->n++];
}

/* Whether it is of a FIFO's path, and how lines of share/files.bt call that one. */
static bool
find_fifo(int64_t pid, const struct holding *h, struct buf *name)
{
	char text[64];
	struct stat st;

	if (h->target.s[0] != '/')
		return false;
	snprintf(text, sizeof text, "/proc/%lld/fd/%d", (long long)pid, h->fd);
	if (stat(text, &st) < 0 || !S_ISFIFO(st.st_mode))
		return false;
	snprintf(text, sizeof text, "fifo:[%02x:%02x:%llu]", major(st.st_dev),
	    minor(st.st_dev), (unsigned long long)st.st_ino);
	name->n = 0;
	buf_string(name, text);
	return true;
}

/* A descriptor of a pipe or FIFO as an OPEN row: how it came about isn't known. */
static void
add_file(const struct holding *h, void *context)
{
	static struct buf fifo, name, detail;
	struct proc *proc = context;
	struct event e = event_new(OPEN);
	bool is_fifo = find_fifo(proc->e.pid, h, &fifo);
	const char *slash = is_fifo ? memrchr(h->target.s, '/', h->target.n) : NULL;

	if (!is_fifo && (h->target.n < 5 || memcmp(h->target.s, "pipe:", 5) != 0))
		return;
	name.n = detail.n = 0;
	word_add(&name, buf_text(is_fifo ? &fifo : &h->target), false);
	for (size_t i = 0; i < h->detail.n && h->detail.s[i] != ' '; i++)
		buf_char(&detail, h->detail.s[i]);
	buf_string(&detail, h->cloexec ? " before cloexec" : " before");
	if (is_fifo) {
		buf_string(&detail, " named ");
		word_add(&detail,
		    (struct text){
			slash + 1, (size_t)(h->target.s + h->target.n - slash - 1) },
		    false);
	}
	e.time = proc->e.time;
	e.pid = proc->e.pid;
	e.code = h->fd;
	e.name = buf_text(&name);
	e.detail = buf_text(&detail);
	event_add(&proc->files, &e);
}

static void
read_one(int64_t pid, void *context)
{
	static struct procfs p;
	struct snapshot *s = context;

	if (!procfs_process(pid, &p) || p.dead)
		return;
	struct proc *proc = add(s->procs, s->start);
	proc->e.pid = p.pid;
	proc->e.ppid = p.ppid;
	proc->e.pgid = p.pgid;
	proc->e.sid = p.sid;
	proc->e.uid = p.uid;
	proc->e.nspid = p.nspid;
	buf_add(&proc->texts[0], p.name.s, p.name.n);
	buf_add(&proc->texts[1], p.detail.s, p.detail.n);
	if (s->files)
		holdings_each(pid, add_file, proc);
	proc->read = clock_ns(CLOCK_BOOTTIME);
}

void
snapshot_take(struct snapshot *s)
{
	s->procs = xrealloc(NULL, sizeof *s->procs);
	*s->procs = (struct procs){ 0 };
	s->start = clock_ns(CLOCK_BOOTTIME);
	s->complete = procfs_is_initial();
	if (s->complete)
		procfs_each(read_one, s);
	s->end = clock_ns(CLOCK_BOOTTIME);
}

/* The time of the process's last row of that kind before `until`; 0 without one. */
static int64_t
last(struct row **rows, size_t n, enum kind kind, int64_t pid, int64_t until)
{
	int64_t time = 0;

	for (size_t i = 0; i < n; i++) {
		const struct event *e = &rows[i]->e;
		if (e->kind == kind && e->pid == pid && e->time <= until &&
		    e->time > time)
			time = e->time;
	}
	return time;
}

/* Whether what was read in /proc is a process that was alive at the start. */
static bool
was_alive(const struct snapshot *s, const struct proc *p, struct row **rows, size_t n)
{
	int64_t born = last(rows, n, FORK, p->e.pid, p->read);
	int64_t ended = last(rows, n, EXIT, p->e.pid, p->read);

	return born <= s->start && (ended <= born || ended > s->start);
}

/* One that ended before it could be read is known by its EXIT alone. */
static void
add_ended(struct snapshot *s, struct pids *listed, struct row **rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct event *e = &rows[i]->e;
		if (e->kind != EXIT || e->time <= s->start || e->time > s->end ||
		    last(rows, n, FORK, e->pid, e->time) > s->start ||
		    pids_get(listed, e->pid) > 0)
			continue;
		struct proc *p = add(s->procs, s->start);
		row_finish(rows[i]);
		p->e.pid = e->pid;
		p->e.ppid = e->ppid;
		p->e.pgid = e->pgid;
		p->e.sid = e->sid;
		p->e.uid = e->uid;
		p->e.nspid = e->nspid;
		buf_add(&p->texts[0], e->name.s, e->name.n);
		p->alive = true;
		*pids_at(listed, e->pid) = (uint32_t)s->procs->n;
	}
}

static int
depth(const struct procs *all, const struct pids *listed, const struct proc *p)
{
	int n = 0;

	/* No deeper than there are processes: parents may change while we read. */
	for (uint32_t i; (i = pids_get(listed, p->e.ppid)) > 0 && n < (int)all->n; n++)
		p = &all->list[i - 1];
	return n;
}

static int
parents_first(const void *a, const void *b)
{
	const struct proc *x = a, *y = b;

	return x->depth != y->depth ? x->depth - y->depth
				    : (x->e.pid > y->e.pid) - (x->e.pid < y->e.pid);
}

void
snapshot_write(struct snapshot *s, struct row **rows, size_t n)
{
	static struct pids listed;
	struct procs *all = s->procs;

	for (size_t i = 0; i < all->n; i++) {
		struct proc *p = &all->list[i];
		p->alive = was_alive(s, p, rows, n);
		if (!p->alive)
			continue;
		*pids_at(&listed, p->e.pid) = (uint32_t)i + 1;
		if (last(rows, n, EXEC, p->e.pid, p->read) > s->start)
			p->texts[0].n = p->texts[1].n =
			    0; /* what it was then isn't known */
	}
	if (s->complete)
		add_ended(s, &listed, rows, n);
	for (size_t i = 0; i < all->n; i++)
		all->list[i].depth = depth(all, &listed, &all->list[i]);
	qsort(all->list, all->n, sizeof *all->list, parents_first);
	for (size_t i = 0; i < all->n; i++) {
		struct proc *p = &all->list[i];
		p->e.name = buf_text(&p->texts[0]);
		p->e.detail = buf_text(&p->texts[1]);
		if (p->alive)
			event_write(&p->e);
		buf_free(&p->texts[0]);
		buf_free(&p->texts[1]);
	}
	for (size_t i = 0; i < all->n; i++) {
		if (all->list[i].alive)
			out_text(buf_text(&all->list[i].files));
		buf_free(&all->list[i].files);
	}
	pids_clear(&listed);
	free(all->list);
	free(all);
}
