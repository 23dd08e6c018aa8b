/* A tally's figures in words, see figures.h. */
#include <stdio.h>

#include "describe.h"
#include "figures.h"

/* Ways to fail that are named. */
enum { NAMED = 5 };

static const char *const labels[FIGURES] = { "wall time", "CPU time", "cores busy",
	"processes", "executed", "failed", "running" };

/* Many seconds again, as " (1h02m03s)". */
static void
add_clock(struct buf *b, int64_t ns)
{
	long long s = ns / 1000000000;
	char text[64] = "";

	if (s >= 3600)
		snprintf(text, sizeof text, " (%lldh%02lldm%02llds)", s / 3600,
		    s / 60 % 60, s % 60);
	else if (s >= 60)
		snprintf(text, sizeof text, " (%lldm%02llds)", s / 60, s % 60);
	buf_string(b, text);
}

static void
add_decimal(struct buf *b, double value, int decimals)
{
	char text[400]; /* enough for any double */

	snprintf(text, sizeof text, "%.*f", decimals, value);
	buf_string(b, text);
}

static void
add_count(struct buf *b, uint64_t n, const char *one, const char *more)
{
	buf_number(b, (int64_t)n);
	buf_char(b, ' ');
	buf_string(b, n == 1 ? one : more);
}

static void
add_statuses(struct buf *b, const struct tally *t)
{
	for (uint32_t i = 0; i < t->statuses.count && i < NAMED; i++) {
		const struct group *group = &t->statuses.list[i];
		buf_string(b, i == 0 ? ": " : ", ");
		struct text name = texts_get(&t->statuses.names, group->name);
		buf_add(b, name.s, name.n);
		buf_string(b, " (");
		buf_number(b, group->count);
		buf_char(b, ')');
	}
	buf_string(b, t->statuses.count > NAMED ? ", ..." : "");
}

static void
add_seconds(struct buf *b, int64_t ns, int decimals)
{
	describe_seconds(b, ns, decimals);
	buf_char(b, 's');
	add_clock(b, ns);
}

const char *
figure_label(enum figure figure)
{
	return labels[figure];
}

void
figure_add(struct buf *b, const struct tally *t, enum figure figure, int decimals)
{
	int64_t wall = t->end - t->begin;

	if (figure == FIGURE_WALL) {
		add_seconds(b, wall, decimals);
	} else if (figure == FIGURE_CPU) {
		add_seconds(b, t->cpu, decimals);
	} else if (figure == FIGURE_CORES) {
		add_decimal(b, t->cores, 2);
		buf_string(b, " on average, ");
		add_decimal(b, t->most_cores, 2);
		buf_string(b, " at most");
	} else if (figure == FIGURE_PROCESSES) {
		buf_number(b, t->processes);
		buf_string(b, ", at most ");
		buf_number(b, t->most);
		buf_string(b, " at a time; ");
		add_count(b, t->forks, "fork", "forks");
		if (wall > 0) {
			buf_string(b, ", ");
			add_decimal(b, (double)t->timely_forks * 1e9 / (double)wall, 1);
			buf_string(b, " a second");
		}
	} else if (figure == FIGURE_EXECUTED) {
		add_count(b, t->execs, "program", "programs");
		buf_string(b, "; ");
		add_count(b, t->failed_execs, "attempt", "attempts");
		buf_string(b, " failed");
	} else if (figure == FIGURE_FAILED) {
		add_count(b, t->failed.count, "process", "processes");
		add_statuses(b, t);
	} else if (figure == FIGURE_RUNNING) {
		add_count(b, t->running.count, "process", "processes");
		buf_string(b, " at the end");
	}
}
