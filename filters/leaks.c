/* Which processes a command has left behind, see leaks.h. */
#include <stdlib.h>
#include <string.h>

#include "describe.h"
#include "diag.h"
#include "leaks.h"

/* Creators further away are not looked at. */
enum { FARTHEST = 1000 };

static const struct processes *processes;
static int64_t least;

static bool
is_ancestor(uint32_t life, uint32_t of)
{
	for (int i = 0; of != 0 && i < FARTHEST; i++, of = processes->lives[of].creator)
		if (of == life)
			return true;
	return false;
}

bool
leaks_timed_out(const struct processes *p, const struct life *l)
{
	static struct buf name;
	const struct signal *s = life_fatal_signal(p, l);

	name.n = 0;
	if (s != NULL && s->sender_life != 0)
		describe_executable(&name, p, &p->lives[s->sender_life]);
	return name.n == strlen("timeout") && memcmp(name.s, "timeout", name.n) == 0;
}

/* Whether the sender descends from the process, and had just been started, as kill(1) is.
 */
static bool
is_errand(const struct signal *s, uint32_t of)
{
	enum { SECOND = 1000 * 1000 * 1000 };
	const struct life *sender = &processes->lives[s->sender_life];

	return is_ancestor(of, s->sender_life) && s->time - sender->start < SECOND;
}

/* Killed by a signal, and not as its creator's way to end it: a test that ends its server
 * leaves nothing. Nor is SIGPIPE, by which pipelines end, worth a report. */
static bool
is_killed(uint32_t life)
{
	enum { HUP = 1, INT = 2, PIPE = 13, TERM = 15 };
	const struct life *l = &processes->lives[life];
	const struct signal *s = life_fatal_signal(processes, l);
	int64_t number = l->status == NONE ? 0 : l->status & 0x7f;

	if (l->ending != ENDED || number == 0 || number == PIPE)
		return false;
	return s == NULL || (number != HUP && number != INT && number != TERM) ||
	       s->sender_life == 0 || s->sender_life == life ||
	       !(is_ancestor(s->sender_life, life) || is_errand(s, l->creator)) ||
	       leaks_timed_out(processes, l);
}

static bool
outlived(const struct life *l, const struct life *other)
{
	int64_t end = life_end(processes, l);

	return other->ending == ENDED && end > other->end && end - other->end >= least;
}

static unsigned
what_of(uint32_t life)
{
	const struct life *l = &processes->lives[life];
	const struct life *root = &processes->lives[processes->root];
	unsigned what = 0;

	if (l->flags & LIFE_SURVIVOR || (processes->root != 0 && outlived(l, root)))
		what |= LEAK_LEFT;
	else if (l->ending == STILL_RUNNING)
		what |= LEAK_ENDLESS;
	else if (processes->timeout != NONE && l->end >= processes->timeout)
		return l->flags & LIFE_ZOMBIE ? LEAK_ZOMBIE : 0; /* with the command */
	else if (l->creator != 0 && outlived(l, &processes->lives[l->creator]))
		what |= LEAK_ORPHAN;
	if (l->flags & LIFE_ZOMBIE)
		what |= LEAK_ZOMBIE;
	if (l->flags & LIFE_OOM)
		what |= LEAK_VICTIM;
	else if (is_killed(life) && !(l->flags & LIFE_SURVIVOR))
		what |= LEAK_KILLED;
	return what;
}

static int
by_mark(const void *a, const void *b)
{
	const struct leak *x = a, *y = b;

	if (x->mark != y->mark)
		return x->mark < y->mark ? -1 : 1;
	return x->life < y->life ? -1 : x->life > y->life;
}

struct leak *
leaks_find(const struct processes *p, int64_t least_time, uint32_t *n)
{
	bool *looked_at = calloc(p->count, sizeof *looked_at);
	struct leak *list = NULL;
	uint32_t cap = 0;

	if (looked_at == NULL)
		die("out of memory");
	processes = p;
	least = least_time;
	*n = 0;
	for (uint32_t i = 1; i < p->count; i++) {
		const struct life *l = &p->lives[i];
		looked_at[i] = p->root == 0
				   ? l->birth == BIRTH_FORK
				   : l->creator == p->root || looked_at[l->creator];
		unsigned what = looked_at[i] && !(l->flags & LIFE_MARK) ? what_of(i) : 0;
		if (what == 0)
			continue;
		list = xroom(list, *n, &cap, sizeof *list);
		list[(*n)++] = (struct leak){ l->mark, i, what };
	}
	free(looked_at);
	if (*n > 0)
		qsort(list, *n, sizeof *list, by_mark);
	return list;
}
