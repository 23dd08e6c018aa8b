/* The processes of a stream that are alive, see living.h. */
#include <stdlib.h>

#include "describe.h"
#include "diag.h"
#include "living.h"
#include "mark.h"
#include "pids.h"

/* A PID's number is its slot's plus 1. Slots that were given back are used again, with
 * their memory. */
static struct pids pids;
static struct living *slots;
static uint32_t count, room, first_free;

static uint32_t
new_slot(void)
{
	if (first_free > 0) {
		uint32_t slot = first_free - 1;
		first_free = slots[slot].next_free;
		return slot;
	}
	slots = xroom(slots, count, &room, sizeof *slots);
	slots[count] = (struct living){ 0 };
	return count++;
}

struct living *
living_get(int64_t pid)
{
	uint32_t number = pids_get(&pids, pid);

	return number ? &slots[number - 1] : NULL;
}

int64_t
living_creator(const struct event *e)
{
	return e->kind == FORK && e->by != NONE ? e->by : e->ppid;
}

uint32_t
living_depth(const struct event *e)
{
	const struct living *l = e->kind != FORK ? living_get(e->pid) : NULL;
	const struct living *above = living_get(living_creator(e));

	above = above ? above : living_get(e->by);
	return l ? l->depth : above ? above->depth + 1 : 0;
}

static void
copy(struct buf *to, struct text from)
{
	to->n = 0;
	buf_add(to, from.s, from.n);
}

/* Of a command line of megabytes no more is kept than is shown. */
static void
keep(struct buf *to, struct text from, size_t columns)
{
	static struct buf text;

	copy(&text, from);
	describe_shorten(&text, 0, columns);
	copy(to, buf_text(&text));
}

struct living *
living_begin(const struct event *e)
{
	uint32_t depth = living_depth(e), slot;
	const struct living *creator;

	living_end(e->pid);
	slot = new_slot();
	*pids_at(&pids, e->pid) = slot + 1;
	creator = e->kind == FORK ? living_get(living_creator(e)) : NULL;

	struct living *l = &slots[slot];
	l->since = e->time;
	l->depth = depth;
	l->born = e->kind == FORK;
	l->executed = l->mark = false;
	l->name.n = l->command.n = l->failed.n = 0;
	if (creator != NULL && creator != l) {
		copy(&l->name, buf_text(&creator->name));
		copy(&l->command, buf_text(&creator->command));
	}
	if (l->name.n == 0)
		keep(&l->name, e->name, LIVING_NAME);
	return l;
}

void
living_executes(struct living *l, const struct event *e)
{
	static struct buf file;

	file.n = 0;
	if (!describe_last_part(&file, e->name))
		buf_add(&file, e->detail.s, e->detail.n);
	keep(&l->name, buf_text(&file), LIVING_NAME);
	keep(&l->command, e->detail.n > 0 ? e->detail : e->name, LIVING_COMMAND);
	l->failed.n = 0;
	l->executed = true;
	l->mark = mark_is(e->name);
}

void
living_fails(struct living *l, const struct event *e)
{
	keep(&l->failed, e->name, LIVING_COMMAND);
}

void
living_end(int64_t pid)
{
	uint32_t number = pids_get(&pids, pid);

	if (number == 0)
		return;
	*pids_at(&pids, pid) = 0;
	slots[number - 1].next_free = first_free;
	first_free = number;
}

void
living_clear(void)
{
	for (uint32_t i = 0; i < count; i++) {
		buf_free(&slots[i].name);
		buf_free(&slots[i].command);
		buf_free(&slots[i].failed);
	}
	free(slots);
	slots = NULL;
	count = room = first_free = 0;
	pids_clear(&pids);
}
