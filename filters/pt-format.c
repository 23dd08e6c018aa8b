/*
 * pt-format: renders an event stream. Every mode is a file format-MODE.c, entered
 * in the table below.
 */
#include <stdio.h>
#include <string.h>

#include "diag.h"
#include "format-options.h"
#include "format.h"
#include "options.h"
#include "out.h"
#include "stream.h"

static const struct mode {
	const struct format *format;
	unsigned takes;
	const char *about;
} modes[] = {
	{ &format_sequential, 0, "JSON lines, as proctrace has them (default)" },
	{ &format_jsonl, 0, "JSON lines, every row and column" },
	{ &format_by_process, 0, "JSON lines, process by process" },
	{ &format_follow, 0, "an event a line, as they happen" },
	{ &format_mermaid, LIMIT | MIN_DURATION, "a Gantt chart for Mermaid" },
	{ &format_tree, LIMIT | MIN_DURATION, "the process tree, for a terminal" },
	{ &format_table, LIMIT | MIN_DURATION, "all about each process, in columns" },
	{ &format_csv, 0, "all about each process, for other programs" },
	{ &format_summary, MARKDOWN, "a recording on a page, for CI" },
	{ &format_svg, LIMIT | MIN_DURATION, "the time line as a picture" },
	{ &format_chrome, LIMIT | MIN_DURATION,
	    "a trace for Perfetto and chrome://tracing" },
	{ &format_otlp, LIMIT | MIN_DURATION | TRACEPARENT, "a trace for OpenTelemetry" },
	{ &format_folded, WEIGHT, "stacks for flamegraph.pl and speedscope" },
	{ &format_leaks, MIN_DURATION | IGNORE, "what was left behind; status 1 if so" },
	{ &format_pipes, LIMIT | MIN_DURATION, "who had which end of which pipe" },
	{ &format_critical, LIMIT | MIN_DURATION, "what the time was spent waiting for" },
	{ &format_html, LIMIT | MIN_DURATION, "a report for a browser, one file" },
};

enum { MODES = sizeof modes / sizeof *modes };

static struct processes processes; /* of the recording under way */

bool format_found;

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

static const char *
usage(void)
{
	static struct buf b;

	buf_string(&b, "usage: pt-format [-d MODE] [OPTION ...] [FILE ...]\n"
		       "Renders an event stream.\n"
		       "\n"
		       "  -d, --display MODE       how, see below\n");
	format_options_usage(&b);
	buf_string(&b, "  -h, --help               print this help\n"
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
	if (format->row != NULL && e->kind != HEADER)
		format->row(&processes, e);
}

int
main(int argc, char **argv)
{
	static const struct option own[] = {
		{ "display", required_argument, NULL, 'd' },
		COMMON_OPTIONS,
	};
	const struct option *options = format_options_long(own);
	const struct mode *mode = &modes[0];
	int c;

	diag_name = "pt-format";
	opterr = 0;
	while ((c = getopt_long(argc, argv, ":d:hV", options, NULL)) != -1) {
		if (c == 'd')
			mode = mode_named(optarg);
		else if (!format_options_take(c, optarg))
			option_common(c, argv, usage());
	}
	format_options_check(mode->takes, mode->format->name);

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
