/* The birth rows (FORK or PROC) of processes that may yet turn out to be wanted. */
#ifndef BIRTHS_H
#define BIRTHS_H

#include "event.h"

/* Keeps a copy of the row; the one kept for that pid before is dropped. */
void births_add(const struct event *e);

/* Takes out the row of that pid: its line with the newline, borrowed until the next
 * births_add(); empty when there is none. */
struct text births_take(int64_t pid);

/* Drops and frees all of them. */
void births_clear(void);

#endif
