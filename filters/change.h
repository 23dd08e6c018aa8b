/* What is different about two processes that are the same, see match.h. */
#ifndef CHANGE_H
#define CHANGE_H

#include "match.h"

enum {
	CHANGE_STATUS = 1, /* they ended differently, or one didn't */
	CHANGE_COMMAND = 2,
	CHANGE_PROGRAMS = 4, /* the same command, but other programs on the way to it */
	CHANGE_SLOWER = 8,   /* the second one, for reasons of its own */
	CHANGE_FASTER = 16,
};

/* When a time has changed: by so much at least (ns), and to so many times the other. */
struct tolerance {
	int64_t least;
	double factor;
};

/*
 * The changes of each life of a that is matched, to be freed. A process isn't slower for
 * what is told of those it created: where the time that these took longer, and that of
 * those that only the second recording has, leaves less than tolerance.least of its own.
 * Faster is the same the other way round. Where only a minimum is known of a time it
 * counts as that, if the difference can only be greater.
 */
uint8_t *change_find(struct side *a, struct side *b, struct tolerance tolerance);

#endif
