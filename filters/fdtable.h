/* A number for each descriptor of a process that matters; all zero is empty. */
#ifndef FDTABLE_H
#define FDTABLE_H

#include <stdint.h>

struct fdtable {
	struct fdslot {
		uint32_t fd, number; /* number 0: dropped */
	} * list;                    /* by the descriptor */
	uint32_t n, cap, dropped;
};

/* The number of the descriptor; 0: it has none. */
uint32_t fdtable_get(const struct fdtable *t, uint32_t fd);

/* Sets it, not to 0. */
void fdtable_set(struct fdtable *t, uint32_t fd, uint32_t number);

/* It has none any more. The others stay where they are in the list. */
void fdtable_drop(struct fdtable *t, uint32_t fd);

/* Where those from the descriptor on begin in the list. */
uint32_t fdtable_from(const struct fdtable *t, uint32_t fd);

void fdtable_free(struct fdtable *t);

#endif
