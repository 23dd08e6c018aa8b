/* A run of bytes, borrowed, and a buffer of bytes that grows, owned. */
#ifndef BUF_H
#define BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
	const char *s; /* not terminated */
	size_t n;
};

/* All zero is an empty buffer. */
struct buf {
	char *s;
	size_t n, cap;
};

void buf_reserve(struct buf *b, size_t more);
void buf_add(struct buf *b, const void *p, size_t n);
void buf_char(struct buf *b, char c);
void buf_string(struct buf *b, const char *s);
void buf_number(struct buf *b, int64_t value); /* decimal */
void buf_free(struct buf *b);

/* Gives back the room behind the bytes: nothing will be added. */
void buf_trim(struct buf *b);

/* A string's bytes, borrowed. */
struct text text_of(const char *s);

bool text_begins(struct text t, const char *with);

/* The buffer's bytes, borrowed until it changes. */
struct text buf_text(const struct buf *b);

#endif
