/* The files that the command is given, see given.h. */
#include <stdlib.h>

#include "child.h"
#include "diag.h"
#include "given.h"
#include "survivors.h"

static struct {
	struct given {
		int fd;
		struct holding holding;
	} * list;
	size_t n;
} files;

static void
note(int fd, const struct holding *h)
{
	files.list = xrealloc(files.list, (files.n + 1) * sizeof *files.list);
	struct given *given = &files.list[files.n++];
	*given = (struct given){ .fd = fd };
	buf_add(&given->holding.target, h->target.s, h->target.n);
	buf_add(&given->holding.detail, h->detail.s, h->detail.n);
}

static int
by_descriptor(const void *a, const void *b)
{
	return ((const struct given *)a)->fd - ((const struct given *)b)->fd;
}

void
given_note(void)
{
	child_holdings(note);
	qsort(files.list, files.n, sizeof *files.list, by_descriptor);
}

void
given_add(struct buf *rows, const struct event *root)
{
	for (size_t i = 0; i < files.n; i++)
		survivors_fd(rows, root, files.list[i].fd,
		    buf_text(&files.list[i].holding.target),
		    buf_text(&files.list[i].holding.detail));
}
