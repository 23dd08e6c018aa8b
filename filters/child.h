/* pt-launch's command as a child process. */
#ifndef CHILD_H
#define CHILD_H

#include <signal.h>
#include <sys/types.h>

#include "holdings.h"

enum { CHILD_NOT_EXECUTABLE = 126, CHILD_NOT_FOUND = 127 }; /* as env(1) */

struct child_files {
	const char *in, *out; /* a file's name, or &N for a descriptor */
};

/* Opens the files; dies where that can't be done. */
void child_open(const struct child_files *files);

/* Calls fn for each file that the command will be given, with the descriptor it will
 * have there. */
void child_holdings(void (*fn)(int fd, const struct holding *h));

/* Starts the command with the given signal mask and the dispositions that this
 * program was started with. Where it can't be executed the child says so and ends
 * with 126 or 127. */
pid_t child_start(char **command, const sigset_t *mask);

/* Handles a signal here that is back to its default in the command, unless it was
 * ignored from the start: then it stays so in both. */
void child_catch(int signal_number, void (*handler)(int, siginfo_t *, void *));

/* Ignores a signal here, but not in the command. For one signal. */
void child_ignore(int signal_number);

/* A wait status as a shell gives it: 128 + n for death by a signal. */
int child_status(int wait_status);

#endif
