/* Reading proctrace's lines, see proctrace.h. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "event.h"
#include "lines.h"
#include "proctrace.h"

/* What stands before each number; the text, if any, ends the line. */
static const struct {
	const char *start, *cells[4], *text;
} shapes[] = {
	[PT_FORK] = { "FORK: seq=",
	    { ",ts=", ",parent_pid=", ",child_pid=", ",parent_pgid=" }, NULL },
	[PT_EXEC_FILENAME] = { "EXEC_FILENAME: seq=", { ",ts=", ",pid=" }, ",filename=" },
	[PT_EXEC_ARGS] = { "EXEC_ARGS: seq=", { ",ts=", ",pid=" }, "," },
	[PT_EXEC] = { "EXEC: seq=", { ",ts=", ",pid=", ",ppid=", ",pgid=" }, NULL },
	[PT_BADEXEC] = { "BADEXEC: seq=", { ",ts=", ",pid=" }, NULL },
	[PT_EXIT] = { "EXIT: seq=", { ",ts=", ",pid=", ",ppid=", ",pgid=" }, NULL },
	[PT_SETSID] = { "SETSID: seq=", { ",ts=", ",pid=", ",ppid=", ",pgid=" },
	    ",sid=" },
	[PT_SETPGID] = { "SETPGID: seq=", { ",ts=", ",pid=", ",ppid=", ",pgid=" }, NULL },
};

static bool
take(struct text *t, const char *s)
{
	size_t n = strlen(s);

	if (t->n < n || memcmp(t->s, s, n) != 0)
		return false;
	*t = (struct text){ t->s + n, t->n - n };
	return true;
}

static bool
take_number(struct text *t, int64_t *value)
{
	bool negative = take(t, "-");
	size_t i = 0;

	*value = 0;
	for (; i < t->n && i < 18 && t->s[i] >= '0' && t->s[i] <= '9'; i++)
		*value = *value * 10 + (t->s[i] - '0');
	if (i == 0)
		return false;
	if (negative)
		*value = -*value;
	*t = (struct text){ t->s + i, t->n - i };
	return true;
}

static bool
is_pid(int64_t n)
{
	return n >= 0 && n <= PID_LIMIT;
}

static bool
parse(struct proctrace *p, struct text t)
{
	int64_t cells[4] = { 0 };
	size_t kind = 0, count = sizeof shapes / sizeof *shapes;

	while (kind < count && !take(&t, shapes[kind].start))
		kind++;
	if (kind == count || !take_number(&t, &p->seq) || p->seq < 0)
		return false;
	for (int i = 0; i < 4 && shapes[kind].cells[i] != NULL; i++)
		if (!take(&t, shapes[kind].cells[i]) || !take_number(&t, &cells[i]))
			return false;
	if (shapes[kind].text != NULL && !take(&t, shapes[kind].text))
		return false;

	p->kind = (enum proctrace_kind)kind;
	p->ts = cells[0];
	p->pid = cells[1];
	p->ppid = cells[2];
	p->result = cells[3];
	p->text = t;
	if (kind == PT_FORK) {
		p->ppid = cells[1];
		p->pid = cells[2];
		p->result = cells[2] > 0 ? 0 : -1;
	}
	if (kind == PT_SETSID && !take_number(&t, &p->result))
		return false;
	if (shapes[kind].text == NULL || kind == PT_SETSID)
		p->text = (struct text){ 0 };
	else
		t.n = 0;
	return t.n == 0 && p->ts >= 0 && is_pid(p->ppid) &&
	       (is_pid(p->pid) || (kind == PT_FORK && p->pid < 0));
}

/* The recording under way; the lines' texts stand in one buffer behind each other. */
static struct proctrace *lines;
static size_t count;
static struct buf texts;

enum { REPORTS = 10 };
static char reports[REPORTS][400];
static uintmax_t bad, told;

static void
report(const struct lines *l, const char *what)
{
	if (bad < REPORTS)
		snprintf(reports[bad], sizeof *reports, "%s:%ju: %s", l->name, l->number,
		    what);
	bad++;
}

static void
add(const struct proctrace *p)
{
	static size_t capacity;

	if (count == capacity) {
		capacity = capacity * 2 + 1024;
		lines = xrealloc(lines, capacity * sizeof *lines);
	}
	lines[count] = *p;
	lines[count].order = count;
	buf_add(&texts, p->text.s, p->text.n);
	count++;
}

static void
read_lines(struct lines *l)
{
	struct proctrace p;
	struct text t;
	bool more;
	char first[300] = "", what[300];

	count = texts.n = 0;
	buf_reserve(&texts, 1);
	do {
		more = lines_fill(l);
		while (lines_next(l, &t)) {
			const char *shown = t.s ? printable(t.s, t.n) : "...";

			if (first[0] == '\0')
				snprintf(first, sizeof first, "%s", shown);
			if (t.s != NULL && parse(&p, t)) {
				add(&p);
				continue;
			}
			snprintf(
			    what, sizeof what, "'%s' is not a line of proctrace", shown);
			report(l, what);
		}
	} while (more);

	t = lines_rest(l);
	if (first[0] == '\0' && t.n > 0)
		snprintf(first, sizeof first, "%s", printable(t.s, t.n));
	if (count == 0 && first[0] == '\0')
		die("%s: not a raw recording of proctrace: the input is empty", l->name);
	if (count == 0)
		die("%s: not a raw recording of proctrace: begins with '%s'", l->name,
		    first);
	if (t.n > 0 || l->overlong) {
		l->number++;
		report(l, "the last line is not complete");
	}
}

static int
by_number(const void *a, const void *b)
{
	const struct proctrace *x = a, *y = b;

	if (x->seq != y->seq)
		return x->seq < y->seq ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* Sets every line's time, in the order of their numbers. */
static void
unwrap(void)
{
	static const int64_t wrap = (int64_t)1 << 32;
	int64_t latest = lines[0].ts, least = latest;
	bool wraps = true;

	for (size_t i = 0; i < count; i++)
		wraps = wraps && lines[i].ts < wrap;
	for (size_t i = 0; i < count; i++) {
		struct proctrace *p = &lines[i];
		int64_t ahead = (p->ts - latest) & (wrap - 1);

		if (ahead >= wrap - PROCTRACE_BACK)
			ahead -= wrap;
		p->time = wraps ? latest + ahead : p->ts;
		latest = p->time > latest ? p->time : latest;
		least = p->time < least ? p->time : least;
	}
	for (size_t i = 0; i < count && least < 0; i++)
		lines[i].time += wrap;
}

size_t
proctrace_read(int fd, const char *name, struct proctrace **result)
{
	struct lines l = { .fd = fd, .name = name };

	read_lines(&l);
	lines_close(&l);
	for (; told < bad && told < REPORTS; told++)
		warn("%s", reports[told]);

	const char *text = texts.s;
	for (size_t i = 0; i < count; i++) {
		lines[i].text.s = text;
		text += lines[i].text.n;
	}
	qsort(lines, count, sizeof *lines, by_number);
	unwrap();
	*result = lines;
	return count;
}

int
proctrace_status(void)
{
	if (bad > REPORTS)
		warn("%ju more bad lines", bad - REPORTS);
	return bad > 0 ? STATUS_BAD_INPUT : STATUS_OK;
}
