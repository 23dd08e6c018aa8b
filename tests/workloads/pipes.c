/* pipes: descriptors of pipes, FIFOs and pairs of sockets, and how they come to other
 * processes. Prints who is who, "maker 4243", "pipe pipe:[485213]". */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "facts.h"

enum { FORK_FLAGS = 0x1200000, KEPT = 40, COPY = 41 };

static const char comm[] = "pipes";

static void opened(int fd, const char *detail, ...) __attribute__((format(printf, 2, 3)));

static void
opened(int fd, const char *detail, ...)
{
	char text[64];
	va_list args;

	va_start(args, detail);
	vsnprintf(text, sizeof text, detail, args);
	va_end(args);
	fact_descriptor("OPEN", fd, text);
}

static void
drop(int fd, const char *access)
{
	fact_descriptor("CLOSE", fd, access);
	close(fd);
}

static void
tell(const char *name, int fd)
{
	char link[64], target[64];

	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t n = readlink(link, target, sizeof target - 1);
	if (n < 0)
		fact_fail(link);
	target[n] = '\0';
	printf("%s %s\n", name, target);
	fflush(stdout);
}

static void
make(int *ends, const char *name)
{
	if (pipe2(ends, 0) < 0)
		fact_fail("pipe");
	opened(ends[0], "r pipe with %d", ends[1]);
	opened(ends[1], "w pipe with %d", ends[0]);
	tell(name, ends[0]);
}

static pid_t
child(const char *name)
{
	pid_t creator = getpid(), pid = fork();

	if (pid < 0)
		fact_fail("fork");
	if (pid == 0) {
		struct who self = fact_self();
		self.ppid = creator; /* which may have ended */
		fact_fork(self, FORK_FLAGS, comm);
		return 0;
	}
	printf("%s %d\n", name, (int)pid);
	fflush(stdout);
	return pid;
}

static void
reap(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) != pid || status != 0)
		fact_fail("child");
}

static _Noreturn void
end(const char *called)
{
	fact_exit(fact_self(), 0, called);
	_exit(0);
}

/* A child executes this program, with one descriptor that an exec closes and a copy. */
static void
executing(const int *ends, char **argv)
{
	pid_t pid = child("executor");

	if (pid == 0) {
		drop(ends[0], "r");
		if (dup2(ends[1], COPY) < 0 || fcntl(ends[1], F_SETFD, FD_CLOEXEC) < 0 ||
		    fcntl(ends[1], F_SETFD, FD_CLOEXEC) < 0)
			fact_fail("dup2");
		opened(COPY, "w dup from %d", ends[1]);
		fact_descriptor("CLOEXEC", ends[1], "w on");
		fact_exec(fact_self(), "*", "*");
		execl("/proc/self/exe", argv[0], "executed", NULL);
		fact_fail("exec");
	}
	reap(pid);
}

/* The child outlives what made it, with an end. */
static void
orphaned(const int *ends)
{
	int go[2];
	char byte;

	make(go, "other");
	pid_t pid = child("creator");
	if (pid == 0) {
		pid_t creator = getpid(), orphan = child("orphan");
		if (orphan == 0) {
			drop(go[1], "w");
			while (getppid() == creator || read(go[0], &byte, 1) < 0)
				sched_yield();
			end(comm);
		}
		end(comm);
	}
	reap(pid);
	drop(ends[1], "w");
	drop(go[1], "w");
	while (read(ends[0], &byte, 1) != 0) /* until the orphan has ended */
		;
	drop(go[0], "r");
	drop(ends[0], "r");
}

static void
copies(void)
{
	int pair[2], null = open("/dev/null", O_RDWR | O_CLOEXEC), fd;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		fact_fail("socketpair");
	opened(pair[0], "rw socketpair with %d cloexec", pair[1]);
	opened(pair[1], "rw socketpair with %d cloexec", pair[0]);
	tell("left", pair[0]);
	tell("right", pair[1]);

	fd = dup(pair[0]);
	opened(fd, "rw dup from %d", pair[0]);
	if (dup2(99, fd) >= 0 || dup2(fd, fd) != fd || dup(99) >= 0)
		fact_fail("dup2");
	fact_descriptor("CLOSE", fd, "rw");
	dup3(pair[1], fd, O_CLOEXEC);
	opened(fd, "rw dup from %d cloexec", pair[1]);
	fact_descriptor("CLOSE", fd, "rw");
	dup2(null, fd); /* which no row tells of */
	close(fd);
	fd = fcntl(pair[0], F_DUPFD, KEPT);
	opened(fd, "rw fcntl from %d", pair[0]);
	fd = fcntl(pair[0], F_DUPFD_CLOEXEC, KEPT);
	opened(fd, "rw fcntl from %d cloexec", pair[0]);
	fcntl(fd, F_SETFD, 0);
	fact_descriptor("CLOEXEC", fd, "rw off");
	drop(fd, "rw");
	drop(pair[1], "rw");
	drop(pair[0], "rw");
	drop(KEPT, "rw");
	close(null);
}

static void
fifo(void)
{
	int fd, again;

	if (mkfifo("a fifo", 0600) < 0 || (fd = open("a fifo", O_RDWR)) < 0)
		fact_fail("a fifo");
	opened(fd, "rw open named 'a fifo'");
	again = openat(AT_FDCWD, "a fifo", O_WRONLY | O_CLOEXEC);
	opened(again, "w open cloexec named 'a fifo'");
	drop(again, "w");
	drop(fd, "rw");
	unlink("a fifo");
}

/* A child with the same descriptors makes a pipe, which it leaves to its creator. */
static void
shared(void)
{
	long pid = syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0);
	int ends[2];

	if (pid == 0) {
		fact_fork(fact_self(), CLONE_FILES, comm);
		make(ends, "shared");
		if (ends[0] != KEPT - 1) { /* where its creator looks for it */
			dup2(ends[0], KEPT);
			opened(KEPT, "r dup from %d", ends[0]);
			drop(ends[0], "r");
		}
		drop(ends[1], "w");
		end(comm);
	}
	printf("sharer %ld\n", pid);
	fflush(stdout);
	reap((pid_t)pid);
	drop(KEPT, "r");
}

int
main(int argc, char **argv)
{
	int ends[2];

	if (argc > 1) {
		facts_open();
		if (fcntl(COPY, F_GETFD) != 0)
			fact_fail("the copy");
		end("exe");
	}
	/* So that the numbers are the same whatever is inherited. */
	if (syscall(SYS_close_range, 3, ~0u, 0) < 0)
		fact_fail("close_range");
	facts_begin();
	fact_descriptors("CLOSE", 3, "to 4294967295");
	printf("maker %d\n", (int)getpid());
	make(ends, "pipe");
	executing(ends, argv);
	orphaned(ends);
	copies();
	fifo();
	shared();
	end(comm);
}
