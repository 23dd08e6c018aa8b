/* Diagnostics: one line on standard error, prefixed with the program's name. */
#ifndef DIAG_H
#define DIAG_H

#include <stddef.h>
#include <stdint.h>

enum { STATUS_OK = 0, STATUS_BAD_INPUT = 1, STATUS_FAILED = 2 };

/* The name that stands before every message, and the status die() ends with. */
extern const char *diag_name;
extern int diag_failed;

/* Print "name: ..." and a newline with one write(2). Control bytes in the
 * message's arguments must have been escaped with printable(). */
void warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Called by die() before anything else, so that what the program has passed on is
 * not lost; NULL where there is nothing to write. Set by the output module. */
extern void (*diag_flush)(void);

/* warn(), then exit with diag_failed. */
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The n bytes at s with control and non-ASCII bytes as \xHH, cut to 60 bytes
 * ("..." tells). One of four static buffers, valid until four calls later. */
const char *printable(const char *s, size_t n);

/* realloc(3) that ends the program when memory is out. */
void *xrealloc(void *p, size_t n);

/* The array, which has *cap elements of that size, with room for one more than `count`
 * of them; ends the program when there are too many for 32 bits. */
void *xroom(void *array, uint32_t count, uint32_t *cap, size_t size);

#endif
