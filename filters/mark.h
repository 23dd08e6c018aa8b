/* What pt-mark leaves in a recording: an EXEC whose arguments are the mark. */
#ifndef MARK_H
#define MARK_H

#include <stdbool.h>

#include "buf.h"

/* Whether the file executed, a word as the stream has it, is pt-mark. */
bool mark_is(struct text name);

/* Appends what its command line says: the words without quotes, a question mark for
 * each byte of them that isn't printable UTF-8. */
void mark_add(struct buf *b, struct text command);

#endif
