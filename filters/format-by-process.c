/*
 * pt-format -d by-process: what each process did, in order of their first event.
 *
 *	PID 4243: sh -c 'exit 3'
 *	{"Fork":{"seq":1,"timestamp":0,"parent_pid":4242,"child_pid":4243,...}}
 *	{"ExecFull":{"seq":3,"timestamp":81021,"pid":4243,...}}
 *	{"Exit":{"seq":7,"timestamp":123044,"pid":4243,...}}
 *	(empty line)
 *
 * A process without a program of its own has "PID 4244, forked from 4243" instead.
 */
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "format.h"
#include "out.h"
#include "pids.h"
#include "rows.h"
#include "words.h"

struct process {
	int64_t pid, creator; /* NONE: not known */
	bool ended;
	struct buf command;   /* safe to be shown, empty: not known */
	int64_t start;        /* of the recording's time */
	struct buf rows;      /* of each that has a line its seq, a comma and the row */
	struct process *next; /* by their first line */
};

/* The processes of the recording under way; the latest life of each PID has its
 * index + 1 in latest. */
static struct process **known;
static uint32_t known_count, known_room;
static struct pids latest;

/* Those that have lines, of all recordings. */
static struct process *first, **last = &first;

static void
forget_processes(void)
{
	for (uint32_t i = 0; i < known_count; i++) {
		if (known[i]->rows.n > 0)
			continue;
		buf_free(&known[i]->command);
		free(known[i]);
	}
	known_count = 0;
	pids_clear(&latest);
}

static struct process *
begin_life(int64_t pid)
{
	struct process *p = xrealloc(NULL, sizeof *p);

	*p = (struct process){ .pid = pid, .creator = NONE };
	if (known_count == known_room) {
		known_room = known_room * 2 + 64;
		known = xrealloc(known, known_room * sizeof *known);
	}
	known[known_count++] = p;
	*pids_at(&latest, pid) = known_count;
	return p;
}

/* The life that the event belongs to. After an EXIT it is another one whose birth
 * was lost; only its parent can still move a zombie to another process group. */
static struct process *
process_of(const struct event *e)
{
	uint32_t number = pids_get(&latest, e->pid);
	struct process *p = number > 0 ? known[number - 1] : NULL;

	if (p == NULL || e->kind == FORK || e->kind == PROC ||
	    (p->ended && e->kind != SETPGID))
		p = begin_life(e->pid);
	return p;
}

/* Quotes words again, so that no control character reaches the terminal, whoever
 * wrote them. */
static bool
add_words(struct buf *b, struct text words)
{
	static struct buf word;
	enum word w;

	while ((w = word_next(&words, &word)) == WORD) {
		if (b->n > 0)
			buf_char(b, ' ');
		word_add(b, buf_text(&word), b->n == 0);
	}
	if (w == WORD_CUT)
		buf_string(b, b->n > 0 ? " ..." : "...");
	return w != WORD_BAD;
}

/* The first command that is known; a kernel thread has only a name. */
static void
set_command(struct process *p, struct event *e)
{
	bool is_name = e->detail.s == NULL;

	if (p->command.n > 0)
		return;
	if (!add_words(&p->command, is_name ? e->name : e->detail)) {
		row_bad(is_name ? "name" : "detail", is_name ? e->name : e->detail);
		p->command.n = 0;
	}
}

static void
event(struct event *e)
{
	struct text line = row_json(e);

	if (e->kind == HEADER)
		forget_processes();
	if (e->kind == PROC) {
		event_texts(e);
		set_command(process_of(e), e);
	}
	if (line.s == NULL)
		return;

	struct process *p = process_of(e);
	if (e->kind == FORK)
		p->creator = e->by != NONE ? e->by : e->ppid;
	if (e->kind == EXEC)
		set_command(p, e);
	if (e->kind == EXIT)
		p->ended = true;
	if (p->rows.n == 0) {
		*last = p;
		last = &p->next;
		p->start = row_last().start;
	}
	buf_number(&p->rows, row_last().seq);
	buf_char(&p->rows, ',');
	event_add(&p->rows, e);
	if (p->ended) {
		buf_trim(&p->rows);
		buf_trim(&p->command);
	}
}

/* Rows take less room than lines. */
static void
write_lines(const struct process *p)
{
	struct row_number n = { .start = p->start };
	struct event e = event_new(HEADER);

	for (char *at = p->rows.s, *end = at + p->rows.n, *next; at < end; at = next) {
		n.seq = strtoll(at, &at, 10);
		next = (char *)memchr(at, '\n', (size_t)(end - at)) + 1;
		event_parse(
		    &e, (struct text){ at + 1, (size_t)(next - at) - 2 }, EVENT_COLUMNS);
		out_text(row_json_as(&e, n));
	}
}

static void
end(void)
{
	for (struct process *p = first; p != NULL; p = p->next) {
		out_format("PID %lld", (long long)p->pid);
		if (p->command.n > 0) {
			out_string(": ");
			out_text(buf_text(&p->command));
		} else if (p->creator != NONE) {
			out_format(", forked from %lld", (long long)p->creator);
		}
		out_char('\n');
		write_lines(p);
		out_char('\n');
	}
}

const struct format format_by_process = { "by-process", .event = event, .end = end };
