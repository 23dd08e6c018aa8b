/* Acts and the constraints between them, see network.h. */
#include <stdlib.h>

#include "diag.h"
#include "network.h"

struct wait {
	uint32_t by;           /* the act that waited for its end; 0: none */
	uint32_t first, after; /* to end of its children; to end of its siblings */
	uint32_t previous;     /* sibling */
	uint32_t youngest;     /* child */
	uint32_t next;         /* child whose birth is its next act, see put_in_order */
};

uint32_t
act_birth(uint32_t life)
{
	return life * 2;
}

uint32_t
act_end(uint32_t life)
{
	return life * 2 + 1;
}

uint32_t
act_actor(const struct network *n, uint32_t act)
{
	return act % 2 ? act / 2 : n->p->lives[act / 2].creator;
}

bool
act_awaited(const struct network *n, uint32_t life)
{
	return life == n->root || n->waits[life].by != 0;
}

/* The act of a process that is the birth of that child, or its end. */
static uint32_t
act_of(const struct network *n, uint32_t life, uint32_t child)
{
	return child && n->acts[act_birth(child)].time != NONE ? act_birth(child)
							       : act_end(life);
}

uint32_t
act_first(const struct network *n, uint32_t life)
{
	return act_of(n, life, n->p->lives[life].first_child);
}

static uint32_t
next_act(const struct network *n, uint32_t birth)
{
	return act_of(n, act_actor(n, birth), n->p->lives[birth / 2].next_sibling);
}

uint32_t
act_cause(const struct network *n, uint32_t act)
{
	const struct wait *w = &n->waits[act / 2];
	uint32_t child = act % 2 ? w->youngest : w->previous;

	if (n->acts[act].released)
		return act_end(n->acts[act].released);
	return act_birth(child ? child : act_actor(n, act));
}

int
act_followers(const struct network *n, uint32_t act, uint32_t to[2])
{
	uint32_t life = act / 2;
	int count = 0;

	if (act == act_end(n->root))
		return 0;
	if (act % 2) {
		to[count++] = n->waits[life].by;
		return count;
	}
	if (life != n->root)
		to[count++] = next_act(n, act);
	if (act_awaited(n, life))
		to[count++] = act_first(n, life);
	return count;
}

static void *
allocate(size_t count, size_t size)
{
	void *p = calloc(count, size);

	if (p == NULL)
		die("out of memory");
	return p;
}

/* Whether it was alive when the command's time was up: all that hung was ended together,
 * in no order that tells anything. */
static bool
was_cut_short(const struct network *n, uint32_t life)
{
	const struct life *l = &n->p->lives[life];

	return n->p->timeout != NONE && l->start <= n->p->timeout &&
	       life_end(n->p, l) >= n->p->timeout;
}

/* Nothing of a process comes before its birth, and no birth before that of an elder
 * sibling, whatever the recording says. */
static void
set_times(struct network *n)
{
	const struct life *lives = n->p->lives;
	int64_t start = lives[n->root].start;

	for (uint32_t i = 0; i < n->p->count; i++)
		n->acts[act_birth(i)].time = n->acts[act_end(i)].time = NONE;
	n->acts[act_birth(n->root)].time = 0;
	n->acts[act_end(n->root)].time = life_duration(n->p, &lives[n->root]);
	for (uint32_t i = n->root; i < n->p->count; i++) {
		int64_t latest = n->acts[act_birth(i)].time;
		uint32_t child = latest != NONE ? lives[i].first_child : 0, elder = 0;

		for (; child != 0; child = lives[child].next_sibling) {
			int64_t birth = lives[child].start - start;
			int64_t end = life_end(n->p, &lives[child]) - start;
			latest = birth > latest ? birth : latest;
			if (latest > n->acts[act_end(i)].time)
				break;
			if (was_cut_short(n, child) && end > n->acts[act_end(i)].time)
				end = n->acts[act_end(i)].time;
			n->acts[act_birth(child)].time = latest;
			n->acts[act_end(child)].time = end > latest ? end : latest;
			n->waits[child].previous = elder;
			n->waits[i].youngest = elder = child;
		}
	}
}

