/* The living members of a process tree, see family.h. */
#include <stdlib.h>

#include "diag.h"
#include "family.h"
#include "pids.h"

static struct {
	struct member *list;
	size_t n, cap;
	struct pids index; /* a PID's place in the list, from 1 */
} alive;

static void
remember(struct buf *b, struct text t)
{
	b->n = 0;
	buf_add(b, t.s, t.n);
}

static void
update(struct member *m, struct event *e)
{
	const struct {
		int64_t *to, from;
	} cells[] = {
		{ &m->e.ppid, e->ppid },
		{ &m->e.pgid, e->pgid },
		{ &m->e.sid, e->sid },
		{ &m->e.uid, e->uid },
		{ &m->e.nspid, e->nspid },
	};

	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		if (cells[i].from != NONE)
			*cells[i].to = cells[i].from;
	if (e->kind == EXEC) {
		event_texts(e);
		remember(&m->texts[0], e->name);
		remember(&m->texts[1], e->detail);
	}
}

static void
add(const struct event *e, const struct member *creator)
{
	if (alive.n == alive.cap) {
		alive.cap = alive.cap * 2 + 64;
		/* creator may point into the list */
		size_t i = creator ? (size_t)(creator - alive.list) : 0;
		alive.list = xrealloc(alive.list, alive.cap * sizeof *alive.list);
		creator = creator ? &alive.list[i] : NULL;
	}
	struct member *m = &alive.list[alive.n++];
	*m = (struct member){ .e = *e };
	m->e.kind = SURVIVOR;
	m->e.by = m->e.code = NONE;
	if (creator != NULL) { /* until it executes something itself */
		buf_add(&m->texts[0], creator->texts[0].s, creator->texts[0].n);
		buf_add(&m->texts[1], creator->texts[1].s, creator->texts[1].n);
	}
	*pids_at(&alive.index, e->pid) = (uint32_t)alive.n;
}

static void
remove_member(uint32_t place)
{
	struct member *m = &alive.list[place - 1];

	*pids_at(&alive.index, m->e.pid) = 0;
	buf_free(&m->texts[0]);
	buf_free(&m->texts[1]);
	*m = alive.list[--alive.n];
	if (place - 1 < alive.n)
		*pids_at(&alive.index, m->e.pid) = place;
}

void
family_root(const struct event *e)
{
	add(e, NULL);
}

void
family_row(struct event *e)
{
	uint32_t place = pids_get(&alive.index, e->pid);
	uint32_t creator = e->kind == FORK ? pids_get(&alive.index, e->by) : 0;

	if (place > 0 && (e->kind == EXIT || e->kind == FORK))
		remove_member(place);
	else if (place > 0)
		update(&alive.list[place - 1], e);
	if (creator > 0)
		add(e, &alive.list[creator - 1]);
}

size_t
family_size(void)
{
	return alive.n;
}

bool
family_has(int64_t pid)
{
	return pids_get(&alive.index, pid) != 0;
}

int64_t
family_group(int64_t pid)
{
	uint32_t place = pids_get(&alive.index, pid);

	return place ? alive.list[place - 1].e.pgid : NONE;
}

struct event *
family_member(size_t i)
{
	struct member *m = &alive.list[i];

	m->e.name = buf_text(&m->texts[0]);
	m->e.detail = buf_text(&m->texts[1]);
	return &m->e;
}

static int
by_pid(const void *a, const void *b)
{
	const struct event *x = *(struct event *const *)a, *y = *(struct event *const *)b;

	return (x->pid > y->pid) - (x->pid < y->pid);
}

struct event **
family_members(size_t *n)
{
	struct event **list = xrealloc(NULL, (alive.n + 1) * sizeof *list);

	*n = alive.n;
	for (size_t i = 0; i < *n; i++)
		list[i] = family_member(i);
	qsort(list, *n, sizeof *list, by_pid);
	return list;
}
