/* Command lines made comparable, see signature.h. */
#include <stdbool.h>
#include <string.h>

#include "signature.h"
#include "words.h"

/* Shorter ones may be words. */
enum { HEX_LENGTH = 7 };

/* mktemp(1), Python's tempfile and others: tmp and so many characters at least. */
enum { RANDOM_LENGTH = 6 };

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool
is_alphanumeric(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_of_name(char c)
{
	return is_alphanumeric(c) || c == '.' || c == '-' || c == '_' || c == '+' ||
	       c == '~' || c == '@' || c == '%';
}

/* How many bytes at the start of the text are of that class. */
static size_t
run(struct text t, bool (*is)(char))
{
	size_t n = 0;

	while (n < t.n && is(t.s[n]))
		n++;
	return n;
}

static struct text
rest(struct text t, size_t from)
{
	return (struct text){ t.s + from, t.n - from };
}

/* The length of a UUID (RFC 9562, section 4) there; 0: there is none. */
static size_t
uuid(struct text t)
{
	static const size_t groups[] = { 8, 4, 4, 4, 12 };
	size_t n = 0;

	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
		if (i > 0 && (n >= t.n || t.s[n++] != '-'))
			return 0;
		if (run(rest(t, n), is_hex) != groups[i])
			return 0;
		n += groups[i];
	}
	return n;
}

/* The length of a hexadecimal string there, between what isn't a letter or digit: one
 * with 0x before it or with a digit in it; 0: there is none. */
static size_t
hexadecimal(struct text t)
{
	size_t n = run(t, is_hex);

	if (text_begins(t, "0x") || text_begins(t, "0X"))
		return (n = run(rest(t, 2), is_hex)) > 0 ? n + 2 : 0;
	if (n < HEX_LENGTH || n != run(t, is_alphanumeric))
		return 0;
	for (size_t i = 0; i < n; i++)
		if (is_digit(t.s[i]))
			return n;
	return 0;
}

/* A run of letters and digits, with # for each number. */
static void
add_run(struct buf *b, struct text t)
{
	for (size_t i = 0, n; i < t.n; i += n) {
		n = run(rest(t, i), is_digit);
		if (n > 0) {
			buf_char(b, '#');
			continue;
		}
		do
			n++;
		while (i + n < t.n && !is_digit(t.s[i + n]));
		buf_add(b, t.s + i, n);
	}
}

static void
add_numbered(struct buf *b, struct text t)
{
	for (size_t i = 0, n; i < t.n; i += n) {
		n = uuid(rest(t, i));
		n = n ? n : hexadecimal(rest(t, i));
		if (n > 0) {
			buf_char(b, '#');
			continue;
		}
		n = run(rest(t, i), is_alphanumeric);
		add_run(b, (struct text){ t.s + i, n });
		for (; i + n < t.n && !is_alphanumeric(t.s[i + n]); n++)
			buf_char(b, t.s[i + n]);
	}
}

/* The name of a temporary file: what is before its first mark, unless that is random,
 * too. gcc's are cc and six characters. */
static void
add_temporary(struct buf *b, struct text name)
{
	size_t n = run(name, is_alphanumeric);

	if (text_begins(name, "tmp") && name.n >= 3 + RANDOM_LENGTH) {
		buf_string(b, "tmp*");
	} else if (text_begins(name, "cc") && n == 2 + RANDOM_LENGTH) {
		buf_string(b, "cc*");
	} else {
		add_numbered(b, (struct text){ name.s, n });
		if (n < name.n) {
			buf_char(b, name.s[n]);
			buf_char(b, '*');
		}
	}
}

/* Whether a directory for temporary files ends there. */
static bool
ends_in_temporary(struct text t)
{
	static const char *const directories[] = { "/tmp/", "/dev/shm/" };

	for (size_t i = 0; i < sizeof directories / sizeof *directories; i++) {
		size_t n = strlen(directories[i]);
		if (t.n >= n && memcmp(t.s + t.n - n, directories[i], n) == 0)
			return true;
	}
	return false;
}

static void
add_word(struct buf *b, struct text word)
{
	size_t done = 0; /* what is before that is added */

	for (size_t i = 0, n; i < word.n; i += n ? n : 1) {
		bool temporary = ends_in_temporary((struct text){ word.s, i });

		n = run(rest(word, i), is_of_name);
		if (!temporary &&
		    !(text_begins(rest(word, i), "tmp.") &&
			run(rest(word, i + 4), is_alphanumeric) >= RANDOM_LENGTH))
			continue;
		add_numbered(b, (struct text){ word.s + done, i - done });
		add_temporary(b, (struct text){ word.s + i, n });
		done = i + n;
	}
	add_numbered(b, rest(word, done));
}

void
signature_add(struct buf *b, struct text words)
{
	static struct buf word;
	enum word next;

	while ((next = word_next(&words, &word)) == WORD) {
		add_word(b, buf_text(&word));
		buf_char(b, '\0');
	}
	if (next != WORD_END) {
		add_word(b, words);
		buf_char(b, next == WORD_CUT ? '\1' : '\2');
	}
}
