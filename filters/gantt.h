/*
 * A Gantt chart for Mermaid: a bar for each program executed, depth first in order of
 * creation.
 *
 *	[4242] make check :crit, 0, 1204.311ms
 *	section [4243]
 *	[4243] sh -c #58; :active, 12, 0.310ms
 *
 * Mermaid keeps times as JavaScript dates: in dateFormat x it refuses a start with a
 * fraction ("Invalid date", 10.9 and 11.17), a duration it takes with one and cuts it
 * off.
 */
#ifndef GANTT_H
#define GANTT_H

#include "select.h"

/* Characters: Mermaid's maxTextSize. */
enum { GANTT_MAX = 50000 };

/* Adds those selected of another recording, the longest-lived ones: at most `limit`;
 * NONE: as many as Mermaid takes. */
void gantt_add(struct processes *p, struct selection *s, int64_t limit);

/* Writes the chart to standard output, and begins another one. Returns its size, in
 * characters, or a little more. */
size_t gantt_write(void);

#endif
