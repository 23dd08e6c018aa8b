/*
 * pt-format -d pipes: for each pipe, FIFO and pair of sockets who made it, every process
 * that has had an end of it, how it got that and how long it kept it. Those come first of
 * which an end is open at the end.
 *
 *	pipe:[485213], made by 3385 bats-exec-test at 0.120s
 *	  kept open by 4935 sleep 1000 (w 3), created under 'starts a server'
 *	  w 3  3385  bats-exec-test  0.120s  1.200s  made, closed
 *	  w 3  4935  sleep           0.130s          inherited from 3385
 */
#include <stdlib.h>
#include <string.h>

#include "describe.h"
#include "diag.h"
#include "format.h"
#include "out.h"
#include "pipe-choice.h"
#include "pipes.h"
#include "words.h"

/* The longest name of a program that has a column; longer command lines are cut. */
enum { NAME = 24, COMMAND = 100 };

static const struct processes *processes;
static struct buf text;
static int decimals;

static void
add(const char *s)
{
	buf_string(&text, s);
}

static void
flush(void)
{
	out_text(buf_text(&text));
	text.n = 0;
}

/* What stands there from `start` on is made that wide, with spaces behind it, or, as for
 * numbers, before it. */
static void
align(size_t start, size_t width, bool right)
{
	size_t n = text.n - start;
	size_t missing = width - describe_width((struct text){ text.s + start, n });

	for (size_t i = 0; i < missing; i++)
		buf_char(&text, ' ');
	if (!right)
		return;
	memmove(text.s + start + missing, text.s + start, n);
	memset(text.s + start, ' ', missing);
}

static void
add_time(int64_t time)
{
	if (time == NONE)
		return;
	describe_seconds(&text, time - processes_origin(processes), decimals);
	add("s");
}

static void
add_process(uint32_t life)
{
	buf_number(&text, processes->lives[life].pid);
	add(" ");
	describe_executable(&text, processes, &processes->lives[life]);
}

/* Names as the kernel makes them need no quotes for people. */
static void
add_name(const struct pipe *pipe)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789:[]";
	static struct buf word;
	struct text name = texts_get(&processes->texts, pipe->name), rest = name;

	if (word_next(&rest, &word) == WORD) {
		buf_char(&word, '\0');
		if (strspn(word.s, plain) == word.n - 1) {
			add(word.s);
			return;
		}
	}
	describe_words(&text, name);
}

static const char *
access_of(const struct hold *h)
{
	static const char *const words[] = { "-", "r", "w", "rw" };

	return words[h->access & (CAN_READ | CAN_WRITE)];
}

static void
add_heading(const struct pipe *pipe)
{
	const struct hold *maker = &pipes.holds[pipe->maker];

	add_name(pipe);
	if (pipe->label != 0) {
		add(" ");
		describe_words(&text, texts_get(&processes->texts, pipe->label));
	}
	if (pipe->peer != 0) {
		add(", the other end of ");
		add_name(&pipes.pipes[pipe->peer]);
	}
	if (pipe->maker != 0) {
		add(", made by ");
		add_process(maker->life);
		add(" at ");
		add_time(maker->from);
	} else if (pipes.holds[pipe->first].got == GOT_GIVEN) {
		add(", given to the command");
	}
	add("\n");
}

static void
add_descriptor(const struct hold *h)
{
	add(access_of(h));
	add(" ");
	buf_number(&text, h->fd);
}

/* The processes that have it at the end, a line for each. */
static void
add_keepers(const struct pipe *pipe)
{
	uint32_t i = pipes_next_held(processes, pipe->first);

	while (i != 0) {
		uint32_t life = pipes.holds[i].life;
		const struct life *l = &processes->lives[life];
		add(processes->timeout != NONE ? "  open when the time was up: "
					       : "  kept open by ");
		buf_number(&text, l->pid);
		add(" ");
		size_t start = text.n;
		describe_command(&text, processes, l);
		describe_shorten(&text, start, COMMAND);
		add(" (");
		add_descriptor(&pipes.holds[i]);
		while ((i = pipes_next_held(processes, pipes.holds[i].next)) != 0 &&
		       pipes.holds[i].life == life) {
			add(", ");
			add_descriptor(&pipes.holds[i]);
		}
		add(")");
		if (l->mark != 0) {
			add(", created under '");
			describe_mark(&text, processes, &processes->lives[l->mark]);
			add("'");
		}
		if (life_may_have_ended(processes, l))
			add(", or its end was lost");
		add("\n");
		flush();
	}
}

