/* What happened in the lanes of a report: programs executed, signals sent, programs that
 * could not be executed, and what was held and waited for when pt-launch looked. */
#ifndef HISTORY_H
#define HISTORY_H

#include "processes.h"

/* The lives that a report shows, in that order. */
struct lanes {
	const struct processes *p;
	uint32_t *lives, count;
	int64_t origin; /* ns: times are written as the time since then */
};

/* Writes columns (arrays.h) in the groups "stretch", life by life, "signal" and
 * "failure", in the order they happened, and "look", lane by lane, where processes are
 * lanes from 1 on and 0 is none of them. */
void history_write(const struct lanes *lanes);

#endif
