/* A buffer that grows, see buf.h. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "diag.h"

void
buf_reserve(struct buf *b, size_t more)
{
	if (b->cap - b->n >= more)
		return;
	b->cap = (b->n + more) + (b->n + more) / 2 + 64;
	b->s = xrealloc(b->s, b->cap);
}

void
buf_add(struct buf *b, const void *p, size_t n)
{
	buf_reserve(b, n);
	if (n > 0)
		memcpy(b->s + b->n, p, n);
	b->n += n;
}

void
buf_char(struct buf *b, char c)
{
	if (b->n == b->cap)
		buf_reserve(b, 1);
	b->s[b->n++] = c;
}

void
buf_string(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_number(struct buf *b, int64_t value)
{
	char digits[24], *p = digits + sizeof digits;
	uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;

	do
		*--p = (char)('0' + rest % 10);
	while ((rest /= 10) > 0);
	if (value < 0)
		*--p = '-';
	buf_add(b, p, (size_t)(digits + sizeof digits - p));
}

void
buf_free(struct buf *b)
{
	free(b->s);
	*b = (struct buf){ 0 };
}

void
buf_trim(struct buf *b)
{
	if (b->n == 0) {
		buf_free(b);
	} else if (b->n < b->cap) {
		b->s = xrealloc(b->s, b->n);
		b->cap = b->n;
	}
}

bool
text_begins(struct text t, const char *with)
{
	size_t n = strlen(with);

	return t.n >= n && (n == 0 || memcmp(t.s, with, n) == 0);
}

struct text
buf_text(const struct buf *b)
{
	return (struct text){ b->s, b->n };
}

struct text
text_of(const char *s)
{
	return (struct text){ s, strlen(s) };
}
