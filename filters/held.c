/* What pt-launch saw a process hold and wait for, see held.h. */
#include <stdlib.h>
#include <string.h>

#include "describe.h"
#include "diag.h"
#include "held.h"
#include "openers.h"
#include "pipes.h"
#include "words.h"

/* Of the processes at the other end of a pipe no more are named. */
enum { NAMED = 4 };

enum rank { GIVEN, PIPE, LOCKED, DELETED, ORDINARY };

static const struct processes *processes;

static bool
begins(struct text t, const char *with)
{
	return t.n >= strlen(with) && memcmp(t.s, with, strlen(with)) == 0;
}

/* The word that a text of the stream stands for, valid until the next call. */
static struct text
decoded(uint32_t text)
{
	static struct buf word;
	struct text t = texts_get(&processes->texts, text);

	word.n = 0;
	word_next(&t, &word);
	return buf_text(&word);
}

static bool
is_pipe(struct text target)
{
	return begins(target, "pipe:");
}

/* Behind the access, the locks; empty when there are none. */
static struct text
locks_of(const struct file *f)
{
	struct text t = texts_get(&processes->texts, f->detail);
	const char *space = t.n ? memchr(t.s, ' ', t.n) : NULL;

	if (space == NULL)
		return (struct text){ 0 };
	return (struct text){ space + 1, (size_t)(t.s + t.n - space - 1) };
}

/* The next of the rows of files that the command was given, from `file` on, that is of
 * this one; 0: none. */
static uint32_t
given(uint32_t file, uint32_t target)
{
	uint32_t first = processes->lives[processes->root].first_file;

	while (file != 0 && processes->files[file].target != target)
		file = processes->files[file].next;
	return processes->root != 0 && file != 0 &&
		       processes->files[file].time == processes->files[first].time
		   ? file
		   : 0;
}

static uint32_t
first_given(uint32_t target)
{
	return given(processes->lives[processes->root].first_file, target);
}

static enum rank
rank_of(const struct file *f)
{
	static const char deleted[] = " (deleted)";
	struct text target = decoded(f->target);

	if (begins(target, "/dev/null") && target.n == strlen("/dev/null"))
		return ORDINARY;
	if (first_given(f->target) != 0)
		return GIVEN;
	if (is_pipe(target) || begins(target, "socket:"))
		return PIPE;
	if (locks_of(f).n > 0)
		return LOCKED;
	if (target.n > sizeof deleted &&
	    memcmp(target.s + target.n - (sizeof deleted - 1), deleted,
		sizeof deleted - 1) == 0)
		return DELETED;
	return ORDINARY;
}

static void
add_process(struct buf *b, uint32_t life)
{
	buf_number(b, processes->lives[life].pid);
	buf_char(b, ' ');
	describe_executable(b, processes, &processes->lives[life]);
}

/* The processes but `self` that have the file open for that access (0: any), or have a
 * lock on it. False when there are none. */
static bool
add_users(struct buf *b, uint32_t target, uint32_t self, char access, bool locked)
{
	uint32_t n, found = 0, last = 0;
	const uint32_t *rows = openers_of(target, access, &n);

	for (uint32_t i = 0; i < n && found <= NAMED; i++) {
		const struct file *f = &processes->files[rows[i]];
		if (f->life == self || f->life == last || (locked && locks_of(f).n == 0))
			continue;
		last = f->life;
		buf_string(b, found == NAMED ? " and more" : found > 0 ? ", " : "");
		if (found++ < NAMED)
			add_process(b, f->life);
	}
	return found > 0;
}

/* "the command's stdout and stderr" */
static void
add_given(struct buf *b, uint32_t target)
{
	static const char *const names[] = { "stdin", "stdout", "stderr" };
	uint32_t first = first_given(target);

	buf_string(b, "the command's ");
	for (uint32_t i = first; i != 0; i = given(processes->files[i].next, target)) {
		int64_t fd = processes->files[i].fd;
		buf_string(b, i != first ? " and " : "");
		if (fd >= 0 && fd < 3) {
			buf_string(b, names[fd]);
		} else {
			buf_string(b, "descriptor ");
			buf_number(b, fd);
		}
	}
}

static void
add_target(struct buf *b, uint32_t target)
{
	describe_words(b, texts_get(&processes->texts, target));
}

