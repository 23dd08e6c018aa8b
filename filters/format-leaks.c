/*
 * pt-format -d leaks: what a command has left behind, by the mark (the test) under which
 * it was created.
 *
 *	'starts a server' left 1 process behind
 *	  4935 sleep 1000
 *	    still running 1.204 s after the command's end, 6.610 s old
 *	    session 4935, group 4935, its parent is 1 now
 *	    created by 2360 bats > 3385 bats-exec-test
 *	    holds 3: the write end of pipe:[485213], read by 2491 bats
 *	    waits in hrtimer_nanosleep
 */
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "describe.h"
#include "diag.h"
#include "format.h"
#include "hanging.h"
#include "held.h"
#include "leaks.h"
#include "openers.h"
#include "out.h"
#include "pipes.h"

/* Of a longer chain of creators the middle is left out, of longer ones' commands the
 * end. */
enum { CHAIN = 10, COLUMNS = 100 };

/* ns: pipelines and background jobs often end a little later, not worth a report. */
static const int64_t BRIEF = 100 * 1000000;

static struct processes *processes;
static int64_t looked; /* ns: when pt-launch looked for survivors, if it found any */
static struct buf text;

static void
add(const char *s)
{
	buf_string(&text, s);
}

static void
add_seconds(int64_t ns)
{
	describe_seconds(&text, ns, 3);
	add(" s");
}

static bool
is_ignored(const struct life *l)
{
	static struct buf command;

	if (format_options.ignored == 0)
		return false;
	command.n = 0;
	describe_command(&command, processes, l);
	buf_char(&command, '\0');
	for (size_t i = 0; i < format_options.ignored; i++)
		if (regexec(&format_options.ignore[i], command.s, 0, NULL, 0) == 0)
			return true;
	return false;
}

/* The signal that killed it, and who sent that. */
static void
add_killer(const struct life *l)
{
	const struct signal *s = life_fatal_signal(processes, l);

	describe_status(&text, processes, l);
	if (s == NULL) {
		add(", nobody knows by whom");
		return;
	}
	if (s->sender == l->pid) {
		add(", by itself or the kernel");
		return;
	}
	add(" from ");
	if (s->sender == processes->lives[processes->root].parent)
		add("pt-launch");
	else
		describe_sender(&text, processes, s);
	add(", ");
	add_seconds(s->time - l->start);
	add(" after its birth");
	if (leaks_timed_out(processes, l))
		add(": its time was up");
}

static void
add_fate(const struct leak *f)
{
	const struct life *l = &processes->lives[f->life];
	const struct life *root = &processes->lives[processes->root];
	const struct life *creator = &processes->lives[l->creator];
	bool survived = l->flags & LIFE_SURVIVOR;

	if (survived && root->ending != ENDED) {
		add("    still running when pt-launch looked, ");
	} else if (survived || (f->what & LEAK_LEFT && l->ending == STILL_RUNNING)) {
		add("    still running ");
		add_seconds((survived ? looked : processes->end) - root->end);
		add(" after the command's end, ");
	} else if (f->what & LEAK_LEFT) {
		add("    ended ");
		add_seconds(l->end - root->end);
		add(" after the command, ");
	} else if (f->what & LEAK_ORPHAN) {
		add("    outlived its creator by ");
		add_seconds(l->end - creator->end);
		add(", ");
	} else if (f->what & LEAK_ENDLESS) {
		add(life_may_have_ended(processes, l)
			? "    still running, or its end was lost, "
			: "    still running at the end of the recording, ");
	} else {
		add("    ");
	}
	if (l->birth != BIRTH_FORK)
		add("more than ");
	add_seconds(life_duration(processes, l));
	add(" old\n");
	if (f->what & LEAK_ZOMBIE)
		add("    it has ended, but its parent hasn't waited for it: a zombie\n");
	if (f->what & LEAK_VICTIM)
		add("    the kernel chose it as out-of-memory victim\n");
	if (l->ending == ENDED && (l->status & 0x7f) != 0 && l->status != NONE) {
		add("    ");
		add_killer(l);
		add("\n");
	}
}

/* What it ran when it created the child (0: when it began). */
static void
add_creator(uint32_t life, uint32_t child)
{
	size_t start = text.n;

	add("      ");
	buf_number(&text, processes->lives[life].pid);
	add(" ");
	if (child != 0)
		describe_creator(&text, processes, &processes->lives[child]);
	else
		describe_start(&text, processes, &processes->lives[life]);
	describe_cut(&text, start, COLUMNS);
	add("\n");
}

