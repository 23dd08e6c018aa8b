/*
 * What pt-format -d follow says of a row, in words for people:
 *
 *	killed by SIGTERM after 1.001s, cpu 0.001s: sleep 60
 */
#ifndef FOLLOW_WORDS_H
#define FOLLOW_WORDS_H

#include "event.h"

/* How a line is shown on a terminal. */
enum look { HIDDEN, PLAIN, QUIET, HEADING, NOTICE, FAILURE, ALARM };

/* Appends it, and keeps what the row says of the processes alive (living.h). name and
 * detail of the row are for people already (describe_words()). */
enum look follow_add(struct buf *b, const struct event *e);

#endif
