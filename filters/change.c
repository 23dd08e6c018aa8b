/* Changes of matched processes, see change.h. */
#include <stdlib.h>

#include "change.h"
#include "diag.h"

/* ns by which what a process created took longer and shorter, as far as it is told. */
struct told {
	int64_t longer, shorter;
};

static bool
may_have_lasted(const struct processes *p, const struct life *l)
{
	return l->ending == STILL_RUNNING && !life_may_have_ended(p, l);
}

/* Where something isn't known there is no difference to tell. */
static bool
status_changed(const struct side *a, uint32_t i, const struct side *b, uint32_t j)
{
	const struct life *x = &a->p.lives[i], *y = &b->p.lives[j];

	if (x->ending == ENDED && y->ending == ENDED)
		return x->status != NONE && y->status != NONE && x->status != y->status;
	return (x->ending == ENDED && may_have_lasted(&b->p, y)) ||
	       (y->ending == ENDED && may_have_lasted(&a->p, x));
}

static bool
exceeds(int64_t longer, int64_t shorter, struct tolerance t)
{
	return longer > shorter && longer - shorter >= t.least &&
	       (double)longer >= (double)shorter * t.factor;
}

/* 1: it took longer in b, -1: in a, 0: neither is known. */
static int
compare_times(const struct life *x, int64_t in_a, const struct life *y, int64_t in_b,
    struct tolerance t)
{
	if (life_is_exact(x) && exceeds(in_b, in_a, t))
		return 1;
	return life_is_exact(y) && exceeds(in_a, in_b, t) ? -1 : 0;
}

static int64_t
lesser(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static void
increase(int64_t *sum, int64_t by)
{
	*sum = by < INT64_MAX - *sum ? *sum + by : INT64_MAX;
}

/* What is told of a process by its line, or by those of what it created, its creator
 * needn't tell again. */
static uint8_t
times_changed(struct side *a, uint32_t i, struct side *b, uint32_t j,
    struct tolerance tolerance, struct told *told)
{
	const struct life *x = &a->p.lives[i], *y = &b->p.lives[j];
	int64_t in_a = life_duration(&a->p, x), in_b = life_duration(&b->p, y);
	int64_t more = in_b > in_a ? in_b - in_a : 0,
		less = in_a > in_b ? in_a - in_b : 0;
	int sign = compare_times(x, in_a, y, in_b, tolerance);
	struct told *up = &told[i == a->root ? 0 : match_up(a, i)];

	increase(&up->longer, sign > 0 ? more : lesser(more, told[i].longer));
	increase(&up->shorter, sign < 0 ? less : lesser(less, told[i].shorter));
	if (sign > 0 && more - told[i].longer >= tolerance.least)
		return CHANGE_SLOWER;
	if (sign < 0 && less - told[i].shorter >= tolerance.least)
		return CHANGE_FASTER;
	return 0;
}

uint8_t *
change_find(struct side *a, struct side *b, struct tolerance tolerance)
{
	uint8_t *changes = calloc((size_t)a->p.count + 1, 1);
	struct told *told = calloc((size_t)a->p.count + 1, sizeof *told);

	if (changes == NULL || told == NULL)
		die("out of memory");
	for (uint32_t j = 1; j < b->p.count; j++) {
		uint32_t up = match_up(b, j);
		if (b->match[j] == 0 && b->match[up] != 0 && match_has(b, j))
			increase(&told[b->match[up]].longer,
			    life_duration(&b->p, &b->p.lives[j]));
	}
	for (uint32_t i = a->p.count; i-- > 1;) {
		const struct life *l = &a->p.lives[i];
		uint32_t j = a->match[i];

		if (!match_has(a, i))
			continue;
		if (j == 0) {
			increase(&told[match_up(a, i)].shorter, life_duration(&a->p, l));
			continue;
		}
		changes[i] |= status_changed(a, i, b, j) ? CHANGE_STATUS : 0;
		if (!match_same_command(a, i, b, j))
			changes[i] |= CHANGE_COMMAND;
		else if (!match_same_programs(a, i, b, j))
			changes[i] |= CHANGE_PROGRAMS;
		changes[i] |= times_changed(a, i, b, j, tolerance, told);
	}
	free(told);
	return changes;
}
