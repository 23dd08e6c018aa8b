/* The open files of a process, from /proc. Linux only. */
#ifndef HOLDINGS_H
#define HOLDINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"

struct holding {
	int fd;
	bool cloexec;
	struct buf target; /* "pipe:[123]", a path: the bytes as they are */
	/* Words: "r", "w" or "rw" ("-": for neither), then "fifo" if the path is one's,
	 * then one for each lock on the file, such as "flock-write" or "posix-read:0-99"
	 * (bytes; the end may be EOF). */
	struct buf detail;
};

/* Calls fn for each open file of a process, by its PID in /proc, in order of the
 * descriptors. 0, or the errno that kept it from being read. */
int holdings_each(
    int64_t pid, void (*fn)(const struct holding *h, void *context), void *context);

/* What a descriptor, or a link in /proc/PID such as "cwd", stands for; empty where that
 * can't be told. */
void holdings_target(int64_t pid, int fd, struct buf *target);
void holdings_link(int64_t pid, const char *name, struct buf *target);

#endif
