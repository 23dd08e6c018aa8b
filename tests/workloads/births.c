/* births: processes made in every way there is, and threads, which are none. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/sched.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "facts.h"

enum { FORK_FLAGS = CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID, BOMB = 2000 };

static const char comm[] = "births";

/* A child that executed nothing, reaped here. */
static void
reap(pid_t pid, long flags)
{
	int status;

	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		fact_fail("child");
	fact_fork(fact_child(pid), flags, comm);
	fact_exit(fact_child(pid), status, comm);
}

static void
forks(void)
{
	pid_t pid = fork();
	if (pid == 0)
		_exit(1);
	reap(pid, FORK_FLAGS);
	pid = vfork();
	if (pid == 0)
		_exit(2);
	reap(pid, CLONE_VM | CLONE_VFORK);
}

static void
spawns(void)
{
	char *argv[] = { "true", "spawned", NULL };
	pid_t pid;
	int status;

	if ((errno = posix_spawn(&pid, "/bin/true", NULL, NULL, argv, NULL)) != 0)
		fact_fail("posix_spawn");
	waitpid(pid, &status, 0);
	fact_fork(fact_child(pid), ANY, comm); /* as glibc chooses */
	fact_exec(fact_child(pid), "/bin/true", "true spawned");
	fact_exit(fact_child(pid), status, "true");
}

static void
clones(void)
{
	pid_t pid = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
	if (pid == 0)
		_exit(3);
	reap(pid, 0);

	struct clone_args args = { .flags = CLONE_FILES | CLONE_FS,
		.exit_signal = SIGCHLD };
	pid = (pid_t)syscall(SYS_clone3, &args, sizeof args);
	if (pid == 0)
		_exit(4);
	reap(pid, CLONE_FILES | CLONE_FS);
}

/* The child's parent is its creator's parent, which reaps both. */
static void
siblings(void)
{
	int ends[2], status;
	pid_t sibling;

	if (pipe(ends) < 0)
		fact_fail("pipe");
	pid_t creator = fork();
	if (creator == 0) {
		sibling = (pid_t)syscall(SYS_clone, SIGCHLD | CLONE_PARENT, 0, 0, 0, 0);
		if (sibling == 0)
			_exit(5);
		if (write(ends[1], &sibling, sizeof sibling) != sizeof sibling)
			_exit(99);
		_exit(6);
	}
	if (read(ends[0], &sibling, sizeof sibling) != sizeof sibling)
		fact_fail("pipe");
	waitpid(sibling, &status, 0);
	fact_fork_by(fact_child(sibling), creator, CLONE_PARENT, comm);
	fact_exit(fact_child(sibling), status, comm);
	reap(creator, FORK_FLAGS);
	close(ends[0]);
	close(ends[1]);
}

static void *
fork_in_thread(void *unused)
{
	(void)unused;
	pid_t pid = fork();
	if (pid == 0)
		_exit(7);
	reap(pid, FORK_FLAGS);
	return NULL;
}

static void *
nothing(void *unused)
{
	return unused;
}

static void
threads(void)
{
	pthread_t thread[20];

	for (int i = 0; i < 20; i++)
		if ((errno = pthread_create(
			 &thread[i], NULL, i % 2 ? fork_in_thread : nothing, NULL)) != 0)
			fact_fail("pthread_create");
	for (int i = 0; i < 20; i++)
		pthread_join(thread[i], NULL);
}

/* So many children that live at once, then become zombies, and are reaped late. */
static void
bomb(void)
{
	static pid_t child[BOMB];
	siginfo_t info;
	int go[2];
	char byte;

	if (pipe(go) < 0)
		fact_fail("pipe");
	for (int i = 0; i < BOMB; i++) {
		child[i] = fork();
		if (child[i] < 0)
			fact_fail("fork");
		if (child[i] == 0) {
			close(go[1]);
			_exit(read(go[0], &byte, 1) == 0 ? i % 256 : 99);
		}
	}
	close(go[1]);
	close(go[0]);
	for (int i = 0; i < BOMB; i++)
		if (waitid(P_PID, (id_t)child[i], &info, WEXITED | WNOWAIT) < 0)
			fact_fail("waitid");
	for (int i = BOMB; i-- > 0;)
		reap(child[i], FORK_FLAGS);
}

int
main(void)
{
	facts_begin();
	forks();
	spawns();
	clones();
	siblings();
	threads();
	bomb();
	fact_exit(fact_self(), 0, comm);
	return 0;
}
