/* A table as JSON, see arrays.h. */
#include "arrays.h"
#include "json.h"
#include "out.h"
#include "texts.h"

static struct json json; /* what isn't written yet */
static struct texts strings;

/* Writes all but the last byte, by which json knows whether a comma comes next. */
static void
flush(void)
{
	size_t n = json.text.n - 1, from = 0;

	for (size_t i = 0; i < n; i++) {
		if (json.text.s[i] != '<')
			continue;
		out_add(json.text.s + from, i - from);
		out_string("\\u003c");
		from = i + 1;
	}
	out_add(json.text.s + from, n - from);
	json.text.s[0] = json.text.s[n];
	json.text.n = 1;
}

static void
flush_when_full(void)
{
	enum { FULL = 1 << 16 };

	if (json.text.n > FULL)
		flush();
}

void
arrays_begin(void)
{
	json_begin(&json, NULL);
	texts_add(&strings, (struct text){ 0 });
}

void
arrays_fact(const char *name, int64_t number)
{
	json_number(&json, name, number);
}

void
arrays_fact_text(const char *name, struct buf *b)
{
	json_string(&json, name, buf_text(b));
	b->n = 0;
}

void
arrays_group(const char *name)
{
	json_object(&json, name);
}

void
arrays_group_end(void)
{
	json_object_end(&json);
}

void
array_begin(const char *name)
{
	json_array(&json, name);
}

void
array_number(int64_t number)
{
	json_number(&json, NULL, number);
	flush_when_full();
}

uint32_t
array_string(struct buf *b)
{
	uint32_t number = texts_add(&strings, buf_text(b));

	array_number(number);
	b->n = 0;
	return number;
}

void
array_end(void)
{
	json_array_end(&json);
}

/* What json says of itself last isn't told: describe_*() has made every text UTF-8. */
void
arrays_end(void)
{
	array_begin("strings");
	for (uint32_t i = 0; i < strings.count; i++) {
		json_string(&json, NULL, texts_get(&strings, i));
		flush_when_full();
	}
	array_end();
	json_end(&json, NULL);
	flush();
	texts_free(&strings);
	buf_free(&json.text);
}
