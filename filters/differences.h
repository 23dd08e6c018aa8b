/* How pt-diff shows what is different. */
#ifndef DIFFERENCES_H
#define DIFFERENCES_H

#include "match.h"

struct difference {
	uint32_t a, b;   /* lives; 0: not there */
	uint8_t changes; /* of both, see change.h */
};

struct differences {
	const struct side *a, *b;
	const char *names[2]; /* of the recordings */
	struct difference *list;
	size_t count;
};

/* Writes all that stands in the list, which isn't empty, to standard output: a heading, a
 * line each, a sum. */
void differences_write(const struct differences *d);

#endif
