/* What tables say of a process, see columns.h. */
#include <string.h>

#include "columns.h"
#include "describe.h"
#include "out.h"

/* Nobody wants one long name to push every command to the right. */
enum { EXECUTABLE_COLUMNS = 20 };

static const char *const headings[COLUMNS] = { "PID", "PARENT", "START", "END", "TIME",
	"CPU", "MEMORY", "STATUS", "EXECS", "FORKS", "DEPTH", "EXECUTABLE" };

const char *
columns_heading(enum column column)
{
	return headings[column];
}

bool
columns_is_number(enum column column)
{
	return column != COLUMN_STATUS && column != COLUMN_EXECUTABLE;
}

static void
add_seconds(struct buf *b, const struct columns *c, const char *sign, int64_t ns)
{
	buf_string(b, sign);
	describe_seconds(b, ns, c->decimals);
	buf_char(b, 's');
}

/* What is said of marks, too. */
static void
add_place(
    struct buf *b, const struct columns *c, const struct life *l, enum column column)
{
	uint32_t parent = l->creator ? c->p->lives[l->creator].pid : l->parent;

	if (column == COLUMN_PID)
		buf_number(b, l->pid);
	else if (column == COLUMN_PARENT && parent != 0)
		buf_number(b, parent);
	else if (column == COLUMN_START && life_is_known(l))
		add_seconds(b, c, l->birth == BIRTH_FORK ? "" : "<",
		    l->start - processes_origin(c->p));
	else if (column == COLUMN_DEPTH)
		buf_number(b, l->depth);
}

void
columns_cell(
    struct buf *b, const struct columns *c, const struct life *l, enum column column)
{
	size_t start = b->n;

	add_place(b, c, l, column);
	if (!life_is_known(l) || (l->flags & LIFE_MARK && !life_has_failed(l)))
		return;
	if (column == COLUMN_END && l->ending == ENDED) {
		add_seconds(b, c, "", l->end - processes_origin(c->p));
	} else if (column == COLUMN_TIME) {
		add_seconds(b, c, life_is_exact(l) ? "" : ">", life_duration(c->p, l));
	} else if (column == COLUMN_CPU && l->cpu != NONE) {
		add_seconds(b, c, "", l->cpu);
	} else if (column == COLUMN_MEMORY && l->rss != NONE) {
		describe_memory(b, l->rss);
	} else if (column == COLUMN_STATUS) {
		describe_status(b, c->p, l);
	} else if (column == COLUMN_EXECS) {
		buf_number(b, life_execs(l));
	} else if (column == COLUMN_FORKS) {
		buf_number(b, l->children);
	} else if (column == COLUMN_EXECUTABLE) {
		describe_executable(b, c->p, l);
		describe_cut(b, start, EXECUTABLE_COLUMNS);
	}
}

struct columns
columns_measure(const struct processes *p, unsigned shown)
{
	static struct buf b;
	struct columns c = { .p = p, .shown = shown };
	int64_t longest = 0;

	for (uint32_t i = 1; i < p->count; i++)
		if (p->lives[i].flags & LIFE_SHOWN &&
		    longest < life_duration(p, &p->lives[i]))
			longest = life_duration(p, &p->lives[i]);
	c.decimals = longest < 1000000000 ? 6 : 3;
	for (enum column column = 0; column < COLUMNS; column++)
		c.widths[column] = strlen(headings[column]);
	for (uint32_t i = 1; i < p->count; i++)
		for (enum column column = 0; column < COLUMNS; column++) {
			if (!(p->lives[i].flags & LIFE_SHOWN))
				break;
			if (!(shown & 1u << column))
				continue;
			b.n = 0;
			columns_cell(&b, &c, &p->lives[i], column);
			size_t width = describe_width(buf_text(&b));
			if (c.widths[column] < width)
				c.widths[column] = width;
		}
	return c;
}

size_t
columns_width(const struct columns *c)
{
	size_t sum = 0;

	for (enum column column = 0; column < COLUMNS; column++)
		sum += c->shown & 1u << column ? c->widths[column] + 2 : 0;
	return sum;
}

/* A cell and the spaces around it; numbers stand at the right of their column. */
static void
write_cell(
    const struct columns *c, struct text text, enum column column, const char *colour)
{
	size_t used = describe_width(text);
	size_t room = c->widths[column] > used ? c->widths[column] - used : 0;

	out_spaces(columns_is_number(column) ? room : 0);
	out_string(colour);
	out_text(text);
	out_string(*colour ? "\x1b[m" : "");
	out_spaces((columns_is_number(column) ? 0 : room) + 2);
}

void
columns_write_headings(const struct columns *c)
{
	for (enum column column = 0; column < COLUMNS; column++)
		if (c->shown & 1u << column)
			write_cell(c,
			    (struct text){ headings[column], strlen(headings[column]) },
			    column, "");
}

void
columns_write(const struct columns *c, const struct life *l, bool colour)
{
	static struct buf b;
	const char *warning = life_has_failed(l)   ? "\x1b[31m"
			      : l->ending != ENDED ? "\x1b[33m"
						   : "";

	for (enum column column = 0; column < COLUMNS; column++) {
		if (!(c->shown & 1u << column))
			continue;
		b.n = 0;
		columns_cell(&b, c, l, column);
		write_cell(c, buf_text(&b), column,
		    colour && column == COLUMN_STATUS ? warning : "");
	}
}
