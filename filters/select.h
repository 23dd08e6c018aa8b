/* Which lives a view shows, and the walk through them. */
#ifndef SELECT_H
#define SELECT_H

#include <stdbool.h>

#include "processes.h"

struct selection {
	uint32_t idle;  /* left out: alive before the recording, nothing known to do */
	uint32_t brief; /* left out: lived shorter than asked for */
	uint32_t over;  /* left out: more than fit */
	uint32_t shown;
};

/*
 * Sets LIFE_SHOWN (and LIFE_LAST) in all lives a view is to show: those that did
 * something, or have a descendant that did, and that lived at least min_duration
 * ns (NONE: all), or have a descendant that did. Marks are kept whatever their
 * duration. life.span becomes the longest duration among a life and its
 * descendants.
 */
struct selection select_lives(struct processes *p, int64_t min_duration);

/* Keeps as many of those as fit, the longest spans first, so that the creator of a
 * shown one is always shown: from the first for which fits() is false on, they
 * are no longer shown. */
void select_longest(struct processes *p, struct selection *s,
    bool (*fits)(uint32_t life, void *context), void *context);

/* Keeps at most `limit`; NONE: all. */
void select_limit(struct processes *p, struct selection *s, int64_t limit);

/* Says on standard error what was left out; `why` names what limited the number. */
void select_report(const struct selection *s, const char *why);

/* life.depth becomes how many shown ones each shown one descends from. */
void select_depths(struct processes *p);

/* The shown lives depth first in order of creation: all zero but p before the
 * first call; then life is the one to show, and depth how many of those it
 * descends from are shown. False after the last. */
struct walk {
	const struct processes *p;
	uint32_t life, depth;
};

bool walk_next(struct walk *w);

#endif
