/* Numbers and lines for people, see describe.h. */
#include <string.h>

#include "describe.h"
#include "utf8.h"

static void
add_digits(struct buf *b, uint64_t value, int least)
{
	char digits[24], *p = digits + sizeof digits;

	for (; value > 0 || least > 0; value /= 10, least--)
		*--p = (char)('0' + value % 10);
	buf_add(b, p, (size_t)(digits + sizeof digits - p));
}

/* The bytes of the first character, and its columns: from U+1100 on (Hangul Jamo)
 * characters may be wide. */
static size_t
character(const char *s, size_t n, size_t *columns)
{
	unsigned char first = (unsigned char)*s;
	size_t length = printable_character(s, n);

	*columns = first > 0xe1 || (first == 0xe1 && n > 1 && (unsigned char)s[1] >= 0x84)
		       ? 2
		       : 1;
	return length ? length : 1;
}

size_t
describe_width(struct text text)
{
	size_t sum = 0, columns;

	for (size_t i = 0; i < text.n; sum += columns)
		i += character(text.s + i, text.n - i, &columns);
	return sum;
}

void
describe_cut(struct buf *b, size_t from, size_t columns)
{
	size_t used = 0, fitting = from, wide;

	for (size_t i = from, n; i < b->n; i += n) {
		n = character(b->s + i, b->n - i, &wide);
		used += wide;
		if (used + 3 <= columns)
			fitting = i + n;
		if (used > columns) {
			b->n = fitting;
			buf_string(b, columns < 3 ? "" : "...");
			return;
		}
	}
}

void
describe_shorten(struct buf *b, size_t from, size_t columns)
{
	size_t left = describe_width((struct text){ b->s + from, b->n - from });
	size_t head = 0, end = from, start = from, wide, n;

	if (left <= columns || columns < 16) {
		describe_cut(b, from, columns);
		return;
	}
	for (; left > columns - columns / 3 - 3; start += n, left -= wide) {
		n = character(b->s + start, b->n - start, &wide);
		head += wide;
		if (head <= columns / 3)
			end = start + n;
	}
	memcpy(b->s + end, "...", 3);
	memmove(b->s + end + 3, b->s + start, b->n - start);
	b->n = end + 3 + b->n - start;
}

void
describe_seconds(struct buf *b, int64_t ns, int decimals)
{
	uint64_t unit = decimals == 3 ? 1000000 : 1000;
	uint64_t per_second = 1000000000 / unit;
	uint64_t units = ((ns < 0 ? -(uint64_t)ns : (uint64_t)ns) + unit / 2) / unit;

	if (ns < 0)
		buf_char(b, '-');
	add_digits(b, units / per_second, 1);
	buf_char(b, '.');
	add_digits(b, units % per_second, decimals);
}

void
describe_memory(struct buf *b, int64_t kib)
{
	static const char *const units[] = { "KiB", "MiB", "GiB", "TiB", "PiB" };
	uint64_t size = (uint64_t)kib, one = 1; /* size below 10^18, see event_parse */
	size_t unit = 0;

	while (
	    (size + one / 2) / one >= 1000 && unit + 1 < sizeof units / sizeof *units) {
		one *= 1024;
		unit++;
	}
	uint64_t tenths = (size * 10 + one / 2) / one;
	if (unit > 0 && tenths < 1000) {
		add_digits(b, tenths / 10, 1);
		buf_char(b, '.');
		add_digits(b, tenths % 10, 1);
	} else {
		add_digits(b, (size + one / 2) / one, 1);
	}
	buf_string(b, units[unit]);
}
