/*
 * pt-format -d csv: all that is known of the processes for machines, one row each in
 * order of creation: CSV as in RFC 4180, but lines end in a newline alone.
 *
 *	id,creator_id,pid,parent,start,end,duration,...,executable,command,...
 *	3,2,4244,4243,0.020000000,1.021000000,1.001000000,...,"sleep","sleep 60",...
 *
 * No text begins like a formula (OWASP, CSV Injection): texts are words as a shell would
 * need them typed, and the first one may as well stand in single quotes.
 */
#include <stdlib.h>
#include <string.h>

#include "describe.h"
#include "diag.h"
#include "format.h"
#include "out.h"
#include "select.h"

static const char header[] =
    "id,creator_id,pid,parent,start,end,duration,cpu,peak_kib,status,signal,execs,"
    "children,depth,executable,command,recording,birth,state,file,mark,ppid,pgid,sid,"
    "uid,nspid,unix_start,core,killer,killer_id,failed_execs,cant_execute,root,"
    "left_behind,orphaned,oom\n";

static struct {
	const struct processes *p;
	int64_t origin; /* ns */
	int64_t recording;
	int64_t id;    /* the last one given */
	int64_t *ids;  /* of the recording's lives; 0: it isn't in the table */
	bool has_head; /* the header is written */
} table;

/* Each of these ends its cell with the comma before the next. */
static void
number(int64_t value)
{
	out_number(value);
	out_char(',');
}

/* 0 stands for none. */
static void
number_unless_0(int64_t value)
{
	if (value != 0)
		out_number(value);
	out_char(',');
}

static void
number_unless_none(int64_t value)
{
	if (value != NONE)
		out_number(value);
	out_char(',');
}

static void
seconds(int64_t ns)
{
	uint64_t size = ns < 0 ? -(uint64_t)ns : (uint64_t)ns;

	out_format("%s%llu.%09llu,", ns < 0 ? "-" : "",
	    (unsigned long long)(size / 1000000000),
	    (unsigned long long)(size % 1000000000));
}

static void
flag(bool set)
{
	out_string(set ? "1," : "0,");
}

/* Whether a spreadsheet takes what begins so for a formula; the last four are the
 * full-width forms. */
static bool
begins_formula(struct text t)
{
	static const char *const signs[] = { "=", "+", "-", "@", "\xef\xbc\x9d",
		"\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0" };

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (t.n >= strlen(signs[i]) &&
		    memcmp(t.s, signs[i], strlen(signs[i])) == 0)
			return true;
	return false;
}

/* Words; a first one that begins so is not quoted yet, and ends before the space. */
static void
words(struct text t)
{
	static struct buf b;
	const char *space = t.n > 0 ? memchr(t.s, ' ', t.n) : NULL;
	size_t first = space ? (size_t)(space - t.s) : t.n;

	if (begins_formula(t)) {
		b.n = 0;
		buf_char(&b, '\'');
		buf_add(&b, t.s, first);
		buf_char(&b, '\'');
		buf_add(&b, t.s + first, t.n - first);
		t = buf_text(&b);
	}
	event_write_text(t);
	out_char(',');
}

static void
identity(const struct life *l)
{
	int64_t creator = table.ids[l->creator];

	number(table.ids[l - table.p->lives]);
	number_unless_0(creator);
	number(l->pid);
	number_unless_0(l->creator ? table.p->lives[l->creator].pid : l->parent);
}

static void
times(const struct life *l)
{
	seconds(l->start - table.origin);
	if (l->ending == ENDED)
		seconds(l->end - table.origin);
	else
		out_char(',');
	seconds(life_duration(table.p, l));
	if (l->cpu != NONE)
		seconds(l->cpu);
	else
		out_char(',');
	number_unless_none(l->rss);
}

/* The bits of a wait status, as in describe_status. */
static void
how_it_ended(const struct life *l)
{
	static struct buf b;
	bool known = l->ending == ENDED && l->status != NONE;

	b.n = 0;
	if (known && (l->status & 0x7f) == 0)
		buf_number(&b, l->status >> 8 & 0xff);
	buf_char(&b, ',');
	if (known && (l->status & 0x7f) != 0)
		describe_signal(&b, l->status & 0x7f);
	buf_char(&b, ',');
	out_text(buf_text(&b));
}

