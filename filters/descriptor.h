/*
 * Rows of descriptors, OPEN, CLOSE and CLOEXEC, from the numbers in a line of
 * share/files.bt, by their letters in lifecycle.c:
 *
 *	I inode, V device (0: a pipe without a name), m the inode's mode, a what it can be
 *	used for, e close-on-exec, h how it came about, F from which other one
 *	L last of a range, w flags of close_range(2)
 */
#ifndef DESCRIPTOR_H
#define DESCRIPTOR_H

#include "pieces.h"

/* The name is that of a FIFO, with a 00 behind it unless it is cut short. */
void descriptor_open(struct row *r, const int64_t *number, struct text name);

/* CLOSE or CLOEXEC, of one descriptor. */
void descriptor_row(struct row *r, const int64_t *number);

/* The same of a range; which of them, its flags tell. */
void descriptor_range(struct row *r, const int64_t *number);

#endif
