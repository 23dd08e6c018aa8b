/* Which processes had which file open, see openers.h. */
#include <stdlib.h>

#include "diag.h"
#include "openers.h"

static struct {
	const struct processes *processes;
	uint32_t *list; /* FD rows by what they stand for, then in their order */
	uint32_t n;
} known;

static int
by_target(const void *a, const void *b)
{
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	uint32_t x = known.processes->files[i].target;
	uint32_t y = known.processes->files[j].target;

	return x != y ? (x < y ? -1 : 1) : i < j ? -1 : i > j;
}

void
openers_know(const struct processes *p)
{
	if (known.processes != NULL)
		return;
	known.processes = p;
	known.list = xrealloc(NULL, (p->file_count + 1) * sizeof *known.list);
	for (uint32_t i = 1; i < p->count; i++)
		for (uint32_t f = p->lives[i].first_file; f != 0; f = p->files[f].next)
			if (p->files[f].target != 0)
				known.list[known.n++] = f;
	qsort(known.list, known.n, sizeof *known.list, by_target);
}

void
openers_forget(void)
{
	free(known.list);
	known.list = NULL;
	known.processes = NULL;
	known.n = 0;
}

/* Where in the list the rows of targets from that one on begin. */
static uint32_t
first_from(uint32_t target)
{
	uint32_t low = 0, high = known.n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (known.processes->files[known.list[middle]].target < target)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const uint32_t *
openers_of(uint32_t target, uint32_t *n)
{
	uint32_t first = first_from(target);

	*n = first_from(target + 1) - first;
	return known.list + first;
}

bool
openers_is_given(uint32_t file)
{
	const struct processes *p = known.processes;
	uint32_t first = p->lives[p->root].first_file;

	return p->root != 0 && first != 0 && p->files[file].life == p->root &&
	       p->files[file].time == p->files[first].time;
}
