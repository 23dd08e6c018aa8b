/* namespaces: PID namespaces in each other, and PIDs that are used again. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "facts.h"

enum { FORK_FLAGS = 0x1200000, LIVES = 5, TRIES = 2000 };

static const char comm[] = "namespaces";

/* As the initial namespace sees it, whose /proc this is (its stat follows the mount). */
static struct who
outer_self(void)
{
	struct who w = fact_self();
	FILE *f = fopen("/proc/self/stat", "r");

	if (f == NULL || fscanf(f, "%ld (%*[^)]) %*c %ld %ld %ld", &w.pid, &w.ppid,
			     &w.pgid, &w.sid) != 4)
		fact_fail("/proc/self/stat");
	fclose(f);
	w.nspid = w.pid == getpid() ? EMPTY : getpid();
	return w;
}

/* A child in a namespace of its own, or in ours, that has told its birth and has yet to
 * do its work. */
static pid_t
child(long flags)
{
	pid_t pid =
	    flags != 0 ? (pid_t)syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0) : fork();

	if (pid < 0)
		fact_fail("clone");
	if (pid == 0)
		fact_fork(outer_self(), flags != 0 ? flags : FORK_FLAGS, comm);
	return pid;
}

static _Noreturn void
end(int status)
{
	fact_exit(outer_self(), status << 8, comm);
	_exit(status);
}

static void
reap(pid_t pid, int status)
{
	int is;

	if (waitpid(pid, &is, 0) != pid || is != status)
		fact_fail("child");
}

static void
session(void)
{
	pid_t pid = child(0);

	if (pid == 0) {
		setsid();
		fact_setsid(outer_self());
		if (setpgid(0, 0) == 0) /* refused: a session leader */
			_exit(99);
		end(4);
	}
	reap(pid, 4 << 8);
	pid = child(0);
	if (pid == 0) {
		setpgid(0, 0);
		fact_setpgid(outer_self(), EMPTY);
		end(5);
	}
	reap(pid, 5 << 8);
}

/* The init process moves its child to another group, and kills it. */
static void
by_init(void)
{
	struct who target;
	int ends[2];

	if (pipe(ends) < 0)
		fact_fail("pipe");
	pid_t pid = child(0);
	if (pid == 0) {
		target = outer_self();
		if (write(ends[1], &target, sizeof target) != sizeof target)
			_exit(99);
		for (;;)
			pause();
	}
	if (read(ends[0], &target, sizeof target) != sizeof target)
		fact_fail("pipe");
	if (setpgid(pid, 0) < 0)
		fact_fail("setpgid");
	target.pgid = target.pid;
	struct who moved = target;
	moved.uid = EMPTY;
	fact_setpgid(moved, outer_self().pid);
	kill(pid, SIGKILL);
	fact_signal(target.pid, SIGKILL, outer_self().pid, comm);
	fact_exit(target, SIGKILL, comm);
	reap(pid, SIGKILL);
}

static void
nested(int levels)
{
	pid_t pid = child(CLONE_NEWPID);

	if (pid == 0) {
		session();
		by_init();
		if (levels > 1)
			nested(levels - 1);
		end(levels);
	}
	reap(pid, levels << 8);
}

/* The init process ends, and the kernel kills the others. */
static void
init_first(void)
{
	struct who other;
	int ends[2];

	if (pipe(ends) < 0)
		fact_fail("pipe");
	pid_t pid = child(CLONE_NEWPID);
	if (pid == 0) {
		if (child(0) == 0) {
			other = outer_self();
			if (write(ends[1], &other, sizeof other) != sizeof other)
				_exit(99);
			for (;;)
				pause();
		}
		if (read(ends[0], &other, sizeof other) != sizeof other)
			fact_fail("pipe");
		fact_signal(other.pid, SIGKILL, EMPTY, comm);
		fact_exit(other, SIGKILL, comm);
		end(6);
	}
	reap(pid, 6 << 8);
}

static void
last_pid(pid_t pid)
{
	char text[24];
	int fd = open("/proc/sys/kernel/ns_last_pid", O_WRONLY);
	int n = sprintf(text, "%d", (int)pid);

	if (fd < 0 || write(fd, text, (size_t)n) != n)
		fact_fail("ns_last_pid");
	close(fd);
}

/* The same PID for several children in turn; others may come in between. */
static void
again(void)
{
	pid_t wanted = 0;

	for (int lives = 0, tries = 0; lives < LIVES; tries++) {
		if (tries == TRIES)
			fact_fail("no PID is used again");
		if (wanted != 0)
			last_pid(wanted - 1);
		pid_t pid = child(0);
		if (pid == 0) {
			pid_t grandchild = child(0);
			if (grandchild == 0)
				end(7);
			reap(grandchild, 7 << 8);
			end(8);
		}
		reap(pid, 8 << 8);
		if (wanted == 0)
			wanted = pid;
		lives += pid == wanted;
	}
}

int
main(int argc, char **argv)
{
	facts_begin();
	if (argc == 2 && strcmp(argv[1], "again") == 0) {
		again();
	} else {
		nested(3);
		init_first();
	}
	fact_exit(fact_self(), 0, comm);
	return 0;
}
