/* How pt-diff shows what is different, see differences.h. */
#include <stdio.h>
#include <string.h>

#include "chain.h"
#include "change.h"
#include "describe.h"
#include "differences.h"
#include "out.h"
#include "terminal.h"

/* Of programs that differ so many are named. */
enum { PROGRAMS = 5 };

enum column { PID_A, PID_B, TIME_A, TIME_B, STATUS, COLUMNS };

static const char *const headings[] = { "PID-", "PID+", "TIME-", "TIME+", "STATUS" };

static struct {
	const struct differences *all;
	const struct processes *a, *b;
	int decimals; /* of seconds */
	size_t widths[COLUMNS];
} table;

static const char *
arrow(void)
{
	return terminal_look()->utf8 ? " → " : " -> ";
}

/* '>' before a time: it was longer. */
static void
add_time(struct buf *b, const struct processes *p, const struct life *l)
{
	buf_string(b, life_is_exact(l) ? "" : ">");
	describe_seconds(b, life_duration(p, l), table.decimals);
	buf_char(b, 's');
}

static void
cell(struct buf *b, const struct difference *d, enum column column)
{
	const struct life *x = &table.a->lives[d->a], *y = &table.b->lives[d->b];

	b->n = 0;
	if (column == PID_A && d->a != 0)
		buf_number(b, x->pid);
	else if (column == PID_B && d->b != 0)
		buf_number(b, y->pid);
	else if (column == TIME_A && d->a != 0)
		add_time(b, table.a, x);
	else if (column == TIME_B && d->b != 0)
		add_time(b, table.b, y);
	if (column != STATUS)
		return;
	if (d->a != 0)
		describe_status(b, table.a, x);
	if (d->changes & CHANGE_STATUS)
		buf_string(b, arrow());
	if (d->a == 0 || d->changes & CHANGE_STATUS)
		describe_status(b, table.b, y);
}

static void
measure(void)
{
	static struct buf b;
	int64_t longest = 0;

	for (size_t i = 0; i < table.all->count; i++) {
		const struct difference *d = &table.all->list[i];
		const struct processes *p = d->a ? table.a : table.b;
		int64_t time = life_duration(p, &p->lives[d->a ? d->a : d->b]);
		longest = time > longest ? time : longest;
	}
	table.decimals = longest < 1000000000 ? 6 : 3;
	for (enum column c = 0; c < COLUMNS; c++)
		table.widths[c] = strlen(headings[c]);
	for (size_t i = 0; i < table.all->count; i++)
		for (enum column c = 0; c < COLUMNS; c++) {
			cell(&b, &table.all->list[i], c);
			size_t width = describe_width(buf_text(&b));
			if (table.widths[c] < width)
				table.widths[c] = width;
		}
}

static void
put(struct text text, enum column column)
{
	size_t room = table.widths[column] - describe_width(text);

	out_spaces(column < STATUS ? room : 0);
	out_text(text);
	out_spaces((column < STATUS ? 0 : room) + 2);
}

/* Programs by their file names. */
static void
add_programs(struct buf *b, const struct processes *p, const struct life *l)
{
	uint32_t program = l->first_program;

	for (uint32_t i = 0; program != 0; i++) {
		buf_string(b, i > 0 ? ", " : "");
		if (i == PROGRAMS) {
			buf_string(b, "...");
			return;
		}
		describe_words(b, texts_get(&p->texts, p->programs[program].name));
		program = p->programs[program].next;
	}
	if (l->programs == 0)
		buf_string(b, "none");
}

static void
add_factor(struct buf *b, int64_t longer, int64_t shorter, const char *unit)
{
	char text[48];

	if (shorter > 0 && longer / shorter < 1000000)
		snprintf(text, sizeof text, "%.1f times as %s",
		    (double)longer / (double)shorter, unit);
	else
		snprintf(text, sizeof text, "far %ser", *unit == 'l' ? "long" : "fast");
	buf_string(b, text);
}

static void
add_changes(struct buf *b, const struct difference *d)
{
	const struct life *x = &table.a->lives[d->a], *y = &table.b->lives[d->b];
	int64_t in_a = life_duration(table.a, x), in_b = life_duration(table.b, y);
	size_t start = b->n;

	buf_char(b, '(');
	if (d->changes & CHANGE_SLOWER)
		add_factor(b, in_b, in_a, "long");
	if (d->changes & CHANGE_FASTER)
		add_factor(b, in_a, in_b, "fast");
	if (d->changes & CHANGE_PROGRAMS) {
		buf_string(b, b->n > start + 1 ? "; programs " : "programs ");
		add_programs(b, table.a, x);
		buf_string(b, arrow());
		add_programs(b, table.b, y);
	}
	if (b->n == start + 1)
		b->n = start;
	else
		buf_string(b, ") ");
}

