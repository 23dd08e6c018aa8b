/*
 * A short-lived child whose events in the stream prove that recording is live, and
 * tell which PID this process has there. Linux only.
 */
#ifndef CANARY_H
#define CANARY_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "buf.h"

struct canary {
	pid_t pid;     /* as this PID namespace sees it; 0 once it was reaped */
	int64_t ended; /* CLOCK_BOOTTIME, once it was reaped */
	char word[64]; /* in its command line, and in nobody else's; empty: choose one */
};

/* Starts one: it fails to execute a file, sends itself a signal, makes a pipe and
 * closes an end of it, becomes a session leader, executes this program with the word and
 * ends. Before it, a sibling becomes
 * a process group leader. Started again, the next one has the same word: whichever of
 * them is seen first, however late, will do. */
void canary_start(struct canary *c);

/* Reaps it when it has ended. */
void canary_reap(struct canary *c);

/* Whether a command line, words of the stream, is this canary's. */
bool canary_is(const struct canary *c, struct text command);

/* Whether the comm of a process that ended is that of a canary, anybody's. */
bool canary_is_comm(struct text comm);

/* To be called first thing in main(): ends the program when it is a canary. */
void canary_main(int argc, char **argv);

#endif
