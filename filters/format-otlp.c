/*
 * pt-format -d otlp: a trace for OpenTelemetry, a span for each process.
 *
 *	{"resourceSpans":[{"resource":{...},"scopeSpans":[{"scope":{"name":"pt",...},
 *	"spans":[{"traceId":"5b8e...","spanId":"eee1...","name":"make",...},...]}]}]}
 *
 * Lines of OTLP/JSON, each one TracesData:
 * https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/
 */
#include <string.h>

#include "describe.h"
#include "diag.h"
#include "format.h"
#include "hash.h"
#include "otlp.h"
#include "out.h"
#include "select.h"
#include "words.h"

/* A line is posted as one request, whose size receivers limit, the collector to 20 MiB:
 * a line that has so much is full, and a span with so much of events leaves out the
 * rest. */
enum { SPANS_FULL = 500, LINE_FULL = 1 << 20, EVENTS_FULL = 4 << 20 };

enum { KIND_INTERNAL = 1, STATUS_ERROR = 2 };                   /* trace.proto */
enum { SAMPLED = 1, HAS_IS_REMOTE = 0x100, IS_REMOTE = 0x200 }; /* its SpanFlags */

static const struct processes *processes;

static struct {
	uint64_t trace[2], key; /* key: of the spans' identifiers */
	struct otlp_resource resource;
	struct moments moments;
	struct json line;
	int spans;                  /* on the line */
	unsigned long long dropped; /* events, of all recordings */
} state;

/* The same recording has the same identifiers each time. */
static void
identify(void)
{
	const struct processes *p = processes;
	const int64_t facts[] = { p->realtime, p->begin, p->end, p->count,
		p->lives[1].pid, p->lives[1].start };
	uint64_t hash = hash_text(0, texts_get(&p->texts, p->bootid));

	hash = hash_text(hash, texts_get(&p->texts, p->host));
	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
		hash = hash_number(hash ^ (uint64_t)facts[i]) + i;
	state.key = hash != 0 ? hash : 1;
	state.trace[0] = hash_number(hash + 1);
	state.trace[1] = hash_number(hash + 2);
	if (format_options.traceparent.span != 0)
		memcpy(state.trace, format_options.traceparent.trace, sizeof state.trace);
}

/* Different for each life, and never 0: hash_number is one to one, and life 0, which is
 * nobody, gives its place to the one that would get 0. */
static uint64_t
span_id(uint32_t life)
{
	uint64_t place = state.key + life * 0x9e3779b97f4a7c15u;

	return hash_number(place != 0 ? place : state.key);
}

/* Nanoseconds since 1970, or since boot where the recording doesn't tell. */
static int64_t
unix_time(int64_t time)
{
	int64_t realtime = processes->realtime == NONE ? 0 : processes->realtime;

	if (realtime > INT64_MAX - time)
		return INT64_MAX;
	return realtime + time > 0 ? realtime + time : 0;
}

static bool
is_shown(uint32_t life)
{
	return processes->lives[life].flags & LIFE_SHOWN;
}

/* A mark is an event of its creator's span, where that is there. */
static bool
is_event(const struct life *l)
{
	return l->flags & LIFE_MARK && l->children == 0 && is_shown(l->creator);
}

/* A program is an event only where it isn't all that the span is about. */
static bool
is_wanted(const struct life *l, const struct moment *m)
{
	if (m->kind == MOMENT_EXEC)
		return l->programs > 1;
	return m->kind != MOMENT_MARK || is_event(&processes->lives[m->number]);
}

static void
event(struct json *j, const struct moment *m)
{
	static const char *const names[] = { [MOMENT_EXEC] = "pt.exec",
		[MOMENT_EXECFAIL] = "pt.exec_failed",
		[MOMENT_SIGNAL] = "pt.signal",
		[MOMENT_OOM] = "pt.oom",
		[MOMENT_MARK] = "pt.mark" };

	json_object(j, NULL);
	json_digits(j, "timeUnixNano", unix_time(m->time));
	json_string(j, "name", text_of(names[m->kind]));
	json_array(j, "attributes");
	otlp_moment(j, processes, m);
	json_array_end(j);
	json_object_end(j);
}

static void
events(struct json *j, uint32_t life)
{
	const struct life *l = &processes->lives[life];
	const struct moment *m = state.moments.list + state.moments.first[life],
			    *end = state.moments.list + state.moments.first[life + 1];
	size_t before = j->text.n, start, full = before + EVENTS_FULL;
	uint32_t dropped = 0;

	json_array(j, "events");
	start = j->text.n;
	for (; m < end; m++)
		if (is_wanted(l, m) && j->text.n < full)
			event(j, m);
		else
			dropped += is_wanted(l, m);
	json_array_end(j);
	if (j->text.n == start + 1)
		j->text.n = before; /* none */
	if (dropped > 0)
		json_number(j, "droppedEventsCount", dropped);
	state.dropped += dropped;
}

