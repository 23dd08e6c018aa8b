/* Parts of OTLP/JSON, see otlp.h. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "otlp.h"
#include "words.h"

static void
begin(struct json *j, const char *key)
{
	json_object(j, NULL);
	json_string(j, "key", text_of(key));
	json_object(j, "value");
}

static void
end(struct json *j)
{
	json_object_end(j);
	json_object_end(j);
}

void
otlp_string(struct json *j, const char *key, struct text value)
{
	begin(j, key);
	json_string(j, "stringValue", value);
	end(j);
}

void
otlp_number(struct json *j, const char *key, int64_t value)
{
	begin(j, key);
	json_digits(j, "intValue", value);
	end(j);
}

void
otlp_seconds(struct json *j, const char *key, int64_t ns)
{
	char digits[32];

	begin(j, key);
	json_number(j, "doubleValue", ns / 1000000000);
	snprintf(digits, sizeof digits, ".%09d", abs((int)(ns % 1000000000)));
	buf_string(&j->text, digits);
	end(j);
}

void
otlp_true(struct json *j, const char *key)
{
	begin(j, key);
	json_true(j, "boolValue");
	end(j);
}

void
otlp_words(struct json *j, const char *key, struct text cell)
{
	static struct buf word;
	enum word next;

	begin(j, key);
	json_object(j, "arrayValue");
	json_array(j, "values");
	while ((next = word_next(&cell, &word)) == WORD) {
		json_object(j, NULL);
		json_string(j, "stringValue", buf_text(&word));
		json_object_end(j);
	}
	json_array_end(j);
	json_object_end(j);
	end(j);
	j->truncated = j->truncated || next != WORD_END;
}

void
otlp_trace_id(struct json *j, const char *name, uint64_t high, uint64_t low)
{
	char hex[33];

	snprintf(hex, sizeof hex, "%016" PRIx64 "%016" PRIx64, high, low);
	json_string(j, name, text_of(hex));
}

void
otlp_span_id(struct json *j, const char *name, uint64_t id)
{
	char hex[17];

	snprintf(hex, sizeof hex, "%016" PRIx64, id);
	json_string(j, name, text_of(hex));
}
