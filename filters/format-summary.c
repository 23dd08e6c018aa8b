/*
 * pt-format -d summary: a recording on a page, for the end of a CI log; with --markdown
 * for the summary of a job.
 *
 *	make check
 *	exit 2, recorded 2026-11-23 10:12:33 UTC on ci4
 *
 *	wall time   1.037s
 *	cores busy  0.02 on average, 0.31 at most
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "columns.h"
#include "describe.h"
#include "figures.h"
#include "format.h"
#include "gantt.h"
#include "grid.h"
#include "markdown.h"
#include "out.h"
#include "tally.h"
#include "terminal.h"

/* Rows of a list; processes charted; columns of a line that goes to no terminal, of the
 * label of a figure, of a cell in Markdown: GitHub takes 1 MiB for a step of a job. */
enum { LISTED = 20, CHARTED = 10, LINE = 100, LABEL = 12, CELL = 200 };

static const struct processes *processes;
static struct tally tally;
static struct columns columns; /* for what is said of a process */

static void
add_seconds(struct buf *b, int64_t ns)
{
	describe_seconds(b, ns, columns.decimals);
	buf_char(b, 's');
}

static void
add_text(struct buf *b, struct text t)
{
	buf_add(b, t.s, t.n);
}

/* "exit 2, recorded 2026-11-23 10:12:33 UTC on ci4" */
static void
add_origin(struct buf *b)
{
	time_t seconds;
	struct tm tm;
	char date[64];

	if (processes->root != 0)
		describe_status(b, processes, &processes->lives[processes->root]);
	if (processes->realtime != NONE &&
	    processes->realtime <= INT64_MAX - tally.begin) {
		seconds = (time_t)((processes->realtime + tally.begin) / 1000000000);
		if (gmtime_r(&seconds, &tm) != NULL &&
		    strftime(date, sizeof date, "recorded %Y-%m-%d %H:%M:%S UTC", &tm)) {
			buf_string(b, b->n > 0 ? ", " : "");
			buf_string(b, date);
		}
	}
	if (processes->host != 0) {
		buf_string(b, b->n > 0 ? " on " : "on ");
		describe_words(b, texts_get(&processes->texts, processes->host));
	}
}

static size_t
line_width(void)
{
	return terminal_look()->width ? terminal_look()->width : LINE;
}

static void
write_line(struct buf *b)
{
	describe_cut(b, 0, line_width());
	buf_char(b, '\n');
	out_text(buf_text(b));
}

static struct buf b;

/* What b holds, and how that goes on. */
static void
write_notice(const char *markdown_kind, const char *rest)
{
	buf_string(&b, rest);
	if (format_options.markdown) {
		out_string("> [!");
		out_string(markdown_kind);
		out_string("]\n> ");
	}
	out_text(buf_text(&b));
	out_string(format_options.markdown ? "\n\n" : "\n");
}

static void
write_head(void)
{
	b.n = 0;
	if (processes->root != 0)
		describe_start(&b, processes, &processes->lives[processes->root]);
	else
		buf_string(&b, "recording without a command");
	if (format_options.markdown) {
		describe_cut(&b, 0, CELL);
		out_string("### ");
		(processes->root ? markdown_code : markdown_text)(buf_text(&b));
		out_string("\n\n");
	} else {
		write_line(&b);
	}
	b.n = 0;
	add_origin(&b);
	if (b.n > 0 && format_options.markdown) {
		markdown_text(buf_text(&b));
		out_string("\n\n");
	} else if (b.n > 0) {
		write_line(&b);
	}

	b.n = 0;
	if (processes->lost_rows > 0) {
		describe_lost(&b, processes);
		write_notice("WARNING", ": the summary may be incomplete");
	}
	b.n = 0;
	if (processes->missed_signals > 0) {
		buf_number(&b, (int64_t)processes->missed_signals);
		write_notice("NOTE", processes->missed_signals == 1
					 ? " signal sent by an interrupt was not seen"
					 : " signals sent by interrupts were not seen");
	}
}

static void
write_grid(struct grid *g)
{
	if (format_options.markdown)
		grid_write_markdown(g, CELL);
	else
		grid_write(g, line_width());
}

static void
write_figures(void)
{
	out_string(format_options.markdown ? "" : "\n");
	for (enum figure figure = 0; figure < FIGURES; figure++) {
		b.n = 0;
		buf_string(&b, figure_label(figure));
		buf_string(&b, format_options.markdown ? ": " : "  ");
		while (!format_options.markdown && b.n < LABEL)
			buf_char(&b, ' ');
		figure_add(&b, &tally, figure, columns.decimals);
		if (format_options.markdown) {
			out_string("- ");
			markdown_text(buf_text(&b));
			out_char('\n');
		} else {
			write_line(&b);
		}
	}
	out_string(format_options.markdown ? "\n" : "");
}

static void
write_title(struct buf *title)
{
	out_string(format_options.markdown ? "#### " : "\n");
	out_text(buf_text(title));
	out_string(format_options.markdown ? "\n\n" : "\n");
}

