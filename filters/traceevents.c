/* Writing the Trace Event Format, see traceevents.h. */
#

#include "out.h"
#include "pids.h"
#include "traceevents.h"

static bool begun;        /* an event is written */
static struct pids taken; /* 1 for each PID that is a track's number */

uint32_t
trace_number(uint32_t pid)
{
	static uint32_t more;
	uint32_t *is_taken = pids_at(&taken, pid);

	if (pid == 0 || *is_taken)
		return PID_LIMIT + ++more;
	*is_taken = 1;
	return pid;
}

/* A displayTimeUnit of "ns" makes Perfetto take all times for nanoseconds. */
static void
open_document(void)
{
	if (!begun)
		out_string("{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n");
}

static struct json *
begin(const char *phase, struct text name, struct track track)
{
	static struct json j;

	json_begin(&j, NULL);
	json_string(&j, "ph", text_of(phase));
	json_string(&j, "name", name);
	json_number(&j, "pid", track.heading);
	json_number(&j, "tid", track.number);
	return &j;
}

struct json *
trace_event(const char *phase, const char *category, struct text name, struct track track,
    uint64_t time)
{
	struct json *j = begin(phase, name, track);

	json_string(j, "cat", text_of(category));
	json_thousandths(j, "ts", time);
	return j;
}

/* Commas stand between events; the newline of each comes before the next one. */
void
trace_put(struct json *j)
{
	json_end(j, NULL);
	open_document();
	out_string(begun ? ",\n" : "");
	begun = true;
	out_add(j->text.s, j->text.n - 1);
}

void
trace_name(const char *what, struct track track, struct text name)
{
	struct json *j = begin("M", text_of(what), track);

	json_object(j, "args");
	json_string(j, "name", name);
	json_object_end(j);
	trace_put(j);
}

void
trace_place(const char *what, struct track track, uint32_t index)
{
	struct json *j = begin("M", text_of(what), track);

	json_object(j, "args");
	json_number(j, "sort_index", index);
	json_object_end(j);
	trace_put(j);
}

static void
counter(struct track track, const char *name, const char *series, uint64_t time,
    uint64_t thousandths)
{
	struct json *j = trace_event("C", "load", text_of(name), track, time);

	json_object(j, "args");
	json_thousandths(j, series, thousandths);
	json_object_end(j);
	trace_put(j);
}

/* More cores than any machine has (in hostile input) are too many for the number. */
static uint64_t
thousandths(double value)
{
	return value < 1e9 ? (uint64_t)(value * 1000 + 0.5) : (uint64_t)1e12;
}

void
trace_load(struct track heading, const struct load *load)
{
	uint64_t span = (uint64_t)(load->end - load->begin), n = load->count;
	uint64_t alive_before = UINT64_MAX, busy_before = UINT64_MAX;

	for (uint64_t i = 0; i <= n; i++) {
		struct load_part part = i < n ? load->parts[i] : (struct load_part){ 0 };
		uint64_t time = span / n * i + span % n * i / n;
		uint64_t alive = part.most * 1000ull, busy = thousandths(part.cores);

		if (alive != alive_before)
			counter(heading, "processes", "alive", time, alive);
		if (busy != busy_before)
			counter(heading, "cores", "busy", time, busy);
		alive_before = alive;
		busy_before = busy;
	}
}

void
trace_close(struct text other)
{
	open_document();
	out_string(begun ? "\n],\"otherData\":" : "],\"otherData\":");
	out_text(other);
	out_string("}\n");
	pids_clear(&taken);
}
