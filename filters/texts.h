/* Texts kept once each, however often they are added: command lines, file names. */
#ifndef TEXTS_H
#define TEXTS_H

#include <stdint.h>

#include "buf.h"

/* All zero is empty. A text is known by its number; 0 is the empty one. */
struct texts {
	struct buf bytes;
	struct texts_entry *list;
	uint32_t count, cap;
	uint32_t *slots; /* of a hash table with linear probing; 0 is free */
	size_t slot_count;
};

/* The number of the text, which is copied when it is new. */
uint32_t texts_add(struct texts *t, struct text text);

/* A text by its number, borrowed until the next texts_add. */
struct text texts_get(const struct texts *t, uint32_t number);

void texts_free(struct texts *t);

#endif
