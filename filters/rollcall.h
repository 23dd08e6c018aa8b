/*
 * Has CPUs write a line each, behind all that they wrote before, so that it is known to
 * have come: of an idle CPU, of one that a virtual machine didn't run for a while, and of
 * one that lost events, which the kernel tells with the next line only. Linux only.
 */
#ifndef ROLLCALL_H
#define ROLLCALL_H

#include <stdbool.h>
#include <stdint.h>

#include "tracer.h"

/* Tells merge.h which CPUs are online. To be called once; the thread that it starts
 * calls the roll, so that nothing else waits for a busy CPU. */
void rollcall_open(void);

/* Asks CPUs that are behind a time (CLOCK_BOOTTIME), unless the last round is still
 * under way or was a moment ago. answer: those that were not asked since, else only those
 * that have shown nothing since. What they answer goes to merge_answered() when it
 * has been read. */
void rollcall_ask(int64_t time, bool answer);

/* Answers for CPUs that we may not run on. To be called each time that the tracer's
 * output was read. */
void rollcall_absent(struct tracer *t);

#endif
