/*
 * Words as a shell would need them typed; an argument vector is words with one
 * space between them:
 *
 *	sh -c 'echo "$1"' $'a\nb' ''
 *
 * Quoting keeps to bytes that are printable UTF-8, so a line stays a line and a
 * terminal is safe. bash, zsh, ksh93 and every shell of POSIX.1-2024 read it back.
 */
#ifndef WORDS_H
#define WORDS_H

#include <stdbool.h>

#include "buf.h"

/* Appends one word. As the first word of a command, one that a shell would take
 * for an assignment or a reserved word is quoted, too. */
void word_add(struct buf *b, struct text word, bool first);

/* Appends an argument vector given as bytes with a 00 behind each word, as in
 * /proc/PID/cmdline. cut: ends in the unquoted word ... that marks a vector cut
 * short (its last, unterminated word is the part that is known). */
void words_add(struct buf *b, struct text vector, bool cut);

enum word { WORD_END, WORD, WORD_CUT, WORD_BAD };

/* Takes the next word off the front of *words and decodes it into b (emptied
 * first). WORD_CUT is the mark of a vector cut short, which is always last;
 * WORD_BAD is text that isn't quoted like this, with *words left as it was. */
enum word word_next(struct text *words, struct buf *b);

#endif
