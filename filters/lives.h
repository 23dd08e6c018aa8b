/*
 * Telling the lives of one PID apart that was used again. They are numbered in order
 * of birth from 1; 0 is that of a process whose birth the recording doesn't have.
 */
#ifndef LIVES_H
#define LIVES_H

#include "event.h"

/* Instead of a life's number. */
enum { LIFE_FIRST = -1, LIFE_NONE = -2 };

/* The life that is meant by a PID alone (time is NONE), which is the one a ROOT row
 * names, else the first, or by PID@TIME. */
struct lives {
	int64_t time;
	int64_t births; /* seen so far */
	int64_t chosen; /* by what has been seen so far */
};

struct lives lives_new(int64_t time);

/* To be called for the rows of that PID in their order; a stream_fn. */
void lives_row(struct event *e, void *lives);

/* The times when lives that weren't chosen began, and how many they are. */
enum { LIVES_TOLD = 6 };
struct other_lives {
	int64_t count, began[LIVES_TOLD];
};

void lives_note_other(struct other_lives *others, int64_t began);

/* Says on standard error which life was chosen, by the time when it began (NONE: it
 * began before the recording), and how to choose another. */
void lives_tell(const struct other_lives *others, int64_t pid, int64_t began);

#endif
