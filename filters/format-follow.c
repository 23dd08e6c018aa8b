/*
 * pt-format -d follow: a line an event, as it happens, indented by creation.
 *
 *	0.020s  4244      fork of 4243 timeout
 *	0.021s  4244      exec sleep 60
 *	1.020s  4244      SIGTERM to sleep from 4243 timeout
 *	1.021s  4244      killed by SIGTERM after 1.001s, cpu 0.001s: sleep 60
 */
#include "describe.h"
#include "format.h"
#include "living.h"
#include "mark.h"
#include "out.h"
#include "rows.h"
#include "terminal.h"

/* Deeper ones are indented no further. */
enum { DEEPEST = 16 };

enum { TIME_WIDTH = 9, PID_WIDTH = 9, NOT_FOUND = 2 /* ENOENT */ };

/* How a line is shown on a terminal. */
enum look { HIDDEN, PLAIN, QUIET, HEADING, NOTICE, FAILURE, ALARM };

static const char *const colours[] = { [PLAIN] = "",
	[QUIET] = "\x1b[2m",
	[HEADING] = "\x1b[1m",
	[NOTICE] = "\x1b[33m",
	[FAILURE] = "\x1b[31m",
	[ALARM] = "\x1b[1;7;31m" };

static int64_t origin = NONE; /* of times: the first row about a process */
static struct buf text;       /* of the line */

static void
add_seconds(int64_t ns)
{
	describe_seconds(&text, ns, 3);
	buf_char(&text, 's');
}

static void
add(const char *before, struct text what)
{
	buf_string(&text, before);
	if (what.n > 0)
		buf_add(&text, what.s, what.n);
	else
		buf_char(&text, '?');
}

/* A PID, and what is known to run there. */
static void
add_process(const char *before, int64_t pid)
{
	const struct living *l = living_get(pid);

	buf_string(&text, before);
	buf_number(&text, pid);
	if (l != NULL)
		add(" ", buf_text(&l->name));
}

/* How long it has lived and what it is: what a reader would have to look for further
 * up. */
static void
add_life(const struct event *e, const struct living *l)
{
	bool fork = l != NULL && l->born && !l->executed;
	bool failed = l != NULL && l->failed.n > 0;

	if (l != NULL) {
		buf_string(&text, l->born ? " after " : " after >");
		add_seconds(e->time - l->since);
	}
	if (e->cpu != NONE) {
		buf_string(&text, ", cpu ");
		add_seconds(e->cpu);
	}
	buf_string(&text, fork || failed ? ": (" : ": ");
	buf_string(&text, fork ? "fork" : "");
	if (failed)
		add(fork ? ", can't execute " : "can't execute ", buf_text(&l->failed));
	buf_string(&text, fork || failed ? ") " : "");
	add("", l != NULL && l->command.n > 0 ? buf_text(&l->command) : e->name);
}

static enum look
on_fork(const struct event *e)
{
	int64_t creator = living_creator(e);
	const struct living *l = living_begin(e);

	buf_string(&text, "fork");
	if (creator != NONE) {
		buf_string(&text, " of ");
		buf_number(&text, creator);
		add(" ", buf_text(&l->name));
	}
	return QUIET;
}

static enum look
on_exec(const struct event *e)
{
	struct living *l = living_get(e->pid);

	if (l == NULL)
		l = living_begin(e);
	living_executes(l, e);
	if (!l->mark) {
		add("exec ", e->detail.n > 0 ? e->detail : e->name);
		return PLAIN;
	}
	buf_string(&text, "=== ");
	mark_add(&text, e->detail);
	buf_string(&text, " ===");
	return HEADING;
}

/* In a search along PATH most attempts fail; that all did is told when it has ended. */
static enum look
on_exec_failure(const struct event *e)
{
	struct living *l = living_get(e->pid);

	add("can't execute ", e->name);
	buf_string(&text, ": ");
	describe_error(&text, e->code);
	if (l == NULL)
		return FAILURE;
	living_fails(l, e);
	return e->code == NOT_FOUND ? HIDDEN : FAILURE;
}

