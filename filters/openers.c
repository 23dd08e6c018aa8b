/* Which processes had which file open, see openers.h. */
#include <stdlib.h>

#include "diag.h"
#include "openers.h"

/* In this order those for reading, and those for writing, stand together. */
enum access { READ, BOTH, WRITE, NEITHER, BEYOND };

static struct {
	const struct processes *processes;
	uint32_t *list; /* FD rows by what they stand for, time, access, in their order */
	uint32_t n;
} known;

bool
openers_can(const struct processes *p, const struct file *f, char access)
{
	struct text t = texts_get(&p->texts, f->detail);

	for (size_t i = 0; i < t.n && t.s[i] != ' '; i++)
		if (t.s[i] == access)
			return true;
	return false;
}

static enum access
access_of(uint32_t file)
{
	const struct file *f = &known.processes->files[file];
	bool reads = openers_can(known.processes, f, 'r');
	bool writes = openers_can(known.processes, f, 'w');

	return reads && writes ? BOTH : reads ? READ : writes ? WRITE : NEITHER;
}

/* As qsort(3) does, with the place that an access to the other's file begins at. */
static int
compare(uint32_t file, const struct file *other, enum access access)
{
	const struct file *f = &known.processes->files[file];
	enum access a = access_of(file);

	if (f->target != other->target)
		return f->target < other->target ? -1 : 1;
	if (f->time != other->time)
		return f->time < other->time ? -1 : 1;
	return (a > access) - (a < access);
}

static int
by_target(const void *a, const void *b)
{
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	int order = compare(i, &known.processes->files[j], access_of(j));

	return order != 0 ? order : i < j ? -1 : i > j;
}

void
openers_know(const struct processes *p)
{
	if (known.processes != NULL)
		return;
	known.processes = p;
	known.list = xrealloc(NULL, (p->file_count + 1) * sizeof *known.list);
	for (uint32_t i = 1; i < p->count; i++)
		for (uint32_t f = p->lives[i].first_file; f != 0; f = p->files[f].next)
			if (p->files[f].target != 0)
				known.list[known.n++] = f;
	qsort(known.list, known.n, sizeof *known.list, by_target);
}

void
openers_forget(void)
{
	free(known.list);
	known.list = NULL;
	known.processes = NULL;
	known.n = 0;
}

/* Where in the list the rows from there on begin. */
static uint32_t
first_from(const struct file *f, enum access access)
{
	uint32_t low = 0, high = known.n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (compare(known.list[middle], f, access) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const uint32_t *
openers_of(const struct file *f, char access, uint32_t *n)
{
	uint32_t first = first_from(f, access == 'w' ? BOTH : READ);
	uint32_t end = first_from(f, access == 'r'   ? WRITE
				     : access == 'w' ? NEITHER
						     : BEYOND);

	*n = end - first;
	return known.list + first;
}
