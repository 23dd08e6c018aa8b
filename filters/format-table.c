/*
 * pt-format -d table: all that is known of the processes for people, one line each in
 * order of creation.
 *
 *	 PID  PARENT  ...   TIME     CPU  MEMORY  STATUS  ...  EXECUTABLE  COMMAND
 *	4244    4243  ...  0.100s  0.004s  2.1MiB  exit 2  ...  sleep       sleep x
 */
#include "columns.h"
#include "describe.h"
#include "format.h"
#include "out.h"
#include "select.h"
#include "terminal.h"

/* What a command shall have at least on a terminal. */
enum { COMMAND_COLUMNS = 25 };

/* A terminal too narrow for all columns is left those that say most. */
static void
drop_columns(struct columns *c, size_t width)
{
	static const enum column least[] = { COLUMN_EXECUTABLE, COLUMN_END, COLUMN_DEPTH,
		COLUMN_FORKS, COLUMN_EXECS, COLUMN_PARENT, COLUMN_MEMORY };

	for (size_t i = 0; i < sizeof least / sizeof *least; i++)
		if (width > 0 && columns_width(c) + COMMAND_COLUMNS > width)
			c->shown &= ~(1u << least[i]);
}

static void
line(const struct columns *c, const struct life *l)
{
	static struct buf b;
	const struct terminal *terminal = terminal_look();
	size_t used = columns_width(c);

	columns_write(c, l, terminal->colour);
	b.n = 0;
	describe_noted(&b, c->p, l);
	if (terminal->width > 0)
		describe_cut(&b, 0, terminal->width > used ? terminal->width - used : 0);
	buf_char(&b, '\n');
	out_text(buf_text(&b));
}

static void
render(struct processes *p)
{
	static bool another;
	static struct buf lost;
	struct selection selection = select_lives(p, format_options.min_duration);

	select_limit(p, &selection, format_options.limit);
	select_report(&selection, "--limit");
	select_depths(p);
	out_string(another ? "\n" : "");
	another = true;
	if (p->lost_rows > 0) {
		lost.n = 0;
		describe_lost(&lost, p);
		out_text(buf_text(&lost));
		out_string(": the table may be incomplete\n");
	}
	if (selection.shown == 0)
		return;

	struct columns columns = columns_measure(p, (1u << COLUMNS) - 1);
	drop_columns(&columns, terminal_look()->width);
	columns_write_headings(&columns);
	out_string("COMMAND\n");
	for (uint32_t i = 1; i < p->count; i++)
		if (p->lives[i].flags & LIFE_SHOWN)
			line(&columns, &p->lives[i]);
}

const struct format format_table = { "table", .recording = render };
