/* What rows tell of processes beside their births, programs and ends, see facts.h. */
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "facts.h"
#include "stream.h"
#include "words.h"

uint32_t
facts_words(struct processes *p, struct text text)
{
	static struct buf word;
	struct text rest = text;
	enum word next;

	while ((next = word_next(&rest, &word)) == WORD)
		;
	if (next == WORD_BAD)
		stream_bad("'%s' is not quoted as words", printable(text.s, text.n));
	return texts_add(&p->texts, text);
}

void
facts_signal(struct processes *p, struct event *e)
{
	uint32_t life = processes_living(p, e->pid);
	uint32_t number = p->signal_count ? p->signal_count : 1;
	int64_t sender = e->by != NONE ? e->by : e->pid;

	if (life == 0 || e->code <= 0 || e->code > INT32_MAX)
		return;
	event_texts(e);
	p->signals = xroom(p->signals, number, &p->signal_cap, sizeof *p->signals);
	p->signal_count = number + 1;
	p->signals[number] = (struct signal){ .time = e->time,
		.life = life,
		.number = (uint32_t)e->code,
		.sender = pid_of(sender),
		.sender_life = processes_living(p, sender),
		.sender_name = facts_words(p, e->detail),
		.previous = p->lives[life].signal };
	p->lives[life].signal = number;
}

static void
add_incident(struct processes *p, uint32_t life, const struct event *e, uint32_t file)
{
	p->incidents = xroom(
	    p->incidents, p->incident_count, &p->incident_cap, sizeof *p->incidents);
	p->incidents[p->incident_count++] = (struct incident){ .time = e->time,
		.life = life,
		.file = file,
		.error = e->code > 0 && e->code <= INT32_MAX ? (uint32_t)e->code : 0,
		.oom = e->kind == OOM };
}

void
facts_failed_exec(struct processes *p, struct life *l, struct event *e)
{
	event_texts(e);
	l->failed_execs++;
	l->failed_name = facts_words(p, e->name);
	add_incident(p, (uint32_t)(l - p->lives), e, l->failed_name);
}

void
facts_oom(struct processes *p, const struct event *e)
{
	uint32_t life = processes_living(p, e->pid);

	p->lives[life].flags |= LIFE_OOM;
	if (life != 0)
		add_incident(p, life, e, 0);
}

/* Adds a row about a file to a list of the life's. */
static void
append(struct processes *p, struct file file, uint32_t *first, uint32_t *last)
{
	uint32_t number = p->file_count ? p->file_count : 1;

	p->files = xroom(p->files, number, &p->file_cap, sizeof *p->files);
	p->file_count = number + 1;
	p->files[number] = file;
	if (*last != 0)
		p->files[*last].next = number;
	else
		*first = number;
	*last = number;
}

void
facts_file(struct processes *p, struct event *e)
{
	uint32_t life = processes_living(p, e->pid);
	struct life *l = &p->lives[life];

	event_texts(e);
	uint32_t name = facts_words(p, e->name), detail = facts_words(p, e->detail);
	struct file file = { .time = e->time, .fd = e->code, .life = life };
	if (e->kind == FD) {
		file.target = name;
		file.detail = detail;
		append(p, file, &l->first_file, &l->last_file);
	} else {
		file.target = detail;
		file.detail = name;
		file.other = pid_of(e->by);
		append(p, file, &l->first_wait, &l->last_wait);
	}
}

void
facts_zombie(struct processes *p, const struct event *e)
{
	struct life *l = &p->lives[pids_get(&p->pids, e->pid)];

	if (l->ending == ENDED)
		l->flags |= LIFE_ZOMBIE;
}

void
facts_timeout(struct processes *p, const struct event *e)
{
	p->timeout = e->time;
	p->time_limit = e->code >= 0 && e->code < INT64_MAX / 1000000 ? e->code : 0;
}

static bool
text_is(struct text text, const char *s)
{
	return text.n == strlen(s) && memcmp(text.s, s, text.n) == 0;
}

void
facts_meta(struct processes *p, struct event *e)
{
	char digits[24] = "";

	event_texts(e);
	if (text_is(e->name, "host")) {
		p->host = facts_words(p, e->detail);
	} else if (text_is(e->name, "bootid")) {
		p->bootid = facts_words(p, e->detail);
	} else if (text_is(e->name, "realtime") && e->detail.n > 0 &&
		   e->detail.n < sizeof digits) {
		memcpy(digits, e->detail.s, e->detail.n);
		p->realtime = strtoll(digits, NULL, 10);
	}
}

void
facts_missed(struct processes *p, const struct event *e)
{
	p->missed_signals += e->code > 0 ? (uint64_t)e->code : 0;
}

void
facts_lost(struct processes *p, const struct event *e)
{
	p->lost_rows++;
	p->lost_events += e->code != NONE ? (uint64_t)e->code : 0;
	p->lost_time = e->time;
}
