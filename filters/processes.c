/* The processes of one recording, see processes.h. */
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "processes.h"
#include "stream.h"
#include "words.h"

static uint32_t
pid_of(int64_t cell)
{
	return cell == NONE ? 0 : (uint32_t)cell;
}

static void
grow_lives(struct processes *p)
{
	if (p->count == UINT32_MAX / 2)
		die("more than %lu processes", (unsigned long)p->count);
	p->cap = p->cap ? p->cap * 2 : 64;
	p->lives = xrealloc(p->lives, p->cap * sizeof *p->lives);
	if (p->count == 0) {
		p->lives[p->count++] = (struct life){ 0 };
		p->begin = NONE;
	}
}

/* A new life of that PID, the last child of its creator; lives move when it is made. */
static struct life *
begin(struct processes *p, int64_t time, uint32_t pid, enum birth birth, uint32_t creator)
{
	uint32_t *current = pids_at(&p->pids, pid), number;

	if (*current != 0 && p->lives[*current].ending == STILL_RUNNING)
		p->lives[*current].ending = END_LOST;
	if (p->count == p->cap)
		grow_lives(p);
	number = *current = p->count++;

	struct life *parent = &p->lives[creator];
	p->lives[number] = (struct life){ .pid = pid,
		.start = time,
		.end = time,
		.cpu = NONE,
		.rss = NONE,
		.status = NONE,
		.birth = (uint8_t)birth,
		.creator = creator,
		.copied = parent->last_program ? parent->last_program : parent->copied };
	if (parent->last_child != 0)
		p->lives[parent->last_child].next_sibling = number;
	else
		parent->first_child = number;
	parent->last_child = number;
	parent->children++;
	return &p->lives[number];
}

/* The life of that PID at this moment, 0 when there is none. */
static uint32_t
living(const struct processes *p, uint32_t pid)
{
	uint32_t number = pids_get(&p->pids, pid);

	return number != 0 && p->lives[number].ending == STILL_RUNNING ? number : 0;
}

/* The life the row is about, which begins here where its birth is lost. */
static struct life *
acting(struct processes *p, const struct event *e)
{
	uint32_t number = living(p, pid_of(e->pid));
	struct life *l = number != 0 ? &p->lives[number]
				     : begin(p, e->time, pid_of(e->pid), BIRTH_LOST,
					   living(p, pid_of(e->ppid)));

	l->flags |= LIFE_ACTIVE;
	l->end = e->time;
	if (e->ppid != NONE) {
		l->last_parent = pid_of(e->ppid);
		l->parent = l->parent ? l->parent : l->last_parent;
	}
	return l;
}

/* Keeps a name or a command line. */
static uint32_t
words(struct processes *p, struct text text)
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

static bool
is_mark(struct text name)
{
	static const char mark[] = "pt-mark";
	static const size_t n = sizeof mark - 1;

	if (name.n > 0 && name.s[name.n - 1] == '\'')
		name.n--;
	return name.n >= n && memcmp(name.s + name.n - n, mark, n) == 0 &&
	       (name.n == n || name.s[name.n - n - 1] == '/');
}

static void
add_program(struct processes *p, struct life *l, const struct event *e)
{
	uint32_t number = p->program_count ? p->program_count : 1;

	if (number >= p->program_cap) {
		if (p->program_cap > UINT32_MAX / 2)
			die("more than %lu programs", (unsigned long)number);
		p->program_cap = p->program_cap ? p->program_cap * 2 : 64;
		p->programs = xrealloc(p->programs, p->program_cap * sizeof *p->programs);
	}
	p->program_count = number + 1;
	p->programs[number] = (struct program){
		.time = e->time, .name = words(p, e->name), .command = words(p, e->detail)
	};
	if (l->last_program != 0)
		p->programs[l->last_program].next = number;
	else
		l->first_program = number;
	l->last_program = number;
	l->programs++;
	l->failed_name = 0;
	l->flags =
	    (uint8_t)((l->flags & ~LIFE_MARK) | (is_mark(e->name) ? LIFE_MARK : 0));
}

/* What a process is called of which neither a program nor a creator is known. */
static void
add_name(struct processes *p, struct life *l, struct event *e)
{
	if (l->last_program != 0 || l->copied != 0 || l->name != 0)
		return;
	event_texts(e);
	l->name = words(p, e->name);
}

