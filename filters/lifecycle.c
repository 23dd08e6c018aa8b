/* Taking the lines of lifecycle.bt apart, see lifecycle.h. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "descriptor.h"
#include "lifecycle.h"
#include "nested.h"
#include "words.h"

/* The fields of each kind behind time and CPU, in the order of lifecycle.bt. */
static const struct shape {
	char letter;
	enum kind kind;
	const char *fields; /* see take_fields() */
} shapes[] = {
	{ 'F', FORK, "pPgsunbfC" },
	{ 'X', EXEC, "pPgsunAoOX" },
	{ 'E', EXIT, "pPgsuncUrC" },
	{ 'B', EXECFAIL, "pPgsunc" },
	{ 'S', SETSID, "pPgsun" },
	{ 'G', SETPGID, "pPgsunTG" },
	{ 'K', SIGNAL, "pciBtTC" },
	{ 'O', OOM, "p" },
	{ 'D', OPEN, "pcIVmaehFX" },
	{ 'C', CLOSE, "pcIVma" },
	{ 'L', CLOEXEC, "pcIVmae" },
	{ 'R', CLOSE, "pcLw" },
	{ 'A', EXEC, "poX" },
	{ 'P', EXEC, "poX" },
	{ 'Q', EXECFAIL, "poX" },
	{ 'T', FORK, "" },
	{ 'H', FORK, "" },
};

/* The kernel kills its out-of-memory victim right before it names it, without comm. */
static struct {
	int64_t pid;
	struct buf comm;
} killed;

struct fields {
	int64_t number[128]; /* by the letter */
	struct buf bytes;
};

static bool
take_number(const char **p, int base, int64_t *value)
{
	char *end;

	if (**p != ' ')
		return false;
	errno = 0;
	*value = (int64_t)strtoull(*p + 1, &end, base);
	if (end == *p + 1 || errno != 0)
		return false;
	*p = end;
	return true;
}

static void
take_hex(const char **p, struct buf *b)
{
	static const char digits[] = "0123456789abcdef";

	b->n = 0;
	for (;;) {
		while (**p == ' ')
			++*p;
		const char *high = **p ? strchr(digits, **p) : NULL;
		const char *low = high && (*p)[1] ? strchr(digits, (*p)[1]) : NULL;
		if (low == NULL)
			return;
		buf_char(b, (char)((high - digits) << 4 | (low - digits)));
		*p += 2;
	}
}

/* The caller asks for its child; PIDs are as the caller's namespace sees them. */
static void
set_setpgid(struct event *e, const int64_t *number)
{
	int64_t target = number['T'], group = number['G'], caller = e->pid;
	bool nested = caller != number['n'];

	if (target == 0 || target == number['n'])
		return;
	e->pid = nested ? nested_pid(caller, target) : target;
	if (e->pid == NONE) {
		e->kind = LOST;
		e->code = 1;
	}
	e->pgid = group == 0 || group == target ? e->pid
		  : nested                      ? nested_pid(caller, group)
						: group;
	e->ppid = e->by = caller;
	e->uid = NONE;
	e->nspid = nested ? target : NONE;
}

static void
set_signal(struct event *e, const int64_t *number)
{
	enum { USER = 0, QUEUE = -1, TKILL = -6 }; /* si_code, siginfo.h */
	int code = (int)number['i'];

	if (e->pid == number['t']) /* to its own thread */
		e->pid = number['B'];
	else if (number['T'] != 0) /* to a thread */
		e->pid = number['T'];
	if ((code == USER || code == QUEUE || code == TKILL) && number['B'] != e->pid)
		e->by = number['B'];
}

/* Behind the comm of the target stands that of the sender. */
static void
set_sender(struct row *r, struct buf *comms)
{
	enum { COMM = 16 };

	if (comms->n <= COMM)
		return;
	struct text sender = { comms->s + COMM,
		strnlen(comms->s + COMM, comms->n - COMM) };
	comms->n = COMM;
	if (r->e.by == NONE)
		return;
	word_add(&r->texts[1], sender, false);
	r->e.detail = buf_text(&r->texts[1]);
}

/* Both texts end in these bytes, or begin in them where the memory before wouldn't be
 * theirs; a longer one comes in pieces. */
