/* A recording in numbers: what a summary says of it. */
#ifndef TALLY_H
#define TALLY_H

#include "processes.h"

/* Processes that ran the same executable or ended alike, attempts that failed alike:
 * of those that are no processes only the count. */
struct group {
	uint32_t name; /* a text of the groups' */
	uint32_t count, failed;
	int64_t wall, longest, cpu; /* ns; the sum of the durations, the longest one */
	int64_t rss;                /* KiB: the largest, or NONE */
	bool top;                   /* among the first TALLY_TOP by any of the numbers */
};

enum { TALLY_TOP = 10 };

/* By number from 0 on. */
struct groups {
	struct texts names;
	struct group *list;
	uint32_t count, cap;
};

/* A list of lives. */
struct life_list {
	uint32_t *list;
	uint32_t count;
};

/* Of all processes that did something or were created in the recording; sums don't
 * overflow, they stay at INT64_MAX. */
struct tally {
	int64_t begin,
	    end; /* ns: of the command, or of the recording where it has none */
	uint32_t processes, forks;
	uint32_t timely_forks; /* those from begin to end */
	uint64_t execs, failed_execs;
	int64_t cpu;              /* ns: of those that ended and weren't there before */
	double cores;             /* busy, on average */
	double most_cores;        /* of TALLY_PARTS equal parts */
	uint32_t most;            /* alive at one time */
	struct life_list failed;  /* in the order they ended */
	struct life_list running; /* at the end, without those that were there before */
	struct groups programs;   /* longest in sum first, by describe_executable; with
				     "(fork) " before it: those that executed nothing */
	struct groups statuses;   /* most first: how those that failed ended */
	struct groups attempts;   /* most first: the error, a tab, the file as a word */
};

enum { TALLY_PARTS = 100 };

/* How many of those processes ended badly, or not at all. */
struct outcomes {
	uint64_t processes;
	uint64_t failed, killed; /* by a status, by a signal */
	uint64_t running;        /* also of those that were there before */
};

struct outcomes outcomes_count(const struct processes *p);

/* To be freed with tally_free. */
struct tally tally_take(const struct processes *p);
void tally_free(struct tally *t);

#endif
