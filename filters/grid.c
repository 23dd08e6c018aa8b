/* Small tables, see grid.h. */
#include <stdlib.h>
#include <string.h>

#include "describe.h"
#include "diag.h"
#include "grid.h"
#include "markdown.h"
#include "out.h"

struct buf *
grid_cell(struct grid *g)
{
	if (g->count == g->cap) {
		g->cap = g->cap ? g->cap * 2 : 64;
		g->starts = xrealloc(g->starts, g->cap * sizeof *g->starts);
	}
	g->starts[g->count++] = g->bytes.n;
	return &g->bytes;
}

static struct text
heading(const struct grid *g, size_t column)
{
	const char *text = g->columns[column].heading;

	return (struct text){ text, strlen(text) };
}

static struct text
cell(const struct grid *g, size_t i)
{
	size_t start = g->starts[i],
	       end = i + 1 < g->count ? g->starts[i + 1] : g->bytes.n;

	return (struct text){ g->bytes.s + start, end - start };
}

static void
clear(struct grid *g)
{
	buf_free(&g->bytes);
	free(g->starts);
	*g = (struct grid){ .columns = g->columns, .width = g->width };
}

static size_t
width_of(const struct grid *g, size_t column)
{
	size_t width = describe_width(heading(g, column));

	for (size_t i = column; i < g->count; i += g->width)
		if (width < describe_width(cell(g, i)))
			width = describe_width(cell(g, i));
	return width;
}

/* Appends a cell to the line. */
static void
add(struct buf *line, const struct grid *g, size_t column, size_t width, struct text t)
{
	bool is_last = column + 1 == g->width;
	size_t room = width - describe_width(t);

	for (size_t i = 0; g->columns[column].is_number && i < room; i++)
		buf_char(line, ' ');
	buf_add(line, t.s, t.n);
	for (size_t i = 0; !g->columns[column].is_number && !is_last && i < room; i++)
		buf_char(line, ' ');
	buf_string(line, is_last ? "" : "  ");
}

void
grid_write(struct grid *g, size_t columns)
{
	bool has_heading = heading(g, 0).n > 0;
	size_t *widths = xrealloc(NULL, g->width * sizeof *widths);
	struct buf line = { 0 };

	for (size_t column = 0; column < g->width; column++)
		widths[column] = width_of(g, column);
	for (size_t row = has_heading ? 0 : 1; row <= g->count / g->width; row++) {
		line.n = 0;
		for (size_t column = 0; column < g->width; column++)
			add(&line, g, column, widths[column],
			    row == 0 ? heading(g, column)
				     : cell(g, (row - 1) * g->width + column));
		describe_cut(&line, 0, columns);
		buf_char(&line, '\n');
		out_text(buf_text(&line));
	}
	buf_free(&line);
	free(widths);
	clear(g);
}

void
grid_write_markdown(struct grid *g, size_t columns)
{
	struct buf b = { 0 };

	for (size_t column = 0; column < g->width; column++) {
		out_string("| ");
		markdown_text(heading(g, column));
		out_char(' ');
	}
	out_string("|\n");
	for (size_t column = 0; column < g->width; column++)
		out_string(g->columns[column].is_number ? "| ---: " : "| --- ");
	out_string("|\n");
	for (size_t i = 0; i < g->count; i++) {
		struct text text = cell(g, i);

		b.n = 0;
		buf_add(&b, text.s, text.n);
		describe_cut(&b, 0, columns);
		out_string("| ");
		if (g->columns[i % g->width].is_code)
			markdown_code(buf_text(&b));
		else
			markdown_text(buf_text(&b));
		out_string((i + 1) % g->width == 0 ? " |\n" : " ");
	}
	out_char('\n');
	buf_free(&b);
	clear(g);
}