static void
add_command(struct buf *b, const struct processes *p, uint32_t life)
{
	const struct life *l = &p->lives[life];

	if (l->flags & LIFE_MARK) {
		buf_string(b, "=== ");
		describe_mark(b, p, l);
		buf_string(b, " ===");
		return;
	}
	buf_string(b, l->birth == BIRTH_FORK && l->programs == 0 ? "(fork) " : "");
	describe_command(b, p, l);
}

static void
put_difference(const struct difference *d)
{
	static struct buf b;
	const struct terminal *terminal = terminal_look();
	const struct side *side = d->a ? table.all->a : table.all->b;
	uint32_t life = d->a ? d->a : d->b;
	size_t used = 3;

	if (terminal->colour)
		out_string(d->a && d->b ? "\x1b[33m" : d->a ? "\x1b[31m" : "\x1b[32m");
	out_string(d->a && d->b ? "!  " : d->a ? "-  " : "+  ");
	for (enum column c = 0; c < COLUMNS; c++) {
		cell(&b, d, c);
		put(buf_text(&b), c);
		used += table.widths[c] + 2;
	}
	b.n = 0;
	if (d->changes)
		add_changes(&b, d);
	if (life != side->root)
		chain_add(&b, &side->p, life, side->root);
	add_command(&b, &side->p, life);
	if (d->changes & CHANGE_COMMAND) {
		buf_string(&b, arrow());
		add_command(&b, table.b, d->b);
	}
	if (!(d->a && d->b) && side->below[life] > 0) {
		buf_string(&b, " (and ");
		buf_number(&b, side->below[life]);
		buf_string(&b, " below)");
	}
	if (terminal->width > 0)
		describe_cut(&b, 0, terminal->width > used ? terminal->width - used : 0);
	out_text(buf_text(&b));
	out_string(terminal->colour ? "\x1b[m\n" : "\n");
}

/* "--- run.log: PID 4242, 1.037s, exit 2: make check" */
static void
put_heading(const char *marker, const char *name, const struct side *side)
{
	static struct buf b;
	const struct life *l = &side->p.lives[side->root];

	b.n = 0;
	if (side->root != 0) {
		buf_string(&b, ": PID ");
		buf_number(&b, l->pid);
		buf_string(&b, ", ");
		add_time(&b, &side->p, l);
		buf_string(&b, ", ");
		describe_status(&b, &side->p, l);
		buf_string(&b, ": ");
		describe_command(&b, &side->p, l);
	}
	out_string(marker);
	out_string(name);
	out_text(buf_text(&b));
	out_char('\n');
}

static void
put_sums(const struct differences *d)
{
	static const struct {
		uint8_t change;
		const char *what;
	} kinds[] = { { CHANGE_STATUS, "ended otherwise" }, { CHANGE_SLOWER, "slower" },
		{ CHANGE_FASTER, "faster" }, { CHANGE_COMMAND, "with another command" },
		{ CHANGE_PROGRAMS, "with other programs" } };
	size_t counts[sizeof kinds / sizeof *kinds] = { 0 }, only_a = 0, only_b = 0;

	for (size_t i = 0; i < d->count; i++) {
		only_a += d->list[i].b == 0 ? 1 + d->a->below[d->list[i].a] : 0;
		only_b += d->list[i].a == 0 ? 1 + d->b->below[d->list[i].b] : 0;
		for (size_t j = 0; j < sizeof kinds / sizeof *kinds; j++)
			counts[j] += (d->list[i].changes & kinds[j].change) != 0;
	}
	out_format("processes: %zu only in ", only_a);
	out_string(d->names[0]);
	out_format(", %zu only in ", only_b);
	out_string(d->names[1]);
	for (size_t j = 0; j < sizeof kinds / sizeof *kinds; j++)
		if (counts[j] > 0)
			out_format(", %zu %s", counts[j], kinds[j].what);
	out_char('\n');
}

void
differences_write(const struct differences *d)
{
	table.all = d;
	table.a = &d->a->p;
	table.b = &d->b->p;
	measure();
	put_heading("--- ", d->names[0], d->a);
	put_heading("+++ ", d->names[1], d->b);
	out_string("   ");
	for (enum column c = 0; c < COLUMNS; c++)
		put((struct text){ headings[c], strlen(headings[c]) }, c);
	out_string("COMMAND\n");
	for (size_t i = 0; i < d->count; i++)
		put_difference(&d->list[i]);
	put_sums(d);
}
