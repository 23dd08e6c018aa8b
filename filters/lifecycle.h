/*
 * The private lines of share/lifecycle.bt, put together to rows.
 *
 *	F 981412021 0 4243 4242 4242 4000 0 4242 4242 0 1200011 6d 61 6b 65 00 ...
 */
#ifndef LIFECYCLE_H
#define LIFECYCLE_H

#include "pieces.h"

/* What a line turned out to be. */
struct line {
	enum { LINE_ROW, LINE_PIECE, LINE_TICK, LINE_ANSWER, LINE_BAD } what;
	int64_t time;
	int cpu;
	struct row *row; /* LINE_ROW, LINE_PIECE: begun or gone on with */
	bool is_new;     /* ... begun: to be merged in */
};

/* Takes one line apart. A row that is new belongs to the caller from then on. */
struct line lifecycle_line(struct text text);

#endif
