/* Birth rows kept for later, see births.h. */
#include <stdlib.h>

#include "births.h"
#include "diag.h"
#include "pids.h"

/* Rows stand in slots; a pid's number is its slot's plus 1. Slots that were given
 * back are used again, with their memory. */
static struct pids pids;
static struct {
	struct buf row;
	uint32_t next_free; /* plus 1 */
} * slots;
static uint32_t count, capacity, first_free;

static uint32_t
new_slot(void)
{
	if (first_free > 0) {
		uint32_t slot = first_free - 1;
		first_free = slots[slot].next_free;
		return slot;
	}
	if (count == capacity) {
		capacity = capacity * 2 + 64;
		slots = xrealloc(slots, capacity * sizeof *slots);
	}
	slots[count].row = (struct buf){ 0 };
	return count++;
}

void
births_add(const struct event *e)
{
	uint32_t *number = pids_at(&pids, e->pid);

	if (*number == 0)
		*number = new_slot() + 1;
	struct buf *row = &slots[*number - 1].row;
	row->n = 0;
	buf_add(row, e->row.s, e->row.n);
	buf_char(row, '\n');
}

struct text
births_take(int64_t pid)
{
	uint32_t number = pids_get(&pids, pid);

	if (number == 0)
		return (struct text){ 0 };
	*pids_at(&pids, pid) = 0;
	slots[number - 1].next_free = first_free;
	first_free = number;
	return buf_text(&slots[number - 1].row);
}

void
births_clear(void)
{
	for (uint32_t i = 0; i < count; i++)
		buf_free(&slots[i].row);
	free(slots);
	slots = NULL;
	count = capacity = first_free = 0;
	pids_clear(&pids);
}
