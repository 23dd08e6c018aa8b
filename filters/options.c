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
option_time(const char *option, const char *text)
{
	static const struct {
		const char *name;
		int64_t ns;
	} units[] = { { "", 1000000000 }, { "s", 1000000000 }, { "ms", 1000000 },
		{ "us", 1000 } };
	size_t whole = strspn(text, "0123456789"), fraction = 0;
	const char *unit = text + whole;

	if (*unit == '.') {
		fraction = strspn(unit + 1, "0123456789");
		unit += 1 + fraction;
	}
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		int64_t sum = 0, scale = units[i].ns;
		if (strcmp(unit, units[i].name) != 0 || whole + fraction == 0 ||
		    whole > 9)
			continue;
		for (size_t j = 0; j < whole; j++)
			sum = sum * 10 + (text[j] - '0') * units[i].ns;
		for (size_t j = 0; j < fraction; j++)
			sum += (text[whole + 1 + j] - '0') * (scale /= 10);
		return sum;
	}
	die("%s: '%s' is not a time such as 1.5, 1.5s, 20ms or 300us", option,
	    printable(text, strlen(text)));
}
