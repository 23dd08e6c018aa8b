/* What the option loops of all programs share. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <getopt.h>
#include <stdint.h>

enum { OPTION_HELP = 'h', OPTION_VERSION = 'V' };

/* clang-format off */
#define COMMON_OPTIONS \
	{ "help", no_argument, NULL, OPTION_HELP }, \
	{ "version", no_argument, NULL, OPTION_VERSION }, \
	{ NULL, 0, NULL, 0 }
/* clang-format on */

/* To be called once for what getopt_long(3) returns and the program doesn't know
 * itself: answers --help (with usage, on standard output) and --version, or dies
 * with one line for an unknown option or a missing argument. short_options must
 * begin with ':' or "+:". */
_Noreturn void option_common(int c, char **argv, const char *usage);

/* text as a decimal number from 0 to max; dies naming the option otherwise. */
int64_t option_number(const char *option, const char *text, int64_t max);

/* text such as "1.5", "1.5s", "20ms" or "300us" in nanoseconds; seconds where there is
 * no unit. Dies naming the option otherwise. */
int64_t option_time(const char *option, const char *text);

#endif
