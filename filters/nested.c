/* Processes in nested PID namespaces, see nested.h. */
#include <stddef.h>

#include "diag.h"
#include "event.h"
#include "nested.h"

/* The ones alive; the latest are looked for most, so searches begin at the end. */
static struct {
	struct nested {
		int64_t pid, nspid, by;
	} * list;
	size_t n, cap;
} alive;

void
nested_born(int64_t pid, int64_t nspid, int64_t by)
{
	if (alive.n == alive.cap) {
		alive.cap = alive.cap * 2 + 64;
		alive.list = xrealloc(alive.list, alive.cap * sizeof *alive.list);
	}
	alive.list[alive.n++] = (struct nested){ pid, nspid, by };
}

void
nested_gone(int64_t pid)
{
	for (size_t i = alive.n; i-- > 0;)
		if (alive.list[i].pid == pid)
			alive.list[i] = alive.list[--alive.n];
}

int64_t
nested_pid(int64_t caller, int64_t nspid)
{
	for (size_t i = alive.n; i-- > 0;) {
		const struct nested *p = &alive.list[i];
		if (p->nspid == nspid && (p->by == caller || p->pid == caller))
			return p->pid;
	}
	return NONE;
}
