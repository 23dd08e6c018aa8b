/* The tracer as a child process, see tracer.h. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "diag.h"
#include "procfs.h"
#include "tracer.h"

void
tracer_start(struct tracer *t, char **command)
{
	static const int defaults[] = { SIGPIPE, SIGINT, SIGQUIT, SIGTERM, SIGHUP,
		SIGCHLD };
	int ends[2];
	sigset_t none;

	if (pipe2(ends, O_CLOEXEC) < 0)
		die("pipe: %s", strerror(errno));
	t->fd = ends[0];
	t->pid = fork();
	if (t->pid < 0)
		die("fork: %s", strerror(errno));
	if (t->pid == 0) {
		setpgid(0, 0);
		for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
			signal(defaults[i], SIG_DFL);
		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		dup2(ends[1], STDOUT_FILENO);
		dup2(ends[1], STDERR_FILENO);
		execvp(command[0], command);
		dprintf(STDERR_FILENO, "%s: %s\n", command[0], strerror(errno));
		_exit(127);
	}
	close(ends[1]);
}

/* The letter of proc_pid_stat(5); '\0' when there is no such process. */
static char
state_of(pid_t pid)
{
	static struct buf stat;

	if (!procfs_read(pid, "stat", &stat))
		return '\0';
	buf_char(&stat, '\0');
	const char *name_end = strrchr(stat.s, ')');
	return name_end != NULL && name_end[1] == ' ' ? name_end[2] : '\0';
}

/* A child of the process that hasn't ended; 0 when there is none. */
static pid_t
live_child(pid_t pid)
{
	static struct buf children;
	char name[64], state;

	snprintf(name, sizeof name, "task/%d/children", (int)pid);
	if (!procfs_read(pid, name, &children))
		return 0;
	buf_char(&children, '\0');
	for (char *p = children.s;;) {
		pid_t child = (pid_t)strtol(p, &p, 10);
		if (child == 0 || ((state = state_of(child)) != 'Z' && state != '\0'))
			return child;
	}
}

/* The end of the line of wrappers, each of which waits for the next. */
static pid_t
last_descendant(pid_t pid)
{
	for (pid_t child; (child = live_child(pid)) != 0;)
		pid = child;
	return pid;
}

pid_t
tracer_worker(struct tracer *t)
{
	if (t->worker == 0)
		t->worker = last_descendant(t->pid);
	return t->worker;
}

/* False also where that can't be told. */
static bool
sleeps(struct tracer *t)
{
	for (int i = 0; i < 2; i++, t->worker = 0) {
		char state = state_of(tracer_worker(t));
		if (state != '\0' && state != 'Z')
			return state == 'S';
	}
	return false;
}

/* It also sleeps while a full pipe keeps it from writing. */
bool
tracer_idle(struct tracer *t)
{
	struct pollfd in = { .fd = t->fd, .events = POLLIN };

	return poll(&in, 1, 0) == 0 && sleeps(t) && poll(&in, 1, 0) == 0;
}

/* A process born and ended: an event that the tracer writes, and so dies of
 * SIGPIPE once nobody reads. An idle machine has no other. */
static void
poke(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	if (pid > 0)
		waitpid(pid, NULL, 0);
}

int
tracer_stop(struct tracer *t)
{
	enum { ROUND = 20, ROUNDS = 30 }; /* milliseconds */
	int status = -1;

	close(t->fd);
	kill(-t->pid, SIGKILL);
	bool foreign = t->worker != 0 && kill(t->worker, SIGKILL) < 0 && errno == EPERM;
	for (int i = 0; i < ROUNDS && waitpid(t->pid, &status, WNOHANG) == 0; i++) {
		if (foreign)
			poke();
		poll(NULL, 0, ROUND);
	}
	return status;
}
