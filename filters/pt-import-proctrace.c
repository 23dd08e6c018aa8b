/*
 * pt-import-proctrace: turns a raw recording of proctrace into an event stream.
 *
 *	EXIT: seq=27,ts=829282723,pid=65,ppid=64,pgid=65
 *	829282723,EXIT,65,64,,,,,,,,,,
 *
 * An exec is told by three lines, of which the first two come before it is known
 * whether it succeeded, a fork by one that comes after what the child did, and the
 * CPUs' lines out of order. So a recording is read to its end, put in the order of its
 * sequence numbers, where each line can be understood, and then in that of time.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "diag.h"
#include "event.h"
#include "options.h"
#include "out.h"
#include "pids.h"
#include "proctrace.h"
#include "words.h"

struct row {
	enum kind kind;
	int64_t time;
	const struct proctrace *line;
	const struct proctrace *file, *args; /* of an exec; NULL if unknown */
};

/* Of the recording under way. */
static struct proctrace *lines;
static struct row *rows;
static size_t line_count, row_count;

static struct row *
add_row(enum kind kind, const struct proctrace *l)
{
	struct row *row = &rows[row_count++];

	*row = (struct row){ .kind = kind, .time = l->time, .line = l };
	return row;
}

/* The line that a process's number in the table stands for, which is taken out. */
static const struct proctrace *
take_line(struct pids *p, int64_t pid)
{
	uint32_t *number = pids_at(p, pid);
	const struct proctrace *l = *number ? &lines[*number - 1] : NULL;

	*number = 0;
	return l;
}

/* Makes rows of lines, in the order of their numbers. */
static void
make_rows(void)
{
	static const enum kind kinds[] = { [PT_FORK] = FORK,
		[PT_EXEC] = EXEC,
		[PT_BADEXEC] = EXECFAIL,
		[PT_EXIT] = EXIT,
		[PT_SETSID] = SETSID,
		[PT_SETPGID] = SETPGID };
	static struct pids files, args;

	rows = xrealloc(rows, line_count * sizeof *rows);
	row_count = 0;
	for (size_t i = 0; i < line_count; i++) {
		const struct proctrace *l = &lines[i];

		if (l->kind == PT_EXEC_FILENAME) {
			*pids_at(&files, l->pid) = (uint32_t)i + 1;
		} else if (l->kind == PT_EXEC_ARGS) {
			*pids_at(&args, l->pid) = (uint32_t)i + 1;
		} else if (l->result >= 0) { /* what failed isn't an event */
			struct row *row = add_row(kinds[l->kind], l);
			if (row->kind != EXEC && row->kind != EXECFAIL)
				continue;
			row->file = take_line(&files, l->pid);
			row->args = take_line(&args, l->pid);
			if (row->kind == EXEC && row->file && row->file->ts == l->ts)
				row->time = row->file->time;
		}
	}
	pids_clear(&files);
	pids_clear(&args);
}

static int
by_time(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->time != y->time)
		return x->time < y->time ? -1 : 1;
	if ((x->kind == FORK) != (y->kind == FORK))
		return x->kind == FORK ? -1 : 1;
	return x->line < y->line ? -1 : x->line > y->line;
}

/* Sorts the rows by time, and again if a process was there before its birth. */
static void
sort_rows(void)
{
	struct pids first = { { 0 } }; /* row of a life, plus 1 */
	bool moved = false;

	qsort(rows, row_count, sizeof *rows, by_time);
	for (size_t i = 0; i < row_count; i++) {
		int64_t pid = rows[i].line->pid;
		uint32_t *number = pids_at(&first, pid);

		if (rows[i].kind == FORK && *number > 0 &&
		    rows[i].time - rows[*number - 1].time < PROCTRACE_BACK) {
			rows[i].time = rows[*number - 1].time;
			moved = true;
		}
		if (rows[i].kind == EXIT)
			*number = 0;
		else if (*number == 0 || rows[i].kind == FORK)
			*number = (uint32_t)i + 1;
	}
	pids_clear(&first);
	if (moved)
		qsort(rows, row_count, sizeof *rows, by_time);
}

/* The arguments stand joined by spaces, cut at 16, and not at all where their memory
 * wasn't at hand. */
static void
add_arguments(struct buf *b, struct text joined)
{
	static struct buf vector;

	vector.n = 0;
	buf_add(&vector, joined.s, joined.n);
	for (size_t i = 0; i < vector.n; i++)
		if (vector.s[i] == ' ')
			vector.s[i] = '\0';
	buf_char(&vector, '\0');
	words_add(
	    b, (struct text){ vector.s, joined.n > 0 ? vector.n : 0 }, joined.n == 0);
}

static void
write_row(const struct row *row)
{
	static struct buf name, detail;
	const struct proctrace *p = row->line;
	struct event e = event_new(row->kind);

	e.time = row->time;
	e.pid = p->pid;
	if (row->kind != EXECFAIL)
		e.ppid = p->ppid;
	if (row->kind == FORK)
		e.by = p->ppid;
	if (row->kind == SETSID)
		e.sid = p->result;
	name.n = detail.n = 0;
	if (row->file != NULL)
		word_add(&name, row->file->text, false);
	if (row->kind == EXEC)
		add_arguments(&detail, row->args ? row->args->text : (struct text){ 0 });
	e.name = buf_text(&name);
	e.detail = buf_text(&detail);
	event_write(&e);
}

static void
write_fact(int64_t time, const char *key, const char *value)
{
	struct event e = event_new(META);

	e.time = time;
	e.name = (struct text){ key, strlen(key) };
	e.detail = (struct text){ value, strlen(value) };
	event_write(&e);
}

static void
import(const char *operand)
{
	bool standard = strcmp(operand, "-") == 0;
	int fd = standard ? STDIN_FILENO : open(operand, O_RDONLY | O_CLOEXEC);
	const struct event header = event_new(HEADER);

	if (fd < 0)
		die("%s: %s", printable(operand, strlen(operand)), strerror(errno));
	line_count = proctrace_read(fd, standard ? "<stdin>" : operand, &lines);
	make_rows();
	sort_rows();
	event_write(&header);
	write_fact(row_count ? rows->time : lines->time, "format", "1");
	write_fact(row_count ? rows->time : lines->time, "tracer", "proctrace");
	for (size_t i = 0; i < row_count; i++)
		write_row(&rows[i]);
	out_flush();
}

static const char usage[] = "usage: pt-import-proctrace [FILE ...]\n"
			    "Turns raw recordings of proctrace into an event stream.\n"
			    "\n"
			    "  -h, --help     print this help\n"
			    "  -V, --version  print the version\n";

int
main(int argc, char **argv)
{
	static const struct option options[] = { COMMON_OPTIONS };
	int c;

	diag_name = "pt-import-proctrace";
	opterr = 0;
	while ((c = getopt_long(argc, argv, ":hV", options, NULL)) != -1)
		option_common(c, argv, usage);

	if (argv[optind] == NULL)
		import("-");
	for (char **operand = argv + optind; *operand != NULL; operand++)
		import(*operand);
	out_close();
	return proctrace_status();
}
