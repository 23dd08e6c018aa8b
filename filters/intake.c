/* The tracer's output on its way to rows, see intake.h. */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>

#include "boottime.h"
#include "diag.h"
#include "intake.h"
#include "lifecycle.h"
#include "pids.h"

static struct {
	struct buf broken; /* the beginning of a line that a message broke in two */
	uintmax_t count;
	bool lost;
} state;

static void
add_row(const struct intake *in, enum kind kind, int64_t time, int64_t count,
    const char *name)
{
	struct row *r = xrealloc(NULL, sizeof *r);

	*r = (struct row){ .e = event_new(kind), .whole = true, .finished = true };
	r->e.time = time > in->start ? time : in->start + 1;
	r->e.code = count;
	r->e.name = text_of(name);
	merge_add(r, clock_ns(CLOCK_BOOTTIME));
}

void
intake_lost(const struct intake *in, int64_t count, const char *where)
{
	add_row(in, LOST, merge_front(), count, where);
}

void
intake_ended(const struct intake *in)
{
	add_row(in, LOST, merge_newest(), NONE, "tracer");
}

void
intake_missed(const struct intake *in, int64_t count)
{
	add_row(in, MISSED, merge_front(), count, "");
}

/* "Lost 12 events", the tracer's own words, anywhere in a line. */
static bool
find_loss(struct text line, size_t *at, int64_t *count)
{
	const char *p = memmem(line.s, line.n, "Lost ", 5);
	long long n;
	int used = 0;

	if (p == NULL || sscanf(p, "Lost %lld event%n", &n, &used) != 1 || used == 0)
		return false;
	*at = (size_t)(p - line.s);
	if (*at >= 9 && memcmp(p - 9, "WARNING: ", 9) == 0) /* from 0.24 on */
		*at -= 9;
	*count = n;
	return true;
}

static void
take_line(const struct intake *in, struct text text)
{
	struct line line = lifecycle_line(text);

	if (line.what == LINE_BAD) {
		if (text.n > 1 && text.s[1] == ' ' && text.s[0] >= 'A' &&
		    text.s[0] <= 'Z')
			intake_lost(in, 1, "decode"); /* an event damaged on its way */
		else
			in->text(text);
		return;
	}
	state.count++;
	merge_seen(line.cpu, line.time);
	if (line.what == LINE_ANSWER)
		merge_answered(line.cpu, line.time);
	if (line.what == LINE_ANSWER || line.what == LINE_TICK)
		return;
	if (line.is_new)
		merge_add(line.row, clock_ns(CLOCK_BOOTTIME));
	if (in->row != NULL)
		in->row(line.row);
}

/* A loss message may stand in the middle of a line. */
void
intake_line(const struct intake *in, struct text line)
{
	static struct buf joined;
	size_t at;
	int64_t count;

	if (line.s == NULL) {
		intake_lost(in, 1, "decode");
	} else if (find_loss(line, &at, &count)) {
		intake_lost(in, count, "tracer");
		if (at > 1 && line.s[1] == ' ')
			buf_add(&state.broken, line.s, at);
	} else if (state.broken.n > 0) {
		joined.n = 0;
		buf_add(&joined, state.broken.s, state.broken.n);
		buf_add(&joined, line.s, line.n + 1);
		state.broken.n = 0;
		take_line(in, (struct text){ joined.s, joined.n - 1 });
	} else {
		take_line(in, line);
	}
}

/* Rows that had to be put behind later ones: whoever reads on must know that births
 * and ends may stand in the wrong order. */
static void
tell_late(int64_t time)
{
	static uintmax_t told;
	struct event e = event_new(LOST);

	if (merge_late() == told)
		return;
	e.time = time;
	e.code = (int64_t)(merge_late() - told);
	e.name = (struct text){ "order", 5 };
	event_write(&e);
	told = merge_late();
	state.lost = true;
}

/* Of two threads that end at the same moment each may find itself to be the last. The
 * second row comes at once, unless its CPU is busy. */
static bool
ends_again(const struct event *e)
{
	static struct pids ended; /* milliseconds, not 0 */
	uint32_t now = (uint32_t)(e->time / 1000000) | 1, before;

	if ((e->kind != EXIT && e->kind != FORK) || e->pid < 0 || e->pid > PID_LIMIT)
		return false;
	before = pids_get(&ended, e->pid);
	if (e->kind == EXIT || before != 0)
		*pids_at(&ended, e->pid) = e->kind == EXIT ? now : 0;
	return e->kind == EXIT && before != 0 && now - before < 1000;
}

static void
write_row(const struct intake *in, struct row *r)
{
	row_finish(r);
	tell_late(r->e.time);
	if (r->e.time > in->start && !ends_again(&r->e)) {
		event_write(&r->e);
		state.lost = state.lost || r->e.kind == LOST;
	}
	row_free(r);
}

void
intake_write(const struct intake *in, int64_t now)
{
	struct row *r;

	while ((r = merge_next(now)) != NULL)
		write_row(in, r);
}

void
intake_drain(const struct intake *in, int64_t until)
{
	struct row *r;

	while ((r = merge_flush()) != NULL) {
		if (r->e.time <= until)
			write_row(in, r);
		else
			row_free(r);
	}
}

uintmax_t
intake_count(void)
{
	return state.count;
}

int
intake_status(void)
{
	if (merge_late() > 0)
		warn("%ju events came too late for their place in time", merge_late());
	if (state.lost)
		warn("events were lost");
	return state.lost || merge_late() > 0 ? STATUS_BAD_INPUT : STATUS_OK;
}
