/* What can be said of one process, see processes.h. */
#include "processes.h"

uint32_t
processes_living(const struct processes *p, int64_t pid)
{
	uint32_t number = pids_get(&p->pids, pid);

	return number != 0 && p->lives[number].ending == STILL_RUNNING ? number : 0;
}

uint32_t
processes_latest(const struct processes *p, uint32_t pid)
{
	return pid != 0 ? pids_get(&p->pids, pid) : 0;
}

int64_t
processes_origin(const struct processes *p)
{
	return p->root ? p->lives[p->root].start : p->begin;
}

uint32_t
processes_top(const struct processes *p)
{
	uint32_t top = p->root;

	/* Below one of which only children are known. */
	while (p->lives[top].children == 1 && !(p->lives[top].flags & LIFE_ACTIVE))
		top = p->lives[top].first_child;
	return p->lives[top].flags & LIFE_ACTIVE ? top : 0;
}

int64_t
life_end(const struct processes *p, const struct life *l)
{
	return l->ending == STILL_RUNNING ? p->end : l->end;
}

int64_t
life_duration(const struct processes *p, const struct life *l)
{
	int64_t end = life_end(p, l);

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
life_is_known(const struct life *l)
{
	return l->flags & LIFE_ACTIVE || l->birth != BIRTH_LOST;
}

bool
life_has_failed(const struct life *l)
{
	return l->ending == ENDED && l->status != NONE && l->status != 0;
}

bool
life_was_killed(const struct life *l)
{
	return life_has_failed(l) && (l->status & 0x7f) != 0;
}

const struct signal *
life_fatal_signal(const struct processes *p, const struct life *l)
{
	uint32_t i = l->signal;

	if (!life_was_killed(l))
		return NULL;
	while (i != 0 && p->signals[i].number != (l->status & 0x7f))
		i = p->signals[i].previous;
	return i != 0 ? &p->signals[i] : NULL;
}

uint32_t
life_execs(const struct life *l)
{
	return l->programs - (l->birth == BIRTH_BEFORE);
}

const struct signal *
life_killer(const struct processes *p, const struct life *l)
{
	const struct signal *signal = life_fatal_signal(p, l);

	return signal != NULL && signal->sender != l->pid ? signal : NULL;
}

uint32_t
life_program(const struct life *l)
{
	return l->last_program ? l->last_program : l->copied;
}

bool
stretch_next(const struct processes *p, const struct life *l, struct stretch *s)
{
	bool first = !s->begun;

	if (!first && s->next == 0)
		return false;
	s->begun = true;
	s->start = first ? l->start : s->end;
	s->copy =
	    first && (l->programs == 0 || p->programs[l->first_program].time > l->start);
	if (s->copy) {
		s->program = l->copied;
		s->next = l->first_program;
	} else {
		s->program = first ? l->first_program : s->next;
		s->next = p->programs[s->program].next;
	}
	s->end = s->next ? p->programs[s->next].time : life_end(p, l);
	return true;
}
