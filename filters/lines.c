/* Reading lines, see lines.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "diag.h"
#include "lines.h"

enum { BLOCK = 256 * 1024 };

/* Returns how many bytes are left. */
static size_t
drop_padding(char *s, size_t n)
{
	char *to = s, *end = s + n;

	while (s < end) {
		char *zero = memchr(s, '\0', (size_t)(end - s));
		size_t part = (size_t)((zero != NULL ? zero : end) - s);
		memmove(to, s, part);
		to += part;
		for (s += part; s < end && *s == '\0'; s++)
			;
	}
	return n - (size_t)(end - to);
}

bool
lines_fill(struct lines *l)
{
	if (l->start > 0) {
		memmove(l->s, l->s + l->start, l->end - l->start);
		l->end -= l->start;
		l->scanned -= l->start;
		l->start = 0;
	}
	if (l->end > LINE_MAX_BYTES) {
		l->overlong = true;
		l->end = l->scanned = 0;
	}
	if (l->cap - l->end < BLOCK) {
		l->cap = l->end + (l->end > BLOCK ? l->end : BLOCK);
		l->s = xrealloc(l->s, l->cap);
	}

	ssize_t n = read(l->fd, l->s + l->end, l->cap - l->end);
	if (n < 0) {
		if (errno == EINTR || errno == EAGAIN)
			return true;
		die("%s: read error: %s", l->name, strerror(errno));
	}
	l->end += l->padded ? drop_padding(l->s + l->end, (size_t)n) : (size_t)n;
	return n > 0;
}

bool
lines_next(struct lines *l, struct text *line)
{
	char *newline = l->scanned < l->end
			    ? memchr(l->s + l->scanned, '\n', l->end - l->scanned)
			    : NULL;

	if (newline == NULL) {
		l->scanned = l->end;
		return false;
	}
	line->n = (size_t)(newline - (l->s + l->start));
	line->s = l->overlong || line->n > LINE_MAX_BYTES ? NULL : l->s + l->start;
	l->overlong = false;
	l->start = l->scanned = (size_t)(newline + 1 - l->s);
	l->number++;
	return true;
}

struct text
lines_rest(struct lines *l)
{
	return (struct text){ l->s + l->start, l->end - l->start };
}

void
lines_close(struct lines *l)
{
	if (l->fd > STDERR_FILENO)
		close(l->fd);
	free(l->s);
	*l = (struct lines){ 0 };
}
