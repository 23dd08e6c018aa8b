/* What hung when the command's time was up, in words for people. */
#ifndef HANGING_H
#define HANGING_H

#include "processes.h"

/* Appends, for a recording with a time limit that has passed, a line that says so, and
 * for each process that was alive then lines for what it is and waited for. */
void hanging_add(struct buf *b, const struct processes *p);

#endif
