/*
 * The data of a report, see report.h: an array for each column.
 *
 *	{"command":"make check", ... "depth":[0,1,1],"pid":[4242,4243,4250], ...
 */
#include <stdlib.h>

#include "arrays.h"
#include "describe.h"
#include "diag.h"
#include "history.h"
#include "load.h"
#include "report.h"
#include "tally.h"

/* Of the load's time line, where the page can't work it out from all processes. */
enum { LOAD_PARTS = 4000 };

/* How a process ended; share/report-data.js has the same. */
enum { OK, FAILED, KILLED, RUNNING, UNKNOWN };

/* What else is to be seen; share/report-data.js has the same. */
enum {
	BORN = 1, /* its birth is recorded */
	BEFORE = 2,
	COPY = 4, /* its first stretch is that of a copy of its creator */
	ACTIVE = 8,
	MARK = 16,
	ROOT_COMMAND = 32,
	UNSURE = 64, /* its end may be among the lost events */
};

static const struct processes *processes;
static struct lanes lanes;
static uint32_t *depths; /* of the lanes */

static int64_t
relative(int64_t time)
{
	return time - lanes.origin;
}

static int64_t
outcome(const struct life *l)
{
	if (l->ending == STILL_RUNNING)
		return RUNNING;
	if (l->ending != ENDED || l->status == NONE)
		return UNKNOWN;
	return life_was_killed(l) ? KILLED : life_has_failed(l) ? FAILED : OK;
}

static int64_t
flags(const struct life *l)
{
	struct stretch stretch = { 0 };

	stretch_next(processes, l, &stretch);
	return (l->birth == BIRTH_FORK ? BORN : 0) |
	       (l->birth == BIRTH_BEFORE ? BEFORE : 0) | (stretch.copy ? COPY : 0) |
	       (l->flags & LIFE_ACTIVE ? ACTIVE : 0) | (l->flags & LIFE_MARK ? MARK : 0) |
	       (l->flags & LIFE_ROOT ? ROOT_COMMAND : 0) |
	       (life_may_have_ended(processes, l) ? UNSURE : 0);
}

static int64_t
stretches(const struct life *l)
{
	return l->programs + (flags(l) & COPY ? 1 : 0);
}

#define MEMBER(member) \
	static int64_t member(const struct life *l) \
	{ \
		int64_t value = l->member; \
		return value == NONE ? -1 : value; \
	}
MEMBER(pid)
MEMBER(nspid)
MEMBER(pgid)
MEMBER(sid)
MEMBER(uid)
MEMBER(cpu)
MEMBER(rss)
MEMBER(children)
MEMBER(parent)
MEMBER(last_parent)
#undef MEMBER

static int64_t
start(const struct life *l)
{
	return relative(l->start);
}

static int64_t
end(const struct life *l)
{
	return relative(l->start + life_duration(processes, l));
}

static void
write_depths(void)
{
	array_begin("depth");
	for (uint32_t i = 0; i < lanes.count; i++)
		array_number(depths[i]);
	array_end();
}

static void
write_lives(void)
{
	static const struct {
		const char *name;
		int64_t (*number)(const struct life *l);
		void (*describe)(
		    struct buf *b, const struct processes *p, const struct life *l);
	} columns[] = { { "pid", pid, NULL }, { "start", start, NULL },
		{ "end", end, NULL }, { "cpu", cpu, NULL }, { "rss", rss, NULL },
		{ "outcome", outcome, NULL }, { "flags", flags, NULL },
		{ "stretches", stretches, NULL }, { "children", children, NULL },
		{ "parent", parent, NULL }, { "lastParent", last_parent, NULL },
		{ "group", pgid, NULL }, { "session", sid, NULL }, { "user", uid, NULL },
		{ "namespacePid", nspid, NULL }, { "status", NULL, describe_status },
		{ "notes", NULL, describe_notes } };
	static struct buf b;

	for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
		array_begin(columns[c].name);
		for (uint32_t i = 0; i < lanes.count; i++) {
			const struct life *l = &processes->lives[lanes.lives[i]];

			if (columns[c].number != NULL) {
				array_number(columns[c].number(l));
				continue;
			}
			columns[c].describe(&b, processes, l);
			array_string(&b);
		}
		array_end();
	}
}

/* Where processes that count aren't shown: those alive at most, and the cores busy on
 * average, in thousandths. */
static void
write_load(void)
{
	int64_t length = processes->end - processes->begin;
	struct load l = load_measure(processes, processes->begin,
	    processes->begin + (length > 0 ? length : 1), LOAD_PARTS);

	arrays_group("load");
	arrays_fact("most", l.most);
	array_begin("alive");
	for (size_t i = 0; i < l.count; i++)
		array_number(l.parts[i].most);
	array_end();
	array_begin("cores");
	for (size_t i = 0; i < l.count; i++)
		array_number(l.parts[i].cores < 1e12 ? (int64_t)(l.parts[i].cores * 1000)
						     : (int64_t)1e15);
	array_end();
	arrays_group_end();
	load_free(&l);
}

static void
write_facts(const struct selection *selection)
{
	const struct life *root = &processes->lives[processes->root];
	static struct buf b;
	uint32_t top = processes_top(processes);
	int64_t realtime = processes->realtime;
	struct outcomes outcomes = outcomes_count(processes);

	if (processes->root != 0)
		describe_start(&b, processes, root);
	arrays_fact_text("command", &b);
	describe_words(&b, texts_get(&processes->texts, processes->host));
	arrays_fact_text("host", &b);
	if (realtime > 0 && realtime < INT64_MAX / 2)
		arrays_fact("epoch", (realtime + lanes.origin) / 1000000);
	arrays_fact("begin", lanes.count ? relative(processes->begin) : 0);
	arrays_fact("end", lanes.count ? relative(processes->end) : 0);
	if (top != 0)
		arrays_fact("took", life_duration(processes, &processes->lives[top]));
	arrays_fact("processes", (int64_t)outcomes.processes);
	arrays_fact("failed", (int64_t)outcomes.failed);
	arrays_fact("killed", (int64_t)outcomes.killed);
	arrays_fact("running", (int64_t)outcomes.running);
	arrays_fact("lostRows", processes->lost_rows);
	arrays_fact("lostEvents", (int64_t)processes->lost_events);
	arrays_fact("idle", selection->idle);
	arrays_fact("brief", selection->brief);
	arrays_fact("over", selection->over);
}

static void
collect_lanes(uint32_t shown)
{
	struct walk walk = { .p = processes };

	lanes = (struct lanes){ .p = processes, .origin = processes_origin(processes) };
	lanes.lives = xrealloc(NULL, (shown + 1) * sizeof *lanes.lives);
	depths = xrealloc(NULL, (shown + 1) * sizeof *depths);
	while (walk_next(&walk)) {
		depths[lanes.count] = walk.depth;
		lanes.lives[lanes.count++] = walk.life;
	}
}

void
report_write(const struct processes *p, const struct selection *selection)
{
	processes = p;
	collect_lanes(selection->shown);

	arrays_begin();
	write_facts(selection);
	arrays_group("process");
	write_depths();
	write_lives();
	arrays_group_end();
	history_write(&lanes);
	if (selection->over + selection->brief > 0)
		write_load();
	arrays_end();
	free(lanes.lives);
	free(depths);
}
