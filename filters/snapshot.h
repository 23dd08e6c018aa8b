/* The processes that are alive when recording begins: PROC rows. */
#ifndef SNAPSHOT_H
#define SNAPSHOT_H

#include "pieces.h"

struct snapshot {
	int64_t start, end; /* of reading /proc; recording begins at the start */
	bool files;         /* given: also what pipes and FIFOs they have open */
	bool complete;      /* false where /proc doesn't show the stream's PIDs */
	struct procs *procs;
};

/* Reads /proc. Events must be recorded already. */
void snapshot_take(struct snapshot *s);

/* Writes the PROC rows, parents first: exactly one for each process that was alive
 * at the start, none for a process with a FORK after it. OPEN
 * rows of those processes follow. rows are all that were
 * recorded up to the end, also from before the start. */
void snapshot_write(struct snapshot *s, struct row **rows, size_t n);

#endif
