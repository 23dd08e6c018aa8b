/*
 * pt-format -d chrome: a trace for Perfetto and chrome://tracing, see traceevents.h.
 *
 * What its format calls a process is a recording here, and what it calls a thread is
 * a process: so viewers show a lane each below one heading, in the order of the tree.
 * A lane has a slice for each program executed, and one before as a copy:
 *
 *	{"ph":"X","name":"make","pid":4242,"tid":4242,"ts":1000.000,"dur":1036000.000,...}
 */
#include <stdlib.h>

#include "describe.h"
#include "diag.h"
#include "format.h"
#include "life-json.h"
#include "load.h"
#include "select.h"
#include "traceevents.h"

/* Parts of the time line of which the load is told. */
enum { PARTS = 1000 };

enum { NAME_COLUMNS = 100 };

static const struct processes *processes;

static struct {
	struct json other;  /* what is said of the recordings, at the end */
	uint32_t *numbers;  /* of the tracks of this recording's lives; 0: not shown */
	uint32_t heading;   /* all its tracks stand below that one */
	int64_t begin, end; /* ns: of what is shown; begin is time 0 */
	uint32_t recordings;
} trace;

static struct track
track_of(uint32_t life)
{
	return (struct track){ trace.heading, trace.numbers[life] };
}

/* ns; what lies before the beginning (in hostile input) is moved there. */
static uint64_t
since_begin(int64_t time)
{
	return time > trace.begin ? (uint64_t)(time - trace.begin) : 0;
}

/* The command line as the recording has it, quoted as words already. */
static struct text
command_of(uint32_t program)
{
	const struct program *run = &processes->programs[program];

	return texts_get(&processes->texts, run->command ? run->command : run->name);
}

/* A copy has no command line of its own. */
static void
add_arguments(struct json *j, const struct life *l, const struct stretch *s, bool first)
{
	json_object(j, "args");
	if (s->program != 0 && !s->copy)
		json_string(j, "command", command_of(s->program));
	json_life_ids(j, l);
	if (first && l->birth != BIRTH_FORK)
		json_true(j, "start_not_recorded");
	if (s->next == 0) /* once, so that sums are right */
		json_life_outcome(j, processes, l);
	json_object_end(j);
}

/* Whatever the times, the slices of a track must not overlap; not even in the binary
 * fractions of JavaScript, so that one that another follows is a nanosecond shorter. */
static void
slices(const struct life *l, struct track track)
{
	static struct buf b;
	struct stretch s = { 0 };
	uint64_t at = 0;

	for (bool first = true; stretch_next(processes, l, &s); first = false) {
		uint64_t start = since_begin(s.start), end = since_begin(s.end);

		start = start > at ? start : at;
		at = end > start ? end : start;
		b.n = 0;
		buf_string(&b, s.copy ? "(fork) " : "");
		describe_stretch(&b, processes, l, &s);
		struct json *j = trace_event("X", "process", buf_text(&b), track, start);
		json_thousandths(j, "dur", at - start - (s.next != 0 && at > start));
		if (s.next == 0 && life_has_failed(l))
			json_string(j, "cname", text_of("terrible"));
		add_arguments(j, l, &s, first);
		trace_put(j);
	}
}

/* An arrow from the creator to what it created; bound to the slices around its ends. */
static void
arrow(uint32_t life)
{
	const struct life *l = &processes->lives[life];
	const struct life *creator = &processes->lives[l->creator];
	struct track from = track_of(l->creator), to = track_of(life);
	uint64_t time = since_begin(l->start);
	struct json *j;

	if (l->birth != BIRTH_FORK || from.number == 0 || creator->start > l->start ||
	    life_end(processes, creator) < l->start)
		return;
	j = trace_event("s", "fork", text_of("fork"), from, time);
	json_number(j, "id", to.number);
	trace_put(j);
	j = trace_event("f", "fork", text_of("fork"), to, time);
	json_number(j, "id", to.number);
	json_string(j, "bp", text_of("e"));
	trace_put(j);
}

static void
mark(uint32_t life)
{
	static struct buf b;
	const struct life *l = &processes->lives[life];
	struct json *j;

	b.n = 0;
	describe_mark(&b, processes, l);
	j = trace_event("i", "mark", buf_text(&b), track_of(life), since_begin(l->start));
	json_string(j, "s", text_of("p"));
	trace_put(j);
}

/* More than what a name takes of it, even if each character has the most bytes. */
static void
add_start(struct buf *b, struct text t)
{
	size_t most = (size_t)NAME_COLUMNS * 4;

	buf_add(b, t.s, t.n < most ? t.n : most);
}

static void
lane(uint32_t life, uint32_t place)
{
	static struct buf b;
	const struct life *l = &processes->lives[life];
	struct track track = track_of(life);

	b.n = 0;
	buf_number(&b, l->pid);
	buf_string(&b, l->flags & LIFE_MARK ? " mark: " : " ");
	if (l->flags & LIFE_MARK)
		describe_mark(&b, processes, l);
	else if (life_program(l) != 0)
		add_start(&b, command_of(life_program(l)));
	else
		describe_command(&b, processes, l);
	describe_cut(&b, 0, NAME_COLUMNS);
	trace_name("thread_name", track, buf_text(&b));
	trace_place("thread_sort_index", track, place);
	slices(l, track);
	arrow(life);
	if (l->flags & LIFE_MARK)
		mark(life);
}

