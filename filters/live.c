/* Recording, see live.h. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "boottime.h"
#include "canary.h"
#include "chatter.h"
#include "coalesce.h"
#include "diag.h"
#include "intake.h"
#include "lines.h"
#include "live.h"
#include "meta.h"
#include "misses.h"
#include "out.h"
#include "rollcall.h"
#include "settle.h"
#include "snapshot.h"
#include "stopping.h"
#include "tracer.h"

enum { TRACER_WAIT = 1000 * 1000 * 1000 }; /* nanoseconds for the tracer to catch up */
enum { CANARY_WAIT = 60 * 1000 * 1000 };   /* nanoseconds for a canary's last rows */
enum { ROUND = 10 * 1000 * 1000 };         /* nanoseconds for rows that wait */
enum { HASTE = -15 };                      /* nice value, where it may be had */
static const int64_t START_LIMIT = 20 * INT64_C(1000000000); /* ... for all probes */

static struct {
	enum { STARTING, SNAPSHOT, RUNNING } phase;
	const char *name;
	struct tracer tracer;
	struct intake in;
	struct canary canary;
	int64_t canary_pid, self; /* in the stream, once it was seen there */
	int64_t first_event;      /* when one of the tracer's had come */
	struct snapshot snapshot;
	int64_t asked; /* when misses were last asked for */
	int64_t stop;  /* when a signal came; 0: none has */
} state;

static void
write_header(void)
{
	struct event header = event_new(HEADER);

	event_write(&header);
}

static void
on_row(struct row *r)
{
	settle_row(r);
	coalesce_row();
	if (state.phase != STARTING || r->e.kind != EXEC || !r->whole)
		return;
	row_finish(r);
	if (canary_is(&state.canary, r->e.detail)) {
		state.canary_pid = r->e.pid;
		state.self = r->e.ppid;
	}
}

/* The kinds of event that the canary brings about and that have not come yet. */
static unsigned
missing_kinds(void)
{
	unsigned missing = 1u << FORK | 1u << EXECFAIL | 1u << SIGNAL | 1u << SETPGID |
			   1u << SETSID | 1u << EXEC | 1u << EXIT;
	size_t n;
	struct row **rows = merge_waiting(&n);

	if (state.snapshot.files)
		missing |= 1u << OPEN | 1u << CLOSE | 1u << CLOEXEC;
	for (size_t i = 0; i < n; i++)
		if (rows[i]->whole &&
		    (rows[i]->e.pid == state.canary_pid ||
			(rows[i]->e.kind == SETPGID && rows[i]->e.ppid == state.self)))
			missing &= ~(1u << rows[i]->e.kind);
	return missing;
}

/* The tracer runs, but some of its probes don't. */
static _Noreturn void
give_up(void)
{
	static struct buf names;
	unsigned missing = missing_kinds();

	for (enum kind kind = HEADER + 1; kind < KINDS; kind++) {
		if (missing & 1u << kind) {
			buf_char(&names, ' ');
			buf_string(&names, event_name(kind));
		}
	}
	tracer_stop(&state.tracer);
	die("recording doesn't begin: no events of these kinds come:%.*s", (int)names.n,
	    names.s);
}

/* The first rows, from what was read in /proc and the events of that while. */
static void
begin(void)
{
	size_t n;
	struct row **rows = merge_waiting(&n);

	meta_write(state.snapshot.start, state.name, state.snapshot.complete,
	    state.snapshot.files);
	snapshot_write(&state.snapshot, rows, n);
	chatter_live();
	state.phase = RUNNING;
}

/* Brings recording to life, step by step. */
static void
start_up(void)
{
	int64_t now = clock_ns(CLOCK_BOOTTIME);

	if (state.phase == STARTING) {
		canary_reap(&state.canary);
		if (state.canary_pid > 0 && missing_kinds() == 0) {
			write_header();
			out_flush(); /* tells a reader that recording is live */
			misses_watch(tracer_worker(&state.tracer));
			snapshot_take(&state.snapshot);
			state.in.start = state.snapshot.start;
			state.phase = SNAPSHOT;
		} else if (state.canary.pid == 0 &&
			   now - state.canary.ended > CANARY_WAIT) {
			if (state.first_event == 0 && merge_newest() > 0)
				state.first_event = now;
			/* However far behind the tracer is. */
			if (state.first_event > 0 &&
			    merge_newest() - state.first_event > START_LIMIT)
				give_up();
			canary_start(&state.canary);
		}
	}
	if (state.phase == SNAPSHOT && (merge_complete() > state.snapshot.end ||
					   now - state.snapshot.end > TRACER_WAIT))
		begin();
}

