/* A command in a live event stream on standard input, passed through. Linux only. */
#ifndef LAUNCH_H
#define LAUNCH_H

#include <stdbool.h>
#include <stdint.h>

struct launch {
	char **command;
	int64_t grace; /* nanoseconds for descendants to end */
	bool verbose;  /* tell the command's PID in the stream */
};

/* Starts the command (child_open() was called) when recording is proven to be live,
 * waits for it and for its descendants, writes ROOT, SURVIVOR and FD rows and closes
 * the stream. Returns the command's wait status; *whole: whether all of it was
 * recorded. Dies where recording doesn't begin. */
int launch_run(const struct launch *l, bool *whole);

#endif
