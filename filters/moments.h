/* What happened to each process between its beginning and its end, in order of time. */
#ifndef MOMENTS_H
#define MOMENTS_H

#include "processes.h"

enum moment_kind {
	MOMENT_EXEC,
	MOMENT_EXECFAIL,
	MOMENT_SIGNAL,
	MOMENT_OOM,
	MOMENT_MARK,
};

struct moment {
	int64_t time; /* ns */
	enum moment_kind kind;
	/* EXEC: of programs; EXECFAIL, OOM: of incidents; SIGNAL: of signals; MARK: of
	 * lives, the mark itself, while the moment is its creator's. */
	uint32_t number;
};

struct moments {
	struct moment *list; /* life by life */
	uint32_t *first;     /* by life: its first one; the next life's is the end */
};

/* The moments of all lives. What one executed before the recording isn't among them. */
struct moments moments_collect(const struct processes *p);

void moments_free(struct moments *m);

#endif
