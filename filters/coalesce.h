/*
 * Keeps the kernel from waking a busy tracer for each event, which costs those who are
 * recorded more than all else: for 3 ms at a time it waits for room in the pipe that it
 * writes to, filled with 00 bytes (lines.h, padded). Linux only.
 */
#ifndef COALESCE_H
#define COALESCE_H

#include <stdint.h>

#include "tracer.h"

/* To be called for each row that comes: how busy the tracer is. */
void coalesce_row(void);

/* To be called each time that the tracer's output was read. now: CLOCK_BOOTTIME.
 * Returns how long the output is to stay unread, in nanoseconds. */
int64_t coalesce(struct tracer *t, int64_t now);

#endif
