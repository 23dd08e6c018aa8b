/* The addresses of sockets, from /proc/PID/net. Linux only. */
#ifndef SOCKETS_H
#define SOCKETS_H

#include <stdint.h>

#include "buf.h"

/* Appends a space and the address of a socket of the process as a word: "tcp-listen:" or
 * "unix-listen:" and where it waits for connections, "udp:" and where it is bound to,
 * "tcp:" or "udp:" and both ends with a "-" between them, "unix:" and its path. Nothing
 * where it has none, or is of another family.
 */
void sockets_add(struct buf *b, int64_t pid, uint64_t inode);

#endif
