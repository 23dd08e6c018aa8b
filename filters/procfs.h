/* What /proc knows of a process. Linux only. */
#ifndef PROCFS_H
#define PROCFS_H

#include <stdbool.h>

#include "event.h"

/* Whether PIDs in /proc are those of the initial PID namespace, and so the ones of
 * the event stream. */
bool procfs_is_initial(void);

/* This process's PID in /proc, which may be that of another PID namespace. */
int64_t procfs_self(void);

/* The PID under which /proc here knows the process of a row; NONE when it can't be
 * told. */
int64_t procfs_pid(const struct event *e);

/* The whole file /proc/PID/NAME into b, emptied first. False when the process is
 * gone or the file may not be read. */
bool procfs_read(int64_t pid, const char *name, struct buf *b);

struct procfs {
	int64_t pid, ppid, pgid, sid, uid, nspid; /* as in the event stream */
	int64_t start; /* ns since boot, cut to the tick that /proc counts in */
	bool dead;     /* it has had its last event: a zombie, or gone for good */
	bool zombie;   /* ... but its parent has not waited for it */
	struct buf name, detail; /* comm and command line, as words */
};

/* Fills in what /proc knows of a process; buffers are reused. False when it's gone. */
bool procfs_process(int64_t pid, struct procfs *p);

/* Calls fn for each process, in the order of /proc. */
void procfs_each(void (*fn)(int64_t pid, void *context), void *context);

#endif
