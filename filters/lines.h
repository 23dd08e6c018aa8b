/* Lines of any length from a file descriptor, without copying them. */
#ifndef LINES_H
#define LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

enum { LINE_MAX_BYTES = 128 << 20 }; /* longer ones are dropped, and reported */

struct lines {
	int fd;
	const char *name; /* for messages */
	uintmax_t number; /* of the line that lines_next() gave last, from 1 */
	char *s;          /* the bytes read and not yet given: start to end */
	size_t start, end, scanned, cap;
	bool overlong; /* the line under way was too long; its bytes are dropped */
	bool padded;   /* 00 bytes are no part of the lines */
};

/* Reads once. Returns false at end of file; a read error ends the program. EINTR
 * and EAGAIN count as having read nothing. */
bool lines_fill(struct lines *l);

/* The next whole line, without its newline, borrowed until lines_fill(); a line
 * that was too long comes as one with s == NULL. False when none is left. */
bool lines_next(struct lines *l, struct text *line);

/* At the end of file: the bytes of a last line that has no newline. */
struct text lines_rest(struct lines *l);

/* Closes and frees, ready for another file. */
void lines_close(struct lines *l);

#endif
