/*
 * The processes of a stream that are alive, for filters that follow it: what each runs,
 * and how deep in the tree it is. One that has ended is forgotten, so memory is bounded
 * by how many are alive at a time. The texts of rows must have been made safe for a
 * terminal (describe_words), and so are those kept of them.
 */
#ifndef LIVING_H
#define LIVING_H

#include "event.h"

enum { LIVING_NAME = 20, LIVING_COMMAND = 60 }; /* columns, at most */

struct living {
	int64_t since;            /* ns: its birth, else the first row about it */
	struct buf name, command; /* empty: not known; shortened */
	struct buf failed;        /* what it tried to execute since then, in vain */
	uint32_t depth;           /* how many of the known it descends from */
	bool born;                /* its birth is in the stream */
	bool executed;            /* ... and a program of its own */
	bool mark;                /* it is a pt-mark */
	uint32_t next_free;       /* for living.c */
};

/* The process of that PID (or NONE), borrowed until another begins; NULL where none is
 * known to be alive. */
struct living *living_get(int64_t pid);

/* The process of a FORK or PROC row begins, as a copy of its creator, or another row is
 * the first about it. What had its PID before is forgotten. */
struct living *living_begin(const struct event *e);

/* It executes a program, or is known to run it. */
void living_executes(struct living *l, const struct event *e);

/* It tried to execute something, in vain. */
void living_fails(struct living *l, const struct event *e);

void living_end(int64_t pid);

/* Forgets all. */
void living_clear(void);

/* The PID of the creator that the row of a birth names; NONE where it doesn't. */
int64_t living_creator(const struct event *e);

/* The depth of the process that the row is about; for one that isn't known a guess, by
 * its parent or what caused the event. */
uint32_t living_depth(const struct event *e);

#endif
