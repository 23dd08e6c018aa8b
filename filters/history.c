/* What happened in the lanes of a report, see history.h. */
#include <stdlib.h>

#include "arrays.h"
#include "describe.h"
#include "diag.h"
#include "held.h"
#include "history.h"
#include "openers.h"

static const struct lanes *lanes;

/* Of a stretch: the program's file, ... */
static void
describe_path(struct buf *b, const struct life *l, const struct stretch *s)
{
	const struct program *program = &lanes->p->programs[s->program];

	(void)l;
	if (s->program != 0)
		describe_words(b, texts_get(&lanes->p->texts, program->name));
}

/* ... the last part of that, or what is known instead, ... */
static void
describe_base(struct buf *b, const struct life *l, const struct stretch *s)
{
	if (s->program != 0)
		describe_file(b, lanes->p, s->program);
	else if (l->name != 0)
		describe_words(b, texts_get(&lanes->p->texts, l->name));
	else
		buf_char(b, '?');
}

/* ... and its command line. */
static void
describe_line(struct buf *b, const struct life *l, const struct stretch *s)
{
	if (l->flags & LIFE_MARK && s->program == l->last_program)
		describe_mark(b, lanes->p, l);
	else if (s->program != 0)
		describe_program(b, lanes->p, s->program);
	else
		describe_base(b, l, s);
}

typedef void describe_fn(struct buf *b, const struct life *l, const struct stretch *s);

/* A text for each stretch; a program that copies of the process run, too, is described
 * once. */
static void
write_texts(const char *name, describe_fn *describe)
{
	uint32_t *known = calloc(lanes->p->program_count + 1, sizeof *known);
	static struct buf b;

	if (known == NULL)
		die("out of memory");
	array_begin(name);
	for (uint32_t i = 0; i < lanes->count; i++) {
		const struct life *l = &lanes->p->lives[lanes->lives[i]];
		struct stretch s = { 0 };

		while (stretch_next(lanes->p, l, &s)) {
			if (known[s.program] != 0 && !(l->flags & LIFE_MARK)) {
				array_number(known[s.program]);
				continue;
			}
			describe(&b, l, &s);
			uint32_t number = array_string(&b);
			if (s.program != 0 && !(l->flags & LIFE_MARK))
				known[s.program] = number;
		}
	}
	array_end();
	free(known);
}

/* The stretches of all lanes, one after the other. */
static void
write_stretches(void)
{
	arrays_group("stretch");
	array_begin("start");
	for (uint32_t i = 0; i < lanes->count; i++) {
		const struct life *l = &lanes->p->lives[lanes->lives[i]];
		struct stretch s = { 0 };

		while (stretch_next(lanes->p, l, &s))
			array_number(s.start - lanes->origin);
	}
	array_end();
	write_texts("executable", describe_base);
	write_texts("path", describe_path);
	write_texts("command", describe_line);
	arrays_group_end();
}

/* Lanes by life, from 1 on; 0: not shown. */
static uint32_t *
number_lanes(void)
{
	uint32_t *lane_of = calloc(lanes->p->count, sizeof *lane_of);

	if (lane_of == NULL)
		die("out of memory");
	for (uint32_t i = 0; i < lanes->count; i++)
		lane_of[lanes->lives[i]] = i + 1;
	return lane_of;
}

/* The signals sent to those shown. */
static void
write_signals(const uint32_t *lane_of)
{
	enum { LANE, TIME, SIGNAL_NAME, SENDER, SENDER_LANE, COLUMNS };
	static const char *const names[] = { "process", "time", "name", "sender",
		"senderProcess" };
	static struct buf b;

	arrays_group("signal");
	for (int c = 0; c < COLUMNS; c++) {
		array_begin(names[c]);
		for (uint32_t i = 1; i < lanes->p->signal_count; i++) {
			const struct signal *s = &lanes->p->signals[i];

			if (lane_of[s->life] == 0)
				continue;
			if (c == SIGNAL_NAME || c == SENDER) {
				if (c == SIGNAL_NAME)
					describe_signal(&b, s->number);
				else if (s->sender != 0)
					describe_sender(&b, lanes->p, s);
				array_string(&b);
				continue;
			}
			array_number(c == LANE   ? lane_of[s->life]
				     : c == TIME ? s->time - lanes->origin
						 : lane_of[s->sender_life]);
		}
		array_end();
	}
	arrays_group_end();
}

/* What those shown tried to execute in vain. */
static void
write_failures(const uint32_t *lane_of)
{
	enum { LANE, TIME, FILE_TRIED, ERROR, COLUMNS };
	static const char *const names[] = { "process", "time", "file", "error" };
	static struct buf b;

	arrays_group("failure");
	for (int c = 0; c < COLUMNS; c++) {
		array_begin(names[c]);
		for (uint32_t i = 0; i < lanes->p->incident_count; i++) {
			const struct incident *f = &lanes->p->incidents[i];

			if (lane_of[f->life] == 0 || f->oom)
				continue;
			if (c == FILE_TRIED) {
				describe_words(&b, texts_get(&lanes->p->texts, f->file));
				array_string(&b);
				continue;
			}
			array_number(c == LANE   ? lane_of[f->life]
				     : c == TIME ? f->time - lanes->origin
						 : f->error);
		}
		array_end();
	}
	arrays_group_end();
}

/* When the process was looked at last; NONE: never. */
static int64_t
last_look(const struct life *l)
{
	int64_t file = l->last_file ? lanes->p->files[l->last_file].time : NONE;
	int64_t wait = l->last_wait ? lanes->p->files[l->last_wait].time : NONE;

	return file == NONE || (wait != NONE && wait > file) ? wait : file;
}

/* What those that pt-launch looked at held and waited for then, the lines in one text. */
static void
write_looks(void)
{
	enum { LANE, TIME, LINES, COLUMNS };
	static const char *const names[] = { "process", "time", "lines" };
	static struct buf b;

	arrays_group("look");
	for (int c = 0; c < COLUMNS; c++) {
		array_begin(names[c]);
		for (uint32_t i = 0; i < lanes->count; i++) {
			int64_t time = last_look(&lanes->p->lives[lanes->lives[i]]);

			if (time == NONE)
				continue;
			if (c == LINES) {
				held_add(&b, lanes->p, lanes->lives[i], time, "");
				array_string(&b);
				continue;
			}
			array_number(c == LANE ? i + 1 : time - lanes->origin);
		}
		array_end();
	}
	arrays_group_end();
	openers_forget();
}

void
history_write(const struct lanes *l)
{
	lanes = l;
	uint32_t *lane_of = number_lanes();

	write_stretches();
	write_signals(lane_of);
	write_failures(lane_of);
	write_looks();
	free(lane_of);
}
