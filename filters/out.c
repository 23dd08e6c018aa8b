/* Standard output, see out.h. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "diag.h"
#include "out.h"

static char block[128 * 1024];
static size_t used;

void (*out_on_error)(int);
static bool discarding;

void
out_broken(void)
{
	sigset_t set;

	signal(SIGPIPE, SIG_DFL);
	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	raise(SIGPIPE);
	_exit(128 + SIGPIPE);
}

static void
write_all(const char *p, size_t n)
{
	while (n > 0 && !discarding) {
		ssize_t done = write(STDOUT_FILENO, p, n);
		if (done >= 0) {
			p += done;
			n -= (size_t)done;
		} else if (errno == EAGAIN) {
			struct pollfd out = { .fd = STDOUT_FILENO, .events = POLLOUT };
			poll(&out, 1, -1);
		} else if (errno != EINTR && out_on_error != NULL) {
			out_on_error(errno);
			discarding = true;
		} else if (errno == EPIPE) {
			out_broken();
		} else if (errno != EINTR) {
			die("<stdout>: write error: %s", strerror(errno));
		}
	}
}

void
out_flush(void)
{
	size_t n = used;

	used = 0;
	write_all(block, n);
}

void
out_add(const void *p, size_t n)
{
	if (n > sizeof block - used)
		out_flush();
	if (n > sizeof block) {
		write_all(p, n);
		return;
	}
	diag_flush = out_flush;
	memcpy(block + used, p, n);
	used += n;
}

void
out_char(char c)
{
	out_add(&c, 1);
}

void
out_string(const char *s)
{
	out_add(s, strlen(s));
}

void
out_text(struct text t)
{
	if (t.n > 0)
		out_add(t.s, t.n);
}

void
out_number(int64_t value)
{
	static struct buf digits;

	digits.n = 0;
	buf_number(&digits, value);
	out_text(buf_text(&digits));
}

void
out_spaces(size_t n)
{
	while (n-- > 0)
		out_char(' ');
}

void
out_format(const char *format, ...)
{
	char line[512];
	va_list args;

	va_start(args, format);
	int n = vsnprintf(line, sizeof line, format, args);
	va_end(args);
	if (n < 0 || (size_t)n >= sizeof line)
		abort(); /* only for short lines */
	out_add(line, (size_t)n);
}

void
out_close(void)
{
	out_flush();
	if (!discarding && close(STDOUT_FILENO) < 0 && errno != EINTR)
		die("<stdout>: close error: %s", strerror(errno));
}
