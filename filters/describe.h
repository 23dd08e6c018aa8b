/* What is known of a process, in words and numbers for people. Everything here is
 * safe for a terminal: printable UTF-8, whatever the recording holds. */
#ifndef DESCRIBE_H
#define DESCRIBE_H

#include "processes.h"

/* How it ended: "ok", "exit 2", "SIGKILL", "SIGSEGV core", "running", "ended" where
 * the status isn't known, "?" where the end isn't. */
void describe_status(struct buf *b, const struct processes *p, const struct life *l);

/* "SIGTERM", "signal 40". */
void describe_signal(struct buf *b, int64_t number);

/* "ENOENT", "error 200": of an attempt to execute; "error ?" where it isn't known. */
void describe_error(struct buf *b, int64_t error);

/* A file name or command line as the stream has it, quoted anew; false where it isn't
 * quoted as words. */
bool describe_words(struct buf *b, struct text words);

/* The last part of a file name as the stream has it; false where that isn't a word. */
bool describe_last_part(struct buf *b, struct text name);

/* The command line of a program, or its file name; "?" when neither is known. */
void describe_program(struct buf *b, const struct processes *p, uint32_t program);

/* What the process ran last: its last program, else what it is a copy of. */
void describe_command(struct buf *b, const struct processes *p, const struct life *l);

/* What it was started as: its first program. */
void describe_start(struct buf *b, const struct processes *p, const struct life *l);

/* What its creator ran when it was born. */
void describe_creator(struct buf *b, const struct processes *p, const struct life *l);

/* The last part of the file name of what a signal's sender ran last, or what the kernel
 * called it; false where neither is known. */
bool describe_sender_name(
    struct buf *b, const struct processes *p, const struct signal *s);

/* Its PID, and that name. */
void describe_sender(struct buf *b, const struct processes *p, const struct signal *s);

/* The last part of a program's file name. */
void describe_file(struct buf *b, const struct processes *p, uint32_t program);

/* The last part of the file name of what it ran in a stretch of its life. */
void describe_stretch(struct buf *b, const struct processes *p, const struct life *l,
    const struct stretch *s);

/* The last part of the file name of what it ran last, or is a copy of. */
void describe_executable(struct buf *b, const struct processes *p, const struct life *l);

/* What a recording is of: its command, "all processes" where it is of several. */
void describe_recording(struct buf *b, const struct processes *p);

/* The words of a mark, without quotes. */
void describe_mark(struct buf *b, const struct processes *p, const struct life *l);

/* What else is worth saying: "fork, orphaned, can't execute /bin/x",
 * nothing for most. */
void describe_notes(struct buf *b, const struct processes *p, const struct life *l);

/* The command behind those notes in parentheses; "=== test 12 ===" for a mark. */
void describe_noted(struct buf *b, const struct processes *p, const struct life *l);

/* Of a recording with lost rows: "events were lost (at least 5)". */
void describe_lost(struct buf *b, const struct processes *p);

/* How many columns of a terminal a text takes; characters that may be wide count as
 * two. */
size_t describe_width(struct text text);

/* Cuts what was added to b since `from` to that many columns, the last of them dots. */
void describe_cut(struct buf *b, size_t from, size_t columns);

/* Shortens it to as many by leaving out the middle: what tells the command lines of
 * compilers apart stands at their ends. */
void describe_shorten(struct buf *b, size_t from, size_t columns);

/* "12.345": nanoseconds in seconds, rounded to 3 or 6 decimals. */
void describe_seconds(struct buf *b, int64_t ns, int decimals);

/* "620KiB", "9.7MiB", "1.2GiB". */
void describe_memory(struct buf *b, int64_t kib);

#endif