static void
program(const struct life *l)
{
	static struct buf b;
	uint32_t i = life_program(l);
	bool known =
	    i ? table.p->programs[i].name || table.p->programs[i].command : l->name;

	b.n = 0;
	if (known)
		describe_executable(&b, table.p, l);
	words(buf_text(&b));
	b.n = 0;
	if (known)
		describe_command(&b, table.p, l);
	words(buf_text(&b));
}

static void
state(const struct life *l)
{
	static const char *const births[] = { "lost,", "recorded,", "before," };
	static const char *const states[] = { "running,", "ended,", "lost," };

	number(table.recording);
	out_string(births[l->birth]);
	out_string(life_may_have_ended(table.p, l) ? "running?," : states[l->ending]);
}

static void
file_and_mark(const struct life *l)
{
	static struct buf b;
	uint32_t file = life_program(l) ? table.p->programs[life_program(l)].name : 0;

	b.n = 0;
	describe_words(&b, texts_get(&table.p->texts, file));
	words(buf_text(&b));
	b.n = 0;
	if (l->flags & LIFE_MARK)
		describe_mark(&b, table.p, l);
	if (begins_formula(buf_text(&b))) {
		b.n = 0;
		buf_char(&b, '\'');
		describe_mark(&b, table.p, l);
	}
	event_write_text(buf_text(&b));
	out_char(',');
}

static void
ids(const struct life *l)
{
	number_unless_0(l->last_parent);
	number_unless_0(l->pgid);
	number_unless_0(l->sid);
	number_unless_none(l->uid);
	number_unless_0(l->nspid);
	if (table.p->realtime != NONE)
		seconds((int64_t)((uint64_t)table.p->realtime + (uint64_t)l->start));
	else
		out_char(',');
}

static void
circumstances(const struct life *l)
{
	static struct buf b;
	const struct signal *killer = life_killer(table.p, l);

	flag(l->ending == ENDED && l->status != NONE && l->status & 0x80);
	number_unless_0(killer ? killer->sender : 0);
	number_unless_0(killer ? table.ids[killer->sender_life] : 0);
	number(l->failed_execs);
	b.n = 0;
	describe_words(&b, texts_get(&table.p->texts, l->failed_name));
	words(buf_text(&b));
	flag(l->flags & LIFE_ROOT);
	flag(l->flags & LIFE_SURVIVOR);
	flag(life_is_orphaned(table.p, l));
	out_string(l->flags & LIFE_OOM ? "1\n" : "0\n");
}

static void
write_header(void)
{
	if (!table.has_head)
		out_string(header);
	table.has_head = true;
}

static void
render(struct processes *p)
{
	write_header();
	table.p = p;
	table.origin = processes_origin(p);
	table.recording++;
	table.ids = xrealloc(NULL, p->count * sizeof *table.ids);
	for (uint32_t i = 0; i < p->count; i++) {
		struct life *l = &p->lives[i];
		bool shown =
		    i > 0 && (l->flags & LIFE_ACTIVE || l->birth == BIRTH_BEFORE);

		l->flags =
		    (uint16_t)((l->flags & ~LIFE_SHOWN) | (shown ? LIFE_SHOWN : 0));
		table.ids[i] = shown ? ++table.id : 0;
	}
	select_depths(p);
	for (uint32_t i = 1; i < p->count; i++) {
		const struct life *l = &p->lives[i];

		if (!(l->flags & LIFE_SHOWN))
			continue;
		identity(l);
		times(l);
		how_it_ended(l);
		number(life_execs(l));
		number(l->children);
		number(l->depth);
		program(l);
		state(l);
		file_and_mark(l);
		ids(l);
		circumstances(l);
	}
	free(table.ids);
}

const struct format format_csv = { "csv", .recording = render, .end = write_header };