/* The commands it descends from, the first one first. */
static void
add_chain(uint32_t life)
{
	uint32_t chain[CHAIN + 1] = { life }, n = 0, i = life, more = 0;

	while (n < CHAIN && i != processes->root && processes->lives[i].creator != 0)
		chain[++n] = i = processes->lives[i].creator;
	if (i != processes->root && processes->lives[i].creator != 0)
		more =
		    processes->lives[i].depth - processes->lives[processes->root].depth;
	add(n > 0 ? "    created by\n" : "");
	if (more > 0 && processes->root != 0)
		add_creator(processes->root, 0);
	if (more > 1) {
		add("      ... ");
		buf_number(&text, more - 1);
		add(" more\n");
	}
	for (; n > 0; n--)
		add_creator(chain[n], chain[n - 1]);
}

static void
add_leak(const struct leak *f)
{
	const struct life *l = &processes->lives[f->life];

	add("  ");
	buf_number(&text, l->pid);
	add(" ");
	describe_command(&text, processes, l);
	add("\n");
	add_fate(f);
	if (f->what & (LEAK_LEFT | LEAK_ORPHAN | LEAK_ENDLESS) && l->sid != 0) {
		add("    session ");
		buf_number(&text, l->sid);
		add(", group ");
		buf_number(&text, l->pgid);
		if (l->last_parent != l->parent) {
			add(", its parent is ");
			buf_number(&text, l->last_parent);
			add(" now");
		}
		add("\n");
	}
	add_chain(f->life);
	if (l->flags & LIFE_SURVIVOR)
		held_add(&text, processes, f->life, looked, "    ");
}

static void
add_count(const struct leak *list, uint32_t n, unsigned what, const char *before,
    const char *one, const char *several)
{
	uint32_t found = 0;

	for (uint32_t i = 0; i < n; i++)
		found += (list[i].what & what) != 0;
	if (found == 0)
		return;
	if (text.s[text.n - 1] == '\'' || text.s[text.n - 1] == ')')
		add(*before ? " " : ": ");
	else
		add(", ");
	add(before);
	buf_number(&text, found);
	add(found == 1 ? " process " : " processes ");
	add(found > 1 && several != NULL ? several : one);
}

/* 'test 12' left 2 processes behind, 1 process killed by a signal */
static void
add_heading(const struct leak *list, uint32_t n)
{
	if (list->mark != 0) {
		add("'");
		describe_mark(&text, processes, &processes->lives[list->mark]);
		add("'");
	} else {
		add("(no mark)");
	}
	add_count(list, n, LEAK_LEFT | LEAK_ENDLESS, "left ", "behind", NULL);
	add_count(
	    list, n, LEAK_ORPHAN, "", "outlived its creator", "outlived their creators");
	add_count(list, n, LEAK_ZOMBIE, "", "not waited for", NULL);
	add_count(list, n, LEAK_KILLED, "", "killed by a signal", NULL);
	add_count(list, n, LEAK_VICTIM, "", "killed for want of memory", NULL);
	add("\n");
}

static void
flush(void)
{
	out_text(buf_text(&text));
	text.n = 0;
}

static void
take_row(struct processes *p, struct event *e)
{
	if (e->kind == SURVIVOR)
		looked = e->time;
	pipes_event(p, e);
}

static void
render(struct processes *p)
{
	int64_t least =
	    format_options.min_duration == NONE ? BRIEF : format_options.min_duration;
	uint32_t found, n = 0;

	processes = p;
	struct leak *list = leaks_find(p, least, &found);
	for (uint32_t i = 0; i < found; i++)
		if (!is_ignored(&p->lives[list[i].life]))
			list[n++] = list[i];
	if (p->lost_rows > 0)
		add("events were lost: more may have been left behind\n");
	if (p->timeout != NONE)
		hanging_add(&text, p);
	for (uint32_t i = 0, next; i < n; i = next) {
		for (next = i; next < n && list[next].mark == list[i].mark; next++)
			;
		add_heading(list + i, next - i);
		for (uint32_t j = i; j < next; j++) {
			add_leak(&list[j]);
			flush();
		}
	}
	if (n == 0 && p->timeout == NONE)
		add("nothing was left behind\n");
	else
		format_found = true;
	flush();
	free(list);
	openers_forget();
	pipes_clear();
}

const struct format format_leaks = { "leaks", .recording = render, .row = take_row };
