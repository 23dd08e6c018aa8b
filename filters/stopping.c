/* The signals that end a recording, see stopping.h. */
#define _GNU_SOURCE
#include <sys/stat.h>
#include <unistd.h>

#include "stopping.h"

static volatile sig_atomic_t asked;
static bool quiet_interrupt;

static void
on_stop(int signal_number, siginfo_t *info, void *context)
{
	(void)context;
	if (signal_number == SIGINT && info->si_code == SI_KERNEL && quiet_interrupt)
		return;
	asked = 1;
}

void
stopping_catch(sigset_t *waiting)
{
	static const int stopping[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	struct sigaction action = { .sa_sigaction = on_stop, .sa_flags = SA_SIGINFO },
			 old;
	struct stat out;
	sigset_t blocked;

	sigaction(SIGTERM, NULL, &old);
	bool shielded = old.sa_handler == SIG_IGN; /* from all signals: see pt-record */
	quiet_interrupt = fstat(STDOUT_FILENO, &out) == 0 &&
			  (S_ISFIFO(out.st_mode) || S_ISSOCK(out.st_mode));
	sigemptyset(&blocked);
	for (size_t i = 0; i < sizeof stopping / sizeof *stopping; i++) {
		sigaction(stopping[i], NULL, &old);
		/* A script's background job has SIGINT ignored: only a terminal's is. */
		if (old.sa_handler == SIG_IGN && stopping[i] == SIGINT && !shielded)
			quiet_interrupt = true;
		else if (old.sa_handler == SIG_IGN)
			continue;
		sigaction(stopping[i], &action, NULL);
		sigaddset(&blocked, stopping[i]);
	}
	signal(SIGPIPE, SIG_IGN);
	sigprocmask(SIG_BLOCK, &blocked, waiting);
	for (size_t i = 0; i < sizeof stopping / sizeof *stopping; i++)
		sigdelset(waiting, stopping[i]);
}

bool
stopping_asked(void)
{
	return asked;
}
