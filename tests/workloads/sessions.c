/* sessions: signals and who sent them, sessions, process groups, adoption, users. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "facts.h"

enum { FORK_FLAGS = 0x1200000 };

static const char comm[] = "sessions";

static void
born(struct who child)
{
	fact_fork(child, FORK_FLAGS, comm);
}

static void
ended(struct who who, int status)
{
	fact_exit(who, status, comm);
}

/* A child that waits for signals, of which it ignores SIGUSR1. */
static pid_t
waiting_child(void)
{
	int ready[2];
	char byte;
	sigset_t none;

	if (pipe(ready) < 0)
		fact_fail("pipe");
	pid_t pid = fork();
	if (pid == 0) {
		signal(SIGUSR1, SIG_IGN);
		if (write(ready[1], "", 1) != 1)
			_exit(99);
		sigemptyset(&none);
		for (;;)
			sigsuspend(&none);
	}
	if (read(ready[0], &byte, 1) != 1)
		fact_fail("pipe");
	close(ready[0]);
	close(ready[1]);
	born(fact_child(pid));
	return pid;
}

static int
reap(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) != pid)
		fact_fail("wait");
	return status;
}

static void
send_signal(pid_t pid, int number)
{
	if (kill(pid, number) < 0)
		fact_fail("kill");
	fact_signal(pid, number, getpid(), comm);
}

static void
signals(void)
{
	pid_t pid = waiting_child(), parent = getpid();
	int status;

	kill(pid, 0); /* none */
	send_signal(pid, SIGSTOP);
	if (waitpid(pid, &status, WUNTRACED) != pid || !WIFSTOPPED(status))
		fact_fail("stop");
	send_signal(pid, SIGCONT);
	if (waitpid(pid, &status, WCONTINUED) != pid || !WIFCONTINUED(status))
		fact_fail("continue");
	send_signal(pid, SIGUSR1);
	if (sigqueue(pid, SIGRTMIN + 1, (union sigval){ .sival_int = 7 }) < 0)
		fact_fail("sigqueue");
	fact_signal(pid, SIGRTMIN + 1, parent, comm);
	ended(fact_child(pid), reap(pid));

	pid = waiting_child();
	syscall(SYS_tgkill, pid, pid, SIGTERM);
	fact_signal(pid, SIGTERM, parent, comm);
	ended(fact_child(pid), reap(pid));

	/* What was asked of tgkill before, and was no signal, is not about this one. */
	pid = waiting_child();
	syscall(SYS_tgkill, parent, parent, 0);
	syscall(SYS_tkill, pid, SIGTERM);
	fact_signal(pid, SIGTERM, parent, comm);
	ended(fact_child(pid), reap(pid));

	pid = waiting_child();
	send_signal(pid, SIGKILL);
	ended(fact_child(pid), reap(pid));

	/* A sender that isn't the parent. */
	pid = waiting_child();
	pid_t killer = fork();
	if (killer == 0)
		_exit(kill(pid, SIGKILL) < 0);
	int killed = reap(pid);
	born(fact_child(killer));
	fact_signal(pid, SIGKILL, killer, comm);
	ended(fact_child(pid), killed);
	ended(fact_child(killer), reap(killer));
}

static struct who
in_group(struct who who, pid_t group)
{
	who.pgid = group;
	return who;
}

static void
groups(void)
{
	pid_t pid[3], us = getpid();
	struct who moved;

	for (int i = 0; i < 3; i++) {
		pid[i] = waiting_child();
		if (setpgid(pid[i], pid[0]) < 0)
			fact_fail("setpgid");
		moved = in_group(fact_child(pid[i]), pid[0]);
		moved.uid = EMPTY;
		fact_setpgid(moved, us);
	}
	if (setpgid(1, 0) == 0 || setpgid(pid[1], 1) == 0)
		fact_fail("setpgid of others");
	if (kill(-pid[0], SIGTERM) < 0)
		fact_fail("kill of a group");
	for (int i = 0; i < 3; i++) {
		fact_signal(pid[i], SIGTERM, us, comm);
		ended(in_group(fact_child(pid[i]), pid[0]), reap(pid[i]));
	}

	pid[0] = fork();
	if (pid[0] == 0) {
		born(fact_self());
		setpgid(0, 0);
		fact_setpgid(fact_self(), EMPTY);
		setpgid(getpid(), getpgid(getppid()));
		fact_setpgid(fact_self(), EMPTY);
		ended(fact_self(), 0);
		_exit(0);
	}
	reap(pid[0]);
}

