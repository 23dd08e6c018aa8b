/* The tracer's output on its way to rows in time order, written as they may go out. */
#ifndef INTAKE_H
#define INTAKE_H

#include "merge.h"

struct intake {
	/* Called for text that is no event: the tracer's own messages. */
	void (*text)(struct text line);

	/* Called for each row begun or gone on with; may be NULL. */
	void (*row)(struct row *r);

	/* Rows up to this time are from before the recording: not to be written. */
	int64_t start;
};

/* Takes a line as the tracer wrote it, which must be followed by its newline. */
void intake_line(const struct intake *in, struct text line);

/* Adds a LOST row before all rows that wait, as a reader that has seen its last row may
 * end. count: how many events. */
void intake_lost(const struct intake *in, int64_t count, const char *where);

/* Adds a LOST row behind all of them: the tracer has ended, or was left behind. */
void intake_ended(const struct intake *in);

/* Adds a MISSED row as intake_lost() does. */
void intake_missed(const struct intake *in, int64_t count);

/* Writes the rows that may go out now (CLOCK_BOOTTIME; 0 where the tracer's output
 * isn't live). */
void intake_write(const struct intake *in, int64_t now);

/* Writes all that still wait, but those later than `until`. */
void intake_drain(const struct intake *in, int64_t until);

/* How many events were taken in. */
uintmax_t intake_count(void);

/* The exit status: whether events were lost or late, which it tells. */
int intake_status(void);

#endif
