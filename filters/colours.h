/* Numbers of colours for the commonest of many names. */
#ifndef COLOURS_H
#define COLOURS_H

#include "texts.h"

/* What people with any colour vision tell apart, see svg.c; the last is for all other
 * names. */
enum { COLOURS = 8, OTHER = COLOURS };

/* All zero is empty. */
struct colours {
	struct texts names;
	uint32_t *counts, cap;    /* by the name's number: since the last choice */
	uint32_t chosen[COLOURS]; /* names; 0: not given */
};

void colours_count(struct colours *c, struct text name);

/* Gives colours that are left to the names counted most often that have none. Those
 * given before stay. */
void colours_choose(struct colours *c);

/* From 0 to OTHER. */
unsigned colours_get(struct colours *c, struct text name);

/* The name and how often it was counted: of OTHER the sum of all. 0: not at all. */
uint32_t colours_times(const struct colours *c, unsigned colour, struct text *name);

/* Counting begins anew. */
void colours_forget(struct colours *c);

void colours_free(struct colours *c);

#endif
