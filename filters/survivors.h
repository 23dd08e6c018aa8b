/* What a command has left running: SURVIVOR and FD rows. Linux only. */
#ifndef SURVIVORS_H
#define SURVIVORS_H

#include <stddef.h>

/* Writes them for the members of the family that are alive now, and tells of them
 * on standard error. Returns how many there are. */
size_t survivors_write(double grace_seconds);

#endif
