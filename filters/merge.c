/* Rows of several CPUs into time order, see merge.h. */
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "merge.h"

static struct {
	struct row **heap; /* by time, then by arrival */
	size_t n, cap;
	uint64_t order;
	int64_t *seen; /* the latest time of each CPU */
	int cpus;
	int64_t newest, written, drained;
	uintmax_t late;
	bool live;
} merge;

void
merge_init(int cpus, bool live)
{
	merge.live = live;
	merge.written = INT64_MIN;
	merge_seen(cpus - 1, 0);
}

void
merge_seen(int cpu, int64_t time)
{
	if (cpu >= merge.cpus) {
		merge.seen = xrealloc(merge.seen, ((size_t)cpu + 1) * sizeof *merge.seen);
		while (merge.cpus <= cpu)
			merge.seen[merge.cpus++] = 0;
	}
	if (time > merge.seen[cpu])
		merge.seen[cpu] = time;
	if (time > merge.newest)
		merge.newest = time;
}

int64_t
merge_complete(void)
{
	int64_t least = INT64_MAX;

	for (int i = 0; i < merge.cpus; i++)
		if (merge.seen[i] < least)
			least = merge.seen[i];
	return least > merge.drained ? least : merge.drained;
}

void
merge_drained(int64_t time)
{
	if (time > merge.drained)
		merge.drained = time;
}

static bool
before(const struct row *a, const struct row *b)
{
	return a->e.time != b->e.time ? a->e.time < b->e.time : a->order < b->order;
}

void
merge_add(struct row *r, int64_t now)
{
	size_t i = merge.n++;

	r->arrived = now;
	r->order = merge.order++;
	if (merge.n > merge.cap) {
		merge.cap = merge.cap * 2 + 1024;
		merge.heap = xrealloc(merge.heap, merge.cap * sizeof *merge.heap);
	}
	for (size_t parent; i > 0; i = parent) {
		parent = (i - 1) / 2;
		if (!before(r, merge.heap[parent]))
			break;
		merge.heap[i] = merge.heap[parent];
	}
	merge.heap[i] = r;
}

struct row *
merge_flush(void)
{
	if (merge.n == 0)
		return NULL;

	struct row *first = merge.heap[0], *last = merge.heap[--merge.n];
	size_t i = 0;
	for (size_t child; (child = 2 * i + 1) < merge.n; i = child) {
		if (child + 1 < merge.n &&
		    before(merge.heap[child + 1], merge.heap[child]))
			child++;
		if (!before(merge.heap[child], last))
			break;
		merge.heap[i] = merge.heap[child];
	}
	merge.heap[i] = last;

	if (first->e.time < merge.written) {
		first->e.time = merge.written;
		merge.late++;
	}
	merge.written = first->e.time;
	return first;
}

struct row *
merge_next(int64_t now)
{
	if (merge.n == 0)
		return NULL;
	const struct row *r = merge.heap[0];
	/* From a file it isn't known how many CPUs there are. */
	if (!merge.live)
		return merge.newest - r->e.time < MERGE_HOLD ? NULL : merge_flush();
	bool waited = now - r->arrived >= MERGE_HOLD;
	/* What is still missing of a row when all is here was lost. */
	if (!waited && r->e.time > merge.drained &&
	    !(r->whole && r->e.time <= merge_complete()))
		return NULL;
	return merge_flush();
}

int64_t
merge_written(void)
{
	return merge.written;
}

int64_t
merge_newest(void)
{
	return merge.newest;
}

struct row **
merge_waiting(size_t *n)
{
	*n = merge.n;
	return merge.heap;
}

uintmax_t
merge_late(void)
{
	return merge.late;
}
