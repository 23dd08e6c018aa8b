/* The lanes of the time line, see picture.h. */
#include <string.h>

#include "describe.h"
#include "picture.h"
#include "select.h"
#include "ticks.h"

#define INDENT 8.0
#define BAR_HEIGHT 12.0
#define LABEL_MOST 300.0 /* the label's width with its indentation */
#define TIP 5.0          /* of a bar whose end isn't known */

/* Deeper ones are indented no further. */
enum { DEEPEST = 12 };

enum { COMMAND_COLUMNS = 200 };

static double
indentation(uint32_t depth)
{
	return INDENT * (depth < DEEPEST ? depth : DEEPEST);
}

/* The command line as far as it fits there, without the path of the program. */
static void
add_label(struct buf *b, const struct picture *p, const struct life *l, double room)
{
	size_t word = 0, path = 0;

	b->n = 0;
	describe_command(b, p->processes, l);
	while (word < b->n && b->s[0] == '/' && b->s[word] != ' ')
		path = b->s[word++] == '/' ? word : path;
	if (path > 0)
		memmove(b->s, b->s + path, b->n -= path);
	describe_shorten(b, 0, (size_t)(room / SVG_COLUMN));
}

void
picture_measure_lanes(struct picture *p)
{
	static struct buf b;
	struct walk walk = { .p = p->processes };
	double most = 15 * SVG_COLUMN; /* "processes alive" */

	p->lanes = 0;
	while (walk_next(&walk)) {
		const struct life *l = &p->processes->lives[walk.life];
		double from = indentation(walk.depth), width;

		add_label(&b, p, l, LABEL_MOST - from);
		p->lanes++;
		width = from + picture_width(buf_text(&b));
		most = width > most ? width : most;
	}
	p->left = MARGIN + most + 12;
}

/* What pointing at a bar tells. */
static void
add_title(
    struct buf *b, const struct picture *p, const struct life *l, const struct stretch *s)
{
	size_t start = b->n;

	buf_string(b, "PID ");
	buf_number(b, l->pid);
	buf_string(b, s->copy ? ": copy of " : ": ");
	if (s->program != 0)
		describe_program(b, p->processes, s->program);
	else
		describe_stretch(b, p->processes, l, s);
	describe_cut(b, start, COMMAND_COLUMNS);
	buf_string(b, "\nfrom ");
	describe_seconds(b, s->start - p->origin, DECIMALS);
	buf_string(b, "s for ");
	describe_seconds(b, s->end > s->start ? s->end - s->start : 0, DECIMALS);
	buf_string(b, s->next ? "s, then executed another program" : "s, ");
	if (s->next == 0)
		describe_status(b, p->processes, l);
	if (l->cpu != NONE) {
		buf_string(b, "\nthe process: CPU ");
		describe_seconds(b, l->cpu, DECIMALS);
		buf_char(b, 's');
	}
	start = b->n;
	buf_string(b, "\n");
	describe_notes(b, p->processes, l);
	b->n = b->n > start + 1 ? b->n : start;
}

/* The outline of a bar, pointed where the process may have lived on (or before). */
static void
outline(struct buf *path, double x, double width, double y, bool from, bool on)
{
	const double half = BAR_HEIGHT / 2;

	path->n = 0;
	svg_add(path, "M%.1f %.1fh%.1f", x, y, width);
	if (on)
		svg_add(path, "l%.1f %.1fl-%.1f %.1f", TIP, half, TIP, half);
	else
		svg_add(path, "v%.1f", BAR_HEIGHT);
	svg_add(path, "h-%.1f", width);
	if (from)
		svg_add(path, "l-%.1f -%.1f", TIP, half);
	buf_char(path, 'Z');
}

