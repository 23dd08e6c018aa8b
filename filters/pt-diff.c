/*
 * pt-diff: what is different about the processes of two recordings.
 *
 *	--- pass.log: PID 4242, 4.142s, ok: make check
 *	+++ fail.log: PID 9120, 7.208s, exit 2: make check
 *	   PID-  PID+   TIME-   TIME+  STATUS       COMMAND
 *	!  4250  9131  1.012s  4.031s  ok           (4.0 times as long) ./test3
 *	!  4251  9132  0.102s  0.103s  ok > exit 1  ./test4
 *	-  4260        0.101s          ok           rm -r scratch (and 2 below)
 */
#include <stdlib.h>
#include <string.h>

#include "change.h"
#include "diag.h"
#include "differences.h"
#include "options.h"
#include "out.h"
#include "stream.h"

/* As of diff and cmp; no difference can be ruled out where something is missing. */
enum { SAME = 0, DIFFERENT = 1, TROUBLE = STATUS_FAILED };

struct input {
	struct buf name; /* for messages, terminated */
	int recordings;
	struct side side;
};

static struct tolerance tolerance = { .least = 100000000, .factor = 1.5 };

static void
on_event(struct event *e, void *context)
{
	struct input *input = context;

	if (e->kind == HEADER && ++input->recordings > 1)
		die("%s: holds more than one recording", input->name.s);
	processes_event(&input->side.p, e);
}

/* Returns false where something of it is missing. */
static bool
load(struct input *input, char *operand)
{
	char *operands[] = { operand, NULL };

	buf_string(&input->name, stream_name(operand));
	buf_char(&input->name, '\0');
	bool good = stream_run(operands, on_event, input) == STATUS_OK;
	if (input->side.p.lost_rows > 0)
		warn("%s: events were lost, so processes or their ends may be missing",
		    input->name.s);
	return good;
}

static void
add(struct differences *d, uint32_t a, uint32_t b, uint8_t changes)
{
	static size_t cap;

	if (d->count == cap) {
		cap = cap ? cap * 2 : 64;
		d->list = xrealloc(d->list, cap * sizeof *d->list);
	}
	d->list[d->count++] = (struct difference){ a, b, changes };
}

/* What is only in b, of the children listed there that are no younger than `last` (0:
 * of all): takes them off the list. */
static void
add_others(struct differences *d, struct side *b, uint32_t creator, uint32_t last)
{
	uint32_t *first = &b->first[creator];

	for (; *first != 0 && (last == 0 || *first <= last); *first = b->next[*first])
		if (b->match[*first] == 0)
			add(d, 0, *first, 0);
}

/* Depth first in order of creation; what is below a process that is only in one is not
 * told. */
static void
find_differences(struct differences *d, struct side *a, struct side *b)
{
	uint8_t *changes = change_find(a, b, tolerance);
	uint32_t at = a->root, there = b->root, child = a->first[at];

	if (at != 0 && changes[at])
		add(d, at, there, changes[at]);
	for (;;) {
		if (child == 0) {
			add_others(d, b, there, 0);
			if (at == a->root)
				break;
			child = a->next[at];
			at = match_up(a, at);
			there = at == a->root ? b->root : a->match[at];
		} else if (a->match[child] == 0) {
			add(d, child, 0, 0);
			child = a->next[child];
		} else {
			add_others(d, b, there, a->match[child]);
			at = child;
			there = a->match[at];
			if (changes[at])
				add(d, at, there, changes[at]);
			child = a->first[at];
		}
	}
	free(changes);
}

static double
factor(const char *text)
{
	char *end;
	double value = strtod(text, &end);

	if (end == text || *end != '\0' || !(value >= 1 && value <= 1e9))
		die("--factor: '%s' is not a number from 1 on",
		    printable(text, strlen(text)));
	return value;
}

static const char usage[] =
    "usage: pt-diff [-q] [--factor N] [--min-change TIME] A B\n"
    "Tells what is different about the processes of two recordings.\n"
    "\n"
    "  -q, --quiet            print nothing, only give the exit status\n"
    "      --factor N         slower and faster: N times at least (default 1.5)\n"
    "      --min-change TIME  slower and faster: by TIME at least (default 0.1):\n"
    "                         seconds, or with a unit: 1.5s, 20ms, 300us\n"
    "  -h, --help             print this help\n"
    "  -V, --version          print the version\n"
    "\n"
    "Exit status: 0 no differences, 1 differences, 2 trouble.\n";

int
main(int argc, char **argv)
{
	enum { FACTOR = 256, MIN_CHANGE };
	static const struct option options[] = {
		{ "quiet", no_argument, NULL, 'q' },
		{ "factor", required_argument, NULL, FACTOR },
		{ "min-change", required_argument, NULL, MIN_CHANGE },
		COMMON_OPTIONS,
	};
	static struct input a, b;
	bool quiet = false;
	int c;

	diag_name = "pt-diff";
	opterr = 0;
	while ((c = getopt_long(argc, argv, ":qhV", options, NULL)) != -1) {
		switch (c) {
		case 'q':
			quiet = true;
			break;
		case FACTOR:
			tolerance.factor = factor(optarg);
			break;
		case MIN_CHANGE:
			tolerance.least = option_time("--min-change", optarg);
			break;
		default:
			option_common(c, argv, usage);
		}
	}
	if (argc - optind != 2)
		die("two recordings are needed (see pt-diff --help)");
	if (strcmp(argv[optind], "-") == 0 && strcmp(argv[optind + 1], "-") == 0)
		die("only one recording can be standard input");

	bool whole = load(&a, argv[optind]);
	whole = load(&b, argv[optind + 1]) && whole;
	struct differences d = { &a.side, &b.side, { a.name.s, b.name.s }, NULL, 0 };
	match_sides(&a.side, &b.side);
	find_differences(&d, &a.side, &b.side);
	if (!quiet && d.count > 0)
		differences_write(&d);
	out_close();
	if (d.count > 0)
		return DIFFERENT;
	if (!whole)
		warn("no difference was found, but none can be ruled out");
	return whole ? SAME : TROUBLE;
}
