/* Standard output in large blocks; every error ends the program. */
#ifndef OUT_H
#define OUT_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"

void out_add(const void *p, size_t n);
void out_char(char c);
void out_string(const char *s);
void out_text(struct text t);
void out_number(int64_t value);
void out_spaces(size_t n);
void out_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Writes what is buffered. To be called before the program waits for anything. */
void out_flush(void);

/* Flushes and closes standard output; a close that fails is an error too (NFS, a
 * full disk). */
void out_close(void);

/* Ends the program as SIGPIPE does, also where the parent had it ignored. */
_Noreturn void out_broken(void);

/* Where set, called instead of ending the program when a write fails with that
 * errno (EPIPE: the reader is gone; SIGPIPE must be ignored). If it returns, all
 * further output is thrown away. */
extern void (*out_on_error)(int error);

#endif
