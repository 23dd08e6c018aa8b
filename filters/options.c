/* Options that all programs share, see options.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "options.h"

void
option_common(int c, char **argv, const char *usage)
{
	const char *word = argv[optind - 1];
	char letter[3] = { '-', (char)optopt, '\0' };

	if (c == OPTION_HELP || c == OPTION_VERSION) {
		if (c == OPTION_HELP)
			printf("%s", usage);
		else
			printf("%s (pt) %s\n", diag_name, VERSION);
		if (fflush(stdout) != 0 || fclose(stdout) != 0)
			die("write error");
		exit(0);
	}
	if (word[0] != '-' || word[1] != '-')
		word = letter;
	die("%s %s (see %s --help)",
	    c == ':' ? "an argument is missing after option" : "unknown option",
	    printable(word, strlen(word)), diag_name);
}

int64_t
option_number(const char *option, const char *text, int64_t max)
{
	int64_t value = 0;
	const char *p = text;

	do {
		if (*p < '0' || *p > '9' || value > (max - (*p - '0')) / 10)
			die("%s: '%s' is not a number from 0 to %lld", option,
			    printable(text, strlen(text)), (long long)max);
		value = value * 10 + (*p - '0');
	} while (*++p != '\0');
	return value;
}

int64_t
option_seconds(const char *option, const char *text)
{
	char *end;
	double seconds = strtod(text, &end);

	if (end == text || *end != '\0' || !(seconds >= 0 && seconds <= 1e9))
		die("%s: '%s' is not a number of seconds", option,
		    printable(text, strlen(text)));
	return (int64_t)(seconds * 1e9);
}