static void
on_proc(struct processes *p, struct event *e)
{
	struct life *l =
	    begin(p, e->time, pid_of(e->pid), BIRTH_BEFORE, living(p, pid_of(e->ppid)));

	l->parent = l->last_parent = pid_of(e->ppid);
	event_texts(e);
	add_program(p, l, e);
}

static void
on_fork(struct processes *p, struct event *e)
{
	uint32_t pid = pid_of(e->by != NONE ? e->by : e->ppid), creator = living(p, pid);

	if (creator == 0 && pid != 0) { /* so that what it creates stays together */
		begin(p, e->time, pid, BIRTH_LOST, 0);
		creator = living(p, pid);
	}
	p->lives[creator].end = e->time;
	struct life *l = begin(p, e->time, pid_of(e->pid), BIRTH_FORK, creator);
	l->flags |= LIFE_ACTIVE;
	l->parent = l->last_parent = pid_of(e->ppid);
	add_name(p, l, e);
}

static void
on_exit(struct processes *p, struct event *e)
{
	struct life *l = acting(p, e);

	l->ending = ENDED;
	l->status = e->code;
	l->cpu = e->cpu;
	l->rss = e->rss;
	add_name(p, l, e);
}

static void
on_signal(struct processes *p, const struct event *e)
{
	struct life *l = &p->lives[living(p, pid_of(e->pid))];

	l->signal = e->code > 0 && e->code <= INT32_MAX ? (uint32_t)e->code : 0;
	l->sender = pid_of(e->by != NONE ? e->by : e->pid);
	l->sender_life = living(p, l->sender);
}

static void
on_lost(struct processes *p, const struct event *e)
{
	p->lost_rows++;
	p->lost_events += e->code != NONE ? (uint64_t)e->code : 0;
	p->lost_time = e->time;
}

void
processes_event(struct processes *p, struct event *e)
{
	struct life *l;

	if (e->kind == HEADER)
		return;
	if (p->count == 0)
		grow_lives(p);
	if (e->kind != META && e->kind != LOST && p->begin == NONE)
		p->begin = e->time;
	p->end = e->time;

	switch (e->kind) {
	case PROC:
		on_proc(p, e);
		break;
	case FORK:
		on_fork(p, e);
		break;
	case EXEC:
		l = acting(p, e);
		event_texts(e);
		add_program(p, l, e);
		break;
	case EXECFAIL:
		l = acting(p, e);
		event_texts(e);
		l->failed_execs++;
		l->failed_name = words(p, e->name);
		break;
	case EXIT:
		on_exit(p, e);
		break;
	case SETSID:
		acting(p, e);
		break;
	case SETPGID:
		if (e->by == NONE)
			acting(p, e);
		break;
	case SURVIVOR:
		l = acting(p, e);
		l->flags |= LIFE_SURVIVOR;
		add_name(p, l, e);
		break;
	case ROOT:
		acting(p, e)->flags |= LIFE_ROOT;
		p->root = living(p, pid_of(e->pid));
		break;
	case SIGNAL:
		on_signal(p, e);
		break;
	case OOM:
		p->lives[living(p, pid_of(e->pid))].flags |= LIFE_OOM;
		break;
	case LOST:
		on_lost(p, e);
		break;
	default:
		break;
	}
}

void
processes_clear(struct processes *p)
{
	free(p->lives);
	free(p->programs);
	texts_free(&p->texts);
	pids_clear(&p->pids);
	*p = (struct processes){ 0 };
}

int64_t
life_duration(const struct processes *p, const struct life *l)
{
	int64_t end = l->ending == STILL_RUNNING ? p->end : l->end;

	return end > l->start ? end - l->start : 0;
}

bool
life_is_exact(const struct life *l)
{
	return l->birth == BIRTH_FORK && l->ending == ENDED;
}

bool
life_is_orphaned(const struct processes *p, const struct life *l)
{
	const struct life *creator = &p->lives[l->creator];

	if (l->parent != 0 && l->last_parent != l->parent)
		return true;
	return l->ending == STILL_RUNNING && creator->ending == ENDED;
}

bool
life_may_have_ended(const struct processes *p, const struct life *l)
{
	return l->ending == STILL_RUNNING && p->lost_rows > 0 &&
	       l->start <= p->lost_time && !(l->flags & LIFE_SURVIVOR);
}

bool
life_has_failed(const struct life *l)
{
	return l->ending == ENDED && l->status != NONE && l->status != 0;
}
