/*
 * pt-mark: does nothing, successfully, but a recording shows it.
 *
 *	pt-mark "test 12"
 *	981412021,EXEC,4243,4242,4242,4000,0,,,,,,"/usr/bin/pt-mark","pt-mark 'test 12'"
 */
#include <stdlib.h>

#include "diag.h"
#include "options.h"

static const char usage[] =
    "usage: pt-mark [--] [WORD ...]\n"
    "Leaves a mark in a recording: an EXEC row that pt-format shows.\n"
    "\n"
    "  -h, --help     print this help\n"
    "  -V, --version  print the version\n";

int
main(int argc, char **argv)
{
	static const struct option options[] = { COMMON_OPTIONS };
	int c;

	diag_name = "pt-mark";
	opterr = 0;
	while ((c = getopt_long(argc, argv, "+:hV", options, NULL)) != -1)
		option_common(c, argv, usage);
	return STATUS_OK;
}
