/* Where a process stands in the tree, in short. */
#ifndef CHAIN_H
#define CHAIN_H

#include "processes.h"

/* Appends the commands of the nearest creators between `top` (a life, or 0) and the
 * process, from the top down, each cut short and followed by an arrow:
 * "... > sh -c 'cc -c a.c' > cc -c a.c > ". */
void chain_add(struct buf *b, const struct processes *p, uint32_t life, uint32_t top);

#endif
