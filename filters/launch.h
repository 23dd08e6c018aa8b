/* A command in a live event stream on standard input, passed through. Linux only. */
#ifndef LAUNCH_H
#define LAUNCH_H

#include <stdbool.h>
#include <stdint.h>

struct launch {
	char **command;
	int64_t grace; /* nanoseconds for descendants to end, or after SIGTERM */
	int64_t limit; /* nanoseconds for the command to end, else NONE */
	bool kill;     /* end what is left behind */
	bool quiet;    /* don't tell of what is left behind */
	bool verbose;  /* tell the command's PID in the stream */
};

/* Starts the command (child_open() was called) when recording is proven to be live,
 * waits for it and for its descendants, writes rows about them and closes the stream.
 * Returns the command's wait status; *whole: whether all of it was recorded; *timed_out:
 * whether it was ended at the limit. Dies where recording doesn't begin. */
int launch_run(const struct launch *l, bool *whole, bool *timed_out);

#endif
