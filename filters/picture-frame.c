/* What stands around the lanes, see picture.h: axis, grid, marks, load. */
#include "describe.h"
#include "load.h"
#include "picture.h"
#include "ticks.h"

enum { TICKS = 9 };

/* Rows of the marks' labels, and how long a label may be. */
enum { ROWS = 4, MARK_COLUMNS = 28 };

#define ROW_HEIGHT 14.0

/* Pixels that a part of the load takes. */
#define PART 2.0

/* A change of this part of the most is too small to be seen. */
#define FLAT 0.002

double
picture_x(const struct picture *p, int64_t time)
{
	double part = 0;

	if (time >= p->end)
		part = 1;
	else if (time > p->begin)
		part = (double)(time - p->begin) / (double)(p->end - p->begin);
	return p->left + part * (RIGHT - p->left);
}

double
picture_width(struct text text)
{
	return (double)describe_width(text) * SVG_COLUMN;
}

/* The ticks from the first one on; false after the last. */
static bool
next_tick(const struct picture *p, int64_t *time, bool *begun)
{
	int64_t step = tick_step(p->end - p->begin, TICKS);

	*time = *begun ? *time + step : tick_first(p->begin - p->origin, step);
	*begun = true;
	return *time <= p->end - p->origin;
}

void
picture_axis(struct picture *p)
{
	static struct buf b;
	int64_t time = 0, step = tick_step(p->end - p->begin, TICKS);

	for (bool begun = false; next_tick(p, &time, &begun);) {
		double x = picture_x(p, p->origin + time);

		b.n = 0;
		tick_label(&b, time, step);
		if (x + picture_width(buf_text(&b)) / 2 < SVG_WIDTH)
			svg_text(&p->body, "d mid rim", x, p->top + 11, buf_text(&b));
	}
	p->top += LINE_HEIGHT;
}

void
picture_grid(struct picture *p, double height)
{
	static struct buf path;
	int64_t time = 0;

	path.n = 0;
	for (bool begun = false; next_tick(p, &time, &begun);)
		svg_add(&path, "M%.1f %.1fv%.1f", picture_x(p, p->origin + time), p->top,
		    height);
	if (path.n > 0)
		svg_path(&p->body, "g", buf_text(&path), NULL);
}

/* Where a label goes: right of its line, left of it near the end; -1: nowhere. */
static int
row_for(double *ends, double x, double width, double *at)
{
	*at = x + 4 + width < SVG_WIDTH ? x + 4 : x - 4 - width;
	for (int row = 0; row < ROWS; row++)
		if (ends[row] + 8 <= *at) {
			ends[row] = *at + width;
			return row;
		}
	return -1;
}

/* Draws the marks whose lines end at `bottom`, or only counts the rows of their labels.
 * Marks closer than a pixel to the last one drawn are left out. */
static int
draw_marks(struct picture *p, double bottom)
{
	static struct buf label, path;
	double ends[ROWS] = { 0 }, last = 0, at;
	int rows = 0;

	for (uint32_t i = 1; i < p->processes->count; i++) {
		const struct life *l = &p->processes->lives[i];
		double x = picture_x(p, l->start);

		if (!(l->flags & LIFE_MARK) || (x < last + 1 && x > last - 1))
			continue;
		last = x;
		label.n = 0;
		describe_mark(&label, p->processes, l);
		path.n = 0;
		buf_add(&path, label.s, label.n);
		describe_cut(&label, 0, MARK_COLUMNS);
		int row = row_for(ends, x, picture_width(buf_text(&label)), &at);
		rows = row >= rows ? row + 1 : rows;
		if (bottom <= 0)
			continue;

		double top = p->top + (row < 0 ? rows : row) * ROW_HEIGHT;
		if (row >= 0)
			svg_text(&p->body, "n", at, top + 11, buf_text(&label));
		label.n = 0;
		buf_add(&label, path.s, path.n);
		buf_char(&label, '\n');
		describe_seconds(&label, l->start - p->origin, DECIMALS);
		buf_char(&label, 's');
		path.n = 0;
		svg_add(&path, "M%.1f %.1fV%.1f", x, top, bottom);
		svg_path(&p->body, "m", buf_text(&path), &label);
	}
	return rows;
}

void
picture_marks(struct picture *p, double height)
{
	int rows = draw_marks(p, 0);

	draw_marks(p, p->top + rows * ROW_HEIGHT + height);
	p->top += rows * ROW_HEIGHT;
}

static double
value_of(const struct load_part *part, bool cores)
{
	return cores ? part->cores : part->most;
}

/* A strip of the load: `what` and the most of it stand at the left. */
static void
strip(struct picture *p, const struct load *load, const char *what, bool cores)
{
	static struct buf b;
	double most = 0, before = 0, width = (RIGHT - p->left) / (double)load->count;
	double bottom = p->top + LOAD_HEIGHT - 4;

	for (size_t i = 0; i < load->count; i++) {
		double value = value_of(&load->parts[i], cores);
		most = value > most ? value : most;
	}
	b.n = 0;
	buf_string(&b, what);
	svg_text(&p->body, "d", MARGIN, p->top + 12, buf_text(&b));
	b.n = 0;
	svg_add(&b, cores ? "at most %.2f" : "at most %.0f", most < 1e9 ? most : 1e9);
	svg_text(&p->body, "d", MARGIN, p->top + 24, buf_text(&b));

	b.n = 0;
	svg_add(&b, "M%.1f %.1f", p->left, bottom);
	for (size_t i = 0; i < load->count; i++) {
		double y = most > 0 ? value_of(&load->parts[i], cores) / most : 0;

		if (i > 0 && y < before + FLAT && y > before - FLAT)
			continue;
		svg_add(&b, "H%.1fV%.1f", p->left + width * (double)i,
		    bottom - y * (LOAD_HEIGHT - 8));
		before = y;
	}
	svg_add(&b, "H%.1f", RIGHT);
	svg_add(&b, "V%.1fZ", bottom);
	svg_path(&p->body, "a", buf_text(&b), NULL);
	p->top += LOAD_HEIGHT;
}

void
picture_load(struct picture *p)
{
	struct load load = load_measure(
	    p->processes, p->begin, p->end, (size_t)((RIGHT - p->left) / PART));

	strip(p, &load, "processes alive", false);
	strip(p, &load, "cores busy", true);
	load_free(&load);
}
