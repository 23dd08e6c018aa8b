/*
 * A command line without what differs from run to run: process IDs and other numbers,
 * hexadecimal strings, names of temporary files. As pt-diff(1) says:
 *
 *	sh -c 'cat /tmp/tmp.Ab3dE9 >job12.log'	sh, -c, cat /tmp/tmp* >job#.log
 */
#ifndef SIGNATURE_H
#define SIGNATURE_H

#include "buf.h"

/* Appends the words, decoded, each with a 00 behind it. */
void signature_add(struct buf *b, struct text words);

#endif
