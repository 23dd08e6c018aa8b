/* The reading loop, see stream.h. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "diag.h"
#include "out.h"
#include "stream.h"
#include "utf8.h"
#include "words.h"

enum { REPORTS = 10 };

static struct {
	uintmax_t bad;
	bool lost;
	const struct lines *lines; /* where the row under way stands */
	struct text line;
} state;

/* Reads the same file as stream_run(), one recording ahead of it. */
static struct {
	struct lines lines;
	off_t at; /* where in the file its next read begins */
	int columns;
} ahead;

void
stream_bad(const char *format, ...)
{
	char message[600];
	va_list args;

	if (state.bad++ >= REPORTS)
		return;
	va_start(args, format);
	vsnprintf(message, sizeof message, format, args);
	va_end(args);
	warn("%s:%ju: %s", state.lines->name, state.lines->number, message);
}

int
stream_status(void)
{
	if (state.bad > REPORTS) {
		warn("%ju more bad lines", state.bad - REPORTS);
		state.bad = REPORTS;
	}
	return state.bad > 0 || state.lost ? STATUS_BAD_INPUT : STATUS_OK;
}

bool
stream_lost(void)
{
	return state.lost;
}

static bool
holds(struct text t, const char *s)
{
	for (size_t n = strlen(s); t.n >= n; t.s++, t.n--)
		if (memcmp(t.s, s, n) == 0)
			return true;
	return false;
}

/* Ends the program, saying what the input is instead of an event stream. */
static _Noreturn void
not_a_stream(const char *name, struct text t)
{
	static const struct {
		const char *start, *what;
	} known[] = {
		{ "\x1f\x8b", "gzip data: zcat turns it into one" },
		{ "\x28\xb5\x2f\xfd", "zstd data: zstdcat turns it into one" },
		{ "\xfd"
		  "7zXZ",
		    "xz data: xzcat turns it into one" },
		{ "BZh", "bzip2 data: bzcat turns it into one" },
		{ "\xff\xfe", "UTF-16 text: iconv -f utf-16 turns it into UTF-8" },
		{ "\xef\xbb\xbf",
		    "text with a byte order mark: tail -c +4 leaves it out" },
		{ "FORK: seq=", NULL },
		{ "EXEC_FILENAME: seq=", NULL },
		{ "EXEC_ARGS: seq=", NULL },
		{ "EXEC: seq=", NULL },
		{ "BADEXEC: seq=", NULL },
		{ "EXIT: seq=", NULL },
		{ "SETSID: seq=", NULL },
		{ "SETPGID: seq=", NULL },
		{ "{\"Fork\":", "proctrace's ingested events: import its raw recording" },
		{ "{", "JSON: the event stream is CSV" },
		{ "Attaching ", "bpftrace's output: pt-decode turns it into one" },
		{ "T ", "bpftrace's output: pt-decode turns it into one" },
	};

	if (t.n == 0)
		die("%s: not an event stream: the input is empty", name);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (text_begins(t, known[i].start))
			die("%s: not an event stream: looks like %s", name,
			    known[i].what ? known[i].what
					  : "a proctrace raw recording: "
					    "pt-import-proctrace turns it into one");
	if ((text_begins(t, "time,event,") || (t.s[0] >= '0' && t.s[0] <= '9')) &&
	    t.s[t.n - 1] == '\r')
		die("%s: not an event stream: its lines end in CR LF: tr -d '\\r' mends "
		    "that",
		    name);
	if (text_begins(t, "time,event,"))
		die("%s: not an event stream: its columns are not %s", name,
		    EVENT_HEADER);
	if (text_begins(t, "execve(") || text_begins(t, "[pid ") ||
	    text_begins(t, "strace: ") || (holds(t, "(") && holds(t, ") = ")))
		die("%s: not an event stream: looks like strace output, "
		    "which can't be turned into one",
		    name);
	die("%s: not an event stream: begins with '%s'", name, printable(t.s, t.n));
}

static void
one_line(struct stream *s, struct text line, stream_fn *fn, void *context)
{
	struct event e;
	int columns;

	state.line = line;
	if (line.s == NULL) {
		stream_bad("a line of more than %d bytes", LINE_MAX_BYTES);
		return;
	}
	if ((columns = event_header_columns(line)) > 0) {
		s->columns = columns;
		e = event_new(HEADER);
		e.row = line;
		fn(&e, context);
		return;
	}
	const char *wrong =
	    event_parse(&e, line, s->columns ? s->columns : EVENT_COLUMNS);
	if (wrong != NULL && s->columns == 0)
		not_a_stream(s->lines.name, line);
	if (wrong != NULL) {
		stream_bad("%s", wrong);
		return;
	}
	if (s->columns == 0) {
		struct event header = event_new(HEADER);
		s->columns = EVENT_COLUMNS;
		fn(&header, context);
	}
	state.lost = state.lost || e.kind == LOST;
	fn(&e, context);
}

