/* The tracer (bpftrace, perhaps behind sudo) as a child process. Linux only. */
#ifndef TRACER_H
#define TRACER_H

#include <stdbool.h>
#include <sys/types.h>

struct tracer {
	pid_t pid;
	int fd;       /* its standard output and standard error */
	pid_t worker; /* see tracer_worker(); 0: not looked for yet */
};

/* Starts the command in a process group of its own, so that Ctrl-C doesn't reach
 * it, and with SIGPIPE as it dies of: that is how it learns that we have ended,
 * also where we may not signal it. Its standard input is ours (bpftrace's script). */
void tracer_start(struct tracer *t, char **command);

/* The process that writes there: behind sudo, its grandchild. */
pid_t tracer_worker(struct tracer *t);

/* Whether it waits for events, and all that it has written was read: what it had to say
 * before is here. False also where that can't be told. */
bool tracer_idle(struct tracer *t);

/* Makes it end and waits for that, but not for all of the second that the kernel
 * may take to detach its probes one by one. Returns its wait status, -1 when it
 * has not been seen to end yet. */
int tracer_stop(struct tracer *t);

#endif
