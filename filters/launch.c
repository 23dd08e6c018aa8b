/* A command in a live event stream, see launch.h. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "boottime.h"
#include "canary.h"
#include "child.h"
#include "diag.h"
#include "family.h"
#include "launch.h"
#include "out.h"
#include "procfs.h"
#include "stream.h"
#include "survivors.h"
#include "words.h"

enum { SECOND = 1000 * 1000 * 1000 };

static struct {
	enum {
		STARTING, /* waiting for the canary's events */
		RUNNING,  /* the command runs */
		ENDED,    /* the grace time of its descendants */
		CLOSING, /* waiting for a canary again: the stream is complete up to it */
	} phase;
	struct stream stream;
	bool live; /* ... is open */
	struct canary canary;
	int64_t canary_pid; /* in the stream, once it was seen there */
	int64_t self;       /* this process's PID in the stream */
	char **command;
	pid_t child;
	int64_t root;     /* the command's PID in the stream */
	bool root_ended;  /* ... its EXIT was seen there */
	int status;       /* the command's wait status */
	int64_t deadline; /* of the grace time, then of the last canary */
	int64_t grace;
	bool verbose;
	bool failed; /* the recording isn't whole */
} state;

static volatile sig_atomic_t forward, ended;

static void
write_root(const struct event *row)
{
	static struct buf words;
	struct event e = event_new(ROOT);

	words.n = 0;
	for (char **word = state.command; *word != NULL; word++) {
		if (word > state.command)
			buf_char(&words, ' ');
		word_add(
		    &words, (struct text){ *word, strlen(*word) }, word == state.command);
	}
	e.time = row->time;
	e.pid = state.root = row->pid;
	e.ppid = state.self;
	e.pgid = row->pgid;
	e.sid = row->sid;
	e.uid = row->uid;
	e.nspid = row->nspid;
	e.detail = buf_text(&words);
	event_write(&e);
	family_root(row);
	if (state.verbose)
		warn("the command is PID %lld", (long long)state.root);
}

/* The canary's rows: its EXEC tells its PID in the stream, and ours. */
static void
watch_canary(struct event *e)
{
	if (e->kind == EXEC) {
		event_texts(e);
		if (canary_is(&state.canary, e->detail)) {
			state.canary_pid = e->pid;
			state.self = e->ppid;
		}
	}
}

static void
pass(const struct event *e)
{
	if (e->kind == HEADER) {
		event_write(e);
		return;
	}
	out_text(e->row);
	out_char('\n');
}

static void
on_row(struct event *e, void *context)
{
	const sigset_t *mask = context;
	bool births = e->kind == FORK && e->by == state.self;

	/* Where the birth was lost, what follows tells the PID as well. */
	if (state.phase >= RUNNING && state.root == 0 && e->kind != FORK &&
	    e->pid == state.child && procfs_is_initial())
		write_root(e);
	pass(e);
	if (state.phase == STARTING || state.phase == CLOSING)
		watch_canary(e);
	if (state.root > 0)
		family_row(e);
	else if (state.phase >= RUNNING && births)
		write_root(e);
	if (e->kind == EXIT && e->pid == state.root)
		state.root_ended = true;
	if (state.phase == STARTING && e->kind == EXIT && e->pid == state.canary_pid) {
		state.child = child_start(state.command, mask);
		state.phase = RUNNING;
	}
}

/* The stream has ended, or nobody reads ours: the command goes on all the same. */
static void
stream_ends(const char *why)
{
	if (state.phase == STARTING)
		die("recording did not begin, the command was not started: %s", why);
	warn("%s: what comes after that is not recorded", why);
	state.live = false;
	state.failed = true;
}

static void
on_write_error(int error)
{
	if (state.live)
		stream_ends(error == EPIPE ? "the recording's reader has ended"
					   : strerror(error));
}

static void
lose(void)
{
	struct event e = event_new(LOST);

	if (state.phase == STARTING)
		stream_ends("its stream has ended");
	e.time = clock_ns(CLOCK_BOOTTIME);
	e.name = (struct text){ "capture", 7 };
	event_write(&e);
	stream_ends("the capture has ended");
}

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

	child_ignore(SIGPIPE); /* on_write_error() sees it */
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
		kill(state.child, number);
	else
		state.deadline = 0;
}

static void
take_child(void)
{
	ended = 0;
	canary_reap(&state.canary);
	if (state.phase == RUNNING && waitpid(state.child, &state.status, WNOHANG) > 0) {
		state.phase = ENDED;
		state.deadline = clock_ns(CLOCK_BOOTTIME) + state.grace;
	}
}

/* False when there is nothing left to wait for. */
static bool
step(void)
{
	int64_t now = clock_ns(CLOCK_BOOTTIME);

	switch (state.phase) {
	case STARTING:
		/* The first line comes when recording is live. */
		if (state.stream.lines.number > 0 && state.canary.pid == 0 &&
		    now - state.canary.ended > SECOND)
			canary_start(&state.canary);
		return true;
	case RUNNING:
		return true;
	case ENDED:
		if (!state.live || (state.root_ended && family_size() == 0))
			return false;
		if (now >= state.deadline) {
			state.canary = (struct canary){ 0 };
			state.canary_pid = 0;
			canary_start(&state.canary);
			state.deadline = now + 5 * (int64_t)SECOND;
			state.phase = CLOSING;
		}
		return true;
	case CLOSING:
		if (now >= state.deadline)
			warn("the capture has come to a halt: the recording's end is "
			     "missing");
		return state.live && state.canary_pid == 0 && now < state.deadline &&
		       !(state.root_ended && family_size() == 0);
	}
	return false;
}

/* Waits for rows, a signal or the next thing to do. */
static void
await(const sigset_t *mask)
{
	struct pollfd in = { .fd = state.live ? STDIN_FILENO : -1, .events = POLLIN };
	int64_t left = state.phase == RUNNING ? INT64_MAX
		       : state.phase == STARTING
			   ? SECOND / 10
			   : state.deadline - clock_ns(CLOCK_BOOTTIME);
	struct timespec t = { left / SECOND, left % SECOND };

	if (left < 0)
		t = (struct timespec){ 0, 0 };
	if (poll(&in, 1, 0) == 0)
		out_flush();
	if (!ended && !forward)
		ppoll(&in, 1, left == INT64_MAX ? NULL : &t, mask);
}

int
launch_run(const struct launch *l, bool *whole)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
	sigset_t mask;

	state.command = l->command;
	state.grace = l->grace;
	state.verbose = l->verbose;
	state.live = true;
	out_on_error = on_write_error;
	catch_signals(&mask);
	stream_open(&state.stream, STDIN_FILENO, "<stdin>");
	state.stream.may_be_empty = true;
	while (step()) {
		await(&mask);
		take_signals();
		take_child();
		if (state.live && poll(&in, 1, 0) > 0 &&
		    !stream_read(&state.stream, on_row, &mask))
			lose();
	}
	if (state.live)
		survivors_write((double)state.grace / SECOND);
	close(STDIN_FILENO);
	out_close();
	stream_status();
	*whole = !state.failed;
	return state.status;
}
