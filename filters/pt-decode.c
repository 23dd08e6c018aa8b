/*
 * pt-decode: turns the lines of share/lifecycle.bt into the event stream.
 *
 *	E 981412021 0 4243 4242 4242 4000 0 4243 256 1412000 812 6d 61 6b 65 00 ...
 *	981412021,EXIT,4243,4242,4242,4000,0,,,256,1412000,3248,"make",
 *
 * Given the tracer's command, it runs that, and the stream is live.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "canary.h"
#include "chatter.h"
#include "diag.h"
#include "intake.h"
#include "lines.h"
#include "live.h"
#include "options.h"
#include "out.h"

static const char usage[] =
    "usage: pt-decode [-t TEXT] [FILE ...]\n"
    "       pt-decode [-t TEXT] [--files] -r -- TRACER [ARGUMENT ...]\n"
    "Turns the tracer's lines into the event stream (see pt-capture).\n"
    "\n"
    "  -r, --run          run the operands as the tracer and read its output\n"
    "      --files        the tracer gives lines of share/files.bt, too: wait for them\n"
    "  -t, --tracer TEXT  what the META row of the tracer says\n"
    "  -h, --help         print this help\n"
    "  -V, --version      print the version\n";

static void
decode_file(const struct intake *in, const char *operand)
{
	bool standard = strcmp(operand, "-") == 0;
	const char *name = standard ? "<stdin>" : operand;
	struct lines lines = { .fd = standard ? STDIN_FILENO : open(operand, O_RDONLY),
		.name = name };
	struct text line;
	uintmax_t before = intake_count();
	bool more;

	if (lines.fd < 0)
		die("%s: %s", printable(name, strlen(name)), strerror(errno));
	do {
		more = lines_fill(&lines);
		while (lines_next(&lines, &line)) {
			intake_line(in, line);
			intake_write(in, 0);
		}
	} while (more);
	if (intake_count() == before)
		die("%s: holds no event of share/lifecycle.bt",
		    printable(name, strlen(name)));
	if (lines_rest(&lines).n > 0)
		intake_lost(in, 1, "decode");
	lines_close(&lines);
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "run", no_argument, NULL, 'r' },
		{ "files", no_argument, NULL, 'f' },
		{ "tracer", required_argument, NULL, 't' },
		COMMON_OPTIONS,
	};
	struct intake in = { .text = chatter_take, .start = NONE };
	struct event header = event_new(HEADER);
	const char *tracer_name = "bpftrace";
	bool runs = false, files = false;
	int c;

	canary_main(argc, argv);
	diag_name = "pt-decode";
	opterr = 0;
	while ((c = getopt_long(argc, argv, "+:rt:hV", options, NULL)) != -1) {
		switch (c) {
		case 'r':
			runs = true;
			break;
		case 'f':
			files = true;
			break;
		case 't':
			tracer_name = optarg;
			break;
		default:
			option_common(c, argv, usage);
		}
	}
	argv += optind;
	if (runs && *argv == NULL)
		die("the tracer's command is missing (see pt-decode --help)");
	if (runs)
		return live_run(argv, tracer_name, files);

	chatter_open(tracer_name);
	chatter_live();
	merge_init(false);
	event_write(&header);
	if (*argv == NULL)
		decode_file(&in, "-");
	for (; *argv != NULL; argv++)
		decode_file(&in, *argv);
	intake_drain(&in, INT64_MAX);
	out_close();
	return intake_status();
}
