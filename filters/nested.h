/* Processes in nested PID namespaces: what their creators call them. */
#ifndef NESTED_H
#define NESTED_H

#include <stdint.h>

/* A process was created that has another PID in its own namespace. */
void nested_born(int64_t pid, int64_t nspid, int64_t by);

/* A process, nested or not, has ended. */
void nested_gone(int64_t pid);

/* The PID, in the initial namespace, of what the caller calls nspid: itself or a
 * child of its own. NONE when not known. */
int64_t nested_pid(int64_t caller, int64_t nspid);

#endif
