/*
 * execs: programs executed in every way there is, and in vain; "execs race TIMES": by
 * several threads at the same moment.
 *
 * What is executed is this program again, which reports what it was given: its argument
 * vector, and the file by the kernel's account (AT_EXECFN).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "facts.h"

enum { FORK_FLAGS = 0x1200000 };

static char exe[4096], *environment[3], facts[4096];

/* The words need no quoting. */
static _Noreturn void
report(int argc, char **argv)
{
	char line[8192] = "", comm[16], *end = line;

	for (int i = 0; i < argc; i++)
		end += sprintf(end, "%s%s", i ? " " : "", argv[i]);
	facts_open();
	fact_exec(fact_self(), (const char *)getauxval(AT_EXECFN), line);
	if (strcmp(getenv("REPORT"), "rewrite") == 0)
		for (int i = 0; i < argc; i++)
			memset(argv[i], 'X', strlen(argv[i]));
	prctl(PR_GET_NAME, comm);
	fact_exit(fact_self(), 0, comm);
	_exit(0);
}

/* Runs the case in a child, and waits for it; *reported: it tells its own end. */
static void
run(void (*function)(void), bool reported)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		fact_fork_by(fact_self(), getppid(), FORK_FLAGS, "execs");
		function();
		fact_exit(fact_self(), 0, "execs");
		_exit(0);
	}
	if (waitpid(pid, &status, 0) != pid || status != 0)
		fact_fail(reported ? "a program executed" : "a failed attempt");
}

static char *words[] = { "execs", "--with", "words", NULL };

static void
plain(void)
{
	execve(exe, words, environment);
}

static void
rewritten(void)
{
	environment[0] = "REPORT=rewrite";
	execve(exe, words, environment);
}

static void
twice(void)
{
	fact_exec(fact_self(), "/usr/bin/env", "env execs again");
	execve("/usr/bin/env", (char *[]){ "env", "execs", "again", NULL },
	    (char *[]){ environment[0], environment[1], "PATH=.", NULL });
}

static void
at_directory(void)
{
	syscall(SYS_execveat, open(".", O_PATH), "execs", words, environment, 0);
}

static void
at_nothing(void)
{
	syscall(SYS_execveat, open(exe, O_PATH), "", words, environment, AT_EMPTY_PATH);
}

static void
by_descriptor(void)
{
	fexecve(open(exe, O_RDONLY), words, environment);
}

static void
in_memory(void)
{
	struct stat status;
	int from = open(exe, O_RDONLY), to = memfd_create("memory", 0);

	fstat(from, &status);
	if (sendfile(to, from, NULL, (size_t)status.st_size) != status.st_size)
		fact_fail("memfd");
	fexecve(to, words, environment);
}

static void
script(void)
{
	execve("./script", words, environment);
}

static void
nested_script(void)
{
	execve("./nested", words, environment);
}

static void *
execute(void *unused)
{
	execve(exe, words, environment);
	return unused;
}

static void *
idle(void *unused)
{
	pause();
	return unused;
}

/* A thread that isn't the leader executes: it takes over the leader's PID. */
static void
in_thread(void)
{
	pthread_t t;

	pthread_create(&t, NULL, idle, NULL);
	pthread_create(&t, NULL, execute, NULL);
	pthread_join(t, NULL);
}

/* ... the leader being dead already. */
static void
after_leader(void)
{
	pthread_t t;

	pthread_create(&t, NULL, execute, NULL);
	syscall(SYS_exit, 1);
}

/* One executes, which kills the others in the middle of it. */
static void
race(void)
{
	pthread_t t;

	for (int i = 0; i < 4; i++)
		pthread_create(&t, NULL, execute, NULL);
	for (;;)
		pause();
}

static void
attempt(const char *name, int error)
{
	if (execve(name, words, environment) == 0 || errno != error)
		fact_fail(name);
	fact_execfail(fact_self(), error, name);
}

static void *
attempt_in_thread(void *unused)
{
	attempt("./nosuch/thread", ENOENT);
	return unused;
}

static void
in_vain(void)
{
	char name[1000], *large = malloc(200000), *page;
	pthread_t t;

	attempt("./nosuch", ENOENT);
	attempt("./plain", EACCES);
	attempt("/", EACCES);
	attempt("./plain/file", ENOTDIR);
	attempt("./garbage", ENOEXEC);
	attempt("./loop", ELOOP);
	attempt("./endless", ELOOP);
	attempt("./orphan", ENOENT); /* its interpreter isn't there */
	for (size_t n = 100; n < 250; n++) {
		memset(name, 'n', n);
		name[n] = '\0';
		attempt(name, ENOENT);
	}
	memset(name, '/', 900);
	memcpy(name + 900, "nosuch", 7);
	attempt(name, ENOENT);

	/* At the very end of the last page there is, and across two. */
	page = mmap(
	    NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	munmap(page + 2 * 4096, 4096);
	for (int at = 1; at < 20; at++) {
		strcpy(page + 4096 - at, "./nosuch/page");
		attempt(page + 4096 - at, ENOENT);
	}
	strcpy(page + 2 * 4096 - 13, "./nosuch/end");
	attempt(page + 2 * 4096 - 13, ENOENT);

	memset(large, 'x', 199999);
	large[199999] = '\0';
	if (execve(exe, (char *[]){ large, NULL }, environment) == 0 || errno != E2BIG)
		fact_fail("E2BIG");
	fact_execfail(fact_self(), E2BIG, exe);
	if (execve((char *)8, words, environment) == 0 || errno != EFAULT)
		fact_fail("EFAULT");
	fact_execfail(fact_self(), EFAULT, NULL);
	if (syscall(SYS_execveat, AT_FDCWD, "nosuch", words, environment, 0) == 0)
		fact_fail("execveat");
	fact_execfail(fact_self(), ENOENT, "nosuch");
	pthread_create(&t, NULL, attempt_in_thread, NULL);
	pthread_join(t, NULL);
}

static void
file(const char *name, mode_t mode, const char *first, const char *second)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, mode);

	if (fd < 0 || dprintf(fd, "%s%s\n", first, second) < 0)
		fact_fail(name);
	close(fd);
}

int
main(int argc, char **argv)
{
	if (getenv("REPORT") != NULL)
		report(argc, argv);
	facts_begin();
	if (readlink("/proc/self/exe", exe, sizeof exe - 1) < 0 ||
	    symlink(exe, "execs") < 0 || symlink("loop", "loop") < 0)
		fact_fail("link");
	file("script", 0755, "#!./execs argument", "");
	file("nested", 0755, "#!./script", "");
	file("endless", 0755, "#!./endless", "");
	file("orphan", 0755, "#!/nosuch/interpreter", "");
	file("plain", 0644, "nothing", "");
	file("garbage", 0755, "\1\2", "garbage");
	snprintf(facts, sizeof facts, "FACTS=%s", getenv("FACTS"));
	environment[0] = "REPORT=yes";
	environment[1] = facts;
	if (argc == 3) {
		for (int i = 0; i < atoi(argv[2]); i++)
			run(race, true);
		return 0;
	}

	static void (*const executing[])(void) = { plain, rewritten, twice, at_directory,
		at_nothing, by_descriptor, in_memory, script, nested_script, in_thread,
		after_leader };
	for (size_t i = 0; i < sizeof executing / sizeof *executing; i++)
		run(executing[i], true);
	run(in_vain, false);
	fact_exit(fact_self(), 0, "execs");
	return 0;
}