void
stream_open(struct stream *s, int fd, const char *name)
{
	*s = (struct stream){ .lines = { .fd = fd, .name = name } };
}

bool
stream_read(struct stream *s, stream_fn *fn, void *context)
{
	struct text line;
	bool more = lines_fill(&s->lines);

	state.lines = &s->lines;
	while (lines_next(&s->lines, &line))
		one_line(s, line, fn, context);
	if (more)
		return true;

	line = lines_rest(&s->lines);
	if (s->columns == 0 && !(s->may_be_empty && line.n == 0))
		not_a_stream(s->lines.name, line);
	if (line.n > 0 || s->lines.overlong) {
		s->lines.number++;
		stream_bad("the last line is not complete");
	}
	return false;
}

/* Whether that is the number in the third cell. */
static bool
has_pid(struct text line, int64_t pid)
{
	const char *p = line.s, *end = line.s + line.n;
	int64_t value = 0;

	for (int i = 0; i < 2; i++) {
		p = memchr(p, ',', (size_t)(end - p));
		if (p == NULL)
			return false;
		p++;
	}
	for (; p < end && *p >= '0' && *p <= '9' && value <= PID_LIMIT; p++)
		value = value * 10 + (*p - '0');
	return value == pid;
}

/* Handles what has been read ahead; true when that ends with the next HEADER. */
static bool
ahead_lines(int64_t pid, stream_fn *fn, void *context)
{
	struct text line;
	struct event e;

	while (lines_next(&ahead.lines, &line)) {
		bool first = ahead.columns == 0;
		int columns = line.s ? event_header_columns(line) : 0;

		if (columns > 0 || first)
			ahead.columns = columns ? columns : EVENT_COLUMNS;
		if (columns > 0 && !first)
			return true;
		if (columns == 0 && line.s && has_pid(line, pid) &&
		    event_parse(&e, line, ahead.columns) == NULL)
			fn(&e, context);
	}
	return false;
}

bool
stream_ahead(int64_t pid, stream_fn *fn, void *context)
{
	const struct lines *l = state.lines;
	off_t here = lseek(l->fd, 0, SEEK_CUR);
	struct stat file;

	if (here < 0 || fstat(l->fd, &file) != 0 || !S_ISREG(file.st_mode))
		return false;
	if (ahead.columns == 0) {
		ahead.lines = (struct lines){ .fd = l->fd, .name = l->name };
		ahead.at = here - (l->s + l->end - state.line.s);
	}
	bool more = true;
	while (!ahead_lines(pid, fn, context) && more) {
		lseek(l->fd, ahead.at, SEEK_SET);
		more = lines_fill(&ahead.lines);
		ahead.at = lseek(l->fd, 0, SEEK_CUR);
	}
	lseek(l->fd, here, SEEK_SET);
	return true;
}

/* Returns when the input has something to read, or at once for a file. Output that
 * its reader has closed shows as an error condition (POLLHUP on BSD). */
static void
await_input(int fd)
{
	struct pollfd fds[] = { { .fd = fd, .events = POLLIN }, { .fd = STDOUT_FILENO } };

	if (poll(fds, 1, 0) != 0)
		return;
	out_flush();
	while (poll(fds, 2, -1) < 0 && errno == EINTR)
		;
	if (fds[1].revents & (POLLERR | POLLHUP) && fds[0].revents == 0)
		out_broken();
}

const char *
stream_name(const char *operand)
{
	static struct buf quoted;
	struct text rest = { operand, strlen(operand) };

	if (strcmp(operand, "-") == 0)
		return "<stdin>";
	for (size_t n; rest.n > 0; rest.s += n, rest.n -= n) {
		n = printable_character(rest.s, rest.n);
		if (n == 0) {
			quoted.n = 0;
			word_add(
			    &quoted, (struct text){ operand, strlen(operand) }, false);
			buf_char(&quoted, '\0');
			return quoted.s;
		}
	}
	return operand;
}

static void
one_file(const char *operand, stream_fn *fn, void *context)
{
	struct stream s;
	bool standard = strcmp(operand, "-") == 0;
	const char *name = stream_name(operand);
	int fd = standard ? STDIN_FILENO : open(operand, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		die("%s: %s", name, strerror(errno));
	stream_open(&s, fd, name);
	do
		await_input(fd);
	while (stream_read(&s, fn, context));
	lines_close(&s.lines);
	free(ahead.lines.s);
	memset(&ahead, 0, sizeof ahead);
}

int
stream_run(char **operands, stream_fn *fn, void *context)
{
	if (*operands == NULL)
		one_file("-", fn, context);
	for (; *operands != NULL; operands++)
		one_file(*operands, fn, context);
	return stream_status();
}
