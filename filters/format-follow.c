/*
 * pt-format -d follow: a line an event, as it happens, indented by creation.
 *
 *	0.020s  4244      fork of 4243 timeout
 *	0.021s  4244      exec sleep 60
 *	1.020s  4244      SIGTERM to sleep from 4243 timeout
 *	1.021s  4244      killed by SIGTERM after 1.001s, cpu 0.001s: sleep 60
 */
#include "describe.h"
#include "follow-words.h"
#include "format.h"
#include "living.h"
#include "out.h"
#include "rows.h"
#include "terminal.h"

/* Deeper ones are indented no further. */
enum { DEEPEST = 16 };

enum { TIME_WIDTH = 9, PID_WIDTH = 9 };

static const char *const colours[] = { [PLAIN] = "",
	[QUIET] = "\x1b[2m",
	[HEADING] = "\x1b[1m",
	[NOTICE] = "\x1b[33m",
	[FAILURE] = "\x1b[31m",
	[ALARM] = "\x1b[1;7;31m" };

static int64_t origin = NONE; /* of times: the first row about a process */
static struct buf text;       /* of the line */

static void
write_right(struct text cell, size_t columns)
{
	out_spaces(columns > cell.n ? columns - cell.n : 0);
	out_text(cell);
}

static void
write_line(const struct event *e, uint32_t depth, enum look look)
{
	static struct buf cell;
	const struct terminal *terminal = terminal_look();
	size_t indentation = 2 + 2 * (size_t)(depth < DEEPEST ? depth : DEEPEST);
	size_t used = TIME_WIDTH + PID_WIDTH + indentation;
	bool coloured = terminal->colour && *colours[look] != '\0';

	cell.n = 0;
	if (origin != NONE) {
		describe_seconds(&cell, e->time - origin, 3);
		buf_char(&cell, 's');
	}
	write_right(buf_text(&cell), TIME_WIDTH);
	cell.n = 0;
	if (e->pid != NONE)
		buf_number(&cell, e->pid);
	write_right(buf_text(&cell), PID_WIDTH);
	out_spaces(indentation);
	if (terminal->width > 0)
		describe_shorten(
		    &text, 0, terminal->width > used ? terminal->width - used : 0);
	out_string(coloured ? colours[look] : "");
	out_text(buf_text(&text));
	out_string(coloured ? "\x1b[m\n" : "\n");
}

static void
make_safe(struct text *cell, struct buf *b, const char *column)
{
	b->n = 0;
	if (!describe_words(b, *cell))
		row_bad(column, *cell);
	*cell = buf_text(b);
}

static void
event(struct event *e)
{
	static struct buf name, detail;
	static bool written;

	if (e->kind == HEADER) {
		out_string(written ? "----------------------------------------\n" : "");
		living_clear();
		origin = NONE;
		return;
	}
	if (e->kind == META || e->kind == FD || e->kind == WAIT)
		return;
	event_texts(e);
	make_safe(&e->name, &name, "name");
	make_safe(&e->detail, &detail, "detail");
	if (origin == NONE && !event_is_general(e->kind))
		origin = e->time;

	uint32_t depth = living_depth(e);
	text.n = 0;
	enum look look = follow_add(&text, e);
	if (look != HIDDEN) {
		write_line(e, depth, look);
		written = true;
	}
}

const struct format format_follow = { "follow", .event = event };