/* What still reaches a process that has ended and isn't reaped yet. */
static void
zombie(void)
{
	siginfo_t info;
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) < 0)
		fact_fail("waitid");
	born(fact_child(pid));
	ended(fact_child(pid), 0);
	send_signal(pid, SIGTERM);
	if (setpgid(pid, pid) < 0)
		fact_fail("setpgid");
	struct who moved = in_group(fact_child(pid), pid);
	moved.uid = EMPTY;
	fact_setpgid(moved, getpid());
	reap(pid);
}

static void *
own_group(void *unused)
{
	setpgid(0, 0);
	return unused;
}

static void
group_by_thread(void)
{
	pthread_t t;
	pid_t pid = fork();

	if (pid == 0) {
		born(fact_self());
		pthread_create(&t, NULL, own_group, NULL);
		pthread_join(t, NULL);
		fact_setpgid(fact_self(), EMPTY);
		if (setsid() >= 0) /* a group leader can't */
			_exit(99);
		ended(fact_self(), 0);
		_exit(0);
	}
	if (reap(pid) != 0)
		fact_fail("setsid of a leader");
}

/* Waits for its creator's end, by which it gets another parent. */
static void
be_adopted(pid_t creator)
{
	while (getppid() == creator)
		sched_yield();
}

/* Its parent is in the end the nearest subreaper above it: the first child, or who
 * adopts this program's orphans. */
static void
daemons(bool subreaper)
{
	int closed[2];
	char byte;

	if (pipe(closed) < 0)
		fact_fail("pipe");
	pid_t pid = fork();
	if (pid == 0) {
		born(fact_self());
		prctl(PR_SET_CHILD_SUBREAPER, subreaper);
		pid_t session = fork();
		if (session == 0) {
			born(fact_self());
			setsid();
			fact_setsid(fact_self());
			pid_t creator = getpid(), daemon = fork();
			if (daemon == 0) {
				struct who self = fact_self();
				self.ppid = creator;
				born(self);
				be_adopted(creator);
				ended(fact_self(), 5 << 8);
				_exit(5);
			}
			ended(fact_self(), 0);
			_exit(0);
		}
		reap(session);
		if (subreaper && wait(NULL) < 0)
			_exit(99);
		ended(fact_self(), 0);
		_exit(0);
	}
	if (reap(pid) != 0)
		fact_fail("daemon");
	close(closed[1]);
	if (read(closed[0], &byte, 1) != 0) /* until nobody has the other end */
		fact_fail("pipe");
	close(closed[0]);
}

static void
users(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		born(fact_self());
		if (setgid(65534) < 0 || setuid(65534) < 0)
			_exit(99);
		pid_t child = fork();
		if (child == 0)
			_exit(0);
		born(fact_child(child));
		ended(fact_child(child), reap(child));
		setsid();
		fact_setsid(fact_self());
		ended(fact_self(), 0);
		_exit(0);
	}
	if (reap(pid) != 0)
		fact_fail("setuid");
}

/* From the kernel: nobody sent them. */
static void
faults(void)
{
	static const int numbers[] = { SIGSEGV, SIGPIPE, SIGALRM, SIGILL };

	volatile char *nowhere =
	    mmap(NULL, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		pid_t pid = fork();
		if (pid == 0) {
			int ends[2];
			signal(numbers[i], SIG_DFL);
			if (numbers[i] == SIGSEGV)
				*nowhere = 1;
			if (numbers[i] == SIGILL)
				__builtin_trap();
			alarm(1);
			if (numbers[i] == SIGPIPE && pipe(ends) == 0 &&
			    close(ends[0]) == 0 && write(ends[1], "", 1) < 0)
				_exit(99);
			pause();
		}
		int status = reap(pid);
		if (WTERMSIG(status) != numbers[i])
			fact_fail("fault");
		born(fact_child(pid));
		fact_signal(pid, numbers[i], EMPTY, comm);
		ended(fact_child(pid), status);
	}
}

int
main(void)
{
	facts_begin();
	signals();
	groups();
	zombie();
	group_by_thread();
	daemons(false);
	daemons(true);
	users();
	faults();
	fact_exit(fact_self(), 0, comm);
	return 0;
}
