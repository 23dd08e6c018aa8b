/* Which pipes a view shows. */
#ifndef PIPE_CHOICE_H
#define PIPE_CHOICE_H

#include "pipes.h"

/* By --limit and --min-duration: numbers of pipes, those that are open at the end first,
 * then in the order they came about; *n of them, the caller's. Says on standard error how
 * many were left out. */
uint32_t *pipe_choice(const struct processes *p, uint32_t *n);

#endif
