/* Descriptors of a process, see fdtable.h. */
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "fdtable.h"

uint32_t
fdtable_from(const struct fdtable *t, uint32_t fd)
{
	uint32_t low = 0, high = t->n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (t->list[middle].fd < fd)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint32_t
fdtable_get(const struct fdtable *t, uint32_t fd)
{
	uint32_t i = fdtable_from(t, fd);

	return i < t->n && t->list[i].fd == fd ? t->list[i].number : 0;
}

/* Only when half of it is nothing else, so that many that are dropped cost little. */
static void
remove_dropped(struct fdtable *t)
{
	uint32_t kept = 0;

	if (t->dropped * 2 <= t->n)
		return;
	for (uint32_t i = 0; i < t->n; i++)
		if (t->list[i].number != 0)
			t->list[kept++] = t->list[i];
	t->n = kept;
	t->dropped = 0;
}

void
fdtable_set(struct fdtable *t, uint32_t fd, uint32_t number)
{
	remove_dropped(t);
	uint32_t i = fdtable_from(t, fd);

	if (i < t->n && t->list[i].fd == fd) {
		t->dropped -= t->list[i].number == 0;
	} else {
		if (t->n == t->cap) {
			t->cap = t->cap ? t->cap * 2 : 4;
			t->list = xrealloc(t->list, t->cap * sizeof *t->list);
		}
		memmove(t->list + i + 1, t->list + i, (t->n - i) * sizeof *t->list);
		t->n++;
	}
	t->list[i] = (struct fdslot){ fd, number };
}

void
fdtable_drop(struct fdtable *t, uint32_t fd)
{
	uint32_t i = fdtable_from(t, fd);

	if (i == t->n || t->list[i].fd != fd || t->list[i].number == 0)
		return;
	t->list[i].number = 0;
	t->dropped++;
}

void
fdtable_free(struct fdtable *t)
{
	free(t->list);
	*t = (struct fdtable){ 0 };
}
