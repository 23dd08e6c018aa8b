/* Up to when everything that has happened is here, also where a CPU is idle and shows no
 * ticks. Linux only. */
#ifndef DRAINED_H
#define DRAINED_H

#include <stdint.h>

#include "tracer.h"

/* To be called while rows wait for that, once for each time that the tracer's output was
 * read. CLOCK_BOOTTIME; 0 where it can't be told yet. May take as long as a grace
 * period of the kernel's RCU, some 10 milliseconds. */
int64_t drained_until(struct tracer *t);

#endif
