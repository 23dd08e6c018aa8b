/*
 * pt-prune: keeps the rows of one process tree, unchanged.
 *
 *	pt-prune --root-pid 4243 < raw.log
 *	981412021,FORK,4243,4242,4242,4000,0,,4242,18874385,,,"make",
 *
 * The tree is by creation, so a row needs its pid and `by` looked up, and nothing is
 * remembered of a process but whether it is in the tree.
 */
#include <string.h>

#include "births.h"
#include "diag.h"
#include "lives.h"
#include "options.h"
#include "out.h"
#include "pids.h"
#include "stream.h"

/* --root-pid PID[@TIME]; both NONE without it. */
static struct {
	int64_t pid, time;
} root = { NONE, NONE };

/* The recording under way. */
static struct {
	struct pids tree; /* 1: in the tree */
	bool begun, found;
	struct lives lives; /* of the root's PID */
	struct other_lives others;
	int64_t kept; /* when the life that is kept began */

	/* No looking ahead in a pipe: until TIME has come, the rows that would be
	 * kept, and those of them that are wanted in any case. */
	bool pipe, waiting;
	struct buf held, anyway;
} now;

static int recordings, empty_ones;
static bool wrong_life;

static void
put(const char *row, size_t n, bool anyway)
{
	if (!now.waiting) {
		out_add(row, n);
		return;
	}
	buf_add(&now.held, row, n);
	if (anyway)
		buf_add(&now.anyway, row, n);
}

static void
stop_waiting(void)
{
	now.waiting = false;
	out_text(buf_text(&now.held));
	buf_free(&now.held);
	buf_free(&now.anyway);
}

static bool
in_tree(int64_t pid)
{
	return pids_get(&now.tree, pid) != 0;
}

static void
set_in_tree(int64_t pid, bool in)
{
	if (in_tree(pid) != in)
		*pids_at(&now.tree, pid) = in;
}

/* Follows the choice until TIME has come, dropping what proves to be of another life. */
static void
wait_for_time(struct event *e)
{
	int64_t chosen = now.lives.chosen;

	if (e->time > root.time) {
		stop_waiting();
		return;
	}
	if (e->pid != root.pid)
		return;
	lives_row(e, &now.lives);
	if (now.lives.chosen == chosen)
		return;
	now.held.n = 0;
	buf_add(&now.held, now.anyway.s, now.anyway.n);
	pids_clear(&now.tree);
	now.found = false;
}

/* Whether the root's PID, just given to a process of the tree or not, is in the tree
 * from now on. */
static bool
root_born(const struct event *e, bool in)
{
	if (!now.waiting)
		now.lives.births++;
	if (now.lives.chosen == LIFE_FIRST)
		now.lives.chosen = now.found ? 0 : now.lives.births;
	if (now.lives.births == now.lives.chosen) {
		now.kept = e->time;
		return true;
	}
	if (!in)
		lives_note_other(&now.others, e->time);
	return in;
}

static bool
born(const struct event *e)
{
	bool in = in_tree(e->kind == FORK && e->by != NONE ? e->by : e->ppid);

	if (e->pid == root.pid)
		in = root_born(e, in);
	set_in_tree(e->pid, in);
	if (!in && root.pid == NONE)
		births_add(e);
	return in;
}

/* A ROOT row, which names the root unless --root-pid does. */
static void
root_row(const struct event *e)
{
	if (root.pid == NONE && !in_tree(e->pid)) {
		struct text birth = births_take(e->pid);
		if (birth.n > 0)
			put(birth.s, birth.n, false);
		set_in_tree(e->pid, true);
	}
	if (root.pid != e->pid || root.time != NONE || !now.pipe)
		return;
	now.pipe = false;
	if (in_tree(e->pid))
		return;
	warn("the process %lld that pt-launch started is a later one and isn't kept "
	     "(a pipe can't be read twice): use a file, or --root-pid %lld@%lld",
	    (long long)e->pid, (long long)e->pid, (long long)e->time);
	wrong_life = true;
}