static bool
may_be_awaited(const struct network *n, uint32_t life)
{
	const struct life *l = &n->p->lives[life], *creator = &n->p->lives[l->creator];

	if (life == n->root || n->acts[act_birth(life)].time == NONE)
		return false;
	if (l->ending == STILL_RUNNING && creator->ending == STILL_RUNNING)
		return true;
	if (was_cut_short(n, life) && was_cut_short(n, l->creator))
		return true;
	return l->ending == ENDED &&
	       n->acts[act_end(life)].time <= n->acts[act_end(l->creator)].time;
}

static const struct network *sorting;

static int
by_end(const void *a, const void *b)
{
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	int64_t x = sorting->acts[act_end(i)].time, y = sorting->acts[act_end(j)].time;

	return x != y ? (x < y ? -1 : 1) : i < j ? -1 : i > j;
}

/* The children of each process that it may have waited for, in the order they ended. */
static void
list_ends(struct network *n)
{
	uint32_t *ended = allocate(n->p->count, sizeof *ended), count = 0;

	for (uint32_t i = n->root; i < n->p->count; i++)
		if (may_be_awaited(n, i))
			ended[count++] = i;
	sorting = n;
	qsort(ended, count, sizeof *ended, by_end);
	while (count-- > 0) {
		struct wait *creator = &n->waits[n->p->lives[ended[count]].creator];
		n->waits[ended[count]].after = creator->first;
		creator->first = ended[count];
	}
	free(ended);
}

/* For each act of a process the children it waited for, and how long it was busy. */
static void
set_constraints(struct network *n, uint32_t life)
{
	uint32_t ended = n->waits[life].first, act = act_first(n, life);
	int64_t from = n->acts[act_birth(life)].time;

	for (;; act = next_act(n, act)) {
		struct act *a = &n->acts[act];
		while (ended != 0 && n->acts[act_end(ended)].time <= a->time &&
		       (act % 2 || ended < act / 2)) {
			from = n->acts[act_end(ended)].time;
			a->released = ended;
			n->waits[ended].by = act;
			ended = n->waits[ended].after;
		}
		a->busy = a->time - from;
		from = a->time;
		if (act % 2)
			return;
	}
}

/* Each process' acts stand behind its birth and before the act that waited for its
 * end. */
static void
put_in_order(struct network *n)
{
	uint32_t at = n->root;

	n->order[n->count++] = act_birth(at);
	n->waits[at].next = n->p->lives[at].first_child;
	for (;;) {
		struct wait *w = &n->waits[at];
		uint32_t act = act_of(n, at, w->next), child = w->first;
		if (child != 0 && n->waits[child].by == act) {
			w->first = n->waits[child].after;
			n->waits[child].next = n->p->lives[child].first_child;
			at = child;
			continue;
		}
		n->order[n->count++] = act;
		if (act == act_end(n->root))
			return;
		if (act % 2)
			at = n->p->lives[at].creator;
		else
			w->next = n->p->lives[act / 2].next_sibling;
	}
}

struct network
network_build(const struct processes *p, uint32_t root)
{
	struct network n = { .p = p, .root = root };

	n.acts = allocate((size_t)p->count * 2, sizeof *n.acts);
	n.waits = allocate(p->count, sizeof *n.waits);
	n.order = allocate((size_t)p->count * 2, sizeof *n.order);
	set_times(&n);
	list_ends(&n);
	for (uint32_t i = root; i < p->count; i++)
		if (n.acts[act_birth(i)].time != NONE)
			set_constraints(&n, i);
	put_in_order(&n);
	return n;
}

void
network_free(struct network *n)
{
	free(n->acts);
	free(n->waits);
	free(n->order);
	*n = (struct network){ 0 };
}
