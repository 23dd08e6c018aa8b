/*
 * The event stream on its way through pt-launch, from standard input to standard output,
 * and what is learnt from it: which PID the command has there, which processes descend
 * from it (see family.h), and up to when the stream is complete. Linux only.
 */
#ifndef PASSAGE_H
#define PASSAGE_H

#include <sys/types.h>

#include "canary.h"
#include "event.h"

extern struct passage {
	char **command;
	bool verbose; /* tell the command's PID when it is known */
	pid_t child;  /* the command's process here; 0: not started yet */

	bool live;    /* both ends of the passage are open */
	bool failed;  /* the recording isn't whole */
	bool begun;   /* a line has come, so recording is live */
	int64_t root; /* the command's PID in the stream; 0: not seen yet */
	bool root_ended;
	struct canary canary;
	bool proven; /* the events of the canary have come */
} passage;

void passage_open(void);

/* Starts a canary; `proven` is false until its events have come. */
void passage_prove(void);

/* Passes on what has come. */
void passage_read(void);

/* Takes over rows of our own, which go out when the stream has come to that time. */
void passage_hold(struct buf *rows, int64_t time);

/* Closes both ends, when the rows that are held have gone out. */
void passage_close(void);

#endif
