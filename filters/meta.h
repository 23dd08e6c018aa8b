/* The facts about a recording: META rows. Linux only. */
#ifndef META_H
#define META_H

#include <stdbool.h>
#include <stdint.h>

/* Writes them with that time. tracer: its name and version; procs: whether the
 * processes alive at the start have PROC rows; files: whether descriptors are recorded.
 */
void meta_write(int64_t time, const char *tracer, bool procs, bool files);

#endif
