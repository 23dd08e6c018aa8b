/* A child that proves recording to be live, see canary.h. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

#include "boottime.h"
#include "canary.h"
#include "diag.h"

static const char argv0[] = "pt-canary";

/* The exact words of its command line; none of them needs quoting. */
static int
command(const struct canary *c, char *s, size_t n)
{
	return snprintf(s, n, "%s %s", argv0, c->word);
}

static pid_t
start(void)
{
	pid_t pid = fork();

	if (pid < 0)
		die("fork: %s", strerror(errno));
	return pid;
}

static void
choose_word(struct canary *c)
{
	uint64_t random[2];

	if (getrandom(random, sizeof random, 0) != sizeof random)
		die("getrandom: %s", strerror(errno));
	snprintf(c->word, sizeof c->word, "%016llx%016llx", (unsigned long long)random[0],
	    (unsigned long long)random[1]);
}

static void
use_pipe(void)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) == 0) {
		fcntl(ends[0], F_SETFD, 0);
		close(ends[0]);
	}
}

void
canary_start(struct canary *c)
{
	if (*c->word == '\0')
		choose_word(c);
	c->ended = 0;

	/* A group leader can't become a session leader, so there are two children. */
	pid_t leader = start();
	if (leader == 0) {
		setpgid(0, 0);
		_exit(0);
	}
	waitpid(leader, NULL, 0);
	c->pid = start();
	if (c->pid == 0) {
		char *argv[] = { (char *)argv0, c->word, NULL }, *envp[] = { NULL };
		execve("/proc/self/pt-canary", argv, envp); /* fails */
		kill(getpid(), SIGCONT);
		use_pipe();
		setsid();
		execve("/proc/self/exe", argv, envp);
		_exit(127);
	}
}

void
canary_reap(struct canary *c)
{
	int status;

	if (c->pid == 0 || waitpid(c->pid, &status, WNOHANG) == 0)
		return;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		die("/proc/self/exe can't be executed: is /proc mounted?");
	c->pid = 0;
	c->ended = clock_ns(CLOCK_BOOTTIME);
}

bool
canary_is(const struct canary *c, struct text line)
{
	char expected[128];
	int n = command(c, expected, sizeof expected);

	return line.n == (size_t)n && memcmp(line.s, expected, line.n) == 0;
}

bool
canary_is_comm(struct text comm)
{
	return comm.n >= sizeof argv0 && memcmp(comm.s, argv0, sizeof argv0) == 0;
}

void
canary_main(int argc, char **argv)
{
	if (argc != 2 || strcmp(argv[0], argv0) != 0)
		return;
	prctl(PR_SET_NAME, argv0); /* executed as "exe" */
	_exit(0);
}