static void
add_got(const struct hold *h)
{
	static const char *const words[] = {
		[GOT_UNSEEN] = "had it when recording began, or got it unseen",
		[GOT_BEFORE] = "had it when recording began",
		[GOT_GIVEN] = "given to the command",
		[GOT_MADE] = "made",
		[GOT_OPENED] = "opened",
		[GOT_COPIED] = "copied from ",
		[GOT_INHERITED] = "inherited from ",
		[GOT_SHARED] = "shares the descriptors of ",
	};
	const struct hold *source = &pipes.holds[h->source];

	add(words[h->got]);
	if (h->got == GOT_COPIED && h->source != 0)
		buf_number(&text, source->fd);
	else if (h->got == GOT_COPIED)
		add("?");
	else if (h->got == GOT_INHERITED || h->got == GOT_SHARED)
		buf_number(&text, processes->lives[source->life].pid);
}

static void
add_lost(const struct hold *h)
{
	static const char *const words[] = {
		[LOST_NOT] = "",
		[LOST_CLOSED] = ", closed",
		[LOST_BY_EXEC] = ", closed by its exec",
		[LOST_BY_END] = ", until its end",
		[LOST_UNSEEN] = ", replaced unseen",
	};

	add(words[h->lost]);
	if (h->lost == LOST_NOT && processes->lives[h->life].ending == END_LOST)
		add(", its end was lost");
}

/* What stands before the words. */
enum { DESCRIPTOR, PID, EXECUTABLE, FROM, UNTIL, CELLS };

static void
add_cell(const struct hold *h, int cell)
{
	size_t start = text.n;

	switch (cell) {
	case DESCRIPTOR:
		add_descriptor(h);
		break;
	case PID:
		buf_number(&text, processes->lives[h->life].pid);
		break;
	case EXECUTABLE:
		describe_executable(&text, processes, &processes->lives[h->life]);
		describe_cut(&text, start, NAME);
		break;
	case FROM:
		add_time(h->from);
		break;
	case UNTIL:
		add_time(h->until);
		break;
	}
}

static void
add_holds(const struct pipe *pipe)
{
	size_t widths[CELLS] = { 0 };

	for (uint32_t i = pipe->first; i != 0; i = pipes.holds[i].next)
		for (int cell = 0; cell < CELLS && pipes.holds[i].life != 0; cell++) {
			add_cell(&pipes.holds[i], cell);
			size_t width = describe_width(buf_text(&text));
			widths[cell] = width > widths[cell] ? width : widths[cell];
			text.n = 0;
		}
	for (uint32_t i = pipe->first; i != 0; i = pipes.holds[i].next) {
		const struct hold *h = &pipes.holds[i];
		if (h->life == 0)
			continue;
		for (int cell = 0; cell < CELLS; cell++) {
			add("  ");
			size_t start = text.n;
			add_cell(h, cell);
			align(start, widths[cell], cell == PID);
		}
		add("  ");
		add_got(h);
		add_lost(h);
		add("\n");
		flush();
	}
}

static void
render(struct processes *p)
{
	static bool again;
	uint32_t n;

	processes = p;
	decimals = p->begin != NONE && p->end - processes_origin(p) < 1000000000 ? 6 : 3;
	if (again)
		add("\n");
	again = true;
	if (p->lost_rows > 0) {
		describe_lost(&text, p);
		add(": who had what may be incomplete\n");
	}
	if (!pipes.recorded)
		add("descriptors were not recorded (see pt-capture --files)\n");
	else if (pipes.pipe_count == 0)
		add("no pipes\n");
	uint32_t *list = pipe_choice(p, &n);
	for (uint32_t i = 0; i < n; i++) {
		const struct pipe *pipe = &pipes.pipes[list[i]];
		add(i > 0 ? "\n" : "");
		add_heading(pipe);
		flush();
		add_keepers(pipe);
		add_holds(pipe);
	}
	flush();
	free(list);
	pipes_clear();
}

const struct format format_pipes = { "pipes", .recording = render, .row = pipes_event };
