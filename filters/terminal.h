/* What standard output can show. */
#ifndef TERMINAL_H
#define TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

struct terminal {
	bool utf8;    /* the locale's characters are */
	bool colour;  /* it is a terminal, and colours are wanted */
	size_t width; /* in columns; 0: it is no terminal, lines aren't cut */
};

/* Sets the locale of characters and looks once; the same answer ever after. */
const struct terminal *terminal_look(void);

#endif
