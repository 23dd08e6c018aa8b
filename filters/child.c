/* pt-launch's command as a child process, see child.h. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "diag.h"
#include "options.h"
#include "procfs.h"

static int in = -1, out = -1;

static struct {
	int number;
	struct sigaction before;
} ignored;

static int
open_file(const char *option, const char *name, int flags)
{
	int fd = name[0] == '&' ? (int)option_number(option, name + 1, 1 << 20)
				: open(name, flags | O_CLOEXEC, 0666);

	if (fd < 0 || fcntl(fd, F_GETFD) < 0)
		die("%s: %s: %s", option, printable(name, strlen(name)), strerror(errno));
	return fd;
}

void
child_open(const struct child_files *files)
{
	in = open_file("--stdin", files->in, O_RDONLY);
	out = open_file("--stdout", files->out, O_WRONLY | O_CREAT | O_TRUNC);
}

static void
give(const struct holding *h, void *context)
{
	void (*const *fn)(int, const struct holding *) = context;

	if (h->fd == in)
		(*fn)(STDIN_FILENO, h);
	if (h->fd == out)
		(*fn)(STDOUT_FILENO, h);
	if (h->fd == STDERR_FILENO ||
	    (h->fd > STDERR_FILENO && h->fd != in && h->fd != out && !h->cloexec))
		(*fn)(h->fd, h);
}

void
child_holdings(void (*fn)(int, const struct holding *))
{
	holdings_each(procfs_self(), give, &fn);
}

/* In the child: fd becomes standard input or output. */
static void
put(int fd, int place)
{
	if (fd == place)
		fcntl(fd, F_SETFD, 0);
	else if (dup2(fd, place) < 0)
		_exit(125);
}

pid_t
child_start(char **command, const sigset_t *mask)
{
	pid_t pid = fork();

	if (pid < 0)
		die("fork: %s", strerror(errno));
	if (pid == 0) {
		sigaction(ignored.number, &ignored.before, NULL);
		sigprocmask(SIG_SETMASK, mask, NULL);
		put(in, STDIN_FILENO);
		put(out, STDOUT_FILENO);
		if (in > STDERR_FILENO)
			close(in);
		if (out > STDERR_FILENO && out != in)
			close(out);
		execvp(command[0], command);
		int error = errno;
		warn(
		    "%s: %s", printable(command[0], strlen(command[0])), strerror(error));
		_exit(error == ENOENT ? CHILD_NOT_FOUND : CHILD_NOT_EXECUTABLE);
	}
	if (in > STDERR_FILENO)
		close(in);
	if (out > STDERR_FILENO && out != in)
		close(out);
	return pid;
}

void
child_catch(int signal_number, void (*handler)(int, siginfo_t *, void *))
{
	struct sigaction action = { .sa_sigaction = handler,
		.sa_flags = SA_SIGINFO | SA_RESTART },
			 old;

	sigaction(signal_number, NULL, &old);
	if (old.sa_handler != SIG_IGN)
		sigaction(signal_number, &action, NULL);
}

void
child_ignore(int signal_number)
{
	struct sigaction action = { .sa_handler = SIG_IGN };

	ignored.number = signal_number;
	sigaction(signal_number, &action, &ignored.before);
}

int
child_status(int wait_status)
{
	return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status)
					: WEXITSTATUS(wait_status);
}
