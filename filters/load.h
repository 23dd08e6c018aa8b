/* How many processes were alive over time, and how many cores they kept busy. */
#ifndef LOAD_H
#define LOAD_H

#include "processes.h"

/* An equal part of the time line. */
struct load_part {
	double alive;  /* processes, on average */
	uint32_t most; /* processes, at one time */
	double cores;  /* busy, on average */
};

struct load {
	int64_t begin, end; /* ns */
	size_t count;
	struct load_part *parts; /* owned: load_free */
	uint32_t most;
};

/*
 * The load from begin to end (ns) in that many parts, at least one: of all processes
 * that did something or were created in the recording. The CPU time of a process is
 * known when it has ended, and in sum: it is spread evenly over its life. One that was
 * alive before the recording has part of it from then, so counts for none.
 */
struct load load_measure(
    const struct processes *p, int64_t begin, int64_t end, size_t count);

void load_free(struct load *load);

#endif