/* The bits of a wait status (kernel/exit.c): signal, core dump, exit status. */
static enum look
on_exit(const struct event *e)
{
	const struct living *l = living_get(e->pid);
	bool mark = l != NULL && l->mark;

	if (e->code == NONE) {
		buf_string(&text, "ended");
	} else if ((e->code & 0x7f) == 0) {
		buf_string(&text, "exit ");
		buf_number(&text, e->code >> 8 & 0xff);
	} else {
		buf_string(&text, "killed by ");
		describe_signal(&text, e->code & 0x7f);
		buf_string(&text, e->code & 0x80 ? " (core dumped)" : "");
	}
	add_life(e, l);
	living_end(e->pid);
	if (e->code == NONE || e->code == 0)
		return mark ? HIDDEN : QUIET;
	return FAILURE;
}

static enum look
on_signal(const struct event *e)
{
	const struct living *l = living_get(e->pid);

	if (e->code != NONE)
		describe_signal(&text, e->code);
	else
		buf_string(&text, "a signal");
	add(" to ", l != NULL && l->name.n > 0 ? buf_text(&l->name) : e->name);
	if (e->by == 0)
		buf_string(&text, " from the kernel");
	else if (e->by != NONE)
		add_process(" from ", e->by);
	return NOTICE;
}

static enum look
on_group(const struct event *e)
{
	buf_string(&text, "setpgid");
	if (e->pgid != NONE) {
		buf_char(&text, ' ');
		buf_number(&text, e->pgid);
	}
	if (e->by != NONE)
		add_process(" by ", e->by);
	return QUIET;
}

static enum look
on_zombie(const struct event *e)
{
	buf_string(&text, "zombie, not reaped");
	if (e->ppid != NONE)
		add_process(" by ", e->ppid);
	add(": ", e->name);
	return NOTICE;
}

static enum look
on_timeout(const struct event *e)
{
	buf_string(&text, "the time limit");
	if (e->code != NONE && e->code < INT64_MAX / 1000000) {
		buf_string(&text, " of ");
		add_seconds(e->code * 1000000);
	}
	buf_string(&text, " has passed");
	return FAILURE;
}

static enum look
on_loss(const struct event *e)
{
	buf_string(&text, "*** events were lost (");
	if (e->code != NONE)
		buf_number(&text, e->code);
	else
		buf_string(&text, "nobody knows how many");
	buf_char(&text, ')');
	if (e->name.n > 0)
		add(": ", e->name);
	buf_string(&text, " ***");
	return ALARM;
}

static enum look
on_missed(const struct event *e)
{
	if (e->code != NONE)
		buf_number(&text, e->code);
	buf_string(&text, e->code == 1 ? " signal" : " signals");
	buf_string(&text, " sent by interrupts, not seen");
	return NOTICE;
}

/* Makes the line's text of the row, and keeps what it says. */
static enum look
take(const struct event *e)
{
	switch (e->kind) {
	case PROC:
		living_executes(living_begin(e), e);
		return HIDDEN;
	case FORK:
		return on_fork(e);
	case EXEC:
		return on_exec(e);
	case EXECFAIL:
		return on_exec_failure(e);
	case EXIT:
		return on_exit(e);
	case SETSID:
		buf_string(&text, "setsid");
		return PLAIN;
	case SETPGID:
		return on_group(e);
	case SIGNAL:
		return on_signal(e);
	case OOM:
		buf_string(&text, "out of memory: the kernel chose it as victim");
		return FAILURE;
	case ROOT:
		add("the command: ", e->detail);
		return HEADING;
	case SURVIVOR:
		buf_string(&text, "left behind");
		add_life(e, living_get(e->pid));
		return NOTICE;
	case ZOMBIE:
		return on_zombie(e);
	case TIMEOUT:
		return on_timeout(e);
	case LOST:
		return on_loss(e);
	case MISSED:
		return on_missed(e);
	default:
		return HIDDEN;
	}
}

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
	enum look look = take(e);
	if (look != HIDDEN) {
		write_line(e, depth, look);
		written = true;
	}
}

const struct format format_follow = { "follow", .event = event };
