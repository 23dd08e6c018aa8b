/* The living members of one process tree, kept from the rows of the stream. */
#ifndef FAMILY_H
#define FAMILY_H

#include "event.h"

struct member {
	struct event
	    e; /* its birth's time; the latest pid, nspid, ppid, pgid, sid, uid */
	struct buf texts[2]; /* what it was last known as: name, command line */
};

/* The process of this row becomes the root of the tree. */
void family_root(const struct event *e);

/* Takes in what a row tells: births, ends and changes in the tree. */
void family_row(struct event *e);

/* How many are alive, by the rows so far. */
size_t family_size(void);

/* Whether that process is one of them. */
bool family_has(int64_t pid);

/* The process group of one of them; NONE for any other process. */
int64_t family_group(int64_t pid);

/* The i-th of them, in no order. Its name and detail are set. */
struct event *family_member(size_t i);

/* All of them, by PID, n; the list is the caller's to free. */
struct event **family_members(size_t *n);

#endif
