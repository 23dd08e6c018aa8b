/* A command in a live event stream, see launch.h. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "boottime.h"
#include "child.h"
#include "diag.h"
#include "family.h"
#include "given.h"
#include "launch.h"
#include "out.h"
#include "passage.h"
#include "survivors.h"

enum { SECOND = 1000 * 1000 * 1000 };

static struct {
	enum {
		STARTING, /* waiting for the canary's events */
		RUNNING,  /* the command runs */
		ENDED,    /* the grace time of its descendants */
		CLOSING, /* waiting for a canary again: the stream is complete up to it */
		KILLING, /* what is left was sent SIGTERM */
	} phase;
	const struct launch *launch;
	sigset_t mask;    /* while waiting */
	int64_t limit;    /* when the command is to be ended; INT64_MAX: never */
	bool timed_out;   /* it was sent SIGTERM */
	int status;       /* the command's wait status */
	int64_t deadline; /* of the phase after the command's end */
	bool looked;      /* what was left has been looked for */
	bool killed;      /* ... and was sent SIGKILL, too */
	struct buf rows;
} state;

static volatile sig_atomic_t forward, ended;

static void
on_signal(int number, siginfo_t *info, void *context)
{
	(void)context;
	if (number == SIGCHLD)
		ended = 1;
	else if (state.phase != RUNNING || info->si_code <= 0)
		forward = number; /* the command has had a terminal's already */
}

static void
catch_signals(sigset_t *mask)
{
	static const int caught[] = { SIGCHLD, SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1,
		SIGUSR2 };
	sigset_t blocked;

	child_ignore(SIGPIPE); /* the passage sees it */
	sigemptyset(&blocked);
	for (size_t i = 0; i < sizeof caught / sizeof *caught; i++) {
		child_catch(caught[i], on_signal);
		sigaddset(&blocked, caught[i]);
	}
	sigprocmask(SIG_BLOCK, &blocked, mask);
}

static void
take_signals(void)
{
	int number = forward;

	forward = 0;
	if (number == 0)
		return;
	if (state.phase == STARTING)
		exit(128 + number);
	if (state.phase == RUNNING)
		kill(passage.child, number);
	else
		state.deadline = 0;
}

static void
take_child(void)
{
	ended = 0;
	canary_reap(&passage.canary);
	if (state.phase == RUNNING &&
	    waitpid(passage.child, &state.status, WNOHANG) > 0) {
		state.phase = ENDED;
		state.deadline = clock_ns(CLOCK_BOOTTIME) + state.launch->grace;
	}
}

/* As survivors_signal(); also what is stopped is to end. */
static void
terminate(int64_t pgid, int64_t except)
{
	survivors_signal(pgid, except, SIGTERM);
	survivors_signal(pgid, except, SIGCONT);
}

/* The command is to be ended: what it hangs in is in the recording first. */
static void
take_limit(int64_t now)
{
	struct event e = event_new(TIMEOUT);
	int64_t pgid = family_group(passage.root);

	if (!state.timed_out) {
		state.timed_out = true;
		state.limit = now + state.launch->grace;
		e.time = now;
		e.pid = passage.root;
		e.code = state.launch->limit / (SECOND / 1000);
		event_add(&state.rows, &e);
		survivors_look(&state.rows, now);
		passage_hold(&state.rows, now);
		warn("the command hasn't ended within %g s: it is sent SIGTERM",
		    (double)state.launch->limit / SECOND);
		kill(passage.child, SIGTERM);
		kill(passage.child, SIGCONT);
		terminate(pgid, passage.root);
	} else {
		state.limit = INT64_MAX;
		warn("the command hasn't ended %g s after SIGTERM: it is sent SIGKILL",
		    (double)state.launch->grace / SECOND);
		kill(passage.child, SIGKILL);
		survivors_signal(pgid, passage.root, SIGKILL);
	}
}

/* What the tracer says of lost events may come behind the last row of the command. */
static void
close_stream(int64_t now)
{
	passage.canary = (struct canary){ 0 };
	passage_prove();
	state.deadline = now + 5 * (int64_t)SECOND;
	state.phase = CLOSING;
}

/* The stream is complete up to a canary after the grace time: what is alive now has
 * been left. True when that is to be killed. */
static bool
take_survivors(int64_t now)
{
	double grace = (double)state.launch->grace / SECOND;
	size_t n = survivors_add(&state.rows, now, state.launch->quiet ? -1 : grace);

	passage_hold(&state.rows, now);
	state.looked = true;
	if (n == 0 || !state.launch->kill)
		return false;
	terminate(NONE, NONE);
	state.phase = KILLING;
	state.deadline = now + state.launch->grace;
	return true;
}

static void
start(void)
{
	given_note();
	passage.child = child_start(passage.command, &state.mask);
	state.phase = RUNNING;
	if (state.launch->limit != NONE)
		state.limit = clock_ns(CLOCK_BOOTTIME) + state.launch->limit;
}

/* False when there is nothing left to wait for. */
static bool
step(void)
{
	int64_t now = clock_ns(CLOCK_BOOTTIME);

	switch (state.phase) {
	case STARTING:
		if (passage.proven)
			start();
		else if (passage.begun && passage.canary.pid == 0 &&
			 now - passage.canary.ended > SECOND)
			passage_prove();
		return true;
	case RUNNING:
		if (now >= state.limit)
			take_limit(now);
		return true;
	case ENDED:
		if (!passage.live)
			return take_survivors(now);
		if (now >= state.deadline || (passage.root_ended && family_size() == 0))
			close_stream(now);
		return true;
	case CLOSING:
		if (passage.live && !passage.proven && now < state.deadline)
			return true;
		if (passage.live && !passage.proven) {
			warn("the capture has come to a halt: the recording's end is "
			     "missing");
			passage.failed = true;
		}
		return !state.looked && take_survivors(now);
	case KILLING:
		if (passage.live && family_size() == 0) {
			close_stream(now);
			return true;
		}
		if (state.killed)
			survivors_kill_late();
		if (now < state.deadline)
			return true;
		if (state.killed) {
			survivors_tell_left(now);
			return false;
		}
		survivors_signal(NONE, NONE, SIGKILL);
		state.killed = true;
		state.deadline = passage.live ? now + 5 * (int64_t)SECOND : now;
		return true;
	}
	return false;
}

/* Waits for rows, a signal or the next thing to do. */
static void
await(void)
{
	struct pollfd in = { .fd = passage.live ? STDIN_FILENO : -1, .events = POLLIN };
	int64_t now = clock_ns(CLOCK_BOOTTIME);
	int64_t left = state.phase == STARTING    ? SECOND / 10
		       : state.phase != RUNNING   ? state.deadline - now
		       : state.limit == INT64_MAX ? INT64_MAX
						  : state.limit - now;
	struct timespec t = { left / SECOND, left % SECOND };

	if (left < 0)
		t = (struct timespec){ 0, 0 };
	if (poll(&in, 1, 0) == 0)
		out_flush();
	if (!ended && !forward)
		ppoll(&in, 1, left == INT64_MAX ? NULL : &t, &state.mask);
}

int
launch_run(const struct launch *l, bool *whole, bool *timed_out)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };

	state.launch = l;
	state.limit = INT64_MAX;
	passage.command = l->command;
	passage.verbose = l->verbose;
	catch_signals(&state.mask);
	passage_open();
	while (step()) {
		await();
		take_signals();
		take_child();
		if (passage.live && poll(&in, 1, 0) > 0)
			passage_read();
	}
	passage_close();
	*whole = !passage.failed;
	*timed_out = state.timed_out;
	return state.status;
}
