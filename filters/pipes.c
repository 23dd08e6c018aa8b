/* Who has had which end of which pipe, see pipes.h. */
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "descriptor-words.h"
#include "facts.h"
#include "pipes.h"

static uint32_t
new_pipe(uint32_t name, uint32_t label)
{
	uint32_t number = pipes.pipe_count ? pipes.pipe_count : 1;

	pipes.pipes = xroom(pipes.pipes, number, &pipes.pipe_cap, sizeof *pipes.pipes);
	pipes.pipe_count = number + 1;
	pipes.pipes[number] = (struct pipe){ .name = name, .label = label };
	return pipes.current[name] = number;
}

/* The pipe of that name; 0: it isn't known yet. */
static uint32_t
known(uint32_t name)
{
	pipes.current =
	    holds_room(pipes.current, name, &pipes.current_cap, sizeof *pipes.current);
	return pipes.current[name];
}

/* The pipe that is meant: numbers of pipes, and FIFOs' names, are used again. */
static uint32_t
pipe_of(uint32_t life, uint32_t name, const struct descriptor_words *d)
{
	uint32_t number = known(name);

	if (number == 0)
		return new_pipe(name, d->label);
	struct pipe *pipe = &pipes.pipes[number];
	if (d->got == GOT_MADE) {
		bool other_end = pipe->maker != 0 && !pipe->whole && !d->socketpair &&
				 pipes.holds[pipe->maker].life == life &&
				 d->access == CAN_WRITE;
		if (!other_end)
			return new_pipe(name, 0);
		pipe->whole = true;
	} else if (d->label != 0 && pipe->label != d->label) {
		if (pipe->label != 0 && pipe->open == 0)
			return new_pipe(name, d->label);
		pipe->label = pipe->label ? pipe->label : d->label;
	}
	return number;
}

/* What the process must have had for that, though nothing tells of it; 0 without it. */
static uint32_t
had(uint32_t life, int64_t fd, uint32_t pipe, uint8_t access, int64_t time)
{
	uint32_t number;

	if (fd == NONE)
		return 0;
	number = fdtable_get(&holds_of(life)->table, (uint32_t)fd);
	if (number != 0 && pipes.holds[number].pipe == pipe)
		return number;
	return holds_keep(
	    (struct hold){
		.life = life, .fd = (uint32_t)fd, .pipe = pipe, .access = access },
	    GOT_UNSEEN, time);
}

static void
pair(uint32_t life, uint32_t pipe, const struct descriptor_words *d)
{
	uint32_t other = d->other == NONE
			     ? 0
			     : fdtable_get(&holds_of(life)->table, (uint32_t)d->other);

	if (!d->socketpair || other == 0 || pipes.holds[other].got != GOT_MADE)
		return;
	pipes.pipes[pipe].peer = pipes.holds[other].pipe;
	pipes.pipes[pipes.holds[other].pipe].peer = pipe;
}

static void
on_open(
    uint32_t life, const struct event *e, uint32_t name, const struct descriptor_words *d)
{
	struct hold h = { .life = life,
		.fd = (uint32_t)e->code,
		.access = d->access,
		.cloexec = d->cloexec,
		.pipe = pipe_of(life, name, d) };

	if (d->got == GOT_COPIED)
		h.source = had(life, d->other, h.pipe, d->access, e->time);
	h.source = holds_keep(h, d->got, e->time);
	if (d->got == GOT_MADE && pipes.pipes[h.pipe].maker == 0)
		pipes.pipes[h.pipe].maker = h.source;
	if (d->got == GOT_MADE)
		pair(life, h.pipe, d);
	for (uint32_t i = holds_next_sharer(life); i != life; i = holds_next_sharer(i)) {
		h.life = i;
		holds_keep(h, GOT_SHARED, e->time);
	}
}

/* The same for all its descriptors from `first` to `last`: lost, or with the flag. */
static void
change(uint32_t life, int64_t first, int64_t last, const struct event *e, bool cloexec)
{
	const struct fdtable *t = &holds_of(life)->table;

	for (uint32_t i = fdtable_from(t, (uint32_t)first);
	     i < t->n && t->list[i].fd <= last; i++) {
		uint32_t number = t->list[i].number;
		if (number != 0 && e->kind == CLOEXEC)
			pipes.holds[number].cloexec = cloexec;
		else if (number != 0)
			holds_lose(number, e->time, LOST_CLOSED);
	}
}

/* CLOSE and CLOEXEC, of one descriptor or a range. A UNIX socket that nothing else
 * tells of is an ordinary one. */
static void
on_change(
    uint32_t life, const struct event *e, uint32_t name, const struct descriptor_words *d)
{
	int64_t last = name == 0 && d->other != NONE ? d->other : e->code;

	if (d->unshare)
		holds_unshare(life);
	if (name != 0 && (known(name) != 0 || !text_begins(e->name, "'socket:")))
		had(life, e->code, pipe_of(life, name, d), d->access, e->time);
	for (uint32_t i = holds_next_sharer(life);; i = holds_next_sharer(i)) {
		change(i, e->code, last, e, !d->off);
		if (i == life)
			break;
	}
}

