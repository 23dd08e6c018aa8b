/* The options that modes of pt-format have in common, or for themselves. */
#ifndef FORMAT_OPTIONS_H
#define FORMAT_OPTIONS_H

#include <getopt.h>
#include <stdbool.h>

#include "buf.h"

/* What a mode takes is a sum of these. */
enum {
	LIMIT = 1,
	MIN_DURATION = 2,
	TRACEPARENT = 4,
	WEIGHT = 8,
	IGNORE = 16,
	MARKDOWN = 32,
};

/* All of them, then `more`, which ends in an empty one, for getopt_long(3); static. */
const struct option *format_options_long(const struct option *more);

/* Takes the value where getopt_long(3) returned one of them; false otherwise. Dies where
 * the value is wrong. */
bool format_options_take(int c, const char *value);

/* Dies where one was given that isn't among what the mode of that name takes. */
void format_options_check(unsigned takes, const char *mode);

/* Appends a line or more for each, as --help has them. */
void format_options_usage(struct buf *b);

#endif
