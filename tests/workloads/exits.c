/* exits: processes that end in every way: each status, signals with and without core,
 * by their leader or by another thread. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "facts.h"

enum { FORK_FLAGS = 0x1200000 };

static void *
work_on(void *main_thread)
{
	pthread_join(*(pthread_t *)main_thread, NULL); /* the leader is a zombie now */
	syscall(SYS_exit, 21);
	return NULL;
}

static void *
end_all(void *unused)
{
	(void)unused;
	exit(22);
}

static pthread_t
thread(void *(*run)(void *), void *argument)
{
	pthread_t t;

	if ((errno = pthread_create(&t, NULL, run, argument)) != 0)
		fact_fail("pthread_create");
	return t;
}

static void
leader_first(void)
{
	static pthread_t self;

	while (clock() < CLOCKS_PER_SEC / 10)
		;
	self = pthread_self();
	thread(work_on, &self);
	syscall(SYS_exit, 20); /* this thread only; the status is the leader's */
}

static void
by_thread(void)
{
	pthread_join(thread(end_all, NULL), NULL);
}

static void
renamed(void)
{
	prctl(PR_SET_NAME, "new\nname\",'x");
	_exit(0);
}

static void
by_signal(int number, rlim_t core)
{
	setrlimit(RLIMIT_CORE, &(struct rlimit){ core, core });
	signal(number, SIG_DFL);
	raise(number);
}

/* Runs the case in a child, whose status is what wait says. */
static void
run(void (*function)(void), int code, const char *comm)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (function != NULL)
			function();
		_exit(code);
	}
	if (waitpid(pid, &status, 0) != pid)
		fact_fail("wait");
	fact_fork(fact_child(pid), FORK_FLAGS, "exits");
	fact_exit(fact_child(pid), status, comm);
}

static void
run_signal(int number, rlim_t core)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		by_signal(number, core);
		_exit(99);
	}
	if (waitpid(pid, &status, 0) != pid || WTERMSIG(status) != number)
		fact_fail("signal");
	fact_fork(fact_child(pid), FORK_FLAGS, "exits");
	fact_signal(pid, number, EMPTY, "exits");
	fact_exit(fact_child(pid), status, "exits");
}

int
main(void)
{
	const int signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS,
		SIGFPE, SIGKILL, SIGUSR1, SIGSEGV, SIGPIPE, SIGALRM, SIGTERM, SIGXCPU,
		SIGSYS, SIGRTMIN, SIGRTMAX };

	facts_begin();
	for (int code = 0; code < 256; code++)
		run(NULL, code, "exits");
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		run_signal(signals[i], 0);
		run_signal(signals[i], 1 << 20);
	}
	run(leader_first, 0, "exits");
	run(by_thread, 0, "exits");
	run(renamed, 0, "$'new\\nname\",\\'x'");
	fact_exit(fact_self(), 0, "exits");
	return 0;
}
