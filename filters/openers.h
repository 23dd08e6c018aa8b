/* Which processes had which file open when pt-launch looked, by the FD rows. */
#ifndef OPENERS_H
#define OPENERS_H

#include "processes.h"

/* Gets ready for a recording whose rows have all come, until openers_forget(). */
void openers_know(const struct processes *p);
void openers_forget(void);

/* Whether a file, of an FD row, is open for that: 'r' or 'w'. */
bool openers_can(const struct processes *p, const struct file *f, char access);

/* The FD rows of that file, a text, that are open for that access ('r' or 'w', 0: any):
 * *n numbers for files, those of one process one behind the other. */
const uint32_t *openers_of(uint32_t target, char access, uint32_t *n);

#endif
