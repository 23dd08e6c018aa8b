/* Which processes had which file open when pt-launch looked, by the FD rows. */
#ifndef OPENERS_H
#define OPENERS_H

#include "processes.h"

/* Gets ready for a recording whose rows have all come, until openers_forget(). */
void openers_know(const struct processes *p);
void openers_forget(void);

/* The FD rows of that file, a text: *n numbers for files, in the order of the rows. */
const uint32_t *openers_of(uint32_t target, uint32_t *n);

/* Whether the row, a number for files, is of a file that the command was given when it
 * started; those come first among those of the same file. */
bool openers_is_given(uint32_t file);

#endif
