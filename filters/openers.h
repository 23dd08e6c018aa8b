/* Which processes had which file open when pt-launch looked, by the FD rows. */
#ifndef OPENERS_H
#define OPENERS_H

#include "processes.h"

/* Gets ready for a recording whose rows have all come, until openers_forget(). */
void openers_know(const struct processes *p);
void openers_forget(void);

/* Whether a file, of an FD row, is open for that: 'r' or 'w'. */
bool openers_can(const struct processes *p, const struct file *f, char access);

/* The FD rows of the look that this row, FD or WAIT, is of, for the same file and open
 * for that access ('r' or 'w', 0: any): *n numbers for files. */
const uint32_t *openers_of(const struct file *f, char access, uint32_t *n);

#endif