/* A point on a process' track, up to its arguments. */
static struct json *
instant(const char *category, struct text name, uint32_t life, int64_t time)
{
	struct json *j =
	    trace_event("i", category, name, track_of(life), since_begin(time));

	json_string(j, "s", text_of("t"));
	json_object(j, "args");
	return j;
}

static void
put_instant(struct json *j)
{
	json_object_end(j);
	trace_put(j);
}

static void
signal_sent(const struct signal *signal)
{
	static struct buf b;
	struct json *j;

	b.n = 0;
	describe_signal(&b, signal->number);
	j = instant("signal", buf_text(&b), signal->life, signal->time);
	json_number(j, "sender_pid", signal->sender);
	b.n = 0;
	if (life_program(&processes->lives[signal->sender_life]) != 0)
		describe_command(&b, processes, &processes->lives[signal->sender_life]);
	else
		describe_sender_name(&b, processes, signal);
	if (b.n > 0)
		json_string(j, "sender", buf_text(&b));
	put_instant(j);
}

static void
incident(const struct incident *what)
{
	struct text name = text_of(what->oom ? "out of memory" : "exec failed");
	struct json *j = instant("incident", name, what->life, what->time);

	if (!what->oom) {
		json_word(j, "file", texts_get(&processes->texts, what->file));
		json_number(j, "errno", what->error);
	}
	put_instant(j);
}

static void
instants(void)
{
	for (uint32_t i = 1; i < processes->signal_count; i++)
		if (trace.numbers[processes->signals[i].life] != 0)
			signal_sent(&processes->signals[i]);
	for (uint32_t i = 0; i < processes->incident_count; i++)
		if (trace.numbers[processes->incidents[i].life] != 0)
			incident(&processes->incidents[i]);
}

static void
load(struct track heading)
{
	size_t parts = trace.end - trace.begin < PARTS ? 1 : PARTS;
	struct load measured = load_measure(processes, trace.begin, trace.end, parts);

	trace_load(heading, &measured);
	load_free(&measured);
}

/* The command's own track is the first below a heading of its number. */
static void
number_tracks(void)
{
	trace.numbers = xrealloc(NULL, processes->count * sizeof *trace.numbers);
	trace.begin = INT64_MAX;
	trace.end = 0;
	for (uint32_t i = 0; i < processes->count; i++) {
		const struct life *l = &processes->lives[i];
		int64_t end = life_end(processes, l);

		trace.numbers[i] = 0;
		if (!(l->flags & LIFE_SHOWN))
			continue;
		trace.numbers[i] = trace_number(l->pid);
		trace.begin = l->start < trace.begin ? l->start : trace.begin;
		trace.end = end > trace.end ? end : trace.end;
	}
	trace.heading = trace.numbers[processes_top(processes)];
	if (trace.heading == 0)
		trace.heading = trace_number(0);
}

/* Times as strings: the numbers of JavaScript hold 53 bits. */
static void
tell(const struct buf *title)
{
	const struct processes *p = processes;
	struct json *j = &trace.other;

	json_object(j, NULL);
	json_number(j, "pid", trace.heading);
	json_string(j, "command", buf_text(title));
	if (p->host != 0)
		json_word(j, "host", texts_get(&p->texts, p->host));
	json_digits(j, "begin_boottime_ns", trace.begin);
	if (p->realtime > 0 && p->realtime < INT64_MAX - trace.begin)
		json_digits(j, "begin_unix_ns", p->realtime + trace.begin);
	if (p->lost_rows > 0)
		json_true(j, "incomplete");
	if (p->lost_events > 0)
		json_number(j, "events_lost", (int64_t)p->lost_events);
	json_object_end(j);
}

static void
begin_other(void)
{
	json_begin(&trace.other, NULL);
	json_string(&trace.other, "producer", text_of("pt-format " VERSION));
	json_array(&trace.other, "recordings");
}

static void
render(struct processes *p)
{
	static struct buf title;
	struct selection selection = select_lives(p, format_options.min_duration);
	struct walk walk = { .p = p };

	processes = p;
	select_limit(p, &selection, format_options.limit);
	select_report(&selection, "--limit");
	if (trace.recordings++ == 0)
		begin_other();
	if (selection.shown == 0)
		return;

	number_tracks();
	title.n = 0;
	describe_recording(&title, p);
	tell(&title);
	describe_cut(&title, 0, NAME_COLUMNS);
	buf_string(&title, p->lost_rows > 0 ? " (incomplete, events were lost)" : "");
	struct track heading = { trace.heading, trace.heading };
	trace_name("process_name", heading, buf_text(&title));
	trace_place("process_sort_index", heading, trace.recordings);
	for (uint32_t place = 1; walk_next(&walk); place++)
		lane(walk.life, place);
	instants();
	load(heading);
	free(trace.numbers);
}

static void
on_end(void)
{
	if (trace.recordings == 0)
		begin_other();
	json_array_end(&trace.other);
	buf_char(&trace.other.text, '}');
	trace_close(buf_text(&trace.other.text));
	buf_free(&trace.other.text);
}

const struct format format_chrome = { "chrome", .recording = render, .end = on_end };
