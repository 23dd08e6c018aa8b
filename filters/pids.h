/* A number for each process ID, found without a search. */
#ifndef PIDS_H
#define PIDS_H

#include <stdint.h>

#include "event.h"

/* Two levels, so that only the ranges in use take memory (4 bytes a PID). All zero
 * is a table where every PID has the number 0. */
struct pids {
	uint32_t *pages[PID_LIMIT / 4096 + 1];
};

/* A cell of a row as a PID; 0 for NONE. */
static inline uint32_t
pid_of(int64_t cell)
{
	return cell == NONE ? 0 : (uint32_t)cell;
}

/* The number of a PID from 0 to PID_LIMIT, to be read or set; never NULL. */
uint32_t *pids_at(struct pids *p, int64_t pid);

/* Its number without taking memory for it; 0 for NONE. */
uint32_t pids_get(const struct pids *p, int64_t pid);

/* Every number becomes 0. */
void pids_clear(struct pids *p);

#endif
