/* Reading and writing rows of the event stream, see event.h. */
#include <csv.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "event.h"
#include "out.h"

static const struct {
	const char *name;
	size_t n;
	bool has_command;
} kinds[KINDS] = {
#define X(kind, is_command) [kind] = { #kind, sizeof #kind - 1, is_command },
	EVENT_KINDS(X)
#undef X
};

static const struct {
	const char *name;
	size_t offset; /* in struct event */
} numbers[] = {
#define X(column) { #column, offsetof(struct event, column) },
	NUMBER_COLUMNS(X)
#undef X
};

enum { NUMBERS = sizeof numbers / sizeof *numbers };

/* The column of the kind stands second, between the time and the pid. */
enum { KIND_COLUMN = 1 };

struct event
event_new(enum kind kind)
{
	struct event e = { .kind = kind };

#define X(column) e.column = NONE;
	NUMBER_COLUMNS(X)
#undef X
	return e;
}

const char *
event_name(enum kind kind)
{
	return kinds[kind].name;
}

bool
event_is_general(enum kind kind)
{
	return kind == META || kind == LOST || kind == MISSED;
}

bool
event_has_command(enum kind kind)
{
	return kinds[kind].has_command;
}

static const char *
wrong(const char *format, ...)
{
	static char message[512];
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof message, format, args);
	va_end(args);
	return message;
}

/* The cell at *p as a number, NONE when empty; *p is moved behind its comma. */
static bool
parse_number(const char **p, const char *end, int64_t *value)
{
	const char *s = *p;
	uint64_t sum = 0;

	while (s < end && *s >= '0' && *s <= '9')
		sum = sum * 10 + (uint64_t)(*s++ - '0');
	if (s == end || *s != ',' || s - *p > 18)
		return false;
	*value = s == *p ? NONE : (int64_t)sum;
	*p = s + 1;
	return true;
}

static enum kind
parse_kind(const char **p, const char *end)
{
	const char *s = *p;

	for (enum kind kind = HEADER + 1; kind < KINDS; kind++) {
		size_t n = kinds[kind].n;
		if ((size_t)(end - s) > n && s[0] == kinds[kind].name[0] && s[n] == ',' &&
		    memcmp(s, kinds[kind].name, n) == 0) {
			*p = s + n + 1;
			return kind;
		}
	}
	return HEADER;
}

/* What is wrong with the cell of a number (NULL: of the kind): perhaps just that the
 * row ends there. */
static const char *
wrong_cell(struct text row, const char *cell, const char *number, int columns)
{
	const char *comma = memchr(cell, ',', (size_t)(row.s + row.n - cell));
	int count = 1;

	if (comma != NULL && number != NULL)
		return wrong("%s '%s' is not a number", number,
		    printable(cell, (size_t)(comma - cell)));
	if (comma != NULL)
		return wrong(
		    "'%s' is not an event", printable(cell, (size_t)(comma - cell)));
	for (const char *p = row.s; p < cell; p++)
		count += *p == ',';
	return wrong("only %d of %d columns", count, columns);
}

/* The length of a run without control bytes and quotes, eight bytes at a time
 * (the "has a byte less than" trick of Hacker's Delight, 6-1). */
static size_t
plain_run(const char *s, size_t n)
{
	static const uint64_t ones = 0x0101010101010101u, highs = ones * 0x80;
	size_t i = 0;

	for (uint64_t v; i + sizeof v <= n; i += sizeof v) {
		memcpy(&v, s + i, sizeof v);
		uint64_t quote = v ^ ones * '"', del = v ^ ones * 0x7f;
		if ((((v - ones * 0x20) & ~v) | ((quote - ones) & ~quote) |
			((del - ones) & ~del)) &
		    highs)
			break;
	}
	while (i < n && (unsigned char)s[i] >= 0x20 && s[i] != '"' && s[i] != 0x7f)
		i++;
	return i;
}

/* The length of the text cell that begins at s, quotes included, or -1. */
static ptrdiff_t
text_cell(const char *s, const char *end)
{
	const char *p = s;

	if (p == end || *p != '"')
		return 0;
	do {
		p++;
		p += plain_run(p, (size_t)(end - p));
		if (p == end || *p != '"')
			return -1;
		p++;
	} while (p < end && *p == '"');
	return p - s;
}

/* The length of an unquoted cell, or -1. */
static ptrdiff_t
plain_cell(const char *s, const char *end)
{
	const char *comma = memchr(s, ',', (size_t)(end - s));
	size_t n = (size_t)((comma ? comma : end) - s);

	return plain_run(s, n) == n ? (ptrdiff_t)n : -1;
}

