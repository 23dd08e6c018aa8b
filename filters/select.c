/* Which lives a view shows, see select.h. */
#include <stdlib.h>

#include "diag.h"
#include "select.h"

/* One of which only children are known groups them, when there are several. */
static bool
is_wanted(const struct life *l)
{
	return l->flags & LIFE_ACTIVE || l->birth == BIRTH_BEFORE || l->children > 1;
}

/* Children have greater numbers than their creator, so the last child shown is the
 * first met on the way back. `last` is 1 for a creator whose last one was met. */
static void
find_last(struct processes *p)
{
	uint8_t *met = calloc(p->count, 1);

	if (met == NULL)
		die("out of memory");
	for (uint32_t i = p->count; i-- > 1;) {
		struct life *l = &p->lives[i];

		l->flags &= (uint16_t)~LIFE_LAST;
		if (!(l->flags & LIFE_SHOWN) || met[l->creator])
			continue;
		met[l->creator] = 1;
		l->flags |= LIFE_LAST;
	}
	free(met);
}

struct selection
select_lives(struct processes *p, int64_t min_duration)
{
	struct selection s = { 0 };
	int64_t least = min_duration == NONE ? 0 : min_duration;

	for (uint32_t i = 0; i < p->count; i++) {
		struct life *l = &p->lives[i];
		l->span = l->flags & LIFE_ACTIVE ? life_duration(p, l) : -1;
		if (l->flags & LIFE_MARK && l->span < least)
			l->span = least;
	}
	for (uint32_t i = p->count; i-- > 1;) {
		struct life *l = &p->lives[i], *creator = &p->lives[l->creator];

		l->flags &= (uint16_t)~LIFE_SHOWN;
		if (creator->span < l->span)
			creator->span = l->span;
		if (!is_wanted(l))
			continue;
		if (l->span < 0) {
			s.idle++;
		} else if (l->span < least) {
			s.brief++;
		} else {
			l->flags |= LIFE_SHOWN;
			s.shown++;
		}
	}
	find_last(p);
	return s;
}

static const struct processes *sorting;

static int
by_span(const void *a, const void *b)
{
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	int64_t x = sorting->lives[i].span, y = sorting->lives[j].span;

	return x != y ? (x < y ? 1 : -1) : i < j ? -1 : i > j;
}

void
select_longest(struct processes *p, struct selection *s,
    bool (*fits)(uint32_t life, void *context), void *context)
{
	uint32_t *order = xrealloc(NULL, s->shown * sizeof *order), n = 0, kept = 0;

	for (uint32_t i = 1; i < p->count; i++)
		if (p->lives[i].flags & LIFE_SHOWN)
			order[n++] = i;
	sorting = p;
	qsort(order, n, sizeof *order, by_span);
	while (kept < n && fits(order[kept], context))
		kept++;
	for (uint32_t i = kept; i < n; i++)
		p->lives[order[i]].flags &= (uint16_t)~LIFE_SHOWN;
	free(order);
	s->over += n - kept;
	s->shown = kept;
	find_last(p);
}

static bool
count_down(uint32_t life, void *context)
{
	int64_t *left = context;

	(void)life;
	return (*left)-- > 0;
}

void
select_limit(struct processes *p, struct selection *s, int64_t limit)
{
	if (limit != NONE && limit < s->shown)
		select_longest(p, s, count_down, &limit);
}

void
select_report(const struct selection *s, const char *why)
{
	if (s->idle > 0)
		warn("left out %lu processes that were there before and did nothing",
		    (unsigned long)s->idle);
	if (s->brief > 0)
		warn("left out %lu processes that lived shorter than --min-duration",
		    (unsigned long)s->brief);
	if (s->over > 0)
		warn("left out %lu of %lu processes, all but the longest-lived (%s)",
		    (unsigned long)s->over, (unsigned long)s->over + s->shown, why);
}

void
select_depths(struct processes *p)
{
	for (uint32_t i = 1; i < p->count; i++) {
		struct life *l = &p->lives[i], *creator = &p->lives[l->creator];
		l->depth = creator->flags & LIFE_SHOWN ? creator->depth + 1 : 0;
	}
}

bool
walk_next(struct walk *w)
{
	const struct life *lives = w->p->lives;
	uint32_t at = w->life, next;

	if (w->p->count == 0)
		return false;
	do {
		next = lives[at].first_child;
		if (next != 0 && lives[at].flags & LIFE_SHOWN)
			w->depth++;
		while (next == 0) {
			if (at == 0)
				return false;
			next = lives[at].next_sibling;
			if (next != 0)
				break;
			at = lives[at].creator;
			if (lives[at].flags & LIFE_SHOWN)
				w->depth--;
		}
		at = next;
	} while (!(lives[at].flags & LIFE_SHOWN));
	w->life = at;
	return true;
}
