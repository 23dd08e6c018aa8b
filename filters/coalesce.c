/* Wake-ups of the tracer, coalesced, see coalesce.h. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "coalesce.h"

enum {
	/* Nanoseconds for the tracer to wait: of a process that lives 10 ms a long
	 * command line is yet to be read in /proc. */
	BEAT = 3 * 1000 * 1000,
	CATCH_UP = 500 * 1000,      /* ... to write what has happened in that time */
	SPARSE = 3 * 1000 * 1000,   /* ... between rows that may each wake it */
	COUNTED = 10 * 1000 * 1000, /* ... in which rows are counted */
};

static struct {
	int64_t begin, rows; /* of the time in which rows are counted */
	bool busy;
} state;

void
coalesce_row(void)
{
	state.rows++;
}

/* Its other end is opened for a moment only: while we had it, the tracer's end would be
 * no end of the file. */
static void
fill(int pipe)
{
	static const char padding[64 * 1024];
	char name[64];

	snprintf(name, sizeof name, "/proc/self/fd/%d", pipe);
	int fd = open(name, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return;
	while (write(fd, padding, sizeof padding) > 0)
		;
	close(fd);
}

int64_t
coalesce(struct tracer *t, int64_t now)
{
	if (now - state.begin >= COUNTED) {
		state.busy = state.rows * SPARSE >= now - state.begin;
		state.begin = now;
		state.rows = 0;
	}
	if (!state.busy)
		return 0;
	if (!tracer_idle(t))
		return CATCH_UP;
	fill(t->fd);
	return BEAT;
}
