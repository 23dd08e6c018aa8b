/* Which processes a command has left behind, and what else went wrong with them. */
#ifndef LEAKS_H
#define LEAKS_H

#include "processes.h"

enum {
	LEAK_LEFT = 1,    /* it outlived the command */
	LEAK_ORPHAN = 2,  /* it outlived its creator */
	LEAK_ENDLESS = 4, /* its end isn't in the recording, nor is the command's */
	LEAK_ZOMBIE = 8,  /* it ended, but was not waited for */
	LEAK_KILLED = 16, /* by a signal */
	LEAK_VICTIM = 32, /* of the out-of-memory killer */
};

struct leak {
	uint32_t mark; /* the life of the pt-mark that it is under, or 0 */
	uint32_t life;
	unsigned what; /* LEAK_... */
};

/*
 * Finds them among what descends from the command, or, where there is no ROOT row, among
 * what was created in the recording; marks aren't looked at. What outlived something by
 * less than `least` ns didn't. Sorted by mark, then by birth; the list is the caller's.
 */
struct leak *leaks_find(const struct processes *p, int64_t least, uint32_t *n);

/* Whether timeout(1) killed it. */
bool leaks_timed_out(const struct processes *p, const struct life *l);

#endif
