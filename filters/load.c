/* How many processes were alive over time, see load.h. */
#include <stdlib.h>

#include "diag.h"
#include "load.h"

static int
by_time(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* Where in the parts that time is: 1.5 is in the middle of the second one. */
static double
position(const struct load *load, int64_t time)
{
	double length = (double)(load->end - load->begin);

	if (time <= load->begin)
		return 0;
	if (time >= load->end || length <= 0)
		return (double)load->count;
	return (double)(time - load->begin) / length * (double)load->count;
}

static size_t
part_at(const struct load *load, double at)
{
	return at < (double)load->count ? (size_t)at : load->count - 1;
}

/* Adds a life to the averages of the parts it lies in: to the first and the last by
 * their share, to those between them as differences, which are summed up at the end. */
static void
spread(
    struct load *load, struct load_part *change, int64_t start, int64_t end, double cores)
{
	double from = position(load, start), to = position(load, end);
	size_t first = part_at(load, from), last = part_at(load, to);
	double head = (double)(first + 1) - from, tail = to - (double)last;

	if (first == last)
		head = to - from;
	load->parts[first].alive += head;
	load->parts[first].cores += head * cores;
	if (first == last)
		return;
	load->parts[last].alive += tail;
	load->parts[last].cores += tail * cores;
	change[first + 1].alive += 1;
	change[first + 1].cores += cores;
	change[last].alive -= 1;
	change[last].cores -= cores;
}

/* The most at one time: one that ends where another starts isn't there any more. */
static void
count_most(struct load *load, const int64_t *starts, const int64_t *ends, size_t n)
{
	size_t part = 0, started = 0, ended = 0;
	uint32_t alive = 0;

	while (ended < n) {
		bool more = started < n && starts[started] < ends[ended];
		int64_t time = more ? starts[started++] : ends[ended++];
		size_t at = part_at(load, position(load, time));

		while (part < at)
			load->parts[++part].most = alive;
		alive += more ? 1 : (uint32_t)-1;
		if (load->parts[part].most < alive)
			load->parts[part].most = alive;
		if (load->most < alive)
			load->most = alive;
	}
}

struct load
load_measure(const struct processes *p, int64_t begin, int64_t end, size_t count)
{
	struct load load = { .begin = begin, .end = end, .count = count };
	struct load_part *change = calloc(count, sizeof *change), sum = { 0 };
	int64_t *starts = xrealloc(NULL, 2 * (p->count + 1) * sizeof *starts);
	int64_t *ends = starts + p->count;
	size_t n = 0;

	load.parts = calloc(count, sizeof *load.parts);
	if (change == NULL || load.parts == NULL)
		die("out of memory");
	for (uint32_t i = 1; i < p->count; i++) {
		const struct life *l = &p->lives[i];
		int64_t length = life_duration(p, l);
		bool known = l->birth != BIRTH_BEFORE && l->cpu != NONE && length > 0;

		if (!(l->flags & LIFE_ACTIVE))
			continue;
		starts[n] = l->start;
		ends[n++] = l->start + (length > 0 ? length : 1);
		spread(&load, change, l->start, l->start + length,
		    known ? (double)l->cpu / (double)length : 0);
	}
	qsort(starts, n, sizeof *starts, by_time);
	qsort(ends, n, sizeof *ends, by_time);
	count_most(&load, starts, ends, n);
	for (size_t i = 0; i < count; i++) {
		sum.alive += change[i].alive;
		sum.cores += change[i].cores;
		load.parts[i].alive += sum.alive;
		load.parts[i].cores += sum.cores;
	}
	free(starts);
	free(change);
	return load;
}

void
load_free(struct load *load)
{
	free(load->parts);
	*load = (struct load){ 0 };
}
