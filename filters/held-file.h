/* An open file of a process, of an FD row, in words for people. */
#ifndef HELD_FILE_H
#define HELD_FILE_H

#include "processes.h"

/* How much it tells, most first: the command was given it; a pipe, FIFO or socket; it is
 * locked; deleted. */
enum held_rank { GIVEN, PIPE, LOCKED, DELETED, ORDINARY };

/* The recording that everything here is about, until openers_forget(). */
void held_know(const struct processes *p);

enum held_rank held_rank(const struct file *f);

/* The word that a text of the stream stands for, valid until the next call. */
struct text held_word(uint32_t text);

/* Of an FD row: or a FIFO. */
bool held_is_pipe(const struct file *f);

/* Appends what the descriptor is: "the write end of the pipe that was the command's
 * stdout". */
void held_add_file(struct buf *b, const struct file *f);

/* Appends the file alone. */
void held_add_target(struct buf *b, const struct file *f);

/* Appends PID and program. */
void held_add_process(struct buf *b, uint32_t life);

/* Of a row, FD or WAIT: appends the words and the other processes that had its file open
 * for that access, 'r' or 'w', at the same look. Nothing when there are none. */
void held_add_users(struct buf *b, const char *words, const struct file *f, char access);

/* The same of those that had a lock on it, of flock(2) or of fcntl(2), after the one that
 * is known to be in the way (0: none is). A lock of fcntl(2) may be on other bytes:
 * others are named only where none is known. */
enum held_lock { NO_LOCK, FLOCK, FCNTL };
void held_add_lockers(struct buf *b, const char *words, const struct file *f,
    uint32_t owner, enum held_lock lock);

#endif
