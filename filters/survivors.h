/* What a command has left running: rows of what /proc knows. Linux only. */
#ifndef SURVIVORS_H
#define SURVIVORS_H

#include <stddef.h>
#include <stdint.h>

#include "event.h"

/* Adds the FD row of an open file of that process. target: the bytes as they are;
 * detail: words. */
void survivors_fd(struct buf *rows, const struct event *process, int fd,
    struct text target, struct text detail);

/* Adds FD, WAIT and ZOMBIE rows for the members of the family that are alive now. */
void survivors_look(struct buf *rows, int64_t time);

/* The same, with a SURVIVOR row before those of each; tells of them on standard error,
 * `grace` seconds after the command's end, unless that is negative. Returns how many
 * there are. */
size_t survivors_add(struct buf *rows, int64_t time, double grace);

/* Sends a signal to each living member of the family that is in this process group
 * (NONE: in any) but the one called `except`, and to nobody else: by a descriptor of
 * the process and only if it is still the one that was born then, so that a PID used
 * again does no harm. */
void survivors_signal(int64_t pgid, int64_t except, int number);

/* Sends SIGKILL, without a word, to all once more: one may have created another, of
 * which the stream told too late. */
void survivors_kill_late(void);

/* Tells on standard error of those that are still alive. */
void survivors_tell_left(int64_t time);

#endif
