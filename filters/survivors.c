/* What a command has left running, see survivors.h. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "diag.h"
#include "family.h"
#include "holdings.h"
#include "procfs.h"
#include "sockets.h"
#include "survivors.h"
#include "waits.h"
#include "words.h"

static struct {
	struct buf *rows;
	const struct event *process; /* the one that is looked at */
	double grace;
	size_t survivors;
	bool quiet; /* don't tell what can't be signalled */
} now;

static struct text
word(struct text text)
{
	static struct buf b;

	b.n = 0;
	if (text.n > 0)
		word_add(&b, text, false);
	return buf_text(&b);
}

/* A row about the process that is looked at. */
static struct event
row_of_process(enum kind kind, const struct event *process)
{
	struct event e = event_new(kind);

	e.time = process->time;
	e.pid = process->pid;
	e.nspid = process->nspid;
	return e;
}

void
survivors_fd(struct buf *rows, const struct event *process, int fd, struct text target,
    struct text detail)
{
	struct event e = row_of_process(FD, process);

	e.code = fd;
	e.name = word(target);
	e.detail = detail;
	event_add(rows, &e);
}

static void
on_holding(const struct holding *h, void *context)
{
	static const char socket[] = "socket:[";
	static struct buf detail;
	const int64_t *pid = context;

	detail.n = 0;
	buf_add(&detail, h->detail.s, h->detail.n);
	if (h->target.n > sizeof socket - 1 &&
	    memcmp(h->target.s, socket, sizeof socket - 1) == 0)
		sockets_add(
		    &detail, *pid, strtoull(h->target.s + sizeof socket - 1, NULL, 10));
	survivors_fd(
	    now.rows, now.process, h->fd, buf_text(&h->target), buf_text(&detail));
}

/* The PID in the stream of what /proc knows by that one. */
static int64_t
stream_pid(int64_t pid)
{
	if (pid == NONE || procfs_is_initial())
		return pid;
	for (size_t i = 0; i < family_size(); i++)
		if (family_member(i)->nspid == pid)
			return family_member(i)->pid;
	return NONE;
}

static void
on_wait(const struct wait *w, void *context)
{
	struct event e = row_of_process(WAIT, now.process);
	static struct buf channel;

	(void)context;
	channel.n = 0;
	if (w->channel.n > 0)
		word_add(&channel, w->channel, false);
	e.by = stream_pid(w->pid);
	e.code = w->fd;
	e.name = buf_text(&channel);
	e.detail = word(buf_text(&w->what));
	event_add(now.rows, &e);
}

/* That something can't be known is said where it would stand. */
static void
add_failure(enum kind kind, const char *what, int error)
{
	struct event e = row_of_process(kind, now.process);
	const char *why = strerror(error);

	warn("PID %lld: %s can't be read: %s", (long long)e.pid, what, why);
	e.detail = (struct text){ why, strlen(why) };
	event_add(now.rows, &e);
}

static bool
is_gone(int error)
{
	return error == ENOENT || error == ESRCH;
}

static void
look_at(const struct event *process)
{
	int64_t pid = procfs_pid(process);
	int error;

	now.process = process;
	if ((error = holdings_each(pid, on_holding, &pid)) != 0 && !is_gone(error))
		add_failure(FD, "its open files", error);
	if ((error = waits_each(pid, on_wait, NULL)) != 0 && !is_gone(error))
		add_failure(WAIT, "what it waits for", error);
}

/* A child of a member that has ended, but is still there. In a PID namespace of its own
 * nothing tells what the stream calls it. */
static void
look_for_zombie(int64_t pid, void *context)
{
	static struct procfs p;
	struct event e = event_new(ZOMBIE);

	if (!procfs_process(pid, &p) || !p.zombie || p.ppid == 0 ||
	    !family_has(stream_pid(p.ppid)))
		return;
	e.time = *(int64_t *)context;
	e.pid = p.pid;
	e.ppid = p.ppid;
	e.pgid = p.pgid;
	e.sid = p.sid;
	e.name = buf_text(&p.name);
	event_add(now.rows, &e);
}

