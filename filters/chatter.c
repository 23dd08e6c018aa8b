/* What the tracer says beside its events, see chatter.h. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "chatter.h"
#include "diag.h"

enum { KEPT = 64 * 1024 };

static struct {
	const char *tracer;
	bool live;
	struct buf kept;
} state;

void
chatter_open(const char *tracer)
{
	state.tracer = tracer;
}

void
chatter_live(void)
{
	state.live = true;
}

void
chatter_take(struct text line)
{
	if (line.n == 0 || (line.n > 9 && memcmp(line.s, "Attach", 6) == 0))
		return;
	if (state.live) {
		warn("%s: %s", state.tracer, printable(line.s, line.n));
	} else if (state.kept.n < KEPT) {
		buf_add(&state.kept, line.s, line.n);
		buf_char(&state.kept, '\n');
	}
}

void
chatter_explain(int status)
{
	bool told = false;

	for (char *p = state.kept.s, *end = p + state.kept.n; p < end;) {
		char *newline = memchr(p, '\n', (size_t)(end - p));
		*newline = '\0';
		/* Before 0.23 bpftrace calls this an error, and goes on. */
		if (strstr(p, "RLIMIT_MEMLOCK") != NULL) {
			p = newline + 1;
			continue;
		}
		if (strstr(p, "ERROR") || strstr(p, "rror:") || newline + 1 == end) {
			warn("%s", printable(p, (size_t)(newline - p)));
			told = true;
		}
		p = newline + 1;
	}
	char how[32] = "status unknown";
	if (status >= 0)
		snprintf(how, sizeof how, WIFSIGNALED(status) ? "signal %d" : "status %d",
		    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	die("the tracer ended before recording began (%s)%s", how,
	    told ? "" : ", without a word");
}
