/* Rows of several CPUs into time order, see merge.h. */
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "merge.h"

enum { ABSENT = -1 };

static struct {
	struct row **heap; /* by time, then by arrival */
	size_t n, cap;
	uint64_t order;
	struct cpu {
		int64_t seen, answered; /* up to then; ABSENT: no such CPU is known */
	} * cpus;
	int n_cpus;
	int64_t newest, written, limit;
	uintmax_t late;
	bool live;
} merge;

void
merge_init(bool live)
{
	merge.live = live;
	merge.written = INT64_MIN;
	merge.limit = INT64_MAX;
}

void
merge_seen(int cpu, int64_t time)
{
	if (cpu >= merge.n_cpus) {
		merge.cpus = xrealloc(merge.cpus, ((size_t)cpu + 1) * sizeof *merge.cpus);
		while (merge.n_cpus <= cpu)
			merge.cpus[merge.n_cpus++] = (struct cpu){ ABSENT, ABSENT };
	}
	if (time > merge.cpus[cpu].seen)
		merge.cpus[cpu].seen = time;
	if (time > merge.newest)
		merge.newest = time;
}

void
merge_answered(int cpu, int64_t time)
{
	merge_seen(cpu, time);
	if (time > merge.cpus[cpu].answered)
		merge.cpus[cpu].answered = time;
}

int
merge_behind(int after, int64_t time, bool answer)
{
	for (int i = after + 1; i < merge.n_cpus; i++)
		if (merge.cpus[i].seen != ABSENT &&
		    (answer ? merge.cpus[i].answered : merge.cpus[i].seen) <= time)
			return i;
	return NO_CPU;
}

/* Of the online CPUs the one that is behind most. */
static int64_t
least(bool answer)
{
	int64_t time = INT64_MAX;

	for (int i = 0; i < merge.n_cpus; i++) {
		const struct cpu *c = &merge.cpus[i];
		int64_t up_to = answer ? c->answered : c->seen;
		if (c->seen != ABSENT && up_to < time)
			time = up_to;
	}
	return time;
}

int64_t
merge_complete(void)
{
	return least(false);
}

int64_t
merge_drained(void)
{
	return least(true);
}

void
merge_hold(int64_t time)
{
	merge.limit = time;
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
	if (r->e.time >= merge.limit)
		return NULL;
	bool waited = now - r->arrived >= MERGE_HOLD;
	/* What is still missing of a row when all is here was lost. */
	if (!waited && !(r->whole && r->e.time <= merge_complete()) &&
	    r->e.time > merge_drained())
		return NULL;
	return merge_flush();
}

const struct row *
merge_first(void)
{
	return merge.n > 0 ? merge.heap[0] : NULL;
}

int64_t
merge_front(void)
{
	return merge.live && merge.written != INT64_MIN ? merge.written : merge.newest;
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
