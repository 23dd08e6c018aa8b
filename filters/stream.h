/*
 * The reading loop of all filters: files or standard input, row by row.
 *
 * Lines that aren't valid rows are reported and skipped; input that isn't an event
 * stream at all ends the program with a line that says what it looks like.
 */
#ifndef STREAM_H
#define STREAM_H

#include "event.h"
#include "lines.h"

/* Called for each row, and with a HEADER event at the beginning of each recording
 * (also where the input has no header line). The event is borrowed. */
typedef void stream_fn(struct event *e, void *context);

/* Reads the operands, "-" and none at all being standard input. Whenever the input
 * is idle, standard output is flushed; when that is closed by its reader, the
 * program ends. Returns the exit status: STATUS_BAD_INPUT when a line was bad or
 * events had been lost, else STATUS_OK. Called again it reads on, and returns the
 * status of all that was read. */
int stream_run(char **operands, stream_fn *fn, void *context);

/* The operand as messages show it: "<stdin>", or as a shell would need it typed where it
 * holds what a terminal must not get. Borrowed until the next call. */
const char *stream_name(const char *operand);

/* Whether a LOST row was among what was read. */
bool stream_lost(void);

/* Before the rows of a recording come: reads through it to its end and calls fn for
 * those of its rows whose pid is that one. To be called for its HEADER event, for
 * every recording or none. Takes no memory, and changes nothing of what is read
 * next. Returns false where that can't be done: the input isn't a regular file. */
bool stream_ahead(int64_t pid, stream_fn *fn, void *context);

/* For a program with an event loop of its own. */
struct stream {
	struct lines lines;
	int columns;       /* of the recording under way; 0 before its first line */
	bool may_be_empty; /* no error: the program has better words for it */
};

void stream_open(struct stream *s, int fd, const char *name);

/* Reads once and calls fn for each whole row. False at the end of the input. */
bool stream_read(struct stream *s, stream_fn *fn, void *context);

/* Reports the row that fn is being called for as bad. */
void stream_bad(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* To be called after the end: prints how many reports were left out. Returns the
 * exit status as stream_run does. */
int stream_status(void);

#endif
