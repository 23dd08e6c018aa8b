/*
 * Rows as they come from lifecycle.bt: an exec, or a failed attempt, in several lines
 * in any order, as its texts are too long for one; everything else in one.
 */
#ifndef PIECES_H
#define PIECES_H

#include <stdbool.h>
#include <stdint.h>

#include "event.h"

/* A string that may come in several lines, in any order, by offset. */
struct pieces {
	struct piece {
		int64_t offset;
		struct buf bytes;
	} * list;
	size_t n;
};

struct row {
	struct event e;           /* name and detail are set by row_finish() */
	struct pieces name, args; /* raw bytes, a 00 behind each word */
	int64_t args_size;        /* of the whole argument vector */
	struct buf args_now;      /* a long one as /proc had it when the row began */
	struct buf texts[2];
	bool begun;      /* its own line was seen, not only pieces */
	bool whole;      /* nothing of it is still to come */
	bool finished;   /* name and detail are set */
	int64_t arrived; /* for merge.c: CLOCK_BOOTTIME */
	uint64_t order;  /* and the order of arrival */
};

/* The row that a line begins, or goes on with where pieces came first (is_new: it
 * didn't exist before, and belongs to the caller from now on). */
struct row *row_of(enum kind kind, int64_t pid, int64_t time, bool begins, bool *is_new);

/* The row of the process that pieces may still come for; NULL when there is none. */
struct row *row_find(enum kind kind, int64_t pid);

void pieces_add(struct pieces *s, int64_t offset, struct text bytes);

/* Says how many bytes the argument vector has. One that may be too long for lifecycle.bt
 * is looked up in /proc at once: its process may end before its pieces are here. */
void row_set_args_size(struct row *r, int64_t size);

/* To be called after each of its lines: sets row.whole when that was the last, and
 * completes an argument vector that is too long for lifecycle.bt. */
void row_check(struct row *r);

/* Encodes name and detail as words. A row whose pieces aren't all there has its
 * detail marked as cut short. */
void row_finish(struct row *r);

void row_free(struct row *r);

#endif
