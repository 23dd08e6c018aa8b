/* Diagnostics, see diag.h. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "diag.h"

const char *diag_name = "pt";
int diag_failed = STATUS_FAILED;
void (*diag_flush)(void);

static void
print(const char *format, va_list args)
{
	char line[1024];
	int n = snprintf(line, sizeof line, "%s: ", diag_name);
	int m = vsnprintf(line + n, sizeof line - (size_t)n, format, args);

	n += m < 0 ? 0 : m;
	if ((size_t)n > sizeof line - 1)
		n = sizeof line - 1;
	line[n] = '\n';
	/* Nothing can be done when even standard error can't be written. */
	if (write(STDERR_FILENO, line, (size_t)n + 1) < 0)
		return;
}

void
warn(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print(format, args);
	va_end(args);
}

void
die(const char *format, ...)
{
	va_list args;

	if (diag_flush != NULL)
		diag_flush();
	va_start(args, format);
	print(format, args);
	va_end(args);
	exit(diag_failed);
}

const char *
printable(const char *s, size_t n)
{
	enum { SHOWN = 60 };
	static char buffers[4][SHOWN * 4 + 4];
	static unsigned turn;
	char *out = buffers[turn++ % 4], *p = out;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		if (i == SHOWN) {
			memcpy(p, "...", 3);
			p += 3;
			break;
		}
		if (c >= ' ' && c < 0x7f)
			*p++ = (char)c;
		else
			p += sprintf(p, "\\x%02x", c);
	}
	*p = '\0';
	return out;
}

void *
xrealloc(void *p, size_t n)
{
	p = realloc(p, n ? n : 1);
	if (p == NULL)
		die("out of memory");
	return p;
}

void *
xroom(void *array, uint32_t count, uint32_t *cap, size_t size)
{
	if (count < *cap)
		return array;
	if (*cap > UINT32_MAX / 2)
		die("more than %lu processes, programs or the like",
		    (unsigned long)count);
	*cap = *cap ? *cap * 2 : 64;
	return xrealloc(array, *cap * size);
}
