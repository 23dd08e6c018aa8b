/* Recording: the tracer runs, and its rows go out as they happen. Linux only. */
#ifndef LIVE_H
#define LIVE_H

#include <stdbool.h>

/* Runs the tracer's command until our reader ends, a signal comes or the tracer dies;
 * begins the stream when recording is proven to be live. name: for META and messages;
 * files: descriptors are recorded, too.
 * Returns the exit status; dies where recording can't begin. */
int live_run(char **command, const char *name, bool files);

#endif
