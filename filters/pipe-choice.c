/* Which pipes a view shows, see pipe-choice.h. */
#include <stdlib.h>

#include "diag.h"
#include "format.h"
#include "pipe-choice.h"

struct candidate {
	uint32_t pipe;
	bool open;
	int64_t span; /* ns: how long it was there, by all that is known */
};

/* False when no process had it. */
static bool
find_span(const struct processes *p, const struct pipe *pipe, int64_t *span)
{
	int64_t begin = INT64_MAX, end = INT64_MIN;

	for (uint32_t i = pipe->first; i != 0; i = pipes.holds[i].next) {
		const struct hold *h = &pipes.holds[i];
		const struct life *l = &p->lives[h->life];
		if (h->life == 0)
			continue;
		int64_t from = h->from != NONE ? h->from : l->start;
		int64_t until = h->until != NONE ? h->until : life_end(p, l);
		begin = from < begin ? from : begin;
		end = until > end ? until : end;
	}
	*span = end > begin ? end - begin : 0;
	return begin != INT64_MAX;
}

static int
longest_first(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->open != y->open)
		return x->open ? -1 : 1;
	if (x->span != y->span)
		return x->span > y->span ? -1 : 1;
	return x->pipe < y->pipe ? -1 : x->pipe > y->pipe;
}

static int
in_order(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->open != y->open)
		return x->open ? -1 : 1;
	return x->pipe < y->pipe ? -1 : x->pipe > y->pipe;
}

uint32_t *
pipe_choice(const struct processes *p, uint32_t *n)
{
	struct candidate *list = xrealloc(NULL, (pipes.pipe_count + 1) * sizeof *list);
	uint32_t *chosen = xrealloc(NULL, (pipes.pipe_count + 1) * sizeof *chosen);
	uint32_t brief = 0, all = 0;

	for (uint32_t i = 1; i < pipes.pipe_count; i++) {
		struct candidate c = { .pipe = i };
		if (!find_span(p, &pipes.pipes[i], &c.span))
			continue;
		c.open = pipes_next_held(p, pipes.pipes[i].first) != 0;
		if (format_options.min_duration != NONE &&
		    c.span < format_options.min_duration)
			brief++;
		else
			list[all++] = c;
	}
	*n = all;
	qsort(list, all, sizeof *list, longest_first);
	if (format_options.limit != NONE && all > format_options.limit)
		*n = (uint32_t)format_options.limit;
	qsort(list, *n, sizeof *list, in_order);
	for (uint32_t i = 0; i < *n; i++)
		chosen[i] = list[i].pipe;
	free(list);
	if (brief > 0)
		warn("left out %lu pipes that were there shorter than --min-duration",
		    (unsigned long)brief);
	if (all > *n)
		warn("left out %lu of %lu pipes, all but those open at the end and the "
		     "longest-lived (--limit)",
		    (unsigned long)(all - *n), (unsigned long)all);
	return chosen;
}
