/* timers N: says how many signals of a timer that expires each millisecond it has got
 * once these are N. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <unistd.h>

static volatile sig_atomic_t count;

static void
on_alarm(int number)
{
	(void)number;
	count++;
}

int
main(int argc, char **argv)
{
	struct itimerval each = { { 0, 1000 }, { 0, 1000 } }, never = { 0 };
	struct sigaction action = { .sa_handler = on_alarm };
	int n = argc == 2 ? atoi(argv[1]) : 0;
	sigset_t blocked, waiting;

	sigemptyset(&blocked);
	sigaddset(&blocked, SIGALRM);
	sigprocmask(SIG_BLOCK, &blocked, &waiting);
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &each, NULL);
	while (count < n)
		sigsuspend(&waiting);
	setitimer(ITIMER_REAL, &never, NULL);
	printf("%d\n", (int)count);
	return 0;
}