static void
recording_begins(const struct event *e)
{
	struct lives lives = lives_new(root.time);

	pids_clear(&now.tree);
	now.begun = true;
	now.found = false;
	now.others.count = 0;
	now.kept = NONE;
	recordings++;
	event_write(e);
	if (root.pid == NONE)
		return;
	now.lives = lives;
	now.pipe = !stream_ahead(root.pid, lives_row, &lives);
	now.waiting = now.pipe && root.time != NONE;
	now.lives.chosen = lives.chosen;
	set_in_tree(root.pid, lives.chosen == LIFE_FIRST || lives.chosen == 0);
}

static void
recording_ends(void)
{
	if (!now.begun)
		return;
	stop_waiting();
	births_clear();
	empty_ones += !now.found;
	if (now.found && now.others.count > 0 && root.time == NONE)
		lives_tell(&now.others, root.pid, now.kept);
}

static void
event(struct event *e, void *context)
{
	bool keep;

	(void)context;
	if (e->kind == HEADER) {
		recording_ends();
		recording_begins(e);
		return;
	}
	if (now.waiting)
		wait_for_time(e);
	if (event_is_general(e->kind)) {
		put(e->row.s, e->row.n + 1, true);
		return;
	}
	if (e->kind == ROOT)
		root_row(e);
	if (e->kind == FORK || e->kind == PROC)
		keep = born(e);
	else
		keep = in_tree(e->pid) || in_tree(e->by);
	if (keep) {
		now.found = true;
		put(e->row.s, e->row.n + 1, false);
	} else if (e->kind == EXIT && root.pid == NONE) {
		births_take(e->pid);
	} else if (e->pid == root.pid && now.lives.births == 0 && now.others.count == 0) {
		lives_note_other(&now.others, e->time);
	}
}

static int
status_of(int status)
{
	const char *where = recordings > empty_ones ? "a recording has" : "there is";

	if (empty_ones > 0 && root.pid == NONE)
		warn("%s no ROOT row: choose a process with --root-pid", where);
	else if (empty_ones > 0 && root.time == NONE)
		warn("%s no process %lld", where, (long long)root.pid);
	else if (empty_ones > 0)
		warn("%s no process %lld that was alive at %lld", where,
		    (long long)root.pid, (long long)root.time);
	if (recordings == empty_ones)
		return STATUS_FAILED;
	return empty_ones > 0 || wrong_life ? STATUS_BAD_INPUT : status;
}

static void
parse_root(char *text)
{
	char *at = strchr(text, '@');

	if (at != NULL)
		*at = '\0';
	root.pid = option_number("--root-pid", text, PID_LIMIT);
	root.time = at ? option_number("--root-pid N@TIME", at + 1, INT64_MAX) : NONE;
}

static const char usage[] =
    "usage: pt-prune [-p N[@TIME]] [FILE ...]\n"
    "Keeps the rows of one process tree of an event stream, unchanged.\n"
    "\n"
    "  -p, --root-pid N   the process N, and all that it created; without it, the\n"
    "                     one that pt-launch started (its ROOT row)\n"
    "  -p, --root-pid N@TIME\n"
    "                     the N that was alive at TIME (in nanoseconds, as in the\n"
    "                     stream), if that PID was used again\n"
    "  -h, --help         print this help\n"
    "  -V, --version      print the version\n";

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "root-pid", required_argument, NULL, 'p' },
		COMMON_OPTIONS,
	};
	int c;

	diag_name = "pt-prune";
	opterr = 0;
	while ((c = getopt_long(argc, argv, ":hVp:", options, NULL)) != -1) {
		if (c == 'p')
			parse_root(optarg);
		else
			option_common(c, argv, usage);
	}

	int status = stream_run(argv + optind, event, NULL);
	recording_ends();
	out_close();
	return status_of(status);
}
