/*
 * What pt-launch saw a process hold and wait for, in words for people:
 *
 *	holds 1: the write end of the pipe that was the command's stdout
 *	holds 9: /run/lock/x, locked (flock-write)
 *	waits in do_wait for 4711 sleep
 *
 * openers_forget() is to be called before it is used for another recording.
 */
#ifndef HELD_H
#define HELD_H

#include "processes.h"

/* Appends lines about the process, each after the indentation: first the files that the
 * command was given, then other pipes and sockets, locked and deleted files, then what
 * it waits for. All as pt-launch saw it at `time`. */
void held_add(struct buf *b, const struct processes *p, uint32_t life, int64_t time,
    const char *indentation);

/* The same of what it waits for alone. */
void held_add_waits(struct buf *b, const struct processes *p, uint32_t life, int64_t time,
    const char *indentation);

#endif
