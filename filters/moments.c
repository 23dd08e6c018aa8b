/* What happened to each process, see moments.h. */
#include <stdlib.h>

#include "diag.h"
#include "moments.h"

/* How many moments each life has are counted first, then they are put in place. */
struct filling {
	uint32_t *next; /* by life */
	struct moment *list;
};

static void
put(struct filling *f, uint32_t life, int64_t time, enum moment_kind kind,
    uint32_t number)
{
	uint32_t at = f->next[life]++;

	if (f->list != NULL)
		f->list[at] = (struct moment){ time, kind, number };
}

static void
put_all(const struct processes *p, struct filling *f)
{
	for (uint32_t i = 1; i < p->count; i++) {
		const struct life *l = &p->lives[i];
		uint32_t program = l->first_program;

		if (l->birth == BIRTH_BEFORE)
			program = p->programs[program].next;
		for (; program != 0; program = p->programs[program].next)
			put(f, i, p->programs[program].time, MOMENT_EXEC, program);
		if (l->flags & LIFE_MARK)
			put(f, l->creator, l->start, MOMENT_MARK, i);
	}
	for (uint32_t i = 0; i < p->incident_count; i++) {
		const struct incident *in = &p->incidents[i];
		put(f, in->life, in->time, in->oom ? MOMENT_OOM : MOMENT_EXECFAIL, i);
	}
	for (uint32_t i = 1; i < p->signal_count; i++)
		put(f, p->signals[i].life, p->signals[i].time, MOMENT_SIGNAL, i);
}

static int
by_time(const void *a, const void *b)
{
	const struct moment *x = a, *y = b;

	if (x->time != y->time)
		return x->time < y->time ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

struct moments
moments_collect(const struct processes *p)
{
	struct moments m = { 0 };
	struct filling filling = { 0 };
	uint64_t sum = 0;

	m.first = calloc((size_t)p->count + 1, sizeof *m.first);
	if (m.first == NULL)
		die("out of memory");
	filling.next = m.first;
	put_all(p, &filling);
	for (uint32_t i = 0; i <= p->count; i++) {
		uint32_t count = m.first[i];
		m.first[i] = (uint32_t)sum;
		sum += count;
	}
	if (sum > UINT32_MAX)
		die("more than %lu events of processes", (unsigned long)UINT32_MAX);

	/* Filling moves each life's first to its end, where the next one's began. */
	filling.list = m.list = xrealloc(NULL, (sum + 1) * sizeof *m.list);
	put_all(p, &filling);
	for (uint32_t i = p->count; i > 0; i--)
		m.first[i] = m.first[i - 1];
	m.first[0] = 0;
	for (uint32_t i = 0; i < p->count; i++)
		qsort(m.list + m.first[i], m.first[i + 1] - m.first[i], sizeof *m.list,
		    by_time);
	return m;
}

void
moments_free(struct moments *m)
{
	free(m->list);
	free(m->first);
	*m = (struct moments){ 0 };
}