/* The reader of a live stream ends it: that is no failure. */
static _Noreturn void
reader_ended(void)
{
	tracer_stop(&state.tracer);
	_exit(intake_status());
}

static void
on_write_error(int error)
{
	if (error == EPIPE)
		reader_ended();
	tracer_stop(&state.tracer);
	warn("<stdout>: write error: %s", strerror(error));
	_exit(STATUS_FAILED);
}

/* Before the rows of that while: a reader that has seen its last row may end. */
static void
tell_misses(int64_t now, bool at_once)
{
	enum { PAUSE = 10 * 1000 * 1000 };

	if (now - state.asked < PAUSE && !at_once)
		return;
	state.asked = now;
	struct misses missed = misses_new();
	if (missed.signals > 0)
		intake_missed(&state.in, missed.signals);
	if (missed.others > 0)
		intake_lost(&state.in, missed.others, "kernel");
}

/* Up to when all is to be here soon; 0: no such wish. */
static int64_t
awaited(void)
{
	return state.phase == SNAPSHOT && state.stop == 0 ? state.snapshot.end
							  : state.stop;
}

/* Waits for input, a signal, the end of our reader or the time a row may go out.
 * pause: nanoseconds for which input isn't waited for. */
static void
await(const sigset_t *waiting, int64_t pause)
{
	struct pollfd fds[] = { { .fd = STDOUT_FILENO },
		{ .fd = state.tracer.fd, .events = POLLIN } };
	bool more = merge_first() != NULL || state.phase != RUNNING || state.stop > 0;
	struct timespec round = { 0, pause > 0 ? pause : ROUND };

	out_flush();
	ppoll(fds, pause > 0 ? 1 : 2, pause > 0 || more ? &round : NULL, waiting);
	if (fds[0].revents & POLLERR)
		reader_ended();
	if (stopping_asked() && state.stop == 0)
		state.stop = clock_ns(CLOCK_BOOTTIME);
}

/* Takes in what the tracer has written. False when it has ended. */
static bool
take_in(struct lines *lines)
{
	struct text line;
	bool more = lines_fill(lines);

	while (lines_next(lines, &line))
		intake_line(&state.in, line);
	return more;
}

/* Rows that may go out now. True when the stream may end with them. */
static bool
give_out(int64_t now)
{
	bool settled = state.phase != STARTING && settle(&state.tracer, now, awaited());

	start_up();
	if (state.phase == RUNNING) {
		tell_misses(now, settled);
		intake_write(&state.in, now);
	}
	return state.stop > 0 &&
	       (settled || now - state.stop > TRACER_WAIT || state.phase == STARTING);
}

static void
end(bool tracer_ended)
{
	int status = tracer_stop(&state.tracer);

	if (tracer_ended && state.stop == 0 && state.phase == STARTING)
		chatter_explain(status);
	if (state.phase == SNAPSHOT)
		begin();
	/* How it ended tells nothing: all up to the stop is here, or not. */
	if (state.phase == RUNNING &&
	    (state.stop == 0 || merge_complete() < state.stop)) {
		warn(tracer_ended
			 ? "the tracer ended by itself: what came after that is lost"
			 : "the tracer was too far behind: what came last is lost");
		intake_ended(&state.in);
	}
	if (state.phase == STARTING)
		write_header();
	if (state.phase == RUNNING)
		intake_drain(&state.in, state.stop > 0 ? state.stop : INT64_MAX);
	out_close();
}

int
live_run(char **command, const char *name, bool files)
{
	struct lines lines = { .name = "tracer", .padded = true };
	int64_t now, pause = 0;
	sigset_t waiting;
	bool more;

	stopping_catch(&waiting);
	out_on_error = on_write_error;
	state.name = name;
	chatter_open(name);
	state.snapshot.files = files;
	state.in = (struct intake){ .text = chatter_take, .row = on_row };
	/* Events are lost when busy programs keep us, or the tracer, from running. */
	setpriority(PRIO_PROCESS, 0, HASTE);
	tracer_start(&state.tracer, command);
	fcntl(state.tracer.fd, F_SETFL, O_NONBLOCK);
	lines.fd = state.tracer.fd;
	merge_init(true);
	rollcall_open();

	do {
		await(&waiting, pause);
		more = take_in(&lines);
		now = clock_ns(CLOCK_BOOTTIME);
		if (give_out(now))
			break;
		pause = state.phase == RUNNING && state.stop == 0
			    ? coalesce(&state.tracer, now)
			    : 0;
	} while (more);
	end(!more);
	return intake_status();
}