static void
set_short_texts(struct row *r, const int64_t *number, struct text bytes)
{
	enum { NAME = 64 };

	if (bytes.n <= NAME)
		return;
	struct text args = { bytes.s, bytes.n - NAME }, name = { bytes.s + args.n, NAME };
	if (r->args_size <= (int64_t)args.n)
		pieces_add(&r->args, number['o'], args);
	if (number['O'] <= 0)
		pieces_add(&r->name, number['O'], name);
}

static void
set_event(struct row *r, const struct shape *shape, struct fields *f)
{
	static const char common[] = "pPgsubc";
	int64_t *cells[] = { &r->e.pid, &r->e.ppid, &r->e.pgid, &r->e.sid, &r->e.uid,
		&r->e.by, &r->e.code };
	const int64_t *number = f->number;
	struct event *e = &r->e;

	for (size_t i = 0; i < sizeof common - 1; i++)
		if (strchr(shape->fields, common[i]))
			*cells[i] = number[(int)common[i]];
	if (strchr(shape->fields, 'n') && number['n'] > 0 && number['n'] != e->pid)
		e->nspid = number['n'];
	switch (shape->kind) {
	case FORK:
		e->code = number['f'];
		if (e->nspid != NONE)
			nested_born(e->pid, e->nspid, e->by);
		break;
	case EXEC:
		row_set_args_size(r, number['A']);
		set_short_texts(r, number, buf_text(&f->bytes));
		break;
	case EXIT:
		e->cpu = number['U'];
		e->rss = number['r'] * (sysconf(_SC_PAGESIZE) / 1024);
		nested_gone(e->pid);
		break;
	case SETPGID:
		set_setpgid(e, number);
		break;
	case SIGNAL:
		set_signal(e, number);
		set_sender(r, &f->bytes);
		if (e->code == SIGKILL) {
			killed.pid = e->pid;
			killed.comm.n = 0;
			buf_add(&killed.comm, f->bytes.s, f->bytes.n);
		}
		break;
	case OOM:
		if (e->pid == killed.pid)
			pieces_add(&r->name, 0, buf_text(&killed.comm));
		break;
	case OPEN:
		descriptor_open(r, number, buf_text(&f->bytes));
		break;
	case CLOSE:
	case CLOEXEC:
		if (shape->letter == 'R')
			descriptor_range(r, number);
		else
			descriptor_row(r, number);
		break;
	default:
		break;
	}
	if (strchr(shape->fields, 'C'))
		pieces_add(&r->name, 0, buf_text(&f->bytes));
	r->begun = true;
}

static bool
take_fields(const char **p, const char *letters, struct fields *f)
{
	for (; *letters != '\0'; letters++) {
		if (*letters == 'C' || *letters == 'X')
			take_hex(p, &f->bytes);
		else if (!take_number(
			     p, *letters == 'f' ? 16 : 10, &f->number[(int)*letters]))
			return false;
	}
	return **p == '\n' || **p == ' ';
}

struct line
lifecycle_line(struct text text)
{
	static struct fields f;
	struct line line = { .what = LINE_BAD };
	const struct shape *shape = shapes;
	const char *p = text.s + 1;
	int64_t cpu;

	while (
	    shape < shapes + sizeof shapes / sizeof *shapes && shape->letter != *text.s)
		shape++;
	if (shape == shapes + sizeof shapes / sizeof *shapes ||
	    !take_number(&p, 10, &line.time) || !take_number(&p, 10, &cpu) || cpu < 0 ||
	    cpu > 65535 || !take_fields(&p, shape->fields, &f))
		return line;
	line.cpu = (int)cpu;
	switch (shape->letter) {
	case 'T':
		line.what = LINE_TICK;
		break;
	case 'H':
		line.what = LINE_ANSWER;
		break;
	case 'A':
	case 'P':
	case 'Q':
		/* Left of a text that was whole already: pieces overlap. */
		line.what = LINE_TICK;
		if (f.number['o'] > 0 && row_find(shape->kind, f.number['p']) == NULL)
			break;
		line.what = LINE_PIECE;
		line.row =
		    row_of(shape->kind, f.number['p'], line.time, false, &line.is_new);
		pieces_add(shape->letter == 'A' ? &line.row->args : &line.row->name,
		    f.number['o'], buf_text(&f.bytes));
		row_check(line.row);
		break;
	default:
		line.what = LINE_ROW;
		line.row =
		    row_of(shape->kind, f.number['p'], line.time, true, &line.is_new);
		set_event(line.row, shape, &f);
		row_check(line.row);
	}
	return line;
}
