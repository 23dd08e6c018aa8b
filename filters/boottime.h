/* The clock of the event stream. */
#ifndef BOOTTIME_H
#define BOOTTIME_H

#include <stdint.h>
#include <time.h>

/* A clock in nanoseconds; CLOCK_BOOTTIME is that of the time column. */
static inline int64_t
clock_ns(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

#endif