const char *
event_parse(struct event *e, struct text row, int columns)
{
	const char *p = row.s, *end = row.s + row.n;

	for (int i = 0; i < NUMBERS; i++) {
		int64_t *value = (int64_t *)(void *)((char *)e + numbers[i].offset);

		if (i == KIND_COLUMN && (e->kind = parse_kind(&p, end)) == HEADER)
			return wrong_cell(row, p, NULL, columns);
		if (!parse_number(&p, end, value))
			return wrong_cell(row, p, numbers[i].name, columns);
	}
	if (e->time == NONE)
		return "the time is missing";
	if (e->pid > PID_LIMIT || e->ppid > PID_LIMIT || e->pgid > PID_LIMIT ||
	    e->sid > PID_LIMIT || e->nspid > PID_LIMIT || e->by > PID_LIMIT)
		return "a process ID is larger than any";
	if (e->pid == NONE && !event_is_general(e->kind))
		return "the pid is missing";

	e->row = row;
	e->cells = (struct text){ p, (size_t)(end - p) };
	e->name = e->detail = (struct text){ 0 };
	for (int i = NUMBERS + 1; i < columns; i++) {
		ptrdiff_t n = text_cell(p, end);
		if (n == 0 && i >= EVENT_COLUMNS)
			n = plain_cell(p, end);
		if (n < 0 || (p + n < end && p[n] != ','))
			return wrong("column %d is not quoted text", i + 1);
		if (p + n == end && i < columns - 1)
			return wrong("only %d of %d columns", i + 1, columns);
		p += n + 1;
	}
	if (p <= end)
		return wrong("more than %d columns", columns);
	return NULL;
}

struct decoding {
	struct buf cells[2];
	int count;
};

static void
decoded_cell(void *cell, size_t n, void *context)
{
	struct decoding *d = context;

	if (d->count < 2 && cell != NULL) {
		d->cells[d->count].n = 0;
		buf_add(&d->cells[d->count], cell, n);
	} else if (d->count < 2) {
		d->cells[d->count].n = 0;
	}
	d->count++;
}

void
event_texts(struct event *e)
{
	static struct decoding d;
	static struct csv_parser parser;
	static bool ready;

	if (!ready && csv_init(&parser, CSV_STRICT | CSV_EMPTY_IS_NULL) != 0)
		die("libcsv can't be initialized");
	ready = true;
	d.count = 0;
	if (csv_parse(&parser, e->cells.s, e->cells.n, decoded_cell, NULL, &d) !=
		e->cells.n ||
	    csv_fini(&parser, decoded_cell, NULL, &d) != 0)
		die("libcsv: %s", csv_strerror(csv_error(&parser)));
	e->name = d.cells[0].n > 0 ? buf_text(&d.cells[0]) : (struct text){ 0 };
	e->detail = d.cells[1].n > 0 ? buf_text(&d.cells[1]) : (struct text){ 0 };
}

int
event_header_columns(struct text line)
{
	static const size_t n = sizeof EVENT_HEADER - 1;
	int columns = EVENT_COLUMNS;

	if (line.n < n || line.s[0] != EVENT_HEADER[0] ||
	    memcmp(line.s, EVENT_HEADER, n) != 0 || (line.n > n && line.s[n] != ',') ||
	    plain_run(line.s, line.n) != line.n)
		return 0;
	for (size_t i = n; i < line.n; i++)
		columns += line.s[i] == ',';
	return columns;
}

static void
add_text(struct buf *b, struct text t)
{
	if (t.n == 0)
		return;
	buf_reserve(b, t.n * 2 + 2);
	b->n += csv_write(b->s + b->n, b->cap - b->n, t.s, t.n);
}

void
event_write_text(struct text t)
{
	static struct buf cell;

	cell.n = 0;
	add_text(&cell, t);
	out_text(buf_text(&cell));
}

void
event_add(struct buf *b, const struct event *e)
{
	if (e->kind == HEADER) {
		if (e->row.s != NULL)
			buf_add(b, e->row.s, e->row.n);
		else
			buf_string(b, EVENT_HEADER);
		buf_char(b, '\n');
		return;
	}
	for (int i = 0; i < NUMBERS; i++) {
		const int64_t *value =
		    (const int64_t *)(const void *)((const char *)e + numbers[i].offset);
		if (i == KIND_COLUMN) {
			buf_string(b, kinds[e->kind].name);
			buf_char(b, ',');
		}
		if (*value != NONE)
			buf_number(b, *value);
		buf_char(b, ',');
	}
	add_text(b, e->name);
	buf_char(b, ',');
	add_text(b, e->detail);
	buf_char(b, '\n');
}

void
event_write(const struct event *e)
{
	static struct buf row;

	row.n = 0;
	event_add(&row, e);
	out_text(buf_text(&row));
}