/* One program's bar; returns its right end. */
static double
bar(struct picture *p, const struct life *l, const struct stretch *s, bool first)
{
	static struct buf name, title, path;
	double x = picture_x(p, s->start), width = picture_x(p, s->end) - x;
	double y = p->top + (LANE_HEIGHT - BAR_HEIGHT) / 2;
	char class[] = "c0 o";

	width = width > 2 ? width : 2;
	name.n = title.n = 0;
	describe_stretch(&name, p->processes, l, s);
	class[1] = (char)('0' + colours_get(&p->colours, buf_text(&name)));
	class[2] = s->copy ? ' ' : '\0';
	add_title(&title, p, l, s);
	outline(&path, x, width, y, first && l->birth != BIRTH_FORK,
	    s->next == 0 && l->ending != ENDED);
	svg_path(&p->body, class, buf_text(&path), &title);
	if (l->programs > 1 && picture_width(buf_text(&name)) + 6 < width)
		svg_text(&p->body, "k", x + 4, y + 9.5, buf_text(&name));
	return x + width;
}

/* "1.20s", and what is worth saying of its end. */
static void
add_outcome(struct buf *b, const struct picture *p, const struct life *l)
{
	bool failed = life_has_failed(l);

	buf_string(b, failed ? "× " : life_is_exact(l) ? "" : ">");
	short_duration(b, life_duration(p->processes, l));
	if (failed || l->ending != ENDED) {
		buf_char(b, ' ');
		describe_status(b, p->processes, l);
	}
	size_t start = b->n;
	buf_string(b, ", ");
	describe_notes(b, p->processes, l);
	b->n = b->n > start + 2 ? b->n : start;
}

/* Right of the bar, left of it or on it, wherever there is room. */
static void
outcome(struct picture *p, const struct life *l, double x, double end)
{
	static struct buf b;
	const char *class = life_has_failed(l) ? "e rim" : "d rim";
	const char *class_left = life_has_failed(l) ? "e rim right" : "d rim right";
	double before = x - p->left - 8, behind = RIGHT - end - 8;
	double room = behind > before ? behind : before, y = p->top + 13;

	b.n = 0;
	add_outcome(&b, p, l);
	if (room < end - x && picture_width(buf_text(&b)) > room) {
		describe_cut(&b, 0, (size_t)((end - x - 8) / SVG_COLUMN));
		svg_text(&p->body, "k right", end - 4, y, buf_text(&b));
		return;
	}
	if (picture_width(buf_text(&b)) <= behind) {
		svg_text(&p->body, class, end + 8, y, buf_text(&b));
		return;
	}
	describe_cut(&b, 0, (size_t)(room / SVG_COLUMN));
	if (behind > before)
		svg_text(&p->body, class, end + 8, y, buf_text(&b));
	else
		svg_text(&p->body, class_left, x - 8, y, buf_text(&b));
}

static void
bars(struct picture *p, const struct life *l)
{
	struct stretch s = { 0 };
	double x = picture_x(p, l->start), end = x;
	double y = p->top + (LANE_HEIGHT - BAR_HEIGHT) / 2;

	for (bool first = true; stretch_next(p->processes, l, &s); first = false) {
		double to = bar(p, l, &s, first);
		end = to > end ? to : end;
	}
	if (life_has_failed(l)) {
		svg_rect(&p->body, "f", x, y, end - x, BAR_HEIGHT, NULL);
		svg_rect(&p->body, "e", end, y - 1, 3, BAR_HEIGHT + 2, NULL);
	}
	outcome(p, l, x, end);
}

static void
label(struct picture *p, const struct life *l, uint32_t depth)
{
	static struct buf b;
	double x = MARGIN + indentation(depth);

	add_label(&b, p, l, p->left - 12 - x);
	svg_text(&p->body, life_has_failed(l) ? "e" : "t", x, p->top + 13, buf_text(&b));
}

/* The labels are clipped: some fonts have characters wider than any column. */
void
picture_lanes(struct picture *p)
{
	struct walk to_name = { .p = p->processes }, to_draw = to_name;
	double top = p->top;

	svg_clip(&p->body, MARGIN, top, p->left - 4 - MARGIN, p->lanes * LANE_HEIGHT);
	while (walk_next(&to_name)) {
		label(p, &p->processes->lives[to_name.life], to_name.depth);
		p->top += LANE_HEIGHT;
	}
	svg_clip_end(&p->body);
	p->top = top;
	while (walk_next(&to_draw)) {
		bars(p, &p->processes->lives[to_draw.life]);
		p->top += LANE_HEIGHT;
	}
}
