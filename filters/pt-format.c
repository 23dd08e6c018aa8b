/*
 * pt-format: renders an event stream. Every mode is a file format-MODE.c, entered
 * in the table below.
 */
#include <stdio.h>
#include <string.h>

#include "diag.h"
#include "format.h"
#include "options.h"
#include "out.h"
#include "stream.h"

/* Options that are for some modes only. */
enum { LIMIT = 1, MIN_DURATION = 2, TRACEPARENT = 4, WEIGHT = 8, IGNORE = 16 };

static const struct mode {
	const struct format *format;
	unsigned takes;
	const char *about;
} modes[] = {
	{ &format_sequential, 0, "JSON lines, as proctrace has them (default)" },
	{ &format_jsonl, 0, "JSON lines, every row and column" },
	{ &format_by_process, 0, "JSON lines, process by process" },
	{ &format_mermaid, LIMIT | MIN_DURATION, "a Gantt chart for Mermaid" },
	{ &format_tree, LIMIT | MIN_DURATION, "the process tree, for a terminal" },
	{ &format_otlp, LIMIT | MIN_DURATION | TRACEPARENT, "a trace for OpenTelemetry" },
	{ &format_folded, WEIGHT, "stacks for flamegraph.pl and speedscope" },
	{ &format_leaks, MIN_DURATION | IGNORE, "what was left behind; status 1 if so" },
};

enum { MODES = sizeof modes / sizeof *modes };

static struct processes processes; /* of the recording under way */

bool format_found;

struct format_options format_options = { .limit = NONE, .min_duration = NONE };

/* Ends the program: the mode isn't known. */
static _Noreturn void
unknown_mode(const char *name)
{
	struct buf names = { 0 };

	for (int i = 0; i < MODES; i++) {
		buf_string(&names, i == 0 ? "" : i < MODES - 1 ? ", " : " or ");
		buf_string(&names, modes[i].format->name);
	}
	buf_char(&names, '\0');
	die("--display: '%s' is not %s", printable(name, strlen(name)), names.s);
}

static const struct mode *
mode_named(const char *name)
{
	for (int i = 0; i < MODES; i++)
		if (strcmp(modes[i].format->name, name) == 0)
			return &modes[i];
	unknown_mode(name);
}

/* "1.5", "1.5s", "20ms", "300us" in nanoseconds. */
static int64_t
duration(const char *text)
{
	static const struct {
		const char *name;
		int64_t ns;
	} units[] = { { "", 1000000000 }, { "s", 1000000000 }, { "ms", 1000000 },
		{ "us", 1000 } };
	size_t whole = strspn(text, "0123456789"), fraction = 0;
	const char *unit = text + whole;

	if (*unit == '.') {
		fraction = strspn(unit + 1, "0123456789");
		unit += 1 + fraction;
	}
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		int64_t sum = 0, scale = units[i].ns;
		if (strcmp(unit, units[i].name) != 0 || whole + fraction == 0 ||
		    whole > 9)
			continue;
		for (size_t j = 0; j < whole; j++)
			sum = sum * 10 + (text[j] - '0') * units[i].ns;
		for (size_t j = 0; j < fraction; j++)
			sum += (text[whole + 1 + j] - '0') * (scale /= 10);
		return sum;
	}
	die("--min-duration: '%s' is not a time such as 1.5, 1.5s, 20ms or 300us",
	    printable(text, strlen(text)));
}

static void
set_traceparent(const char *text)
{
	if (!traceparent_parse(&format_options.traceparent, text))
		die("--traceparent: '%s' is not as W3C Trace Context has it, "
		    "00-TRACE-PARENT-FLAGS in lower-case hex, not all zero",
		    printable(text, strlen(text)));
}

static void
set_weight(const char *text)
{
	static const char *const names[] = {
		[WEIGHT_WALL] = "wall", [WEIGHT_CPU] = "cpu", [WEIGHT_COUNT] = "count"
	};

	for (enum weight w = WEIGHT_WALL; w <= WEIGHT_COUNT; w++)
		if (strcmp(text, names[w]) == 0) {
			format_options.weight = w;
			return;
		}
	die("--weight: '%s' is not wall, cpu or count", printable(text, strlen(text)));
}

