/*
 * What tables for people say of a process, in aligned columns:
 *
 *	 PID  START    TIME     CPU  STATUS
 *	4243  0.012s  1.100s  0.004s  SIGKILL
 */
#ifndef COLUMNS_H
#define COLUMNS_H

#include "processes.h"

/* In the order they stand in. */
enum column {
	COLUMN_PID,
	COLUMN_PARENT, /* its creator's PID, else its first known parent's */
	COLUMN_START,  /* '<' before it: it was earlier */
	COLUMN_END,
	COLUMN_TIME, /* '>' before it: it was longer */
	COLUMN_CPU,
	COLUMN_MEMORY,
	COLUMN_STATUS,
	COLUMN_EXECS,
	COLUMN_FORKS,
	COLUMN_DEPTH,
	COLUMN_EXECUTABLE,
	COLUMNS
};

struct columns {
	const struct processes *p;
	unsigned shown; /* bits 1 << COLUMN_... */
	int decimals;   /* of seconds */
	size_t widths[COLUMNS];
};

/* Those columns, wide enough for every life that has LIFE_SHOWN. */
struct columns columns_measure(const struct processes *p, unsigned shown);

/* How wide they are together, with two spaces behind each. */
size_t columns_width(const struct columns *c);

const char *columns_heading(enum column column);

/* Whether what stands in it is a number, and so stands at its right. */
bool columns_is_number(enum column column);

/* Appends what stands in a column, which is nothing where it isn't known. */
void columns_cell(
    struct buf *b, const struct columns *c, const struct life *l, enum column column);

/* Write one line's columns to standard output. */
void columns_write_headings(const struct columns *c);
void columns_write(const struct columns *c, const struct life *l, bool colour);

#endif