/* Whether that is the process whose birth the stream told, and none that got its PID
 * later: a process starts before the event of its birth, under load long before. */
static bool
is_born_at(const struct procfs *p, int64_t birth)
{
	return p->start <= birth;
}

/* The process as /proc knows it now. False when it has ended since its last row. */
static bool
bring_up_to_date(struct event *e)
{
	static struct procfs p;
	int64_t pid = procfs_pid(e);

	if (pid == NONE)
		return true;
	if (!procfs_process(pid, &p) || p.dead || !is_born_at(&p, e->time))
		return false;
	e->name = buf_text(&p.name);
	e->detail = buf_text(&p.detail);
	e->uid = p.uid;
	e->ppid = NONE; /* it may have changed unseen */
	if (procfs_is_initial()) {
		e->ppid = p.ppid;
		e->pgid = p.pgid;
		e->sid = p.sid;
	}
	return true;
}

/* Calls fn for each living member, by PID, as it is at that time. */
static void
each_living(void (*fn)(const struct event *e), int64_t time)
{
	size_t n;
	struct event **list = family_members(&n);

	for (size_t i = 0; i < n; i++) {
		struct event e = *list[i];
		if (!bring_up_to_date(&e))
			continue;
		e.time = time;
		fn(&e);
	}
	free(list);
}

static void
add_zombies(int64_t time)
{
	if (procfs_is_initial())
		procfs_each(look_for_zombie, &time);
}

void
survivors_look(struct buf *rows, int64_t time)
{
	now.rows = rows;
	each_living(look_at, time);
	add_zombies(time);
}

static void
add_survivor(const struct event *e)
{
	enum { TOLD = 10 };

	event_add(now.rows, e);
	if (now.survivors++ < TOLD && now.grace >= 0)
		warn("still running %g s after the command's end: PID %lld: %.*s",
		    now.grace, (long long)e->pid,
		    e->detail.n < 200 ? (int)e->detail.n : 200, e->detail.s);
	else if (now.survivors == TOLD + 1 && now.grace >= 0)
		warn("... and more");
	look_at(e);
}

size_t
survivors_add(struct buf *rows, int64_t time, double grace)
{
	now.rows = rows;
	now.grace = grace;
	now.survivors = 0;
	each_living(add_survivor, time);
	if (now.survivors > 0)
		add_zombies(time);
	return now.survivors;
}

static void
send(const struct event *member, int number)
{
	static struct procfs p;
	int64_t pid = procfs_pid(member);

	if (pid == NONE) {
		warn("PID %lld can't be sent a signal: its PID here isn't known",
		    (long long)member->pid);
		return;
	}
	int fd = (int)syscall(SYS_pidfd_open, (pid_t)pid, 0);
	bool same = fd >= 0 && procfs_process(pid, &p) && is_born_at(&p, member->time);
	if (fd < 0 || (same && syscall(SYS_pidfd_send_signal, fd, number, NULL, 0) < 0))
		if (errno != ESRCH && !now.quiet)
			warn("PID %lld can't be sent a signal: %s",
			    (long long)member->pid, strerror(errno));
	if (fd >= 0)
		close(fd);
}

/* A parent has its signal before the end of its child, which it may wait for. */
void
survivors_signal(int64_t pgid, int64_t except, int number)
{
	size_t n;
	struct event **list = family_members(&n);

	for (size_t i = 0; i < n; i++)
		if (list[i]->pid != except && (pgid == NONE || list[i]->pgid == pgid))
			send(list[i], number);
	free(list);
}

void
survivors_kill_late(void)
{
	now.quiet = true;
	survivors_signal(NONE, NONE, SIGKILL);
	now.quiet = false;
}

static void
tell_left(const struct event *e)
{
	warn("PID %lld could not be ended", (long long)e->pid);
}

void
survivors_tell_left(int64_t time)
{
	each_living(tell_left, time);
}
