/*
 * feed SIZE COMMAND ...: runs the command with its standard input given in pieces of
 * SIZE bytes: each read(2) gets one piece, whatever it asks for. Ends with the
 * command's exit status.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	static char block[1 << 16];
	size_t size = argc > 2 ? (size_t)atoi(argv[1]) : 0, n;
	int ends[2], status;

	/* A packet is never read together with the next one. */
	if (size == 0 || size > sizeof block ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) < 0)
		return 125;
	pid_t pid = fork();
	if (pid == 0) {
		dup2(ends[1], STDIN_FILENO);
		close(ends[0]);
		close(ends[1]);
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	close(ends[1]);
	while ((n = fread(block, 1, size, stdin)) > 0)
		if (send(ends[0], block, n, MSG_NOSIGNAL) < 0)
			break;
	close(ends[0]);
	return waitpid(pid, &status, 0) == pid && WIFEXITED(status) ? WEXITSTATUS(status)
								    : 125;
}