static void
ignore(const char *regex)
{
	size_t n = format_options.ignored;
	char why[128];

	format_options.ignore =
	    xrealloc(format_options.ignore, (n + 1) * sizeof *format_options.ignore);
	int error = regcomp(&format_options.ignore[n], regex, REG_EXTENDED | REG_NOSUB);
	if (error != 0) {
		regerror(error, &format_options.ignore[n], why, sizeof why);
		die("--ignore: '%s': %s", printable(regex, strlen(regex)), why);
	}
	format_options.ignored++;
}

static const char *
usage(void)
{
	static struct buf b;

	buf_string(&b,
	    "usage: pt-format [-d MODE] [--limit N] [--min-duration TIME]\n"
	    "                 [--traceparent VALUE] [--weight WHAT] [FILE ...]\n"
	    "Renders an event stream.\n"
	    "\n"
	    "  -d, --display MODE       how, see below\n"
	    "      --limit N            at most N processes, the longest-lived ones\n"
	    "      --min-duration TIME  only processes that lived that long: seconds,\n"
	    "                           or with a unit: 1.5s, 20ms, 300us\n"
	    "      --traceparent VALUE  the trace and span that the command is part of\n"
	    "      --weight WHAT        what stacks count: wall (default), cpu or count\n"
	    "      --ignore REGEX       leaks: not those whose command line matches\n"
	    "  -h, --help               print this help\n"
	    "  -V, --version            print the version\n"
	    "\n"
	    "modes:\n");
	for (int i = 0; i < MODES; i++) {
		char line[128];
		snprintf(line, sizeof line, "  %-14s %s\n", modes[i].format->name,
		    modes[i].about);
		buf_string(&b, line);
	}
	buf_char(&b, '\0');
	return b.s;
}

/* Ends the program where an option isn't for the mode. */
static void
check_options(const struct mode *mode, unsigned given)
{
	static const struct {
		unsigned option;
		const char *name;
	} names[] = { { LIMIT, "--limit" }, { MIN_DURATION, "--min-duration" },
		{ TRACEPARENT, "--traceparent" }, { WEIGHT, "--weight" },
		{ IGNORE, "--ignore" } };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (given & ~mode->takes & names[i].option)
			die("%s is not for the mode %s", names[i].name,
			    mode->format->name);
}

static void
end_recording(const struct format *format)
{
	if (processes.count > 0)
		format->recording(&processes);
	processes_clear(&processes);
}

static void
on_event(struct event *e, void *context)
{
	const struct format *format = context;

	if (format->event != NULL) {
		format->event(e);
		return;
	}
	if (e->kind == HEADER)
		end_recording(format);
	processes_event(&processes, e);
}

int
main(int argc, char **argv)
{
	enum { LONG = 256 }; /* more than any character */
	static const struct option options[] = {
		{ "display", required_argument, NULL, 'd' },
		{ "limit", required_argument, NULL, LONG + LIMIT },
		{ "min-duration", required_argument, NULL, LONG + MIN_DURATION },
		{ "traceparent", required_argument, NULL, LONG + TRACEPARENT },
		{ "weight", required_argument, NULL, LONG + WEIGHT },
		{ "ignore", required_argument, NULL, LONG + IGNORE },
		COMMON_OPTIONS,
	};
	const struct mode *mode = &modes[0];
	unsigned given = 0;
	int c;

	diag_name = "pt-format";
	opterr = 0;
	while ((c = getopt_long(argc, argv, ":d:hV", options, NULL)) != -1) {
		given |= c > LONG ? (unsigned)c - LONG : 0;
		switch (c) {
		case 'd':
			mode = mode_named(optarg);
			break;
		case LONG + LIMIT:
			format_options.limit =
			    option_number("--limit", optarg, UINT32_MAX);
			break;
		case LONG + MIN_DURATION:
			format_options.min_duration = duration(optarg);
			break;
		case LONG + TRACEPARENT:
			set_traceparent(optarg);
			break;
		case LONG + WEIGHT:
			set_weight(optarg);
			break;
		case LONG + IGNORE:
			ignore(optarg);
			break;
		default:
			option_common(c, argv, usage());
		}
	}
	check_options(mode, given);

	struct format format = *mode->format;
	int status = stream_run(argv + optind, on_event, &format);
	if (format.recording != NULL)
		end_recording(&format);
	if (format.end != NULL)
		format.end();
	out_close();
	if (stream_lost())
		warn("events were lost");
	return format_found && status == STATUS_OK ? STATUS_BAD_INPUT : status;
}