/* Where descriptors were recorded: whom it has the pipe from, and who made that. */
static void
add_origin(struct buf *b, const struct file *f)
{
	const struct hold *h = pipes_of_file((uint32_t)(f - processes->files));

	if (h == NULL)
		return;
	uint32_t maker = pipes.pipes[h->pipe].maker;
	while (h->source != 0 && pipes.holds[h->source].life == f->life)
		h = &pipes.holds[h->source];
	if (h->source != 0) {
		buf_string(b, ", inherited from ");
		add_process(b, pipes.holds[h->source].life);
	}
	if (maker != 0) {
		buf_string(b, ", made by ");
		add_process(b, pipes.holds[maker].life);
	}
}

/* What the descriptor is, by its rank. */
static void
add_file(struct buf *b, const struct file *f)
{
	bool pipe = is_pipe(decoded(f->target));
	bool reads = openers_can(processes, f, 'r');
	bool writes = openers_can(processes, f, 'w');
	const char *end = !pipe              ? ""
			  : writes && !reads ? "the write end of "
					     : "the read end of ";
	size_t before;

	buf_string(b, reads && writes ? "" : end);
	if (rank_of(f) == GIVEN && pipe) {
		buf_string(b, "the pipe that was ");
		add_given(b, f->target);
		return;
	}
	add_target(b, f->target);
	if (rank_of(f) == GIVEN) {
		buf_string(b, ", ");
		add_given(b, f->target);
	} else if (pipe) {
		before = b->n;
		buf_string(b, writes ? ", read by " : ", written by ");
		if (!add_users(b, f->target, f->life, writes ? 'r' : 'w', false))
			b->n = before;
	}
	add_origin(b, f);
	if (locks_of(f).n > 0) {
		buf_string(b, ", locked (");
		describe_words(b, locks_of(f));
		buf_char(b, ')');
	}
}

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
	add_file(b, &processes->files[files[0]]);
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
	enum rank i = rank_of(x), j = rank_of(y);

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
		} else if (file->time == time && rank_of(file) != ORDINARY) {
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

static void
add_wait(struct buf *b, const struct file *f, const char *indentation)
{
	struct text channel = decoded(f->detail);
	bool lock = begins(channel, "locks_") || begins(channel, "flock");
	uint32_t holder = processes_latest(processes, f->other);
	size_t before;

	/* It may have ended, and left the lock to a child. */
	if (lock && life_end(processes, &processes->lives[holder]) < f->time)
		holder = 0;

	buf_string(b, indentation);
	if (f->detail == 0 && f->target != 0 && f->fd == NONE) {
		buf_string(b, "what it waits for can't be read: ");
		add_target(b, f->target);
	} else if (f->detail == 0) {
		buf_string(b, "runs");
	} else {
		buf_string(b, "waits in ");
		describe_words(b, texts_get(&processes->texts, f->detail));
	}
	if (f->fd != NONE) {
		buf_string(b, lock ? " for a lock on " : " for ");
		buf_number(b, f->fd);
		buf_string(b, ": ");
		add_target(b, f->target);
		before = b->n;
		buf_string(b, lock ? ", locked by " : ", written by ");
		if (lock && holder != 0)
			add_process(b, holder);
		else if (!add_users(b, f->target, f->life, lock ? 0 : 'w', lock) ||
			 (!lock && !is_pipe(decoded(f->target))))
			b->n = before;
	} else if (holder != 0) {
		buf_string(b, " for ");
		add_process(b, holder);
	}
	buf_char(b, '\n');
}

/* When the process was looked at, for the last time where that isn't said. */
static int64_t
moment(uint32_t last, int64_t time)
{
	return time != NONE || last == 0 ? time : processes->files[last].time;
}

void
held_add_waits(struct buf *b, const struct processes *p, uint32_t life, int64_t time,
    const char *indentation)
{
	const struct life *l = &p->lives[life];

	processes = p;
	openers_know(p);
	time = moment(l->last_wait, time);
	for (uint32_t f = l->first_wait; f != 0; f = p->files[f].next)
		if (p->files[f].time == time)
			add_wait(b, &p->files[f], indentation);
}

void
held_add(struct buf *b, const struct processes *p, uint32_t life, int64_t time,
    const char *indentation)
{
	const struct life *l = &p->lives[life];

	processes = p;
	openers_know(p);
	add_holdings(b, l, moment(l->last_file, time), indentation);
	held_add_waits(b, p, life, time, indentation);
}