static void
write_programs(void)
{
	static const struct grid_column seven[] = { { "COUNT", true, false },
		{ "FAILED", true, false }, { "TOTAL", true, false },
		{ "LONGEST", true, false }, { "CPU", true, false },
		{ "MEMORY", true, false }, { "EXECUTABLE", false, true } };
	struct grid g = { .columns = seven, .width = 7 };
	static struct buf title;
	uint32_t shown = 0;

	for (uint32_t i = 0; i < tally.programs.count; i++) {
		const struct group *group = &tally.programs.list[i];
		if (!group->top)
			continue;
		shown++;
		buf_number(grid_cell(&g), group->count);
		buf_number(grid_cell(&g), group->failed);
		add_seconds(grid_cell(&g), group->wall);
		add_seconds(grid_cell(&g), group->longest);
		add_seconds(grid_cell(&g), group->cpu);
		struct buf *memory = grid_cell(&g);
		if (group->rss != NONE)
			describe_memory(memory, group->rss);
		add_text(grid_cell(&g), texts_get(&tally.programs.names, group->name));
	}
	title.n = 0;
	buf_string(&title, "Executables");
	if (shown < tally.programs.count) {
		buf_string(&title, ", ");
		buf_number(&title, shown);
		buf_string(&title, " of ");
		buf_number(&title, tally.programs.count);
	}
	write_title(&title);
	write_grid(&g);
}

/* The last ones of a list. */
static void
write_processes(const char *name, const struct life_list *list)
{
	static const enum column cells[] = { COLUMN_PID, COLUMN_START, COLUMN_TIME,
		COLUMN_CPU, COLUMN_MEMORY, COLUMN_STATUS };
	enum { CELLS = sizeof cells / sizeof *cells };
	struct grid_column heads[CELLS + 1] = { [CELLS] = { "COMMAND", false, true } };
	struct grid g = { .columns = heads, .width = CELLS + 1 };
	static struct buf title;

	if (list->count == 0)
		return;
	for (int i = 0; i < CELLS; i++)
		heads[i] = (struct grid_column){ columns_heading(cells[i]),
			columns_is_number(cells[i]), false };
	for (uint32_t i = list->count > LISTED ? list->count - LISTED : 0;
	     i < list->count; i++) {
		const struct life *l = &processes->lives[list->list[i]];
		for (int j = 0; j < CELLS; j++)
			columns_cell(grid_cell(&g), &columns, l, cells[j]);
		describe_noted(grid_cell(&g), processes, l);
	}
	title.n = 0;
	buf_string(&title, name);
	if (list->count > LISTED) {
		buf_string(&title, ", the last ");
		buf_number(&title, LISTED);
		buf_string(&title, " of ");
		buf_number(&title, list->count);
	}
	write_title(&title);
	write_grid(&g);
}

static void
write_attempts(void)
{
	static const struct grid_column three[] = { { "COUNT", true, false },
		{ "ERROR", false, false }, { "FILE", false, true } };
	struct grid g = { .columns = three, .width = 3 };
	static struct buf title;
	uint32_t count = tally.attempts.count;

	if (count == 0)
		return;
	for (uint32_t i = 0; i < count && i < LISTED; i++) {
		const struct group *group = &tally.attempts.list[i];
		struct text name = texts_get(&tally.attempts.names, group->name);
		size_t error =
		    (size_t)((const char *)memchr(name.s, '\t', name.n) - name.s);

		buf_number(grid_cell(&g), group->count);
		add_text(grid_cell(&g), (struct text){ name.s, error });
		add_text(grid_cell(&g),
		    (struct text){ name.s + error + 1, name.n - error - 1 });
	}
	title.n = 0;
	buf_string(&title, "Failed attempts to execute");
	if (count > LISTED) {
		buf_string(&title, ", ");
		buf_number(&title, LISTED);
		buf_string(&title, " of ");
		buf_number(&title, count);
	}
	write_title(&title);
	write_grid(&g);
}

static void
write_chart(struct processes *p)
{
	struct selection selection = select_lives(p, NONE);

	if (selection.shown == 0)
		return;
	gantt_add(p, &selection, CHARTED);
	out_string("#### The longest-lived processes\n\n```mermaid\n");
	gantt_write();
	out_string("```\n\n");
}

static void
render(struct processes *p)
{
	static bool another;

	processes = p;
	tally = tally_take(p);
	columns = (struct columns){ .p = p,
		.decimals = tally.end - tally.begin < 1000000000 ? 6 : 3 };
	out_string(another && !format_options.markdown ? "\n" : "");
	another = true;
	write_head();
	if (tally.processes > 0) {
		write_figures();
		write_programs();
		write_processes("Failed", &tally.failed);
		write_processes("Still running at the end", &tally.running);
		write_attempts();
	} else {
		out_string("no processes\n");
	}
	if (format_options.markdown)
		write_chart(p);
	tally_free(&tally);
}

const struct format format_summary = { "summary", .recording = render };
