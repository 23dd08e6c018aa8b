/*
 * pt-format -d tree: the processes for a terminal, one line each, indented by
 * creation.
 *
 *	 PID  START   TIME    CPU  STATUS   COMMAND
 *	4242  0.000  1.204  0.010  exit 2   make check
 *	4243  0.012  1.100  0.004  SIGKILL  ├─ (killed by 4250 timeout) sleep 60
 *	4251  1.150  0.020  0.018  ok       └─ sh -> cc -c a.c
 */
#include "columns.h"
#include "describe.h"
#include "format.h"
#include "out.h"
#include "select.h"
#include "terminal.h"

/* Deeper ones are indented no further: a line of output stays short however deep
 * the processes nest. */
enum { DEEPEST = 32 };

/* Programs before the last one that are named. */
enum { CHAIN = 4 };

static const unsigned shown = 1u << COLUMN_PID | 1u << COLUMN_START | 1u << COLUMN_TIME |
			      1u << COLUMN_CPU | 1u << COLUMN_STATUS;

static struct processes *processes;
static struct columns columns;
static bool more[DEEPEST + 1]; /* at that depth the line goes on further down */

static struct {
	const char *child, *last, *line, *gap, *then;
} style;

static void
choose_style(bool utf8)
{
	style.child = utf8 ? "├─ " : "|- ";
	style.last = utf8 ? "└─ " : "`- ";
	style.line = utf8 ? "│  " : "|  ";
	style.gap = "   ";
	style.then = utf8 ? " → " : " -> ";
}

/* The lines that lead from a process to its creator; returns their columns. */
static size_t
branches(const struct life *l, uint32_t depth)
{
	uint32_t levels = depth < DEEPEST ? depth : DEEPEST;

	for (uint32_t i = 1; i < levels; i++)
		out_string(more[i] ? style.line : style.gap);
	if (levels > 0)
		out_string(l->flags & LIFE_LAST ? style.last : style.child);
	more[levels] = !(l->flags & LIFE_LAST);
	return levels * 3;
}

/* The programs before the last one by their file names, then the command line. */
static void
command(struct buf *b, const struct life *l)
{
	uint32_t program = l->first_program;

	for (uint32_t i = 0; i + 1 < l->programs; i++) {
		if (i < CHAIN)
			describe_file(b, processes, program);
		else if (i == CHAIN)
			buf_string(b, "...");
		if (i <= CHAIN)
			buf_string(b, style.then);
		program = processes->programs[program].next;
	}
	describe_command(b, processes, l);
}

static void
line(const struct life *l, uint32_t depth)
{
	static struct buf b;
	const struct terminal *terminal = terminal_look();
	bool bold = terminal->colour && l->flags & LIFE_MARK;
	size_t used = columns_width(&columns);

	columns_write(&columns, l, terminal->colour);
	used += branches(l, depth);

	b.n = 0;
	if (l->flags & LIFE_MARK) {
		describe_noted(&b, processes, l);
	} else {
		buf_char(&b, '(');
		if (depth > DEEPEST) {
			buf_string(&b, "depth ");
			buf_number(&b, depth);
			buf_string(&b, ", ");
		}
		describe_notes(&b, processes, l);
		if (b.n > 2 && b.s[b.n - 1] == ' ')
			b.n -= 2;
		if (b.n == 1)
			b.n = 0;
		else
			buf_string(&b, ") ");
		command(&b, l);
	}
	if (terminal->width > 0)
		describe_cut(&b, 0, terminal->width > used ? terminal->width - used : 0);
	out_string(bold ? "\x1b[1m" : "");
	out_text(buf_text(&b));
	out_string(bold ? "\x1b[m\n" : "\n");
}

static void
render(struct processes *p)
{
	static bool another;
	struct walk walk = { .p = p };
	struct selection selection = select_lives(p, format_options.min_duration);
	struct buf lost = { 0 };

	processes = p;
	select_limit(p, &selection, format_options.limit);
	select_report(&selection, "--limit");
	choose_style(terminal_look()->utf8);
	out_string(another ? "\n" : "");
	another = true;
	if (p->lost_rows > 0) {
		describe_lost(&lost, p);
		out_text(buf_text(&lost));
		out_string(": the tree may be incomplete\n");
		buf_free(&lost);
	}
	columns = columns_measure(p, shown);
	if (selection.shown > 0) {
		columns_write_headings(&columns);
		out_string("COMMAND\n");
	}
	while (walk_next(&walk))
		line(&p->lives[walk.life], walk.depth);
}

const struct format format_tree = { "tree", .recording = render };
