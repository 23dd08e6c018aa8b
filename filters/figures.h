/* A tally's figures in words. */
#ifndef FIGURES_H
#define FIGURES_H

#include "tally.h"

enum figure {
	FIGURE_WALL,
	FIGURE_CPU,
	FIGURE_CORES,
	FIGURE_PROCESSES,
	FIGURE_EXECUTED,
	FIGURE_FAILED,
	FIGURE_RUNNING,
	FIGURES
};

const char *figure_label(enum figure figure);

/* Appends "16, at most 5 at a time; 16 forks, 15.7 a second"; seconds get so many
 * decimals, 3 or 6. */
void figure_add(struct buf *b, const struct tally *t, enum figure figure, int decimals);

#endif
