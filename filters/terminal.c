/* What standard output can show, see terminal.h. */
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "terminal.h"

static size_t
width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;

	if (columns != NULL && atoi(columns) > 0)
		return (size_t)atoi(columns);
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

const struct terminal *
terminal_look(void)
{
	static struct terminal terminal;
	static bool ready;
	const char *none = getenv("NO_COLOR"), *term = getenv("TERM");

	if (ready)
		return &terminal;
	ready = true;
	terminal.utf8 =
	    setlocale(LC_CTYPE, "") && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	if (!isatty(STDOUT_FILENO))
		return &terminal;
	terminal.width = width();
	terminal.colour =
	    (none == NULL || *none == '\0') && term && strcmp(term, "dumb") != 0;
	return &terminal;
}
