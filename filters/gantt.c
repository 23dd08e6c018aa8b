/* A Gantt chart for Mermaid, see gantt.h. */
#include <stdio.h>
#include <string.h>

#include "describe.h"
#include "gantt.h"
#include "out.h"

/* What the lines around the bars may take of the text. */
enum { FRAME = 500 };

/* More of a label doesn't fit beside its bar. */
enum { LABEL_COLUMNS = 100 };

/* Bars that come out narrower than half a pixel get no width from Mermaid, and what
 * has none is not drawn. */
#define VISIBLE \
	"    %%{init: {\"themeCSS\": \".task[width=\\\"0\\\"] {width: 2px}\"}}%%\n"

static struct processes *processes;

static struct {
	struct buf body;
	int recordings;
	bool lost;
	int64_t origin;       /* ns: where the recording's time line begins */
	int64_t longest;      /* ms: of the time lines so far */
	bool grouped;         /* the last section is that of one process */
	struct pids sections; /* how many are named after each PID */
} chart;

/* What would end a label or its line, be taken for markup or for an entity. */
static void
add_label(struct buf *b, const struct buf *label)
{
	for (size_t i = 0; i < label->n; i++) {
		char c = label->s[i];

		if (c != '\0' && strchr(":#;%<>&", c)) {
			buf_char(b, '#');
			buf_number(b, c);
			buf_char(b, ';');
		} else {
			buf_char(b, c);
		}
	}
}

/* Whole milliseconds since the origin. */
static int64_t
milliseconds(int64_t time)
{
	return time > chart.origin ? (time - chart.origin) / 1000000 : 0;
}

static void
add_duration(struct buf *b, int64_t ns)
{
	char digits[32];

	if (ns < 0)
		ns = 0;
	snprintf(digits, sizeof digits, "%lld.%03lldms", (long long)(ns / 1000000),
	    (long long)(ns % 1000000 / 1000));
	buf_string(b, digits);
}

/* One bar; program 0: of a process that executed none. */
static void
bar(struct buf *b, const struct life *l, uint32_t program, int64_t start, int64_t end)
{
	static struct buf label;

	if (chart.longest < milliseconds(end))
		chart.longest = milliseconds(end);
	label.n = 0;
	if (l->flags & LIFE_MARK) {
		describe_mark(&label, processes, l);
	} else {
		buf_string(
		    &label, l->birth == BIRTH_FORK && l->programs == 0 ? "(fork) " : "");
		if (l->ending == STILL_RUNNING && program == l->last_program)
			buf_string(&label, life_may_have_ended(processes, l)
					       ? "(running?) "
					       : "(running) ");
		if (program != 0)
			describe_program(&label, processes, program);
		else
			describe_command(&label, processes, l);
	}
	describe_cut(&label, 0, LABEL_COLUMNS);

	buf_string(b, "    [");
	buf_number(b, l->pid);
	buf_string(b, "] ");
	add_label(b, &label);
	buf_string(b, l->flags & LIFE_MARK ? " :milestone, "
		      : life_has_failed(l) ? " :crit, "
					   : " :active, ");
	buf_number(b, milliseconds(start));
	buf_string(b, ", ");
	add_duration(b, l->flags & LIFE_MARK ? 0 : end - start);
	buf_char(b, '\n');
}

/* Mermaid counts the rows of sections by their names: those of PIDs that are used
 * again get a number. */
static void
section(struct buf *b, const char *name, const struct life *l)
{
	uint32_t *times = pids_at(&chart.sections, l->pid);

	buf_string(b, "    section ");
	buf_string(b, name);
	buf_char(b, '[');
	buf_number(b, l->pid);
	buf_char(b, ']');
	if (b == &chart.body && ++*times > 1) {
		buf_char(b, ' ');
		buf_number(b, *times);
	}
	buf_char(b, '\n');
}

/* The bars of a process: one that executed several programs is a section. Sections
 * need different names, so the next one is called after what comes first in it. */
static void
bars(struct buf *b, const struct life *l)
{
	int64_t start = l->start;
	int64_t end = life_end(processes, l);

	if (l->programs < 2 || l->flags & LIFE_MARK) {
		if (chart.grouped)
			section(b, "from ", l);
		chart.grouped = false;
		bar(b, l, l->last_program, start, end);
		return;
	}
	section(b, "", l);
	chart.grouped = true;
	for (uint32_t i = l->first_program; i != 0; i = processes->programs[i].next) {
		uint32_t next = processes->programs[i].next;
		int64_t stop = next ? processes->programs[next].time : end;
		bar(b, l, i, start, stop);
		start = stop;
	}
}

/* Whether the bars of another process fit into what Mermaid takes. */
static bool
fits(uint32_t life, void *context)
{
	static struct buf b;
	size_t *room = context, needed;
	int64_t longest = chart.longest;

	b.n = 0;
	chart.grouped = false;
	bars(&b, &processes->lives[life]);
	needed =
	    b.n +
	    (chart.grouped ? sizeof "12345678    section from [4194304] 12345678" : 0);
	if (needed > *room) {
		chart.longest = longest;
		return false;
	}
	*room -= needed;
	return true;
}

void
gantt_add(struct processes *p, struct selection *s, int64_t limit)
{
	struct walk walk = { .p = p };
	size_t used = chart.body.n + FRAME,
	       room = used < GANTT_MAX ? GANTT_MAX - used : 0;

	processes = p;
	chart.origin = INT64_MAX;
	while (walk_next(&walk))
		if (chart.origin > p->lives[walk.life].start)
			chart.origin = p->lives[walk.life].start;
	if (limit != NONE)
		select_limit(p, s, limit);
	else
		select_longest(p, s, fits, &room);

	if (++chart.recordings > 1) {
		buf_string(&chart.body, "    section recording ");
		buf_number(&chart.body, chart.recordings);
		buf_char(&chart.body, '\n');
	}
	chart.lost = chart.lost || p->lost_rows > 0;
	chart.grouped = false;
	walk = (struct walk){ .p = p };
	while (walk_next(&walk))
		bars(&chart.body, &p->lives[walk.life]);
}

/* The distance of the axis' ticks in milliseconds: 1, 2 or 5 and zeros, so that there
 * are at most ten. */
static int64_t
tick(void)
{
	for (int64_t unit = 1;; unit *= 10)
		for (int64_t i = 1; i <= 5; i += i == 1 ? 1 : 3)
			if (unit * i * 10 >= chart.longest)
				return unit * i;
}

size_t
gantt_write(void)
{
	size_t size = chart.body.n + FRAME;

	out_string("gantt\n    title Process Trace");
	out_string(chart.lost ? " (incomplete, events were lost)\n" : "\n");
	out_string(VISIBLE);
	out_string("    dateFormat x\n");
	/* Not %M or %H, which are those of the reader's time zone. */
	out_string(
	    chart.longest < 60000 ? "    axisFormat %S.%L\n" : "    axisFormat %s s\n");
	out_string("    tickInterval ");
	out_number(tick());
	out_string("millisecond\n    todayMarker off\n\n");
	out_text(buf_text(&chart.body));
	buf_free(&chart.body);
	pids_clear(&chart.sections);
	memset(&chart, 0, sizeof chart);
	return size;
}
