/* An open file of a process, of an FD row, in words for people. */
#ifndef HELD_FILE_H
#define HELD_FILE_H

#include "processes.h"

/* How much it tells, most first: the command was given it; a pipe or socket; it is
 * locked; deleted. */
enum held_rank { GIVEN, PIPE, LOCKED, DELETED, ORDINARY };

/* The recording that everything here is about, until openers_forget(). */
void held_know(const struct processes *p);

enum held_rank held_rank(const struct file *f);

/* The word that a text of the stream stands for, valid until the next call. */
struct text held_word(uint32_t text);

bool held_is_pipe(const struct file *f);

/* Appends what the descriptor is: "the write end of the pipe that was the command's
 * stdout". */
void held_add_file(struct buf *b, const struct file *f);

/* Appends the file alone. */
void held_add_target(struct buf *b, const struct file *f);

/* Appends PID and program. */
void held_add_process(struct buf *b, uint32_t life);

/* Appends the processes but `self` that have the file open for that access (0: any), or
 * have a lock on it. False when there are none. */
bool held_add_users(
    struct buf *b, uint32_t target, uint32_t self, char access, bool locked);

#endif
