/* What is known of a process, in words, see describe.h. */
#include <stdio.h>
#include <string.h>

#include "describe.h"
#include "mark.h"
#include "utf8.h"
#include "words.h"

/* By Linux's numbers (asm-generic/signal.h), wherever the recording is looked at. */
static const char *const signals[] = { NULL, "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL",
	"SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV",
	"SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT",
	"SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ",
	"SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR", "SIGSYS" };

/* With zeros before it up to `least` digits; not with printf, as tables are made of
 * numbers. */
static void
add_number(struct buf *b, const char *before, int64_t number)
{
	buf_string(b, before);
	buf_number(b, number);
}

void
describe_signal(struct buf *b, int64_t number)
{
	if (number > 0 && number < (int64_t)(sizeof signals / sizeof *signals))
		buf_string(b, signals[number]);
	else
		add_number(b, "signal ", number);
}

/* By Linux's numbers (asm-generic/errno-base.h and errno.h): those of execve(2). */
void
describe_error(struct buf *b, int64_t error)
{
	static const struct {
		int number;
		const char *name;
	} errors[] = { { 1, "EPERM" }, { 2, "ENOENT" }, { 5, "EIO" }, { 7, "E2BIG" },
		{ 8, "ENOEXEC" }, { 11, "EAGAIN" }, { 12, "ENOMEM" }, { 13, "EACCES" },
		{ 14, "EFAULT" }, { 20, "ENOTDIR" }, { 21, "EISDIR" }, { 22, "EINVAL" },
		{ 23, "ENFILE" }, { 24, "EMFILE" }, { 26, "ETXTBSY" },
		{ 36, "ENAMETOOLONG" }, { 40, "ELOOP" }, { 80, "ELIBBAD" } };

	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
		if (errors[i].number == error) {
			buf_string(b, errors[i].name);
			return;
		}
	buf_string(b, "error ");
	if (error <= 0)
		buf_char(b, '?');
	else
		buf_number(b, error);
}

/* The bits of a wait status (kernel/exit.c): signal, core dump, exit status. */
void
describe_status(struct buf *b, const struct processes *p, const struct life *l)
{
	int64_t status = l->status, signal = status & 0x7f;

	if (life_may_have_ended(p, l)) {
		buf_string(b, "running?");
	} else if (l->ending != ENDED) {
		buf_string(b, l->ending == STILL_RUNNING ? "running" : "?");
	} else if (status == NONE) {
		buf_string(b, "ended");
	} else if (signal == 0) {
		if (status == 0)
			buf_string(b, "ok");
		else
			add_number(b, "exit ", status >> 8 & 0xff);
	} else {
		describe_signal(b, signal);
		if (status & 0x80)
			buf_string(b, " core");
	}
}

bool
describe_words(struct buf *b, struct text words)
{
	static struct buf word;
	enum word next;

	for (bool first = true; (next = word_next(&words, &word)) != WORD_END;
	     first = false) {
		if (!first)
			buf_char(b, ' ');
		if (next == WORD) {
			word_add(b, buf_text(&word), first);
		} else if (next == WORD_CUT) {
			buf_string(b, "...");
		} else {
			while (*words.s == ' ')
				words.s++, words.n--;
			word_add(b, words, first);
			return false;
		}
	}
	return true;
}

void
describe_program(struct buf *b, const struct processes *p, uint32_t program)
{
	const struct program *run = &p->programs[program];

	if (run->command != 0)
		describe_words(b, texts_get(&p->texts, run->command));
	else if (run->name != 0)
		describe_words(b, texts_get(&p->texts, run->name));
	else
		buf_char(b, '?');
}

void
describe_command(struct buf *b, const struct processes *p, const struct life *l)
{
	if (life_program(l) != 0)
		describe_program(b, p, life_program(l));
	else if (l->name != 0)
		describe_words(b, texts_get(&p->texts, l->name));
	else
		buf_char(b, '?');
}

void
describe_start(struct buf *b, const struct processes *p, const struct life *l)
{
	if (l->first_program != 0)
		describe_program(b, p, l->first_program);
	else
		describe_command(b, p, l);
}

void
describe_creator(struct buf *b, const struct processes *p, const struct life *l)
{
	if (l->copied != 0)
		describe_program(b, p, l->copied);
	else
		describe_command(b, p, &p->lives[l->creator]);
}