static void
attributes(struct json *j, const struct life *l)
{
	json_array(j, "attributes");
	otlp_process(j, processes, l);
	if (j->truncated)
		otlp_true(j, "pt.truncated");
	if (j->lossy)
		otlp_true(j, "pt.lossy");
	json_array_end(j);
}

static void
status(struct json *j, const struct life *l)
{
	static struct buf b;

	if (!life_has_failed(l))
		return;
	b.n = 0;
	describe_status(&b, processes, l);
	json_object(j, "status");
	json_string(j, "message", buf_text(&b));
	json_number(j, "code", STATUS_ERROR);
	json_object_end(j);
}

static void
span(struct json *j, uint32_t life)
{
	const struct life *l = &processes->lives[life];
	const struct traceparent *outer = &format_options.traceparent;
	int64_t start = unix_time(l->start), end = unix_time(life_end(processes, l));
	bool inside = outer->span != 0, remote = inside && !is_shown(l->creator);

	j->lossy = j->truncated = false;
	json_object(j, NULL);
	otlp_trace_id(j, "traceId", state.trace[0], state.trace[1]);
	otlp_span_id(j, "spanId", span_id(life));
	if (is_shown(l->creator))
		otlp_span_id(j, "parentSpanId", span_id(l->creator));
	else if (remote)
		otlp_span_id(j, "parentSpanId", outer->span);
	json_number(j, "flags",
	    HAS_IS_REMOTE | (remote ? IS_REMOTE : 0) | (inside ? outer->flags : SAMPLED));
	json_string(j, "name", otlp_name(processes, l));
	json_number(j, "kind", KIND_INTERNAL);
	json_digits(j, "startTimeUnixNano", start);
	json_digits(j, "endTimeUnixNano", end > start ? end : start);
	events(j, life); /* before the attributes, which tell whether texts were cut */
	attributes(j, l);
	status(j, l);
	json_object_end(j);
}

static void
begin_line(struct json *j)
{
	json_begin(j, NULL);
	json_array(j, "resourceSpans");
	json_object(j, NULL);
	json_object(j, "resource");
	json_array(j, "attributes");
	otlp_resource(j, &state.resource);
	json_array_end(j);
	json_object_end(j);
	json_array(j, "scopeSpans");
	json_object(j, NULL);
	json_object(j, "scope");
	json_string(j, "name", text_of("pt"));
	json_string(j, "version", text_of(VERSION));
	json_object_end(j);
	json_array(j, "spans");
}

static void
end_line(struct json *j)
{
	if (state.spans == 0)
		return;
	for (int i = 0; i < 3; i++) {
		json_array_end(j);
		if (i < 2)
			json_object_end(j);
	}
	j->lossy = j->truncated = false;
	json_end(j, NULL);
	out_text(buf_text(&j->text));
	state.spans = 0;
}

/* The service is what was run: the command, else the first process there is. What the
 * SDKs call one that has no name: https://opentelemetry.io/docs/specs/semconv/resource/
 */
static void
describe_resource(void)
{
	static struct buf host, service;
	struct text words = texts_get(&processes->texts, processes->host), name;
	uint32_t root = processes->root;

	for (uint32_t i = 1; root == 0 && i < processes->count; i++)
		root = is_shown(i) ? i : 0;
	name = otlp_name(processes, &processes->lives[root]);
	if (name.n == 1 && *name.s == '?')
		name = text_of("unknown_service");
	service.n = 0;
	buf_add(&service, name.s, name.n);
	if (word_next(&words, &host) != WORD)
		host.n = 0;
	state.resource = (struct otlp_resource){ buf_text(&host), buf_text(&service),
		processes->lost_rows > 0 };
}

static void
render(struct processes *p)
{
	static unsigned recordings;
	struct selection selection = select_lives(p, format_options.min_duration);

	processes = p;
	recordings++;
	select_limit(p, &selection, format_options.limit);
	select_report(&selection, "--limit");
	if (selection.shown == 0)
		return;
	if (p->realtime == NONE)
		warn("recording %u doesn't tell the time of day: its times count from "
		     "boot, as if that was 1970",
		    recordings);
	identify();
	describe_resource();
	state.moments = moments_collect(p);
	for (uint32_t i = 1; i < p->count; i++) {
		if (!is_shown(i) || is_event(&p->lives[i]))
			continue;
		if (state.spans == 0)
			begin_line(&state.line);
		span(&state.line, i);
		if (++state.spans == SPANS_FULL || state.line.text.n >= LINE_FULL)
			end_line(&state.line);
	}
	end_line(&state.line);
	moments_free(&state.moments);
}

static void
on_end(void)
{
	if (state.dropped > 0)
		warn(
		    "left out %llu events of processes that have more than 4 MiB of them",
		    state.dropped);
	buf_free(&state.line.text);
}

const struct format format_otlp = { "otlp", .recording = render, .end = on_end };
