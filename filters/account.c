/* Which programs ran on a critical path, see account.h. */
#include <stdlib.h>

#include "account.h"
#include "diag.h"

static const struct processes *processes;
static int64_t origin;           /* ns: the time 0 of links */
static uint32_t *programs;       /* of each life: the one that it is in; 0: a copy */
static struct account_sum *sums; /* of each text that is a file name */

static void *
allocate(size_t count, size_t size)
{
	void *p = calloc(count + 1, size);

	if (p == NULL)
		die("out of memory");
	return p;
}

static void
add(uint32_t life, uint32_t program, int64_t time)
{
	struct account_sum *sum = &sums[program ? processes->programs[program].name : 0];

	sum->program = program;
	sum->life = life;
	sum->time += time;
	sum->links += time > 0;
}

/* Takes in a link, those of a process in order; returns what ran in it. */
static uint32_t
account(const struct link *l, int64_t much)
{
	const struct life *life = &processes->lives[l->life];
	int64_t from = l->start, longest = -1, copied = -1;
	uint32_t best = life->copied;

	for (uint32_t *at = &programs[l->life];;) {
		uint32_t next = *at ? processes->programs[*at].next : life->first_program;
		int64_t to = next ? processes->programs[next].time - origin : l->end;
		bool last = next == 0 || to > l->end;

		to = last ? l->end : to > from ? to : from;
		add(l->life, *at ? *at : life->copied, to - from);
		if (*at == 0) {
			copied = to - from;
		} else if (to - from > longest) {
			longest = to - from;
			best = *at;
		}
		if (last)
			return copied - longest > much ? life->copied : best;
		from = to;
		*at = next;
	}
}

static int
by_time(const void *a, const void *b)
{
	const struct account_sum *x = a, *y = b;

	if (x->time != y->time)
		return x->time < y->time ? 1 : -1;
	return x->program < y->program ? -1 : x->program > y->program;
}

struct account
account_links(const struct processes *p, uint32_t root, const struct critical *path)
{
	struct account a = { .ran = allocate(path->count, sizeof *a.ran) };
	size_t names = p->texts.count;

	processes = p;
	origin = p->lives[root].start;
	programs = allocate(p->count, sizeof *programs);
	a.sums = sums = allocate(names, sizeof *sums);
	for (size_t i = 0; i < path->count; i++)
		a.ran[i] = account(&path->links[i], path->total / 10);
	for (size_t i = 0; i <= names; i++)
		if (sums[i].links > 0)
			sums[a.count++] = sums[i];
	qsort(sums, a.count, sizeof *sums, by_time);
	free(programs);
	return a;
}

void
account_free(struct account *a)
{
	free(a->ran);
	free(a->sums);
	*a = (struct account){ 0 };
}