bool
describe_sender_name(struct buf *b, const struct processes *p, const struct signal *s)
{
	uint32_t program = life_program(&p->lives[s->sender_life]);

	if (program != 0)
		describe_file(b, p, program);
	else if (s->sender_name != 0)
		describe_words(b, texts_get(&p->texts, s->sender_name));
	return program != 0 || s->sender_name != 0;
}

void
describe_sender(struct buf *b, const struct processes *p, const struct signal *s)
{
	buf_number(b, s->sender);
	size_t known = b->n;
	buf_char(b, ' ');
	if (!describe_sender_name(b, p, s))
		b->n = known;
}

bool
describe_last_part(struct buf *b, struct text name)
{
	static struct buf word;

	buf_reserve(&word, 1); /* so that an empty word has an address */
	if (word_next(&name, &word) != WORD)
		return false;
	size_t start = word.n;
	while (start > 0 && word.s[start - 1] != '/')
		start--;
	word_add(b, (struct text){ word.s + start, word.n - start }, true);
	return true;
}

void
describe_file(struct buf *b, const struct processes *p, uint32_t program)
{
	if (!describe_last_part(b, texts_get(&p->texts, p->programs[program].name)))
		describe_program(b, p, program);
}

void
describe_stretch(struct buf *b, const struct processes *p, const struct life *l,
    const struct stretch *s)
{
	if (s->program != 0)
		describe_file(b, p, s->program);
	else if (l->name != 0)
		describe_words(b, texts_get(&p->texts, l->name));
	else
		buf_char(b, '?');
}

void
describe_executable(struct buf *b, const struct processes *p, const struct life *l)
{
	if (life_program(l) != 0)
		describe_file(b, p, life_program(l));
	else
		describe_command(b, p, l);
}

void
describe_recording(struct buf *b, const struct processes *p)
{
	uint32_t top = processes_top(p);

	if (top != 0)
		describe_start(b, p, &p->lives[top]);
	else
		buf_string(b, "all processes");
}

void
describe_mark(struct buf *b, const struct processes *p, const struct life *l)
{
	mark_add(b, texts_get(&p->texts, p->programs[l->last_program].command));
}

static void
add_note(struct buf *b, size_t start, const char *note)
{
	if (b->n > start)
		buf_string(b, ", ");
	buf_string(b, note);
}

static void
add_killer(struct buf *b, const struct processes *p, const struct life *l, size_t start)
{
	const struct signal *signal = life_killer(p, l);

	if (signal == NULL)
		return;
	add_note(b, start, "killed by ");
	describe_sender(b, p, signal);
}

void
describe_notes(struct buf *b, const struct processes *p, const struct life *l)
{
	size_t start = b->n;

	if (l->birth == BIRTH_FORK && l->last_program == 0)
		add_note(b, start, "fork");
	if (l->birth == BIRTH_LOST)
		add_note(
		    b, start, l->flags & LIFE_ACTIVE ? "birth lost" : "not recorded");
	if (l->ending == END_LOST)
		add_note(b, start, "end lost");
	if (l->flags & LIFE_SURVIVOR)
		add_note(b, start, "left behind");
	if (life_is_orphaned(p, l))
		add_note(b, start, "orphaned");
	if (l->flags & LIFE_OOM)
		add_note(b, start, "out of memory");
	add_killer(b, p, l, start);
	if (l->failed_name != 0) {
		add_note(b, start, "can't execute ");
		describe_words(b, texts_get(&p->texts, l->failed_name));
	}
}

void
describe_noted(struct buf *b, const struct processes *p, const struct life *l)
{
	size_t start = b->n;

	if (l->flags & LIFE_MARK) {
		buf_string(b, "=== ");
		describe_mark(b, p, l);
		buf_string(b, " ===");
		return;
	}
	buf_char(b, '(');
	describe_notes(b, p, l);
	if (b->n == start + 1)
		b->n = start;
	else
		buf_string(b, ") ");
	describe_command(b, p, l);
}

void
describe_lost(struct buf *b, const struct processes *p)
{
	char text[64];

	snprintf(text, sizeof text, "events were lost (at least %llu)",
	    (unsigned long long)p->lost_events);
	buf_string(
	    b, p->lost_events > 0 ? text : "events were lost (nobody knows how many)");
}
