/* Which programs ran on a critical path. */
#ifndef ACCOUNT_H
#define ACCOUNT_H

#include "critical.h"

struct account_sum {
	uint32_t program; /* one with that file name; 0: not known */
	uint32_t life;    /* the last that ran it */
	int64_t time;     /* ns */
	size_t links;
};

struct account {
	/* Of each link, the program that ran longest in it. A process that executed
	 * something in it is not told by what it was a copy of before, unless that took
	 * a tenth of the path. 0: not known. */
	uint32_t *ran;
	/* Of each file name: a link in which several ran counts for each. The longest
	 * time first; together that of the path. */
	struct account_sum *sums;
	size_t count;
};

struct account account_links(
    const struct processes *p, uint32_t root, const struct critical *path);

void account_free(struct account *a);

#endif
