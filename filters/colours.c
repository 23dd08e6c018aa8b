/* Colours for the commonest names, see colours.h. */
#include <stdlib.h>
#include <string.h>

#include "colours.h"
#include "diag.h"

/* The number of a name, with room in the counts. */
static uint32_t
number_of(struct colours *c, struct text name)
{
	uint32_t number = texts_add(&c->names, name), old = c->cap;

	if (number >= c->cap) {
		c->cap = number * 2 + 64;
		c->counts = xrealloc(c->counts, c->cap * sizeof *c->counts);
		memset(c->counts + old, 0, (c->cap - old) * sizeof *c->counts);
	}
	return number;
}

void
colours_count(struct colours *c, struct text name)
{
	uint32_t number = number_of(c, name);

	c->counts[number]++;
}

static unsigned
colour_of(const struct colours *c, uint32_t number)
{
	unsigned i = 0;

	while (i < COLOURS && c->chosen[i] != number)
		i++;
	return i;
}

void
colours_choose(struct colours *c)
{
	for (unsigned i = 0; i < COLOURS; i++) {
		uint32_t most = 0;

		if (c->chosen[i] != 0)
			continue;
		for (uint32_t n = 1; n < c->cap; n++)
			if (c->counts[n] > (most ? c->counts[most] : 0) &&
			    colour_of(c, n) == OTHER)
				most = n;
		c->chosen[i] = most;
	}
}

unsigned
colours_get(struct colours *c, struct text name)
{
	return colour_of(c, number_of(c, name));
}

uint32_t
colours_times(const struct colours *c, unsigned colour, struct text *name)
{
	uint32_t sum = 0;

	if (colour < OTHER) {
		*name = texts_get(&c->names, c->chosen[colour]);
		return c->chosen[colour] ? c->counts[c->chosen[colour]] : 0;
	}
	*name = text_of("others");
	for (uint32_t n = 1; n < c->cap; n++)
		sum += colour_of(c, n) == OTHER ? c->counts[n] : 0;
	return sum;
}

void
colours_forget(struct colours *c)
{
	if (c->cap > 0)
		memset(c->counts, 0, c->cap * sizeof *c->counts);
}

void
colours_free(struct colours *c)
{
	texts_free(&c->names);
	free(c->counts);
	*c = (struct colours){ 0 };
}
