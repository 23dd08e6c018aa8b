/*
 * What is known of a process as attributes of OpenTelemetry, see otlp.h.
 *
 * Those that are not called pt.* are the semantic conventions' (1.44), for processes and
 * for spans of command line programs:
 * https://opentelemetry.io/docs/specs/semconv/registry/attributes/process/
 * https://opentelemetry.io/docs/specs/semconv/cli/cli-spans/
 */
#include <string.h>

#include "describe.h"
#include "otlp.h"
#include "words.h"

/* The word that is a text of the recording, borrowed until the next call. */
static struct text
word(const struct processes *p, uint32_t text)
{
	static struct buf b;
	struct text cell = texts_get(&p->texts, text);

	return word_next(&cell, &b) == WORD ? buf_text(&b) : cell;
}

static struct text
base_name(struct text path)
{
	size_t n = path.n;

	while (n > 0 && path.s[n - 1] != '/')
		n--;
	return n < path.n ? (struct text){ path.s + n, path.n - n } : path;
}

struct text
otlp_name(const struct processes *p, const struct life *l)
{
	uint32_t run = life_program(l);
	struct text name = word(p, run ? p->programs[run].name : l->name);

	return name.n > 0 ? base_name(name) : text_of("?");
}

/* Without a slash it is no path, but what the process calls itself. */
static void
executable(struct json *j, struct text file)
{
	if (file.n == 0)
		return;
	otlp_string(j, "process.executable.name", base_name(file));
	if (memchr(file.s, '/', file.n) != NULL)
		otlp_string(j, "process.executable.path", file);
}

static void
program(struct json *j, const struct processes *p, uint32_t number)
{
	const struct program *run = &p->programs[number];

	executable(j, word(p, run->name));
	if (run->command != 0)
		otlp_words(j, "process.command_args", texts_get(&p->texts, run->command));
}

static void
signal_sent(struct json *j, const struct processes *p, const struct signal *s)
{
	static struct buf b;

	b.n = 0;
	describe_signal(&b, s->number);
	otlp_number(j, "pt.signal.number", s->number);
	otlp_string(j, "pt.signal.name", buf_text(&b));
	if (s->sender != 0)
		otlp_number(j, "pt.sender.pid", s->sender);
	if (life_program(&p->lives[s->sender_life]) != 0)
		otlp_string(j, "pt.sender.name", otlp_name(p, &p->lives[s->sender_life]));
	else if (s->sender_name != 0)
		otlp_string(j, "pt.sender.name", word(p, s->sender_name));
}

static void
failed_exec(struct json *j, const struct processes *p, const struct incident *i)
{
	executable(j, word(p, i->file));
	if (i->error != 0)
		otlp_number(j, "pt.errno", i->error);
}

void
otlp_moment(struct json *j, const struct processes *p, const struct moment *m)
{
	static struct buf b;

	switch (m->kind) {
	case MOMENT_EXEC:
		program(j, p, m->number);
		break;
	case MOMENT_EXECFAIL:
		failed_exec(j, p, &p->incidents[m->number]);
		break;
	case MOMENT_SIGNAL:
		signal_sent(j, p, &p->signals[m->number]);
		break;
	case MOMENT_MARK:
		b.n = 0;
		describe_mark(&b, p, &p->lives[m->number]);
		otlp_string(j, "pt.mark.name", buf_text(&b));
		break;
	case MOMENT_OOM:
		break;
	}
}

static void
number(struct json *j, const char *key, int64_t value)
{
	if (value != 0 && value != NONE)
		otlp_number(j, key, value);
}

static void
identity(struct json *j, const struct processes *p, const struct life *l)
{
	otlp_number(j, "process.pid", l->pid);
	number(j, "process.parent_pid", l->parent);
	number(j, "process.vpid", l->nspid);
	number(j, "process.group_leader.pid", l->pgid);
	number(j, "process.session_leader.pid", l->sid);
	if (l->uid != NONE)
		otlp_number(j, "process.real_user.id", l->uid);
	if (life_program(l) != 0)
		program(j, p, life_program(l));
	else
		executable(j, word(p, l->name));
}

static void
ending(struct json *j, const struct processes *p, const struct life *l)
{
	static struct buf b;

	b.n = 0;
	describe_status(&b, p, l);
	otlp_string(j, "pt.status", buf_text(&b));
	if (l->ending == ENDED && l->status != NONE && (l->status & 0x7f) == 0)
		otlp_number(j, "process.exit.code", l->status >> 8 & 0xff);
	if (life_has_failed(l))
		otlp_string(j, "error.type", buf_text(&b));
	if (l->cpu != NONE)
		otlp_seconds(j, "pt.cpu.time", l->cpu);
	if (l->rss != NONE && l->rss <= INT64_MAX / 1024)
		otlp_number(j, "pt.memory.peak", l->rss * 1024);
}

void
otlp_process(struct json *j, const struct processes *p, const struct life *l)
{
	identity(j, p, l);
	ending(j, p, l);
	if (l->birth != BIRTH_FORK)
		otlp_string(
		    j, "pt.birth", text_of(l->birth == BIRTH_LOST ? "lost" : "before"));
	else if (l->programs == 0)
		otlp_true(j, "pt.fork");
	if (life_is_orphaned(p, l))
		otlp_true(j, "pt.orphaned");
	if (l->flags & LIFE_SURVIVOR)
		otlp_true(j, "pt.survivor");
}
