/* A number for each process ID, see pids.h. */
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "pids.h"

enum { PAGE = 4096 };

uint32_t *
pids_at(struct pids *p, int64_t pid)
{
	uint32_t **page = &p->pages[pid / PAGE];

	if (*page == NULL) {
		*page = xrealloc(NULL, PAGE * sizeof **page);
		memset(*page, 0, PAGE * sizeof **page);
	}
	return *page + pid % PAGE;
}

uint32_t
pids_get(const struct pids *p, int64_t pid)
{
	const uint32_t *page = pid == NONE ? NULL : p->pages[pid / PAGE];

	return page ? page[pid % PAGE] : 0;
}

void
pids_clear(struct pids *p)
{
	for (size_t i = 0; i < sizeof p->pages / sizeof *p->pages; i++) {
		free(p->pages[i]);
		p->pages[i] = NULL;
	}
}
