/*
 * One event as a line of JSON in the shape of proctrace's ingested recordings, which
 * its `render` reads:
 *
 *	{"Exit":{"seq":3,"timestamp":81021,"pid":4243,"ppid":4242,"pgid":4242,"status":1}}
 *
 * seq counts the lines from 1, through all recordings of the input: it stays unique
 * and in order. timestamp is the time in nanoseconds since the first line of the
 * same recording, as the clocks of two recordings have nothing in common; negative
 * where rows aren't in time order.
 */
#ifndef ROWS_H
#define ROWS_H

#include "event.h"

/* The event's line, with its newline, valid until the next call. s == NULL for kinds
 * that are left out, and where the text is malformed (reported with stream_bad()).
 * To be called for every event, HEADER too. Decodes name and detail of the kinds
 * that have a line. */
struct text row_json(struct event *e);

/* What is counted: seq, and where the time of the recording starts (ns). */
struct row_number {
	int64_t seq, start;
};

/* That of the last line. */
struct row_number row_last(void);

/* The line again, of an event that had one with that number. */
struct text row_json_as(struct event *e, struct row_number n);

/* Reports the name or the detail of the event as malformed. */
void row_bad(const char *column, struct text cell);

#endif
