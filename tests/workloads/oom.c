/* oom CGROUP: a child in that memory cgroup takes more than it may have. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "facts.h"

enum { FORK_FLAGS = 0x1200000, SIZE = 256 * 1024 * 1024 };

int
main(int argc, char **argv)
{
	char name[4096];
	int status;

	facts_begin();
	snprintf(name, sizeof name, "%s/cgroup.procs", argc == 2 ? argv[1] : "");
	pid_t pid = fork();
	if (pid == 0) {
		FILE *f = fopen(name, "w");
		if (f == NULL || fprintf(f, "%d\n", getpid()) < 0 || fclose(f) != 0)
			_exit(99);
		char *memory = mmap(NULL, SIZE, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		for (;;)
			memset(memory, 1, SIZE);
	}
	if (waitpid(pid, &status, 0) != pid || WTERMSIG(status) != SIGKILL)
		fact_fail("it was not killed");
	fact_fork(fact_child(pid), FORK_FLAGS, "oom");
	fact_signal(pid, SIGKILL, EMPTY, "oom");
	fact_oom(pid, "oom");
	fact_exit(fact_child(pid), status, "oom");
	fact_exit(fact_self(), 0, "oom");
	return 0;
}
