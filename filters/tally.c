/* A recording in numbers, see tally.h. */
#include <stdlib.h>
#include <string.h>

#include "describe.h"
#include "diag.h"
#include "load.h"
#include "tally.h"

static int64_t
sum(int64_t a, int64_t b)
{
	return a > INT64_MAX - b ? INT64_MAX : a + b;
}

/* The group of that name, which is begun when it is new. */
static struct group *
group_named(struct groups *g, struct text name)
{
	uint32_t i = texts_add(&g->names, name) - 1; /* no name is empty */

	if (i == g->count) {
		if (g->count == g->cap) {
			g->cap = g->cap ? g->cap * 2 : 64;
			g->list = xrealloc(g->list, g->cap * sizeof *g->list);
		}
		g->list[g->count++] = (struct group){ .name = i + 1, .rss = NONE };
	}
	return &g->list[i];
}

/* Greater first; of equals the one that was first in the recording. */
static int
order(int64_t a, int64_t b, const struct group *x, const struct group *y)
{
	if (a != b)
		return a < b ? 1 : -1;
	return x->name < y->name ? -1 : x->name > y->name;
}

#define BY(member) \
	static int by_##member(const void *a, const void *b) \
	{ \
		const struct group *x = a, *y = b; \
		return order(x->member, y->member, x, y); \
	}
BY(count)
BY(cpu)
BY(rss)
BY(wall)
#undef BY

static void
sort(struct groups *g, int (*compare)(const void *, const void *))
{
	if (g->count > 0)
		qsort(g->list, g->count, sizeof *g->list, compare);
	for (uint32_t i = 0; i < g->count && i < TALLY_TOP; i++)
		g->list[i].top = true;
}

static void
add_program(struct tally *t, const struct processes *p, const struct life *l, int64_t cpu)
{
	static struct buf name;
	int64_t duration = life_duration(p, l);

	name.n = 0;
	if (l->birth == BIRTH_FORK && l->programs == 0)
		buf_string(&name, "(fork) ");
	describe_executable(&name, p, l);
	struct group *group = group_named(&t->programs, buf_text(&name));
	group->count++;
	group->failed += life_has_failed(l);
	group->wall = sum(group->wall, duration);
	group->longest = group->longest < duration ? duration : group->longest;
	group->cpu = sum(group->cpu, cpu);
	group->rss = group->rss < l->rss ? l->rss : group->rss;
}

static void
add_attempts(struct tally *t, const struct processes *p)
{
	static struct buf name;

	for (uint32_t i = 0; i < p->incident_count; i++) {
		if (p->incidents[i].oom)
			continue;
		name.n = 0;
		describe_error(&name, p->incidents[i].error);
		buf_char(&name, '\t');
		describe_words(&name, texts_get(&p->texts, p->incidents[i].file));
		group_named(&t->attempts, buf_text(&name))->count++;
	}
	sort(&t->attempts, by_count);
}

static void
add_life(struct tally *t, const struct processes *p, uint32_t number)
{
	static struct buf status;
	const struct life *l = &p->lives[number];
	/* One that was there before has part of it from then. */
	int64_t cpu = l->birth == BIRTH_BEFORE || l->cpu == NONE ? 0 : l->cpu;

	t->processes++;
	t->forks += l->birth == BIRTH_FORK;
	t->timely_forks +=
	    l->birth == BIRTH_FORK && l->start >= t->begin && l->start <= t->end;
	t->execs += life_execs(l);
	t->failed_execs += l->failed_execs;
	t->cpu = sum(t->cpu, cpu);
	add_program(t, p, l, cpu);
	if (l->ending == STILL_RUNNING && l->birth != BIRTH_BEFORE)
		t->running.list[t->running.count++] = number;
	if (!life_has_failed(l))
		return;
	t->failed.list[t->failed.count++] = number;
	status.n = 0;
	describe_status(&status, p, l);
	group_named(&t->statuses, buf_text(&status))->count++;
}

static const struct processes *sorting;

static int
by_end(const void *a, const void *b)
{
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	int64_t x = sorting->lives[i].end, y = sorting->lives[j].end;

	return x != y ? (x < y ? -1 : 1) : i < j ? -1 : i > j;
}

static void
add_load(struct tally *t, const struct processes *p)
{
	struct load load = load_measure(p, t->begin, t->end, TALLY_PARTS);

	for (size_t i = 0; i < load.count; i++) {
		t->cores += load.parts[i].cores / TALLY_PARTS;
		if (t->most_cores < load.parts[i].cores)
			t->most_cores = load.parts[i].cores;
	}
	t->most = load.most;
	load_free(&load);
}

struct tally
tally_take(const struct processes *p)
{
	struct tally t = { .begin = processes_origin(p),
		.end = p->root ? life_end(p, &p->lives[p->root]) : p->end };
	size_t size = p->count * sizeof(uint32_t);

	if (t.begin == NONE || t.end < t.begin)
		t.begin = t.end;
	t.failed.list = xrealloc(NULL, size);
	t.running.list = xrealloc(NULL, size);
	for (uint32_t i = 1; i < p->count; i++)
		if (p->lives[i].flags & LIFE_ACTIVE)
			add_life(&t, p, i);
	sorting = p;
	qsort(t.failed.list, t.failed.count, sizeof(uint32_t), by_end);
	sort(&t.programs, by_count);
	sort(&t.programs, by_cpu);
	sort(&t.programs, by_rss);
	sort(&t.programs, by_wall);
	sort(&t.statuses, by_count);
	add_attempts(&t, p);
	if (t.processes > 0)
		add_load(&t, p);
	return t;
}

struct outcomes
outcomes_count(const struct processes *p)
{
	struct outcomes o = { 0 };

	for (uint32_t i = 1; i < p->count; i++) {
		const struct life *l = &p->lives[i];

		if (!(l->flags & LIFE_ACTIVE))
			continue;
		o.processes++;
		o.failed += life_has_failed(l) && !life_was_killed(l);
		o.killed += life_was_killed(l);
		o.running += l->ending == STILL_RUNNING;
	}
	return o;
}

static void
groups_free(struct groups *g)
{
	free(g->list);
	texts_free(&g->names);
}

void
tally_free(struct tally *t)
{
	free(t->failed.list);
	free(t->running.list);
	groups_free(&t->programs);
	groups_free(&t->statuses);
	groups_free(&t->attempts);
}
