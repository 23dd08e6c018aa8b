/* What follow says of a row, see follow-words.h. */
#include "describe.h"
#include "follow-words.h"
#include "living.h"
#include "mark.h"

enum { NOT_FOUND = 2 /* ENOENT */ };

static struct buf *text; /* of the line */

static void
add_seconds(int64_t ns)
{
	describe_seconds(text, ns, 3);
	buf_char(text, 's');
}

static void
add(const char *before, struct text what)
{
	buf_string(text, before);
	if (what.n > 0)
		buf_add(text, what.s, what.n);
	else
		buf_char(text, '?');
}

/* A PID, and what is known to run there. */
static void
add_process(const char *before, int64_t pid)
{
	const struct living *l = living_get(pid);

	buf_string(text, before);
	buf_number(text, pid);
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
		buf_string(text, l->born ? " after " : " after >");
		add_seconds(e->time - l->since);
	}
	if (e->cpu != NONE) {
		buf_string(text, ", cpu ");
		add_seconds(e->cpu);
	}
	buf_string(text, fork || failed ? ": (" : ": ");
	buf_string(text, fork ? "fork" : "");
	if (failed)
		add(fork ? ", can't execute " : "can't execute ", buf_text(&l->failed));
	buf_string(text, fork || failed ? ") " : "");
	add("", l != NULL && l->command.n > 0 ? buf_text(&l->command) : e->name);
}

static enum look
on_fork(const struct event *e)
{
	int64_t creator = living_creator(e);
	const struct living *l = living_begin(e);

	buf_string(text, "fork");
	if (creator != NONE) {
		buf_string(text, " of ");
		buf_number(text, creator);
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
	buf_string(text, "=== ");
	mark_add(text, e->detail);
	buf_string(text, " ===");
	return HEADING;
}

/* In a search along PATH most attempts fail; that all did is told when it has ended. */
static enum look
on_exec_failure(const struct event *e)
{
	struct living *l = living_get(e->pid);

	add("can't execute ", e->name);
	buf_string(text, ": ");
	describe_error(text, e->code);
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
		buf_string(text, "ended");
	} else if ((e->code & 0x7f) == 0) {
		buf_string(text, "exit ");
		buf_number(text, e->code >> 8 & 0xff);
	} else {
		buf_string(text, "killed by ");
		describe_signal(text, e->code & 0x7f);
		buf_string(text, e->code & 0x80 ? " (core dumped)" : "");
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
		describe_signal(text, e->code);
	else
		buf_string(text, "a signal");
	add(" to ", l != NULL && l->name.n > 0 ? buf_text(&l->name) : e->name);
	if (e->by == 0)
		buf_string(text, " from the kernel");
	else if (e->by != NONE)
		add_process(" from ", e->by);
	if (e->by > 0 && living_get(e->by) == NULL && e->detail.n > 0)
		add(" ", e->detail);
	return NOTICE;
}

static enum look
on_group(const struct event *e)
{
	buf_string(text, "setpgid");
	if (e->pgid != NONE) {
		buf_char(text, ' ');
		buf_number(text, e->pgid);
	}
	if (e->by != NONE)
		add_process(" by ", e->by);
	return QUIET;
}

static enum look
on_zombie(const struct event *e)
{
	buf_string(text, "zombie, not reaped");
	if (e->ppid != NONE)
		add_process(" by ", e->ppid);
	add(": ", e->name);
	return NOTICE;
}

static enum look
on_timeout(const struct event *e)
{
	buf_string(text, "the time limit");
	if (e->code != NONE && e->code < INT64_MAX / 1000000) {
		buf_string(text, " of ");
		add_seconds(e->code * 1000000);
	}
	buf_string(text, " has passed");
	return FAILURE;
}

static enum look
on_loss(const struct event *e)
{
	buf_string(text, "*** events were lost (");
	if (e->code != NONE)
		buf_number(text, e->code);
	else
		buf_string(text, "nobody knows how many");
	buf_char(text, ')');
	if (e->name.n > 0)
		add(": ", e->name);
	buf_string(text, " ***");
	return ALARM;
}

static enum look
on_missed(const struct event *e)
{
	if (e->code != NONE)
		buf_number(text, e->code);
	buf_string(text, e->code == 1 ? " signal" : " signals");
	buf_string(text, " sent by interrupts, not seen");
	return NOTICE;
}

enum look
follow_add(struct buf *b, const struct event *e)
{
	text = b;
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
		buf_string(text, "setsid");
		return PLAIN;
	case SETPGID:
		return on_group(e);
	case SIGNAL:
		return on_signal(e);
	case OOM:
		buf_string(text, "out of memory: the kernel chose it as victim");
		return FAILURE;
	case ROOT:
		add("the command: ", e->detail);
		return HEADING;
	case SURVIVOR:
		buf_string(text, "left behind");
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
