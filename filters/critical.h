/*
 * The critical path of a process: what it waited for, and for what that waited, so that
 * the times add up to the time that it took.
 *
 * Who waited for whom is inferred, see network.h. Where something had taken less time,
 * each process is taken to have gone on earlier by as much, as soon as everything it
 * waited for had ended, and to have been busy for as long as it was: the network of
 * critical-path scheduling (Kelley and Walker 1959).
 */
#ifndef CRITICAL_H
#define CRITICAL_H

#include "processes.h"

/* A time in which the path was in one process. */
struct link {
	uint32_t life;
	int64_t start, end; /* ns since the start of the root */
	int64_t saved;      /* ns: by so much earlier the root would end without it */
	bool first;         /* of that process; only these may be empty */
	bool shown;         /* see critical_choose */
	/* For a first one: the same with all that the process waited for; ns. */
	int64_t all, all_saved;
};

struct critical {
	int64_t total;      /* ns: the sum of the links */
	struct link *links; /* in order of time; owned: critical_free */
	size_t count;
};

/* Whose path is to be looked for: pt-launch's command, else the longest-lived of the
 * processes whose birth is recorded and whose creator's isn't, else the longest-lived
 * one without a creator. 0: there is no process. */
uint32_t critical_root(const struct processes *p);

/* In a time that grows with n log n; up to 200 bytes a process. */
struct critical critical_find(const struct processes *p, uint32_t root);

/*
 * Sets `shown` in the longest links: at most `limit` of those that took at least
 * min_duration ns. Without both (NONE) those that make up 99 % of the path, at most 30;
 * without a limit alone there is none. Returns how many.
 */
size_t critical_choose(struct critical *c, int64_t limit, int64_t min_duration);

void critical_free(struct critical *c);

#endif
