/* What pt-launch saw a process hold and wait for, see held.h. */
#include <stdlib.h>
#include <string.h>

#include "describe.h"
#include "diag.h"
#include "held-file.h"
#include "held.h"
#include "openers.h"

static const struct processes *processes;

/* A line for the descriptors by which the process has one file with one access. */
static void
add_holding(struct buf *b, const uint32_t *files, uint32_t n, const char *indentation)
{
	buf_string(b, indentation);
	buf_string(b, "holds ");
	for (uint32_t i = 0; i < n; i++) {
		buf_string(b, i > 0 ? ", " : "");
		buf_number(b, processes->files[files[i]].fd);
	}
	buf_string(b, ": ");
	held_add_file(b, &processes->files[files[0]]);
	buf_char(b, '\n');
}

static bool
is_same(const struct file *a, const struct file *b)
{
	return a->target == b->target && a->detail == b->detail;
}

static int
by_rank(const void *a, const void *b)
{
	const struct file *x = &processes->files[*(const uint32_t *)a];
	const struct file *y = &processes->files[*(const uint32_t *)b];
	enum held_rank i = held_rank(x), j = held_rank(y);

	if (i != j)
		return i < j ? -1 : 1;
	if (x->target != y->target)
		return x->target < y->target ? -1 : 1;
	if (x->detail != y->detail)
		return x->detail < y->detail ? -1 : 1;
	return x->fd < y->fd ? -1 : x->fd > y->fd;
}

/* Lines for the files that are worth it, by rank. */
static void
add_holdings(struct buf *b, const struct life *l, int64_t time, const char *indentation)
{
	uint32_t *list = NULL, n = 0, cap = 0;

	for (uint32_t f = l->first_file; f != 0; f = processes->files[f].next) {
		const struct file *file = &processes->files[f];
		if (file->time == time && file->target == 0) {
			buf_string(b, indentation);
			buf_string(b, "its open files can't be read: ");
			describe_words(b, texts_get(&processes->texts, file->detail));
			buf_char(b, '\n');
		} else if (file->time == time && held_rank(file) != ORDINARY) {
			list = xroom(list, n, &cap, sizeof *list);
			list[n++] = f;
		}
	}
	if (n > 0)
		qsort(list, n, sizeof *list, by_rank);
	for (uint32_t i = 0, next; i < n; i = next) {
		for (next = i + 1; next < n; next++)
			if (!is_same(&processes->files[list[i]],
				&processes->files[list[next]]))
				break;
		add_holding(b, list + i, next - i, indentation);
	}
	free(list);
}

/* The FD row of the descriptor that a process waits for; NULL: there is none. */
static const struct file *
awaited(const struct file *wait)
{
	for (uint32_t i = processes->lives[wait->life].first_file; i != 0;
	     i = processes->files[i].next) {
		const struct file *f = &processes->files[i];
		if (f->time == wait->time && f->fd == wait->fd &&
		    f->target == wait->target)
			return f;
	}
	return NULL;
}

/* Whether a process waits for room in a pipe, so that another is to read it. */
static bool
is_writing(const struct file *wait, const struct file *own)
{
	struct text channel = held_word(wait->detail);

	return text_begins(channel, "anon_pipe_write") ||
	       text_begins(channel, "pipe_write") ||
	       (own != NULL && openers_can(processes, own, 'w') &&
		   !openers_can(processes, own, 'r'));
}

/* By where in the kernel it waits, or because both a file and a process are told of. */
static enum held_lock
lock_of(const struct file *wait)
{
	struct text channel = held_word(wait->detail);

	if (wait->fd == NONE)
		return NO_LOCK;
	if (text_begins(channel, "locks_") || text_begins(channel, "flock"))
		return FLOCK;
	return wait->other != 0 || text_begins(channel, "fcntl_setlk") ? FCNTL : NO_LOCK;
}

/* The file that a process waits for, and who is to do something about it. */
static void
add_awaited(struct buf *b, const struct file *wait, enum held_lock lock, uint32_t holder)
{
	const struct file *own = awaited(wait);

	buf_string(b, lock ? " for a lock on " : " for ");
	buf_number(b, wait->fd);
	buf_string(b, ": ");
	held_add_target(b, own != NULL ? own : wait);
	if (lock) {
		held_add_lockers(b, ", locked by ", wait, holder, lock);
	} else if (held_is_pipe(own != NULL ? own : wait)) {
		bool writes = is_writing(wait, own);
		held_add_users(
		    b, writes ? ", read by " : ", written by ", wait, writes ? 'r' : 'w');
	}
}

static void
add_wait(struct buf *b, const struct file *f, const char *indentation)
{
	enum held_lock lock = lock_of(f);
	uint32_t holder = processes_latest(processes, f->other);

	/* It may have ended, and left the lock to a child. */
	if (lock && life_end(processes, &processes->lives[holder]) < f->time)
		holder = 0;

	buf_string(b, indentation);
	if (f->detail == 0 && f->target != 0 && f->fd == NONE) {
		buf_string(b, "what it waits for can't be read: ");
		describe_words(b, texts_get(&processes->texts, f->target));
	} else if (f->detail == 0) {
		buf_string(b, "runs");
	} else {
		buf_string(b, "waits in ");
		describe_words(b, texts_get(&processes->texts, f->detail));
	}
	if (f->fd != NONE) {
		add_awaited(b, f, lock, holder);
	} else if (f->detail != 0 && f->target != 0) {
		buf_string(b, " to open ");
		describe_words(b, texts_get(&processes->texts, f->target));
	} else if (holder != 0) {
		buf_string(b, " for ");
		held_add_process(b, holder);
	}
	buf_char(b, '\n');
}

void
held_add_waits(struct buf *b, const struct processes *p, uint32_t life, int64_t time,
    const char *indentation)
{
	processes = p;
	held_know(p);
	for (uint32_t f = p->lives[life].first_wait; f != 0; f = p->files[f].next)
		if (p->files[f].time == time)
			add_wait(b, &p->files[f], indentation);
}

void
held_add(struct buf *b, const struct processes *p, uint32_t life, int64_t time,
    const char *indentation)
{
	processes = p;
	held_know(p);
	add_holdings(b, &p->lives[life], time, indentation);
	held_add_waits(b, p, life, time, indentation);
}
