/* The processes of one recording, see processes.h. */
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "facts.h"
#include "mark.h"

/* A new life of that PID, the last child of its creator; lives move when it is made. */
static struct life *
begin(struct processes *p, int64_t time, uint32_t pid, enum birth birth, uint32_t creator)
{
	uint32_t *current = pids_at(&p->pids, pid), number;

	if (*current != 0 && p->lives[*current].ending == STILL_RUNNING)
		p->lives[*current].ending = END_LOST;
	p->lives = xroom(p->lives, p->count, &p->cap, sizeof *p->lives);
	number = *current = p->count++;

	struct life *parent = &p->lives[creator];
	p->lives[number] = (struct life){ .pid = pid,
		.start = time,
		.end = time,
		.cpu = NONE,
		.rss = NONE,
		.status = NONE,
		.uid = NONE,
		.birth = (uint8_t)birth,
		.creator = creator,
		.depth = creator ? parent->depth + 1 : 0,
		.mark = parent->latest_mark ? parent->latest_mark : parent->mark,
		.copied = parent->last_program ? parent->last_program : parent->copied };
	if (parent->last_child != 0)
		p->lives[parent->last_child].next_sibling = number;
	else
		parent->first_child = number;
	parent->last_child = number;
	parent->children++;
	return &p->lives[number];
}

/* What the row says of the process itself. */
static void
add_identity(struct life *l, const struct event *e)
{
	l->pgid = e->pgid != NONE ? pid_of(e->pgid) : l->pgid;
	l->sid = e->sid != NONE ? pid_of(e->sid) : l->sid;
	l->nspid = e->nspid != NONE ? pid_of(e->nspid) : l->nspid;
	l->uid = e->uid != NONE ? e->uid : l->uid;
	if (e->ppid != NONE) {
		l->last_parent = pid_of(e->ppid);
		l->parent = l->parent ? l->parent : l->last_parent;
	}
}

/* The life the row is about, which begins here where its birth is lost. */
static struct life *
acting(struct processes *p, const struct event *e)
{
	uint32_t number = processes_living(p, e->pid);
	struct life *l = number != 0 ? &p->lives[number]
				     : begin(p, e->time, pid_of(e->pid), BIRTH_LOST,
					   processes_living(p, e->ppid));

	l->flags |= LIFE_ACTIVE;
	l->end = e->time;
	add_identity(l, e);
	return l;
}

static void
add_program(struct processes *p, struct life *l, const struct event *e)
{
	uint32_t number = p->program_count ? p->program_count : 1;

	p->programs = xroom(p->programs, number, &p->program_cap, sizeof *p->programs);
	p->program_count = number + 1;
	p->programs[number] = (struct program){ .time = e->time,
		.name = facts_words(p, e->name),
		.command = facts_words(p, e->detail) };
	if (l->last_program != 0)
		p->programs[l->last_program].next = number;
	else
		l->first_program = number;
	l->last_program = number;
	l->programs++;
	l->failed_name = 0;
	l->flags =
	    (uint16_t)((l->flags & ~LIFE_MARK) | (mark_is(e->name) ? LIFE_MARK : 0));
	if (l->flags & LIFE_MARK && l->creator != 0)
		p->lives[l->creator].latest_mark = (uint32_t)(l - p->lives);
	else if (l->latest_mark != 0)
		l->mark = l->latest_mark; /* it marked what it has become now */
}

/* What a process is called of which neither a program nor a creator is known. */
static void
add_name(struct processes *p, struct life *l, struct event *e)
{
	if (l->last_program != 0 || l->copied != 0 || l->name != 0)
		return;
	event_texts(e);
	l->name = facts_words(p, e->name);
}

static void
on_proc(struct processes *p, struct event *e)
{
	struct life *l =
	    begin(p, e->time, pid_of(e->pid), BIRTH_BEFORE, processes_living(p, e->ppid));

	add_identity(l, e);
	event_texts(e);
	add_program(p, l, e);
}

static void
on_fork(struct processes *p, struct event *e)
{
	uint32_t pid = pid_of(e->by != NONE ? e->by : e->ppid),
		 creator = processes_living(p, pid);

	if (creator == 0 && pid != 0) { /* so that what it creates stays together */
		begin(p, e->time, pid, BIRTH_LOST, 0);
		creator = processes_living(p, pid);
	}
	p->lives[creator].end = e->time;
	struct life *l = begin(p, e->time, pid_of(e->pid), BIRTH_FORK, creator);
	l->flags |= LIFE_ACTIVE;
	add_identity(l, e);
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

void
processes_event(struct processes *p, struct event *e)
{
	struct life *l;

	if (e->kind == HEADER)
		return;
	if (p->count == 0) {
		p->lives = xroom(p->lives, 0, &p->cap, sizeof *p->lives);
		p->lives[p->count++] = (struct life){ 0 };
		p->begin = p->realtime = p->timeout = NONE;
	}
	if (!event_is_general(e->kind) && p->begin == NONE)
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
		facts_failed_exec(p, acting(p, e), e);
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
		else
			p->lives[processes_living(p, e->pid)].pgid = pid_of(e->pgid);
		break;
	case SURVIVOR:
		l = acting(p, e);
		l->flags |= LIFE_SURVIVOR;
		add_name(p, l, e);
		break;
	case ROOT:
		acting(p, e)->flags |= LIFE_ROOT;
		p->root = processes_living(p, e->pid);
		break;
	case OPEN:
	case CLOSE:
	case CLOEXEC:
		if (processes_living(p, e->pid) == 0)
			acting(p, e);
		break;
	case FD:
	case WAIT:
		facts_file(p, e);
		break;
	case ZOMBIE:
		facts_zombie(p, e);
		break;
	case TIMEOUT:
		facts_timeout(p, e);
		break;
	case SIGNAL:
		facts_signal(p, e);
		break;
	case OOM:
		facts_oom(p, e);
		break;
	case LOST:
		facts_lost(p, e);
		break;
	case MISSED:
		facts_missed(p, e);
		break;
	case META:
		facts_meta(p, e);
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
	free(p->signals);
	free(p->incidents);
	free(p->files);
	texts_free(&p->texts);
	pids_clear(&p->pids);
	*p = (struct processes){ 0 };
}
