/* Which process has had which descriptor, see holds.h. */
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "event.h"
#include "holds.h"

struct pipes pipes;

void *
holds_room(void *array, uint32_t index, uint32_t *cap, size_t size)
{
	uint32_t old = *cap;

	if (index < old)
		return array;
	*cap = index / 2 * 3 + 64;
	array = xrealloc(array, *cap * size);
	memset((char *)array + old * size, 0, (*cap - old) * size);
	return array;
}

struct holder *
holds_of(uint32_t life)
{
	pipes.holders =
	    holds_room(pipes.holders, life, &pipes.holder_cap, sizeof *pipes.holders);
	return &pipes.holders[life];
}

uint32_t
holds_next_sharer(uint32_t life)
{
	uint32_t next = holds_of(life)->sharer;

	return next != 0 ? next : life;
}

void
holds_share(uint32_t with, uint32_t life)
{
	holds_of(life)->sharer = holds_next_sharer(with);
	holds_of(with)->sharer = life;
}

void
holds_unshare(uint32_t life)
{
	uint32_t before = life, next = holds_next_sharer(life);

	if (next == life)
		return;
	while (holds_next_sharer(before) != life)
		before = holds_next_sharer(before);
	holds_of(before)->sharer = before == next ? 0 : next;
	holds_of(life)->sharer = 0;
}

void
holds_lose(uint32_t number, int64_t time, enum lost how)
{
	struct hold *h = &pipes.holds[number];

	fdtable_drop(&holds_of(h->life)->table, h->fd);
	h->until = time;
	h->lost = (uint8_t)how;
	pipes.pipes[h->pipe].open--;
}

void
holds_disown(uint32_t number)
{
	holds_lose(number, NONE, LOST_UNSEEN);
	pipes.holds[number].life = 0;
}

uint32_t
holds_keep(struct hold h, enum got got, int64_t time)
{
	uint32_t number = pipes.hold_count ? pipes.hold_count : 1;
	uint32_t before = fdtable_get(&holds_of(h.life)->table, h.fd);

	if (before != 0 && pipes.holds[before].got == GOT_BEFORE &&
	    pipes.holds[before].pipe == h.pipe)
		holds_disown(before); /* /proc was read a little after recording began */
	else if (before != 0)
		holds_lose(before, time, LOST_UNSEEN);
	pipes.holds = xroom(pipes.holds, number, &pipes.hold_cap, sizeof *pipes.holds);
	pipes.hold_count = number + 1;
	h.got = (uint8_t)got;
	h.lost = LOST_NOT;
	h.from = got == GOT_UNSEEN || got == GOT_BEFORE ? NONE : time;
	h.until = NONE;
	h.next = 0;
	pipes.holds[number] = h;

	struct pipe *pipe = &pipes.pipes[h.pipe];
	*(pipe->last ? &pipes.holds[pipe->last].next : &pipe->first) = number;
	pipe->last = number;
	pipe->open++;
	fdtable_set(&holds_of(h.life)->table, h.fd, number);
	return number;
}
