/*
 * One row of the event stream, pt-events(5):
 *
 *	981412021,FORK,4243,4242,4242,4000,0,,4242,18874385,,,"make",
 *
 * The columns and kinds come from share/events.tsv (build/schema.h).
 */
#ifndef EVENT_H
#define EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "schema.h"

enum kind {
	HEADER, /* the line of column names: another recording begins */
#define X(kind, is_command) kind,
	EVENT_KINDS(X)
#undef X
	    KINDS
};

/* What an empty cell of numbers is. */
#define NONE INT64_MIN

/* PID_MAX_LIMIT of the kernel's include/linux/threads.h. */
enum { PID_LIMIT = 4 * 1024 * 1024 };

struct event {
	enum kind kind;
#define X(column) int64_t column;
	NUMBER_COLUMNS(X)
#undef X
	struct text name, detail; /* decoded; s == NULL stands for an empty cell */
	struct text row;          /* read ones: the line, without its newline */
	struct text cells; /* read ones: name, detail and later columns as written */
};

/* An event of that kind with every cell empty. */
struct event event_new(enum kind kind);

const char *event_name(enum kind kind);

/* Whether this kind of event is about no process. */
bool event_is_general(enum kind kind);

/* Whether the detail of this kind of event is a command line. */
bool event_has_command(enum kind kind);

/* Splits a row that has `columns` columns. name and detail are not decoded (they
 * are by event_texts), but known to be well-formed. Returns NULL, or what is wrong,
 * in a static buffer. The event borrows from the row. */
const char *event_parse(struct event *e, struct text row, int columns);

/* Decodes name and detail into static buffers, valid until the next call. */
void event_texts(struct event *e);

/* How many columns a header line has; 0 when it isn't one. */
int event_header_columns(struct text line);

/* Writes a cell of text to standard output: in quotes, or nothing when it is empty. */
void event_write_text(struct text t);

/* Appends the row, or the header for a HEADER, with its newline. */
void event_add(struct buf *b, const struct event *e);

/* Writes it to standard output. */
void event_write(const struct event *e);

#endif
