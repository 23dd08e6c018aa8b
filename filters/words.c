/* Quoting and unquoting of words, see words.h. */
#include <stdio.h>
#include <string.h>

#include "utf8.h"
#include "words.h"

/* What a shell takes as an ordinary character everywhere in a word. */
static bool
is_plain(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c >= 0x80 || (c && strchr("_@%+=:,./-", c));
}

/* Of those the ones that most words are made of, found without a call. */
static bool
is_letter(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '-' && c <= '9');
}

static bool
is_reserved(struct text w)
{
	static const char *const reserved[] = { "case", "coproc", "do", "done", "elif",
		"else", "esac", "fi", "for", "function", "if", "in", "select", "then",
		"time", "until", "while" };

	for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
		if (w.n == strlen(reserved[i]) && memcmp(w.s, reserved[i], w.n) == 0)
			return true;
	return false;
}

/* '...' with each quote inside written as '\''. */
static void
add_quoted(struct buf *b, struct text w)
{
	buf_char(b, '\'');
	for (size_t i = 0; i < w.n; i++) {
		if (w.s[i] == '\'')
			buf_string(b, "'\\''");
		else
			buf_char(b, w.s[i]);
	}
	buf_char(b, '\'');
}

/* $'...'; a hex escape is kept apart from a hex digit behind it, which some shells
 * would take as its third. */
static void
add_escaped(struct buf *b, struct text w)
{
	bool hex = false;

	buf_string(b, "$'");
	for (size_t i = 0, n; i < w.n; i += n ? n : 1) {
		char c = w.s[i];
		bool was_hex = hex;

		hex = false;
		n = printable_character(w.s + i, w.n - i);
		if (n == 0 && (c == '\n' || c == '\t' || c == '\r')) {
			buf_char(b, '\\');
			buf_char(b, c == '\n' ? 'n' : c == '\t' ? 't' : 'r');
		} else if (n == 0) {
			char escape[5];
			snprintf(escape, sizeof escape, "\\x%02x", (unsigned char)c);
			buf_string(b, escape);
			hex = true;
		} else {
			if (was_hex && strchr("0123456789abcdefABCDEF", c))
				buf_string(b, "'$'");
			if (c == '\'' || c == '\\')
				buf_char(b, '\\');
			buf_add(b, w.s + i, n);
		}
	}
	buf_char(b, '\'');
}

void
word_add(struct buf *b, struct text w, bool first)
{
	static const char *const blanks[] = { "\xc2\xa0", "\xe1\x9a\x80", "\xe2\x80",
		"\xe3\x80\x80" }; /* spaces beyond ASCII begin so */
	bool quote = w.n == 0 || (w.n == 3 && memcmp(w.s, "...", 3) == 0) ||
		     (w.n > 0 && w.s[0] == '=') ||
		     (first && (memchr(w.s, '=', w.n) != NULL || is_reserved(w)));

	for (size_t i = 0, n; i < w.n; i += n) {
		n = 1;
		if (is_letter((unsigned char)w.s[i]))
			continue;
		n = printable_character(w.s + i, w.n - i);
		if (n == 0) {
			add_escaped(b, w);
			return;
		}
		quote = quote || !is_plain((unsigned char)w.s[i]);
		for (size_t j = 0; n > 1 && j < sizeof blanks / sizeof *blanks; j++)
			quote = quote ||
				strncmp(w.s + i, blanks[j],
				    strlen(blanks[j]) < n ? strlen(blanks[j]) : n) == 0;
	}
	if (quote)
		add_quoted(b, w);
	else
		buf_add(b, w.s, w.n);
}

void
words_add(struct buf *b, struct text v, bool cut)
{
	const char *p = v.s, *end = v.s + v.n;
	bool first = true;

	while (p < end) {
		const char *stop = memchr(p, '\0', (size_t)(end - p));
		size_t n = (size_t)((stop ? stop : end) - p);
		if (!first)
			buf_char(b, ' ');
		word_add(b, (struct text){ p, n }, first);
		first = false;
		p += n + 1;
	}
	if (cut)
		buf_string(b, first ? "..." : " ...");
}

static int
digit(char c, int base)
{
	int value = c >= '0' && c <= '9'   ? c - '0'
		    : c >= 'a' && c <= 'f' ? c - 'a' + 10
		    : c >= 'A' && c <= 'F' ? c - 'A' + 10
					   : 99;

	return value < base ? value : -1;
}

/* The number of up to `most` digits at *p. */
static int
escaped_number(const char **p, const char *end, int base, int most)
{
	int value = 0;

	for (; most > 0 && *p < end && digit(**p, base) >= 0; most--)
		value = value * base + digit(*(*p)++, base);
	return value;
}

/* The inside of $'...', to behind the closing quote; NULL when that is missing. */
static const char *
take_escaped(const char *p, const char *end, struct buf *b)
{
	static const char from[] = "abefnrtv\\'\"?", to[] = "\a\b\x1b\f\n\r\t\v\\'\"?";

	while (p < end && *p != '\'') {
		if (*p != '\\' || ++p == end) {
			if (p < end)
				buf_char(b, *p++);
			continue;
		}
		const char *letter = *p ? strchr(from, *p) : NULL;
		if (letter != NULL) {
			buf_char(b, to[letter - from]);
			p++;
		} else if (*p == 'x') {
			p++;
			buf_char(b, (char)escaped_number(&p, end, 16, 2));
		} else if (digit(*p, 8) >= 0) {
			buf_char(b, (char)escaped_number(&p, end, 8, 3));
		} else {
			return NULL;
		}
	}
	return p < end ? p + 1 : NULL;
}

enum word
word_next(struct text *words, struct buf *b)
{
	b->n = 0;
	if (words->n == 0)
		return WORD_END;

	const char *p = words->s, *end = words->s + words->n;
	while (p < end && *p == ' ')
		p++;
	if (p == end)
		return WORD_END;
	if (end - p == 3 && memcmp(p, "...", 3) == 0) {
		words->n = 0;
		return WORD_CUT;
	}
	while (p < end && *p != ' ') {
		if (*p == '\'') {
			const char *close = memchr(p + 1, '\'', (size_t)(end - p - 1));
			if (close == NULL)
				return WORD_BAD;
			buf_add(b, p + 1, (size_t)(close - p - 1));
			p = close + 1;
		} else if (*p == '$' && p + 1 < end && p[1] == '\'') {
			p = take_escaped(p + 2, end, b);
			if (p == NULL)
				return WORD_BAD;
		} else if (*p == '\\') {
			if (++p == end)
				return WORD_BAD;
			buf_char(b, *p++);
		} else if (*p == '"' || *p == '$' || *p == '`') {
			return WORD_BAD;
		} else {
			const char *start = p;
			do
				p++;
			while (p < end && (is_letter((unsigned char)*p) ||
					      strchr(" '\\\"$`", *p) == NULL));
			buf_add(b, start, (size_t)(p - start));
		}
	}
	*words = (struct text){ p, (size_t)(end - p) };
	return WORD;
}
