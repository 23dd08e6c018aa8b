/* Reading UTF-8, see utf8.h. */
#include "utf8.h"

/* Not printable from U+0080 on: the general categories Cc, Cf, Zl, Zp, Co and the
 * noncharacters (UnicodeData.txt 15.0), surrogates aside, which UTF-8 can't hold. */
static const struct {
	int32_t first, last;
} hidden[] = {
	{ 0x80, 0x9f },
	{ 0xad, 0xad },
	{ 0x600, 0x605 },
	{ 0x61c, 0x61c },
	{ 0x6dd, 0x6dd },
	{ 0x70f, 0x70f },
	{ 0x890, 0x891 },
	{ 0x8e2, 0x8e2 },
	{ 0x180e, 0x180e },
	{ 0x200b, 0x200f },
	{ 0x2028, 0x202e },
	{ 0x2060, 0x206f },
	{ 0xe000, 0xf8ff },
	{ 0xfdd0, 0xfdef },
	{ 0xfeff, 0xfeff },
	{ 0xfff9, 0xfffb },
	{ 0x110bd, 0x110bd },
	{ 0x110cd, 0x110cd },
	{ 0x13430, 0x1343f },
	{ 0x1bca0, 0x1bca3 },
	{ 0x1d173, 0x1d17a },
	{ 0xe0000, 0xe0fff },
	{ 0xf0000, 0x10ffff },
};

size_t
utf8_decode(const char *bytes, size_t n, int32_t *character)
{
	const unsigned char *s = (const unsigned char *)bytes;
	size_t length = s[0] < 0x80   ? 1
			: s[0] < 0xc2 ? 0
			: s[0] < 0xe0 ? 2
			: s[0] < 0xf0 ? 3
			: s[0] < 0xf5 ? 4
				      : 0;
	int32_t c = length == 1 ? s[0] : s[0] & (0x7f >> length);
	/* Of the second byte: neither overlong, nor a surrogate, nor past U+10FFFF. */
	unsigned least = s[0] == 0xe0 ? 0xa0 : s[0] == 0xf0 ? 0x90 : 0x80;
	unsigned most = s[0] == 0xed ? 0x9f : s[0] == 0xf4 ? 0x8f : 0xbf;

	*character = NOT_UTF8;
	for (size_t i = 1; i < length; i++) {
		if (i == n || s[i] < least || s[i] > most)
			return i;
		c = c << 6 | (s[i] & 0x3f);
		least = 0x80;
		most = 0xbf;
	}
	if (length == 0)
		return 1;
	*character = c;
	return length;
}

size_t
printable_character(const char *s, size_t n)
{
	int32_t c;

	if ((unsigned char)*s < 0x80)
		return *s >= ' ' && *s != 0x7f;
	size_t length = utf8_decode(s, n, &c);
	if (c == NOT_UTF8 || (c & 0xfffe) == 0xfffe)
		return 0;
	for (size_t i = 0; i < sizeof hidden / sizeof *hidden && hidden[i].first <= c;
	     i++)
		if (c <= hidden[i].last)
			return 0;
	return length;
}
