/*
 * pt-format -d jsonl: each row as a flat JSON object with the columns as members.
 *
 *	981412021,EXEC,4243,4242,4242,4000,0,,,,,,"/bin/sh","sh -c 'exit 3'"
 *	{"time":981412021,"event":"EXEC","pid":4243,"ppid":4242,"pgid":4242,"sid":4000,
 *	"uid":0,"name":"/bin/sh","argv":["sh","-c","exit 3"]}	(in one line)
 */
#include <string.h>

#include "format.h"
#include "json.h"
#include "out.h"
#include "rows.h"

static void
add_numbers(struct json *j, const struct event *e)
{
	const char *kind = event_name(e->kind);
	const struct {
		const char *name;
		int64_t value;
	} numbers[] = {
#define X(column) { #column, e->column },
		NUMBER_COLUMNS(X)
#undef X
	};

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		if (i == 1) /* where the column of the kind stands */
			json_string(j, "event", (struct text){ kind, strlen(kind) });
		if (numbers[i].value != NONE)
			json_number(j, numbers[i].name, numbers[i].value);
	}
}

static bool
add_detail(struct json *j, const struct event *e)
{
	if (event_has_command(e->kind))
		return json_words(j, "argv", e->detail);
	return json_joined(j, "detail", e->detail);
}

static void
event(struct event *e)
{
	static struct json json;

	if (e->kind == HEADER)
		return;
	event_texts(e);
	json_begin(&json, NULL);
	add_numbers(&json, e);
	if (e->name.s != NULL && !json_word(&json, "name", e->name)) {
		row_bad("name", e->name);
		return;
	}
	if (e->detail.s != NULL && !add_detail(&json, e)) {
		row_bad("detail", e->detail);
		return;
	}
	json_end(&json, NULL);
	out_text(buf_text(&json.text));
}

const struct format format_jsonl = { "jsonl", .event = event };
