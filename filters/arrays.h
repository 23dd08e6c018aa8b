/*
 * A table as JSON (RFC 8259) on standard output: an array for each column, and texts
 * once each, known by their numbers, in an array at the end:
 *
 *	{"host":"vm","process":{"pid":[7,8],"status":[1,1]},"strings":["","ok"]}
 *
 * There is no < in it, so it can't end a script element that it stands in, nor begin
 * another (HTML Standard, 13.2.5.4). It may be of any size, in constant memory but for
 * the texts.
 */
#ifndef ARRAYS_H
#define ARRAYS_H

#include "buf.h"

#include <stdint.h>

void arrays_begin(void);
void arrays_end(void);

void arrays_fact(const char *name, int64_t number);
/* The text stands there itself. Empties b, as array_string does. */
void arrays_fact_text(const char *name, struct buf *b);

/* Columns that belong together. */
void arrays_group(const char *name);
void arrays_group_end(void);

void array_begin(const char *name);
void array_number(int64_t number);
/* Returns what array_number() may get instead where the text comes again. */
uint32_t array_string(struct buf *b);
void array_end(void);

#endif
