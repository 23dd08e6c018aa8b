/* The files that the command is given, for FD rows of it. Linux only. */
#ifndef GIVEN_H
#define GIVEN_H

#include "event.h"

/* Notes them; to be called right before the command is started. */
void given_note(void);

/* Adds their rows, at the time and for the PID of its ROOT row. */
void given_add(struct buf *rows, const struct event *root);

#endif
