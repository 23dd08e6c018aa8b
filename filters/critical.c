/* The critical path of a process, see critical.h. */
#include <stdlib.h>

#include "critical.h"
#include "diag.h"
#include "network.h"

/* So many links are shown by default. */
enum { LINKS = 30 };

/* Of each act. */
struct passage {
	int64_t rest; /* ns: the longest path from it to the root's end */
	bool on_path, passed;
};

/* A constraint between two acts that isn't on the path. */
struct detour {
	int64_t length; /* ns: of the longest path through it */
	uint32_t to;
};

static struct network net;
static struct passage *passages;
static struct detour *heap; /* a binary one, the longest first */
static size_t detours, detour_cap;

static int64_t
lesser(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* The longest path from an act's constraints to the root's end. */
static int64_t
length_before(uint32_t act)
{
	return net.acts[act].busy + passages[act].rest;
}

static void
set_rests(void)
{
	for (uint32_t i = net.count; i-- > 0;) {
		uint32_t act = net.order[i], to[2];
		for (int j = act_followers(&net, act, to); j-- > 0;)
			if (passages[act].rest < length_before(to[j]))
				passages[act].rest = length_before(to[j]);
	}
}

static void
mark_path(void)
{
	uint32_t act = act_end(net.root);

	while (act != act_birth(net.root)) {
		passages[act].on_path = true;
		act = act_cause(&net, act);
	}
	passages[act].on_path = true;
}

static void
add_detour(int64_t length, uint32_t to)
{
	size_t i = detours++;

	if (i == detour_cap) {
		detour_cap = i ? i * 2 : 64;
		heap = xrealloc(heap, detour_cap * sizeof *heap);
	}
	for (; i > 0 && heap[(i - 1) / 2].length < length; i = (i - 1) / 2)
		heap[i] = heap[(i - 1) / 2];
	heap[i] = (struct detour){ length, to };
}

static void
drop_detour(void)
{
	struct detour last = heap[--detours];
	size_t i = 0;

	for (size_t child; (child = i * 2 + 1) < detours; i = child) {
		if (child + 1 < detours && heap[child].length < heap[child + 1].length)
			child++;
		if (heap[child].length <= last.length)
			break;
		heap[i] = heap[child];
	}
	heap[i] = last;
}

/* The longest path by another constraint from the acts passed so far to the others. */
static int64_t
longest_detour(void)
{
	while (detours > 0 && passages[heap[0].to].passed)
		drop_detour();
	return detours > 0 ? heap[0].length : 0;
}

/* Passes an act: its constraints become detours, except the one on the path, whose act
 * is returned; 0: there is none. */
static uint32_t
pass(uint32_t act)
{
	uint32_t to[2], path = 0;

	passages[act].passed = true;
	for (int i = act_followers(&net, act, to); i-- > 0;) {
		uint32_t released = net.acts[to[i]].released;
		if (passages[to[i]].on_path &&
		    (released == 0 || act == act_end(released)))
			path = to[i];
		else
			add_detour(net.acts[act].time + length_before(to[i]), to[i]);
	}
	return path;
}

/* Ends the last link at that time, and drops it when it is empty. `other` is the length
 * of the longest path without it. */
static void
close_link(struct critical *c, int64_t time, int64_t other)
{
	struct link *l = &c->links[c->count - 1];

	l->end = time;
	l->saved = lesser(time - l->start, c->total - other);
	if (l->start == time && !l->first)
		c->count--;
}

static void
open_link(struct critical *c, size_t *cap, uint32_t act, uint32_t life, int64_t other)
{
	int64_t time = net.acts[act].time;

	if (c->count == *cap) {
		*cap = *cap ? *cap * 2 : 64;
		c->links = xrealloc(c->links, *cap * sizeof *c->links);
	}
	struct link *l = &c->links[c->count++];
	*l = (struct link){ .life = life, .start = time };
	if (act == act_birth(life)) {
		l->first = true;
		l->all = net.acts[act_end(life)].time - time;
		l->all_saved = lesser(l->all, c->total - other);
	}
}

/*
 * As every constraint leads forward in the order, each path from the root's birth to its
 * end crosses each place in it by exactly one. So those that cross it by another than
 * the critical path does are those without that part of it. A link may pass births of
 * children: a path that leaves it there saves what it has passed of the link.
 */
static void
find_links(struct critical *c)
{
	uint32_t life = 0; /* whose link is under way */
	int64_t other = 0;
	size_t cap = 0;

	for (uint32_t i = 0; i < net.count; i++) {
		uint32_t act = net.order[i], next = pass(act);

		if (!passages[act].on_path)
			continue;
		if (next != 0 && act_actor(&net, next) == life) {
			int64_t length = c->links[c->count - 1].start +
					 length_before(act_first(&net, act / 2));
			if (act_awaited(&net, act / 2) && length > other)
				other = length;
			continue;
		}
		if (life != 0)
			close_link(c, net.acts[act].time, other);
		if (next == 0)
			return;
		life = act_actor(&net, next);
		passages[next].passed = true; /* its process is busy from here on */
		other = longest_detour();
		open_link(c, &cap, act, life, other);
	}
}

uint32_t
critical_root(const struct processes *p)
{
	uint32_t best = 0;

	if (p->root != 0)
		return p->root;
	for (uint32_t i = 1; i < p->count; i++) {
		const struct life *l = &p->lives[i], *b = &p->lives[best];
		bool recorded = l->birth == BIRTH_FORK;
		bool better = best == 0 || recorded > (b->birth == BIRTH_FORK);

		if (l->creator != 0 &&
		    (!recorded || p->lives[l->creator].birth == BIRTH_FORK))
			continue;
		if (better || (recorded == (b->birth == BIRTH_FORK) &&
				  life_duration(p, l) > life_duration(p, b)))
			best = i;
	}
	return best;
}

struct critical
critical_find(const struct processes *p, uint32_t root)
{
	struct critical c = { .total = life_duration(p, &p->lives[root]) };

	net = network_build(p, root);
	passages = calloc((size_t)p->count * 2, sizeof *passages);
	if (passages == NULL)
		die("out of memory");
	set_rests();
	mark_path();
	find_links(&c);
	network_free(&net);
	free(passages);
	free(heap);
	heap = NULL;
	detours = detour_cap = 0;
	return c;
}

static const struct link *sorting;

static int
by_time(const void *a, const void *b)
{
	size_t i = *(const size_t *)a, j = *(const size_t *)b;
	int64_t x = sorting[i].end - sorting[i].start;
	int64_t y = sorting[j].end - sorting[j].start;

	return x != y ? (x < y ? 1 : -1) : i < j ? -1 : i > j;
}

size_t
critical_choose(struct critical *c, int64_t limit, int64_t min_duration)
{
	size_t *order = xrealloc(NULL, c->count * sizeof *order), chosen = 0;
	bool automatic = limit == NONE && min_duration == NONE;
	int64_t left = c->total;

	for (size_t i = 0; i < c->count; i++)
		order[i] = i;
	sorting = c->links;
	qsort(order, c->count, sizeof *order, by_time);
	if (automatic)
		limit = LINKS;
	for (; chosen < c->count; chosen++) {
		struct link *l = &c->links[order[chosen]];
		if ((limit != NONE && chosen >= (uint64_t)limit) ||
		    l->end - l->start < min_duration ||
		    (automatic && left <= c->total / 100 && chosen > 0))
			break;
		l->shown = true;
		left -= l->end - l->start;
	}
	free(order);
	return chosen;
}

void
critical_free(struct critical *c)
{
	free(c->links);
	*c = (struct critical){ 0 };
}
