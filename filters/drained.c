/* Up to when everything that has happened is here, see drained.h. */
#define _GNU_SOURCE
#include <linux/membarrier.h>
#include <poll.h>
#include <stdbool.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "boottime.h"
#include "drained.h"

/* Where the kernel has no barrier to offer (nohz_full): nanoseconds that a probe may take
 * from reading the clock to waking the tracer. */
enum { MARGIN = 50 * 1000 * 1000 };

/* All probes that ran then have ended. */
static int64_t barrier;

/* A probe runs without preemption, so it has ended when every CPU has passed a quiescent
 * state, be it one of a virtual machine that didn't run for long. */
static void
pass_barrier(void)
{
	int64_t now = clock_ns(CLOCK_BOOTTIME);

	if (syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0) == 0)
		barrier = now;
	else
		barrier = now - MARGIN;
}

int64_t
drained_until(struct tracer *t)
{
	struct pollfd in = { .fd = t->fd, .events = POLLIN };
	int64_t until = barrier;

	if (poll(&in, 1, 0) != 0 || !tracer_sleeps(t) || poll(&in, 1, 0) != 0)
		return 0;
	pass_barrier();
	return until;
}
