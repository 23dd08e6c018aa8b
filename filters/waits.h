/* What a process waits for, from /proc. Linux only. */
#ifndef WAITS_H
#define WAITS_H

#include <stdint.h>

#include "buf.h"

/* One thing that it waits for. */
struct wait {
	struct text channel; /* where in the kernel it sleeps; empty when it runs */
	int64_t fd;          /* the descriptor, NONE: no such thing */
	int64_t pid;         /* in /proc: a child, or who has the lock; NONE */
	struct buf what;     /* what the descriptor stands for, or the path that it
			      * opens; may be empty */
};

/* Calls fn for each thing that the first thread of a process waits for, by its PID in
 * /proc; once with the channel alone where no more is known. 0, or the errno that kept
 * it, or all but the channel, from being read. */
int waits_each(
    int64_t pid, void (*fn)(const struct wait *w, void *context), void *context);

#endif
