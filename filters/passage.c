/* The event stream on its way through, see passage.h. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "boottime.h"
#include "diag.h"
#include "family.h"
#include "given.h"
#include "out.h"
#include "passage.h"
#include "procfs.h"
#include "stream.h"
#include "words.h"

struct passage passage;

static struct {
	struct stream stream;
	int64_t self;       /* this process's PID in the stream */
	int64_t canary_pid; /* ... and the canary's, once it was seen there */
	struct buf held;
	int64_t held_until;
} state;

static void
write_root(const struct event *row)
{
	static struct buf words;
	struct event e = event_new(ROOT);

	words.n = 0;
	for (char **word = passage.command; *word != NULL; word++) {
		if (word > passage.command)
			buf_char(&words, ' ');
		word_add(&words, (struct text){ *word, strlen(*word) },
		    word == passage.command);
	}
	e.time = row->time;
	e.pid = passage.root = row->pid;
	e.ppid = state.self;
	e.pgid = row->pgid;
	e.sid = row->sid;
	e.uid = row->uid;
	e.nspid = row->nspid;
	e.detail = buf_text(&words);
	event_write(&e);
	words.n = 0;
	given_add(&words, &e);
	out_text(buf_text(&words));
	family_root(row);
	if (passage.verbose)
		warn("the command is PID %lld", (long long)passage.root);
}

/* The canary's rows: its EXEC tells its PID in the stream, and ours. */
static void
watch_canary(struct event *e)
{
	if (e->kind == EXEC) {
		event_texts(e);
		if (canary_is(&passage.canary, e->detail)) {
			state.canary_pid = e->pid;
			state.self = e->ppid;
		}
	} else if (e->kind == EXIT && e->pid == state.canary_pid) {
		passage.proven = true;
	}
}

static void
release(int64_t time)
{
	if (state.held.n == 0 || time < state.held_until)
		return;
	out_text(buf_text(&state.held));
	state.held.n = 0;
}

static void
pass(const struct event *e)
{
	if (e->kind == HEADER) {
		event_write(e);
		return;
	}
	release(e->time);
	out_text(e->row);
	out_char('\n');
}

/* A canary that came late may be our child, too. */
static bool
is_birth_of_command(const struct event *e)
{
	return passage.child > 0 && e->kind == FORK && e->by == state.self &&
	       (procfs_is_initial() ? e->pid == passage.child
				    : e->nspid == NONE || e->nspid == passage.child);
}

static void
on_row(struct event *e, void *context)
{
	(void)context;
	/* Where the birth was lost, what follows tells the PID as well. */
	if (passage.child > 0 && passage.root == 0 && e->kind != FORK &&
	    e->pid == passage.child && procfs_is_initial())
		write_root(e);
	pass(e);
	if (!passage.proven)
		watch_canary(e);
	if (passage.root > 0)
		family_row(e);
	else if (is_birth_of_command(e))
		write_root(e);
	if (e->kind == EXIT && e->pid == passage.root)
		passage.root_ended = true;
}

/* The stream has ended, or nobody reads ours: the command goes on all the same. */
static void
end(const char *why)
{
	if (passage.child == 0)
		die("recording did not begin, the command was not started: %s", why);
	warn("%s: what comes after that is not recorded", why);
	passage.live = false;
	passage.failed = true;
}

static void
on_write_error(int error)
{
	if (passage.live)
		end(error == EPIPE ? "the recording's reader has ended"
				   : strerror(error));
}

void
passage_open(void)
{
	out_on_error = on_write_error;
	stream_open(&state.stream, STDIN_FILENO, "<stdin>");
	state.stream.may_be_empty = true;
	passage.live = true;
}

void
passage_prove(void)
{
	canary_start(&passage.canary);
	state.canary_pid = 0;
	passage.proven = false;
}

void
passage_read(void)
{
	struct event e = event_new(LOST);

	if (stream_read(&state.stream, on_row, NULL)) {
		passage.begun = state.stream.lines.number > 0;
		return;
	}
	if (passage.child == 0)
		end("its stream has ended");
	release(INT64_MAX);
	e.time = clock_ns(CLOCK_BOOTTIME);
	e.name = (struct text){ "capture", 7 };
	event_write(&e);
	end("the capture has ended");
}

void
passage_hold(struct buf *rows, int64_t time)
{
	buf_add(&state.held, rows->s, rows->n);
	state.held_until = time;
	rows->n = 0;
}

void
passage_close(void)
{
	release(INT64_MAX);
	close(STDIN_FILENO);
	out_close();
	stream_status();
}
