/*
 * pt-launch: runs a command in a live event stream, which it passes through.
 *
 *	981412021,FORK,4243,4242,...
 *	981412021,ROOT,4243,4242,...,,"make check"
 *
 * Starts the command once a child of its own was seen in the stream, marks it with
 * a ROOT row, and after its end waits for its descendants, up to the grace time:
 * those that are left become SURVIVOR and FD rows.
 */
#include <errno.h>
#include <string.h>
#include <sys/wait.h>

#include "canary.h"
#include "child.h"
#include "diag.h"
#include "launch.h"
#include "options.h"

enum { STATUS_LAUNCH_FAILED = 125 };

static const char usage[] =
    "usage: pt-launch [OPTION ...] [--] COMMAND [ARGUMENT ...]\n"
    "Passes a live event stream through and runs the command in it.\n"
    "\n"
    "  -g, --grace SECONDS  wait so long for what the command leaves behind (1)\n"
    "  -i, --stdin FILE     the command's standard input (/dev/null)\n"
    "  -o, --stdout FILE    the command's standard output (standard error)\n"
    "                       FILE may be &N, an open file descriptor\n"
    "  -j, --join PID       end after this child of the script that became pt-launch\n"
    "  -v, --verbose        say which PID the command has\n"
    "  -h, --help           print this help\n"
    "  -V, --version        print the version\n";

/* A recording isn't whole before its filters have ended: children of the script
 * that set up the pipeline and then executed this program. False when one failed. */
static bool
join(const pid_t *pids, size_t n)
{
	bool whole = true;

	for (size_t i = 0; i < n; i++) {
		int status;
		pid_t pid;
		while ((pid = waitpid(pids[i], &status, 0)) < 0 && errno == EINTR)
			;
		if (pid < 0)
			warn("--join: %d: %s", (int)pids[i], strerror(errno));
		if (pid < 0 || child_status(status) > STATUS_BAD_INPUT)
			whole = false;
	}
	return whole;
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "grace", required_argument, NULL, 'g' },
		{ "stdin", required_argument, NULL, 'i' },
		{ "stdout", required_argument, NULL, 'o' },
		{ "join", required_argument, NULL, 'j' },
		{ "verbose", no_argument, NULL, 'v' },
		COMMON_OPTIONS,
	};
	struct launch launch = { .grace = 1000000000 };
	struct child_files files = { "/dev/null", "&2" };
	pid_t joined[8];
	size_t joins = 0;
	bool whole;
	int c;

	canary_main(argc, argv);
	diag_name = "pt-launch";
	diag_failed = STATUS_LAUNCH_FAILED;
	opterr = 0;
	while ((c = getopt_long(argc, argv, "+:g:i:o:j:vhV", options, NULL)) != -1) {
		switch (c) {
		case 'g':
			launch.grace = option_seconds("--grace", optarg);
			break;
		case 'i':
			files.in = optarg;
			break;
		case 'o':
			files.out = optarg;
			break;
		case 'j':
			if (joins == sizeof joined / sizeof *joined)
				die("--join: only %zu children can be waited for", joins);
			joined[joins++] = (pid_t)option_number("--join", optarg, 1 << 22);
			break;
		case 'v':
			launch.verbose = true;
			break;
		default:
			option_common(c, argv, usage);
		}
	}
	launch.command = argv + optind;
	if (*launch.command == NULL)
		die("the command is missing (see pt-launch --help)");
	child_open(&files);

	int status = child_status(launch_run(&launch, &whole));
	whole = join(joined, joins) && whole;
	return status == 0 && !whole ? STATUS_LAUNCH_FAILED : status;
}
