/* pt-format's options, see format-options.h: a row in the table and what takes the value.
 */
#include <stdio.h>
#include <string.h>

#include "diag.h"
#include "format-options.h"
#include "format.h"
#include "options.h"

struct format_options format_options = { .limit = NONE, .min_duration = NONE };

static unsigned given;

static void
take_limit(const char *text)
{
	format_options.limit = option_number("--limit", text, UINT32_MAX);
}

static void
take_min_duration(const char *text)
{
	format_options.min_duration = option_time("--min-duration", text);
}

static void
take_traceparent(const char *text)
{
	if (!traceparent_parse(&format_options.traceparent, text))
		die("--traceparent: '%s' is not as W3C Trace Context has it, "
		    "00-TRACE-PARENT-FLAGS in lower-case hex, not all zero",
		    printable(text, strlen(text)));
}

static void
take_weight(const char *text)
{
	static const char *const names[] = {
		[WEIGHT_WALL] = "wall", [WEIGHT_CPU] = "cpu", [WEIGHT_COUNT] = "count"
	};

	for (enum weight w = WEIGHT_WALL; w <= WEIGHT_COUNT; w++)
		if (strcmp(text, names[w]) == 0) {
			format_options.weight = w;
			return;
		}
	die("--weight: '%s' is not wall, cpu or count", printable(text, strlen(text)));
}

static void
take_ignore(const char *regex)
{
	size_t n = format_options.ignored;
	char why[128];

	format_options.ignore =
	    xrealloc(format_options.ignore, (n + 1) * sizeof *format_options.ignore);
	int error = regcomp(&format_options.ignore[n], regex, REG_EXTENDED | REG_NOSUB);
	if (error != 0) {
		regerror(error, &format_options.ignore[n], why, sizeof why);
		die("--ignore: '%s': %s", printable(regex, strlen(regex)), why);
	}
	format_options.ignored++;
}

static void
take_markdown(const char *text)
{
	(void)text;
	format_options.markdown = true;
}

static const struct {
	unsigned bit;
	const char *name, *value; /* value: NULL for none */
	void (*take)(const char *value);
	const char *about[2]; /* lines */
} table[] = {
	{ LIMIT, "limit", "N", take_limit,
	    { "at most N processes, the longest-lived ones" } },
	{ MIN_DURATION, "min-duration", "TIME", take_min_duration,
	    { "only processes that lived that long: seconds,",
		"or with a unit: 1.5s, 20ms, 300us" } },
	{ MARKDOWN, "markdown", NULL, take_markdown,
	    { "a summary for Markdown, with a chart" } },
	{ TRACEPARENT, "traceparent", "VALUE", take_traceparent,
	    { "the trace and span that the command is part of" } },
	{ WEIGHT, "weight", "WHAT", take_weight,
	    { "what stacks count: wall (default), cpu or count" } },
	{ IGNORE, "ignore", "REGEX", take_ignore,
	    { "report no process whose command line matches" } },
};

/* An option of the table is returned by getopt_long as this plus its bit. */
enum { OPTIONS = sizeof table / sizeof *table, FIRST = 256 };

const struct option *
format_options_long(const struct option *more)
{
	static struct option list[OPTIONS + 8];
	size_t n = 0;

	for (; n < OPTIONS; n++)
		list[n] = (struct option){ table[n].name,
			table[n].value ? required_argument : no_argument, NULL,
			FIRST + (int)table[n].bit };
	do
		list[n++] = *more;
	while (more++->name != NULL);
	return list;
}

bool
format_options_take(int c, const char *value)
{
	for (size_t i = 0; i < OPTIONS; i++)
		if (c == FIRST + (int)table[i].bit) {
			given |= table[i].bit;
			table[i].take(value);
			return true;
		}
	return false;
}

void
format_options_check(unsigned takes, const char *mode)
{
	for (size_t i = 0; i < OPTIONS; i++)
		if (given & ~takes & table[i].bit)
			die("--%s is not for the mode %s", table[i].name, mode);
}

void
format_options_usage(struct buf *b)
{
	char line[128];

	for (size_t i = 0; i < OPTIONS; i++)
		for (int j = 0; j < 2 && table[i].about[j] != NULL; j++) {
			char name[64] = "";
			if (j == 0)
				snprintf(name, sizeof name, "--%s %s", table[i].name,
				    table[i].value ? table[i].value : "");
			snprintf(line, sizeof line, "      %-20s %s\n", name,
			    table[i].about[j]);
			buf_string(b, line);
		}
}
