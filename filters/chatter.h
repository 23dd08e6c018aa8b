/* What the tracer says beside its events. */
#ifndef CHATTER_H
#define CHATTER_H

#include "buf.h"

/* The tracer's name, borrowed. Until chatter_live() what it says is kept: it may be
 * why recording doesn't begin; from then on it is passed on to standard error. */
void chatter_open(const char *tracer);
void chatter_live(void);

/* Takes a line, which must be followed by its newline. */
void chatter_take(struct text line);

/* Recording never began: ends the program with what was kept as the reason. status is
 * the tracer's wait status, -1 when it has not been seen to end yet. */
_Noreturn void chatter_explain(int status);

#endif
