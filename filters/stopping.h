/* The signals that end a recording. */
#ifndef STOPPING_H
#define STOPPING_H

#include <signal.h>
#include <stdbool.h>

/* Catches them, blocked but while `waiting` is the mask: for ppoll(2). Those that are
 * ignored stay so, SIGPIPE is from now on. */
void stopping_catch(sigset_t *waiting);

/* Whether one has come. A terminal's Ctrl-C doesn't count while standard output is a
 * pipe: it is for our reader to act on. */
bool stopping_asked(void);

#endif
