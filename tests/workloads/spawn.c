/* spawn LOOPS TIMES: as many parallel loops, each of so many posix_spawn(3) and
 * wait of /bin/true. */
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	char *command[] = { "true", NULL }, *environment[] = { NULL };
	int loops = argc == 3 ? atoi(argv[1]) : 0, times = argc == 3 ? atoi(argv[2]) : 0;
	int failed = loops == 0;

	for (int i = 0; i < loops; i++) {
		if (fork() > 0)
			continue;
		for (int j = 0; j < times; j++) {
			pid_t pid;
			int status;
			if (posix_spawn(&pid, "/bin/true", NULL, NULL, command,
				environment) != 0 ||
			    waitpid(pid, &status, 0) != pid || status != 0)
				_exit(1);
		}
		_exit(0);
	}
	for (int status; wait(&status) > 0;)
		failed |= status != 0;
	return failed;
}
