/* A small table, put together cell by cell, then written: aligned, or in Markdown. */
#ifndef GRID_H
#define GRID_H

#include <stdbool.h>

#include "buf.h"

struct grid_column {
	const char *heading; /* of all or none: "" */
	bool is_number;      /* stands at its right */
	bool is_code;        /* in Markdown */
};

/* All zero but columns and width is empty. */
struct grid {
	const struct grid_column *columns;
	size_t width; /* of columns: how many */
	struct buf bytes;
	size_t *starts; /* of each cell in bytes */
	size_t count, cap;
};

/* Begins the next cell, left to right and row by row: it is what is appended to the
 * buffer until the next call. Cells are printable text in one line. */
struct buf *grid_cell(struct grid *g);

/* Writes it to standard output, a row a line cut to that many columns, and frees it. */
void grid_write(struct grid *g, size_t columns);

/* The same as a table in Markdown, each cell cut to that many columns. */
void grid_write_markdown(struct grid *g, size_t columns);

#endif
