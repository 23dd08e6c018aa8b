/* When all up to a time is here, see settle.h. */
#include "canary.h"
#include "merge.h"
#include "rollcall.h"
#include "settle.h"

/* Nanoseconds for a row to wait for ticks, and for a canary's end to be held back. */
static const int64_t PATIENCE = INT64_C(20) * 1000000, LIMIT = INT64_C(3000) * 1000000;

static struct {
	int64_t settled;
	int64_t held; /* the end of a canary; 0: none */
} state;

void
settle_row(const struct row *r)
{
	if (r->e.kind != EXIT || r->e.time < state.settled ||
	    (state.held > 0 && r->e.time >= state.held) ||
	    !canary_is_comm(buf_text(&r->name.list->bytes)))
		return;
	state.held = r->e.time;
	merge_hold(state.held);
}

static void
call_roll(struct tracer *t, int64_t now, int64_t time)
{
	const struct row *first = merge_first();

	rollcall_absent(t);
	if (time > 0)
		rollcall_ask(time, true);
	else if (first != NULL && now - first->arrived > PATIENCE)
		rollcall_ask(
		    first->e.time, !first->whole && first->e.time <= merge_complete());
}

/* The tracer tells of losses before it sleeps. */
static bool
is_settled(struct tracer *t, int64_t time)
{
	int64_t drained = merge_drained();

	if (state.settled <= time && drained > time && tracer_idle(t))
		state.settled = drained;
	return state.settled > time;
}

/* The canary's end; another's may be waiting behind it. */
static void
release(void)
{
	size_t n;
	struct row **rows = merge_waiting(&n);

	state.held = 0;
	merge_hold(INT64_MAX);
	for (size_t i = 0; i < n; i++)
		settle_row(rows[i]);
}

bool
settle(struct tracer *t, int64_t now, int64_t time)
{
	call_roll(t, now, time > 0 ? time : state.held);
	if (state.held > 0 && now - state.held > LIMIT)
		state.settled = state.held + 1;
	if (state.held > 0 && is_settled(t, state.held)) {
		release();
		if (time == 0)
			return true;
	}
	return time > 0 && is_settled(t, time);
}
