/*
 * pt-format -d tree: the processes for a terminal, one line each, indented by
 * creation.
 *
 *	 PID  START   TIME    CPU  STATUS   COMMAND
 *	4242  0.000  1.204  0.010  exit 2   make check
 *	4243  0.012  1.100  0.004  SIGKILL  ├─ (killed by 4250 timeout) sleep 60
 *	4251  1.150  0.020  0.018  ok       └─ sh -> cc -c a.c
 */
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "describe.h"
#include "format.h"
#include "out.h"
#include "select.h"

/* Deeper ones are indented no further: a line of output stays short however deep
 * the processes nest. */
enum { DEEPEST = 32 };

/* Programs before the last one that are named. */
enum { CHAIN = 4 };

enum column { PID, START, TIME, CPU, STATUS, COLUMNS };

static const char *const headings[] = { "PID", "START", "TIME", "CPU", "STATUS" };

static struct processes *processes;

static struct {
	bool ready;
	bool colour;
	size_t width; /* of the terminal; 0: no terminal, lines aren't cut */
	const char *child, *last, *line, *gap, *then;
} style;

static struct {
	int64_t origin; /* ns */
	int decimals;
	size_t widths[COLUMNS];
	bool more[DEEPEST + 1]; /* at that depth the line goes on further down */
} table;

static size_t
terminal_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;

	if (columns != NULL && atoi(columns) > 0)
		return (size_t)atoi(columns);
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static void
choose_style(void)
{
	const char *none = getenv("NO_COLOR"), *term = getenv("TERM");
	bool utf8 = setlocale(LC_CTYPE, "") && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;

	style.ready = true;
	style.child = utf8 ? "├─ " : "|- ";
	style.last = utf8 ? "└─ " : "`- ";
	style.line = utf8 ? "│  " : "|  ";
	style.gap = "   ";
	style.then = utf8 ? " → " : " -> ";
	if (!isatty(STDOUT_FILENO))
		return;
	style.width = terminal_width();
	style.colour =
	    (none == NULL || *none == '\0') && term && strcmp(term, "dumb") != 0;
}

/* What stands in a column. '<' before a start: it was earlier; '>' before a time: it
 * was longer. */
static void
cell(struct buf *b, const struct life *l, enum column column)
{
	bool mark = l->flags & LIFE_MARK;

	b->n = 0;
	if (column == PID) {
		describe_number(b, l->pid);
	} else if (column == START) {
		buf_string(b, l->birth == BIRTH_FORK ? "" : "<");
		describe_seconds(b, l->start - table.origin, table.decimals);
		buf_char(b, 's');
	} else if (column == TIME && !mark) {
		buf_string(b, life_is_exact(l) ? "" : ">");
		describe_seconds(b, life_duration(processes, l), table.decimals);
		buf_char(b, 's');
	} else if (column == CPU && !mark && l->cpu != NONE) {
		describe_seconds(b, l->cpu, table.decimals);
		buf_char(b, 's');
	} else if (column == STATUS && !mark) {
		describe_status(b, processes, l);
	}
}

static void
measure(void)
{
	static struct buf b;
	int64_t longest = 0;

	table.origin = processes_origin(processes);
	for (uint32_t i = 1; i < processes->count; i++)
		if (processes->lives[i].flags & LIFE_SHOWN &&
		    longest < life_duration(processes, &processes->lives[i]))
			longest = life_duration(processes, &processes->lives[i]);
	table.decimals = longest < 1000000000 ? 6 : 3;
	for (enum column c = 0; c < COLUMNS; c++)
		table.widths[c] = strlen(headings[c]);
	for (uint32_t i = 1; i < processes->count; i++)
		for (enum column c = 0; c < COLUMNS; c++) {
			if (!(processes->lives[i].flags & LIFE_SHOWN))
				break;
			cell(&b, &processes->lives[i], c);
			if (table.widths[c] < b.n)
				table.widths[c] = b.n;
		}
}

static void
spaces(size_t n)
{
	while (n-- > 0)
		out_char(' ');
}

/* A cell and the space behind it; numbers stand at the right of their column. */
static void
put(struct text text, enum column column, const char *colour)
{
	size_t room = table.widths[column] - text.n;

	spaces(column < STATUS ? room : 0);
	out_string(colour);
	out_text(text);
	out_string(*colour ? "\x1b[m" : "");
	spaces((column < STATUS ? 0 : room) + 2);
}

static const char *
colour_of(const struct life *l)
{
	if (!style.colour)
		return "";
	return life_has_failed(l) ? "\x1b[31m" : l->ending != ENDED ? "\x1b[33m" : "";
}

/* The lines that lead from a process to its creator; returns their columns. */
static size_t
branches(const struct life *l, uint32_t depth)
{
	uint32_t levels = depth < DEEPEST ? depth : DEEPEST;

	for (uint32_t i = 1; i < levels; i++)
		out_string(table.more[i] ? style.line : style.gap);
	if (levels > 0)
		out_string(l->flags & LIFE_LAST ? style.last : style.child);
	table.more[levels] = !(l->flags & LIFE_LAST);
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
	size_t used = 0;

	for (enum column c = 0; c < COLUMNS; c++) {
		cell(&b, l, c);
		put(buf_text(&b), c, c == STATUS ? colour_of(l) : "");
		used += table.widths[c] + 2;
	}
	used += branches(l, depth);

	b.n = 0;
	if (l->flags & LIFE_MARK) {
		buf_string(&b, "=== ");
		describe_mark(&b, processes, l);
		buf_string(&b, " ===");
	} else {
		buf_char(&b, '(');
		if (depth > DEEPEST) {
			buf_string(&b, "depth ");
			describe_number(&b, depth);
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
	if (style.width > 0)
		describe_cut(&b, 0, style.width > used ? style.width - used : 0);
	out_string(style.colour && l->flags & LIFE_MARK ? "\x1b[1m" : "");
	out_text(buf_text(&b));
	out_string(style.colour && l->flags & LIFE_MARK ? "\x1b[m\n" : "\n");
}

static void
render(struct processes *p)
{
	static bool another;
	struct walk walk = { .p = p };
	struct selection selection = select_lives(p, format_options.min_duration);

	processes = p;
	select_limit(p, &selection, format_options.limit);
	select_report(&selection, "--limit");
	if (!style.ready)
		choose_style();
	out_string(another ? "\n" : "");
	another = true;
	if (p->lost_rows > 0) {
		out_string("events were lost (");
		if (p->lost_events > 0)
			out_format("at least %llu", (unsigned long long)p->lost_events);
		else
			out_string("nobody knows how many");
		out_string("): the tree may be incomplete\n");
	}
	measure();
	for (enum column c = 0; c < COLUMNS && selection.shown > 0; c++)
		put((struct text){ headings[c], strlen(headings[c]) }, c, "");
	out_string(selection.shown > 0 ? "COMMAND\n" : "");
	while (walk_next(&walk))
		line(&p->lives[walk.life], walk.depth);
}

const struct format format_tree = { "tree", .recording = render };
