/* Writing JSON, see json.h. */
#include <stdio.h>

#include "json.h"
#include "utf8.h"
#include "words.h"

static void
add_escape(struct buf *b, int32_t c)
{
	static const char letters[] = { ['\b'] = 'b',
		['\t'] = 't',
		['\n'] = 'n',
		['\f'] = 'f',
		['\r'] = 'r',
		['"'] = '"',
		['\\'] = '\\' };
	char escape[16];

	if (c < (int32_t)sizeof letters && letters[c] != '\0')
		snprintf(escape, sizeof escape, "\\%c", letters[c]);
	else if (c < 0x10000)
		snprintf(escape, sizeof escape, "\\u%04x", (unsigned)c);
	else
		snprintf(escape, sizeof escape, "\\u%04x\\u%04x",
		    0xd7c0u + ((unsigned)c >> 10), 0xdc00u + ((unsigned)c & 0x3ff));
	buf_string(b, escape);
}

static void
add_string(struct json *j, struct text t)
{
	struct buf *b = &j->text;
	size_t from = 0; /* what comes before is written */

	buf_char(b, '"');
	for (size_t i = 0, n; i < t.n; i += n) {
		int32_t c;
		unsigned char byte = (unsigned char)t.s[i];

		n = 1;
		if (byte >= ' ' && byte < 0x7f && byte != '"' && byte != '\\')
			continue;
		n = utf8_decode(t.s + i, t.n - i, &c);
		if (c >= 0x80 && printable_character(t.s + i, n) == n)
			continue;
		buf_add(b, t.s + from, i - from);
		from = i + n;
		if (c == NOT_UTF8)
			buf_string(b, "\xef\xbf\xbd");
		else
			add_escape(b, c);
		j->lossy = j->lossy || c == NOT_UTF8;
	}
	if (from < t.n)
		buf_add(b, t.s + from, t.n - from);
	buf_char(b, '"');
}

static void
add_name(struct json *j, const char *name)
{
	char last = j->text.s[j->text.n - 1];

	if (last != '{' && last != '[')
		buf_char(&j->text, ',');
	if (name == NULL)
		return;
	buf_char(&j->text, '"');
	buf_string(&j->text, name);
	buf_string(&j->text, "\":");
}

void
json_begin(struct json *j, const char *tag)
{
	j->text.n = 0;
	j->lossy = j->truncated = false;
	buf_char(&j->text, '{');
	if (tag != NULL) {
		add_name(j, tag);
		buf_char(&j->text, '{');
	}
}

void
json_end(struct json *j, const char *tag)
{
	if (j->truncated)
		json_true(j, "truncated");
	if (j->lossy)
		json_true(j, "lossy");
	buf_string(&j->text, tag != NULL ? "}}\n" : "}\n");
}

void
json_number(struct json *j, const char *name, int64_t value)
{
	add_name(j, name);
	buf_number(&j->text, value);
}

void
json_digits(struct json *j, const char *name, int64_t value)
{
	add_name(j, name);
	buf_char(&j->text, '"');
	buf_number(&j->text, value);
	buf_char(&j->text, '"');
}

void
json_thousandths(struct json *j, const char *name, uint64_t value)
{
	char fraction[4] = { '.', (char)('0' + value / 100 % 10),
		(char)('0' + value / 10 % 10), (char)('0' + value % 10) };

	json_number(j, name, (int64_t)(value / 1000));
	buf_add(&j->text, fraction, sizeof fraction);
}

void
json_true(struct json *j, const char *name)
{
	add_name(j, name);
	buf_string(&j->text, "true");
}

void
json_string(struct json *j, const char *name, struct text value)
{
	add_name(j, name);
	add_string(j, value);
}

void
json_object(struct json *j, const char *name)
{
	add_name(j, name);
	buf_char(&j->text, '{');
}

void
json_object_end(struct json *j)
{
	buf_char(&j->text, '}');
}

void
json_array(struct json *j, const char *name)
{
	add_name(j, name);
	buf_char(&j->text, '[');
}

void
json_array_end(struct json *j)
{
	buf_char(&j->text, ']');
}

bool
json_word(struct json *j, const char *name, struct text cell)
{
	static struct buf word;
	enum word w = word_next(&cell, &word);

	json_string(j, name, w == WORD ? buf_text(&word) : (struct text){ 0 });
	if (w == WORD)
		w = word_next(&cell, &word);
	j->truncated = j->truncated || w == WORD_CUT;
	return w == WORD_END || w == WORD_CUT;
}

bool
json_joined(struct json *j, const char *name, struct text cell)
{
	static struct buf word, all;
	enum word w;

	all.n = 0;
	while ((w = word_next(&cell, &word)) == WORD) {
		if (all.n > 0)
			buf_char(&all, ' ');
		buf_add(&all, word.s, word.n);
	}
	json_string(j, name, buf_text(&all));
	j->truncated = j->truncated || w == WORD_CUT;
	return w != WORD_BAD;
}

bool
json_words(struct json *j, const char *name, struct text cell)
{
	static struct buf word;
	enum word w;

	json_array(j, name);
	while ((w = word_next(&cell, &word)) == WORD)
		json_string(j, NULL, buf_text(&word));
	json_array_end(j);
	j->truncated = j->truncated || w == WORD_CUT;
	return w != WORD_BAD;
}
