/*
 * pt-launch: runs a command in a live event stream, which it passes through.
 *
 *	981412021,FORK,4243,4242,...
 *	981412021,ROOT,4243,4242,...,,"make check"
 *
 * Starts the command once a child of its own was seen in the stream, marks it with
 * a ROOT row, and after its end waits for its descendants, up to the grace time:
 * those that are left become SURVIVOR rows, with FD and WAIT rows for what they hold and
 * wait for.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "canary.h"
#include "child.h"
#include "diag.h"
#include "event.h"
#include "launch.h"
#include "options.h"

enum { STATUS_TIMED_OUT = 124, STATUS_LAUNCH_FAILED = 125 };

static const char usage[] =
    "usage: pt-launch [OPTION ...] [--] COMMAND [ARGUMENT ...]\n"
    "Passes a live event stream through and runs the command in it.\n"
    "\n"
    "  -t, --timeout TIME     end the command after that time, with status 124\n"
    "  -g, --grace TIME       wait so long for what the command leaves behind, and for\n"
    "                         the end of what was sent SIGTERM (1)\n"
    "  -k, --kill-survivors   end what the command leaves behind\n"
    "  -i, --stdin FILE       the command's standard input (/dev/null)\n"
    "  -o, --stdout FILE      the command's standard output (standard error)\n"
    "                         FILE may be &N, an open file descriptor\n"
    "  -r, --report FILE      after the end, report the leaks that FILE, the finished\n"
    "                         recording, shows\n"
    "  -j, --join PID         end after this child of the script that became pt-launch\n"
    "  -v, --verbose          say which PID the command has\n"
    "  -h, --help             print this help\n"
    "  -V, --version          print the version\n";

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

/* Runs the pt-format beside this program, its output on standard error. */
static void
report(const char *recording)
{
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path);
	char *slash = n > 0 ? memrchr(path, '/', (size_t)n) : NULL;
	pid_t pid = slash ? fork() : -1;

	if (pid == 0) {
		snprintf(slash, sizeof path - (size_t)(slash - path), "/pt-format");
		dup2(STDERR_FILENO, STDOUT_FILENO);
		execl(path, "pt-format", "-d", "leaks", "--", recording, (char *)NULL);
		warn("%s: %s", path, strerror(errno));
		_exit(STATUS_LAUNCH_FAILED);
	}
	if (pid < 0)
		warn("no report can be made: %s", strerror(errno));
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "timeout", required_argument, NULL, 't' },
		{ "grace", required_argument, NULL, 'g' },
		{ "kill-survivors", no_argument, NULL, 'k' },
		{ "stdin", required_argument, NULL, 'i' },
		{ "stdout", required_argument, NULL, 'o' },
		{ "report", required_argument, NULL, 'r' },
		{ "join", required_argument, NULL, 'j' },
		{ "verbose", no_argument, NULL, 'v' },
		COMMON_OPTIONS,
	};
	struct launch launch = { .grace = 1000000000, .limit = NONE };
	struct child_files files = { "/dev/null", "&2" };
	pid_t joined[8];
	size_t joins = 0;
	const char *recording = NULL;
	bool whole, timed_out;
	int c;

	canary_main(argc, argv);
	diag_name = "pt-launch";
	diag_failed = STATUS_LAUNCH_FAILED;
	opterr = 0;
	while ((c = getopt_long(argc, argv, "+:t:g:ki:o:r:j:vhV", options, NULL)) != -1) {
		switch (c) {
		case 't':
			launch.limit = option_time("--timeout", optarg);
			if (launch.limit == 0) /* as timeout(1) has it */
				launch.limit = NONE;
			break;
		case 'k':
			launch.kill = true;
			break;
		case 'r':
			recording = optarg;
			launch.quiet = true;
			break;
		case 'g':
			launch.grace = option_time("--grace", optarg);
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

	int status = child_status(launch_run(&launch, &whole, &timed_out));
	whole = join(joined, joins) && whole;
	if (recording != NULL)
		report(recording);
	if (timed_out)
		return STATUS_TIMED_OUT;
	return status == 0 && !whole ? STATUS_LAUNCH_FAILED : status;
}