static void
on_fork(const struct processes *p, const struct event *e)
{
	enum { SHARED_FILES = 0x400 }; /* CLONE_FILES */
	uint32_t life = pids_get(&p->pids, e->pid), creator = p->lives[life].creator;

	if (life == 0 || creator == 0)
		return;
	for (uint32_t i = 0; i < holds_of(creator)->table.n; i++) {
		uint32_t number = holds_of(creator)->table.list[i].number;
		if (number == 0)
			continue;
		struct hold h = pipes.holds[number];
		h.life = life;
		h.source = number;
		holds_keep(h, GOT_INHERITED, e->time);
	}
	if (e->code != NONE && e->code & SHARED_FILES)
		holds_share(creator, life);
}

static void
on_exec_or_exit(uint32_t life, const struct event *e)
{
	const struct fdtable *t = &holds_of(life)->table;

	holds_unshare(life);
	for (uint32_t i = 0; i < t->n; i++) {
		uint32_t number = t->list[i].number;
		if (number != 0 && (e->kind == EXIT || pipes.holds[number].cloexec))
			holds_lose(number, e->time,
			    e->kind == EXIT ? LOST_BY_END : LOST_BY_EXEC);
	}
	if (e->kind == EXIT)
		fdtable_free(&holds_of(life)->table);
}

/* What pt-launch saw: given to the command, or in the hands of what is left. */
static void
on_file(struct processes *p, uint32_t life, struct event *e)
{
	const struct life *l = &p->lives[life];
	bool given = l->flags & LIFE_ROOT && l->programs == 0;

	event_texts(e);
	bool is_socket = text_begins(e->name, "'socket:");
	if (e->code < 0 || e->code > INT32_MAX ||
	    (!is_socket && !text_begins(e->name, "'pipe:")))
		return;
	uint32_t name = texts_add(&p->texts, e->name), file = p->file_count - 1;
	if (is_socket && !given && known(name) == 0)
		return;
	struct descriptor_words d = descriptor_words(p, e->detail);
	struct hold h = { .life = life,
		.fd = (uint32_t)e->code,
		.access = d.access,
		.pipe = pipe_of(life, name, &d) };
	pipes.by_file =
	    holds_room(pipes.by_file, file, &pipes.file_cap, sizeof *pipes.by_file);
	pipes.by_file[file] = given ? holds_keep(h, GOT_GIVEN, e->time)
				    : had(life, e->code, h.pipe, d.access, e->time);
}

/* What it had from pt-launch isn't the command's: what was given to it comes next. */
static void
on_root(uint32_t life)
{
	const struct fdtable *t = &holds_of(life)->table;

	for (uint32_t i = 0; i < t->n; i++)
		if (t->list[i].number != 0)
			holds_disown(t->list[i].number);
}

static void
on_descriptor(struct processes *p, uint32_t life, struct event *e)
{
	const struct life *l = &p->lives[life];

	/* pt-launch makes ready what it gives to the command. */
	if (life == 0 || e->code < 0 || e->code > INT32_MAX ||
	    (l->flags & LIFE_ROOT && l->programs == 0))
		return;
	event_texts(e);
	uint32_t name = facts_words(p, e->name);
	facts_words(p, e->detail);
	struct descriptor_words d = descriptor_words(p, e->detail);
	if (e->kind == OPEN && name != 0)
		on_open(life, e, name, &d);
	else if (e->kind != OPEN)
		on_change(life, e, name, &d);
}

void
pipes_event(struct processes *p, struct event *e)
{
	uint32_t life = event_is_general(e->kind) ? 0 : pids_get(&p->pids, e->pid);

	if (e->kind == OPEN || e->kind == CLOSE || e->kind == CLOEXEC) {
		pipes.recorded = true;
		on_descriptor(p, life, e);
	} else if (e->kind == META) {
		event_texts(e);
		pipes.recorded |= e->name.n == 5 && memcmp(e->name.s, "files", 5) == 0;
	}
	if (!pipes.recorded || life == 0)
		return;
	if (e->kind == FORK)
		on_fork(p, e);
	else if (e->kind == EXEC || e->kind == EXIT)
		on_exec_or_exit(life, e);
	else if (e->kind == FD)
		on_file(p, life, e);
	else if (e->kind == ROOT)
		on_root(life);
	else if (e->kind == SURVIVOR)
		pipes.looked = e->time;
}

/* At the moment that pipes_next_held() is about, by all that is known. */
static bool
is_held(const struct processes *p, const struct hold *h)
{
	int64_t time = p->timeout != NONE  ? p->timeout
		       : pipes.looked != 0 ? pipes.looked
					   : p->end;

	if (h->life == 0 || (h->from != NONE && h->from > time))
		return false;
	if (h->lost == LOST_NOT)
		return p->lives[h->life].ending == STILL_RUNNING;
	return h->until > time;
}

uint32_t
pipes_next_held(const struct processes *p, uint32_t i)
{
	while (i != 0 && !is_held(p, &pipes.holds[i]))
		i = pipes.holds[i].next;
	return i;
}

const struct hold *
pipes_of_file(uint32_t file)
{
	uint32_t number = file < pipes.file_cap ? pipes.by_file[file] : 0;

	return number != 0 ? &pipes.holds[number] : NULL;
}

void
pipes_clear(void)
{
	for (uint32_t i = 0; i < pipes.holder_cap; i++)
		fdtable_free(&pipes.holders[i].table);
	free(pipes.holders);
	free(pipes.holds);
	free(pipes.pipes);
	free(pipes.current);
	free(pipes.by_file);
	pipes = (struct pipes){ 0 };
}
