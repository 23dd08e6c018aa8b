/*
 * pt-format -d folded: what the time went to as stacks of executables, from the first
 * process down by creation, each with its own weight:
 *
 *	make;sh;cc1 1204311
 *	make;sh 88
 *
 * As flamegraph.pl and speedscope read it; the former takes "a 1 2" for two weights.
 * https://github.com/brendangregg/FlameGraph#2-fold-stacks
 */
#include <stdlib.h>
#include <string.h>

#include "describe.h"
#include "diag.h"
#include "format.h"
#include "select.h"
#include "stacks.h"
#include "utf8.h"
#include "words.h"

static const struct processes *processes;
static uint32_t *above; /* by life: the stack it was created in */

struct interval {
	int64_t start, end;
};

/* Whether a text ends in a blank and a number. */
static bool
has_number(const struct buf *b, size_t *blank)
{
	size_t n = b->n, dots = 0;

	while (n > 0 && strchr("0123456789.", b->s[n - 1]) != NULL && b->s[n - 1] != '\0')
		dots += b->s[--n] == '.';
	*blank = n - 1;
	return n > 0 && n < b->n && b->s[n - 1] == ' ' && b->s[n] != '.' && dots < 2;
}

/* The last part of a file name, without what would end a frame or the line. */
static struct text
frame(uint32_t text)
{
	static struct buf word, b;
	struct text cell = texts_get(&processes->texts, text), name;
	size_t from, blank;

	name = word_next(&cell, &word) == WORD ? buf_text(&word) : cell;
	for (from = name.n; from > 0 && name.s[from - 1] != '/';)
		from--;
	from = from < name.n ? from : 0;
	b.n = 0;
	for (size_t n; from < name.n; from += n ? n : 1) {
		n = printable_character(name.s + from, name.n - from);
		if (n == 0)
			buf_char(&b, '?');
		else if (name.s[from] == ';')
			buf_char(&b, ':');
		else
			buf_add(&b, name.s + from, n);
	}
	if (has_number(&b, &blank))
		b.s[blank] = '_';
	return b.n > 0 ? buf_text(&b) : text_of("?");
}

/* The stack of a process while it runs that program. */
static uint32_t
stack(uint32_t life, uint32_t program)
{
	return stacks_push(above[life], frame(program ? processes->programs[program].name
						      : processes->lives[life].name));
}

/* It began as a copy of its creator: of a program that this had executed, or of what
 * the creator was a copy of itself. */
static uint32_t
stack_above(const struct life *l)
{
	if (!(processes->lives[l->creator].flags & LIFE_SHOWN))
		return 0;
	return stack(l->creator, l->copied);
}

static bool
is_counted(const struct life *l)
{
	return l->flags & LIFE_SHOWN && !(l->flags & LIFE_MARK && l->children == 0);
}

static int
by_start(const void *a, const void *b)
{
	const struct interval *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

/* When one or more of its children lived: sorted, apart from each other. */
static size_t
covered(const struct life *l, struct interval **list)
{
	static struct interval *all;
	static size_t cap;
	size_t n = 0, kept = 0;

	if (cap < l->children) {
		cap = (size_t)l->children * 2;
		all = xrealloc(all, cap * sizeof *all);
	}
	for (uint32_t i = l->first_child; i != 0; i = processes->lives[i].next_sibling)
		if (is_counted(&processes->lives[i]))
			all[n++] = (struct interval){ processes->lives[i].start,
				life_end(processes, &processes->lives[i]) };
	*list = all;
	if (n == 0)
		return 0;
	qsort(all, n, sizeof *all, by_start);
	for (size_t i = 1; i < n; i++)
		if (all[i].start > all[kept].end)
			all[++kept] = all[i];
		else if (all[i].end > all[kept].end)
			all[kept].end = all[i].end;
	return kept + 1;
}

/* Each stretch has the time that none of the children lived in. */
static void
add_wall(uint32_t life)
{
	const struct life *l = &processes->lives[life];
	struct interval *busy;
	size_t n = covered(l, &busy), i = 0;
	int64_t from = l->start; /* all before is counted */

	for (struct stretch s = { 0 }; stretch_next(processes, l, &s);) {
		int64_t self = s.end > from ? s.end - from : 0;
		while (i < n && busy[i].start < s.end) {
			int64_t start = busy[i].start > from ? busy[i].start : from;
			int64_t end = busy[i].end < s.end ? busy[i].end : s.end;
			self -= end > start ? end - start : 0;
			if (busy[i].end > s.end)
				break;
			i++;
		}
		stacks_add(stack(life, s.program), self);
		from = s.end > from ? s.end : from;
	}
}

static void
render(struct processes *p)
{
	struct selection selection = select_lives(p, NONE);

	processes = p;
	select_report(&selection, "");
	above = xrealloc(NULL, p->count * sizeof *above);
	for (uint32_t i = 1; i < p->count; i++) {
		const struct life *l = &p->lives[i];

		if (!is_counted(l))
			continue;
		above[i] = stack_above(l);
		if (format_options.weight == WEIGHT_WALL)
			add_wall(i);
		else if (format_options.weight == WEIGHT_COUNT)
			stacks_add(stack(i, life_program(l)), 1);
		else if (l->cpu != NONE && l->birth != BIRTH_BEFORE)
			stacks_add(stack(i, life_program(l)), l->cpu);
	}
	free(above);
}

static void
on_end(void)
{
	stacks_write(format_options.weight == WEIGHT_COUNT ? 1 : 1000);
}

const struct format format_folded = { "folded", .recording = render, .end = on_end };
