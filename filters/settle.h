/*
 * When all that has happened up to a time is here, and what was lost of it is told.
 * Linux only.
 */
#ifndef SETTLE_H
#define SETTLE_H

#include <stdbool.h>
#include <stdint.h>

#include "pieces.h"
#include "tracer.h"

/* To be called for each row that comes. The end of a canary is held back until all before
 * it is settled: who waits for it reads no further. */
void settle_row(const struct row *r);

/* Has CPUs show that nothing is to come of them, where rows have waited for that, and at
 * once up to `time` (0: no such wish). To be called each time that the tracer's output
 * was read. now: CLOCK_BOOTTIME, as all times. True when it was settled up to `time`, or
 * up to a canary's end that may go out now: what else there is to tell comes first. */
bool settle(struct tracer *t, int64_t now, int64_t time);

#endif
