/* A workload's own account, see facts.h. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "facts.h"

enum { FORK_FLAGS = 0x1200000 }; /* CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID */

static int fd = -1;

static void
cell(FILE *f, long value)
{
	if (value == ANY)
		fputc('*', f);
	else if (value != EMPTY)
		fprintf(f, "%ld", value);
	fputc(',', f);
}

static void
word(FILE *f, const char *s)
{
	if (s == NULL || strcmp(s, "*") == 0) {
		fputs(s ? s : "", f);
		return;
	}
	fputc('"', f);
	for (; *s; s++) {
		if (*s == '"')
			fputc('"', f);
		fputc(*s, f);
	}
	fputc('"', f);
}

static void
line(const char *event, struct who w, long by, long code, const char *name,
    const char *detail)
{
	char *text;
	size_t n;
	FILE *f = open_memstream(&text, &n);

	fprintf(f, "%s,", event);
	const long cells[] = { w.pid, w.ppid, w.pgid, w.sid, w.uid, w.nspid, by, code };
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		cell(f, cells[i]);
	word(f, name);
	fputc(',', f);
	word(f, detail);
	fputc('\n', f);
	fclose(f);
	if (write(fd, text, n) != (ssize_t)n)
		fact_fail("the file of facts");
	free(text);
}

void
facts_open(void)
{
	const char *file = getenv("FACTS");

	if (file == NULL ||
	    (fd = open(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666)) < 0)
		fact_fail("FACTS names no file");
}

void
facts_begin(void)
{
	facts_open();
	fact_fork(fact_self(), FORK_FLAGS, "pt-launch");
	fact_exec(fact_self(), "*", "*");
}

struct who
fact_self(void)
{
	return (
	    struct who){ getpid(), getppid(), getpgid(0), getsid(0), getuid(), EMPTY };
}

struct who
fact_child(pid_t pid)
{
	struct who w = fact_self();

	w.ppid = w.pid;
	w.pid = pid;
	return w;
}

void
fact_fork(struct who child, long flags, const char *comm)
{
	fact_fork_by(child, child.ppid, flags, comm);
}

void
fact_fork_by(struct who child, long by, long flags, const char *comm)
{
	line("FORK", child, by, flags, comm, NULL);
}

void
fact_exec(struct who who, const char *file, const char *command_line)
{
	line("EXEC", who, EMPTY, EMPTY, file, command_line);
}

void
fact_execfail(struct who who, int error, const char *file)
{
	line("EXECFAIL", who, EMPTY, error, file, NULL);
}

void
fact_exit(struct who who, int status, const char *comm)
{
	line("EXIT", who, EMPTY, status, comm, NULL);
}

void
fact_setsid(struct who after)
{
	line("SETSID", after, EMPTY, EMPTY, NULL, NULL);
}

void
fact_setpgid(struct who after, long by)
{
	line("SETPGID", after, by, EMPTY, NULL, NULL);
}

void
fact_signal(long pid, int number, long by, const char *comm)
{
	line("SIGNAL", (struct who){ pid, EMPTY, EMPTY, EMPTY, EMPTY, EMPTY }, by, number,
	    comm, by == EMPTY ? NULL : comm);
}

void
fact_descriptor(const char *event, int descriptor, const char *detail)
{
	char link[64], target[64];
	struct stat st;

	snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
	if (fstat(descriptor, &st) < 0)
		fact_fail("fstat");
	ssize_t n = readlink(link, target + 1, sizeof target - 2);
	if (n < 0)
		fact_fail(link);
	target[0] = target[n + 1] = '\'';
	target[n + 2] = '\0';
	if (S_ISFIFO(st.st_mode) && target[1] == '/')
		snprintf(target, sizeof target, "'fifo:[%02x:%02x:%lu]'",
		    major(st.st_dev), minor(st.st_dev), (unsigned long)st.st_ino);
	line(event, (struct who){ getpid(), EMPTY, EMPTY, EMPTY, EMPTY, EMPTY }, EMPTY,
	    descriptor, target, detail);
}

void
fact_descriptors(const char *event, int first, const char *detail)
{
	line(event, (struct who){ getpid(), EMPTY, EMPTY, EMPTY, EMPTY, EMPTY }, EMPTY,
	    first, NULL, detail);
}

void
fact_oom(long pid, const char *comm)
{
	line("OOM", (struct who){ pid, EMPTY, EMPTY, EMPTY, EMPTY, EMPTY }, EMPTY, EMPTY,
	    comm, NULL);
}

void
fact_fail(const char *what)
{
	fprintf(stderr, "workload: %s: %s\n", what, strerror(errno));
	_exit(99);
}
