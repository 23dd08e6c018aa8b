/*
 * pt-format -d svg: the time line as a picture: a lane for each process, depth first in
 * order of creation, with a bar for each program executed; see picture.h.
 */
#include "describe.h"
#include "format.h"
#include "picture.h"
#include "select.h"
#include "tally.h"
#include "ticks.h"

/* Processes that are shown where --limit doesn't say. */
enum { LANES = 100 };

/* In a font wider than that of the rest. */
enum { TITLE_COLUMNS = 96 };

static struct picture picture = { .top = MARGIN };
static struct buf title; /* of the whole picture */

static void
text_line(const char *class, const struct buf *b)
{
	svg_text(&picture.body, class, MARGIN, picture.top + 12, buf_text(b));
	picture.top += LINE_HEIGHT;
}

/* ", 3 failed", nothing for none; no comma at the beginning. */
static void
add_count(struct buf *b, uint64_t n, const char *what)
{
	if (n == 0)
		return;
	buf_string(b, b->n > 0 ? ", " : "");
	buf_number(b, (int64_t)n);
	buf_string(b, what);
}

/* A process that did nothing but mark the time: it is a line, not a lane. */
static bool
is_mark(const struct life *l)
{
	return l->flags & LIFE_MARK && l->programs == 1 && l->children == 0;
}

static void
hide_marks(struct processes *p, struct selection *s)
{
	for (uint32_t i = 1; i < p->count; i++) {
		struct life *l = &p->lives[i];

		if (!(l->flags & LIFE_SHOWN) || !is_mark(l))
			continue;
		l->flags &= (uint16_t)~LIFE_SHOWN;
		s->shown--;
	}
}

/* The command, and below it what is known of the whole. */
static void
heading(const struct processes *p)
{
	static struct buf b;
	uint32_t top = processes_top(p);
	struct outcomes outcomes = outcomes_count(p);

	b.n = 0;
	describe_recording(&b, p);
	describe_cut(&b, 0, TITLE_COLUMNS);
	if (title.n == 0)
		buf_add(&title, b.s, b.n);
	svg_text(&picture.body, "h", MARGIN, picture.top + 13, buf_text(&b));
	picture.top += LINE_HEIGHT + 4;

	b.n = 0;
	if (outcomes.processes == 0)
		buf_string(&b, "no processes");
	else
		short_duration(&b, top                 ? life_duration(p, &p->lives[top])
				   : p->end > p->begin ? p->end - p->begin
						       : 0);
	add_count(
	    &b, outcomes.processes, outcomes.processes == 1 ? " process" : " processes");
	add_count(&b, outcomes.failed + outcomes.killed, " failed");
	add_count(&b, outcomes.running, " still running");
	text_line("d", &b);
}

/* What isn't in the picture. */
static void
warnings(const struct processes *p, const struct selection *s)
{
	static struct buf b, left_out;

	b.n = 0;
	buf_string(&b, "incomplete: events were lost");
	add_count(&b, p->lost_events, " at least");
	if (p->lost_rows > 0)
		text_line("w", &b);

	left_out.n = 0;
	add_count(&left_out, s->over, " of ");
	if (s->over > 0) {
		buf_number(&left_out, (int64_t)s->over + s->shown);
		buf_string(&left_out, " processes, all but the longest-lived");
	}
	add_count(&left_out, s->brief, " that lived shorter than asked for");
	b.n = 0;
	buf_string(&b, "left out: ");
	buf_add(&b, left_out.s, left_out.n);
	if (left_out.n > 0)
		text_line("d", &b);
}

/* Counts which executables the bars are of. */
static void
colour(const struct processes *p)
{
	static struct buf b;
	struct walk walk = { .p = p };

	colours_forget(&picture.colours);
	while (walk_next(&walk)) {
		const struct life *l = &p->lives[walk.life];
		struct stretch s = { 0 };

		while (stretch_next(p, l, &s)) {
			b.n = 0;
			describe_stretch(&b, p, l, &s);
			if (!s.copy || l->programs == 0)
				colours_count(&picture.colours, buf_text(&b));
		}
	}
	colours_choose(&picture.colours);
}

/* What the colours stand for, and how often. */
static void
legend(void)
{
	static struct buf b;
	double x = MARGIN;
	char class[] = "c0";

	for (unsigned i = 0; i <= OTHER; i++) {
		struct text name;
		uint32_t times = colours_times(&picture.colours, i, &name);

		if (times == 0)
			continue;
		b.n = 0;
		buf_add(&b, name.s, name.n);
		describe_cut(&b, 0, 24);
		buf_string(&b, " ×");
		buf_number(&b, times);
		double width = picture_width(buf_text(&b)) + 32;
		if (x + width > SVG_WIDTH && x > MARGIN) {
			x = MARGIN;
			picture.top += LINE_HEIGHT;
		}
		class[1] = (char)('0' + i);
		svg_rect(&picture.body, class, x, picture.top + 3, 10, 10, NULL);
		svg_text(&picture.body, "t", x + 15, picture.top + 12, buf_text(&b));
		x += width;
	}
	picture.top += x > MARGIN ? LINE_HEIGHT : 0;
}

/* The time line shows what the lanes, and the marks, need of it. */
static void
fit(const struct processes *p)
{
	picture.processes = p;
	picture.begin = INT64_MAX;
	picture.end = 0;
	for (uint32_t i = 1; i < p->count; i++) {
		const struct life *l = &p->lives[i];
		int64_t end = life_end(p, l);

		if (!(l->flags & LIFE_SHOWN))
			continue;
		picture.begin = l->start < picture.begin ? l->start : picture.begin;
		picture.end = end > picture.end ? end : picture.end;
	}
	if (picture.begin == INT64_MAX)
		picture.begin = 0;
	if (picture.end <= picture.begin)
		picture.end = picture.begin + 1;
	picture.origin = processes_origin(p);
	picture_measure_lanes(&picture);
}

static void
render(struct processes *p)
{
	struct selection selection = select_lives(p, format_options.min_duration);
	bool limited = format_options.limit != NONE;

	hide_marks(p, &selection);
	select_limit(p, &selection, limited ? format_options.limit : LANES);
	select_report(&selection, limited ? "--limit" : "--limit 100 by default");
	fit(p);
	if (title.n > 0)
		picture.top += 2 * LINE_HEIGHT;
	heading(p);
	warnings(p, &selection);
	colour(p);
	legend();
	if (selection.shown == 0)
		return;

	double height = picture.lanes * LANE_HEIGHT + 6 + 2 * LOAD_HEIGHT;
	picture.top += 6;
	picture_marks(&picture, height + LINE_HEIGHT);
	picture_axis(&picture);
	picture_grid(&picture, height);
	picture_lanes(&picture);
	picture.top += 6;
	picture_load(&picture);
	picture_axis(&picture);
}

static void
on_end(void)
{
	if (title.n == 0)
		buf_string(&title, "no processes");
	svg_write(buf_text(&picture.body), picture.top + MARGIN, buf_text(&title));
	buf_free(&picture.body);
	buf_free(&title);
	colours_free(&picture.colours);
}

const struct format format_svg = { "svg", .recording = render, .end = on_end };
