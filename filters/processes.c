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

/* The array, with room for one more than `count` of that size. */
static void *
room_for(void *array, uint32_t count, uint32_t *cap, size_t size)
{
	if (count < *cap)
		return array;
	if (*cap > UINT32_MAX / 2)
		die("more than %lu processes, programs, signals or failed attempts",
		    (unsigned long)count);
	*cap = *cap ? *cap * 2 : 64;
	return xrealloc(array, *cap * size);
}

/* A new life of that PID, the last child of its creator; lives move when it is made. */
static struct life *
begin(struct processes *p, int64_t time, uint32_t pid, enum birth birth, uint32_t creator)
{
	uint32_t *current = pids_at(&p->pids, pid), number;

	if (*current != 0 && p->lives[*current].ending == STILL_RUNNING)
		p->lives[*current].ending = END_LOST;
	p->lives = room_for(p->lives, p->count, &p->cap, sizeof *p->lives);
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
	uint32_t number = living(p, pid_of(e->pid));
	struct life *l = number != 0 ? &p->lives[number]
				     : begin(p, e->time, pid_of(e->pid), BIRTH_LOST,
					   living(p, pid_of(e->ppid)));

	l->flags |= LIFE_ACTIVE;
	l->end = e->time;
	add_identity(l, e);
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

	p->programs = room_for(p->programs, number, &p->program_cap, sizeof *p->programs);
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

	add_identity(l, e);
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

static void
on_signal(struct processes *p, const struct event *e)
{
	uint32_t life = living(p, pid_of(e->pid)), sender;
	uint32_t number = p->signal_count ? p->signal_count : 1;

	if (life == 0 || e->code <= 0 || e->code > INT32_MAX)
		return;
	p->signals = room_for(p->signals, number, &p->signal_cap, sizeof *p->signals);
	p->signal_count = number + 1;
	sender = pid_of(e->by != NONE ? e->by : e->pid);
	p->signals[number] = (struct signal){ .time = e->time,
		.life = life,
		.number = (uint32_t)e->code,
		.sender = sender,
		.sender_life = living(p, sender) };
	p->lives[life].signal = number;
}

static void
add_incident(struct processes *p, uint32_t life, const struct event *e, uint32_t file)
{
	p->incidents = room_for(
	    p->incidents, p->incident_count, &p->incident_cap, sizeof *p->incidents);
	p->incidents[p->incident_count++] = (struct incident){ .time = e->time,
		.life = life,
		.file = file,
		.error = e->code > 0 && e->code <= INT32_MAX ? (uint32_t)e->code : 0,
		.oom = e->kind == OOM };
}

static void
on_failed_exec(struct processes *p, struct event *e)
{
	struct life *l = acting(p, e);

	event_texts(e);
	l->failed_execs++;
	l->failed_name = words(p, e->name);
	add_incident(p, living(p, l->pid), e, l->failed_name);
}

static void
on_oom(struct processes *p, const struct event *e)
{
	uint32_t life = living(p, pid_of(e->pid));

	p->lives[life].flags |= LIFE_OOM;
	if (life != 0)
		add_incident(p, life, e, 0);
}

static bool
text_is(struct text text, const char *s)
{
	return text.n == strlen(s) && memcmp(text.s, s, text.n) == 0;
}

static void
on_meta(struct processes *p, struct event *e)
{
	char digits[24] = "";

	event_texts(e);
	if (text_is(e->name, "host")) {
		p->host = words(p, e->detail);
	} else if (text_is(e->name, "bootid")) {
		p->bootid = words(p, e->detail);
	} else if (text_is(e->name, "realtime") && e->detail.n > 0 &&
		   e->detail.n < sizeof digits) {
		memcpy(digits, e->detail.s, e->detail.n);
		p->realtime = strtoll(digits, NULL, 10);
	}
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
	if (p->count == 0) {
		p->lives = room_for(p->lives, 0, &p->cap, sizeof *p->lives);
		p->lives[p->count++] = (struct life){ 0 };
		p->begin = p->realtime = NONE;
	}
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
		on_failed_exec(p, e);
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
			p->lives[living(p, pid_of(e->pid))].pgid = pid_of(e->pgid);
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
		on_oom(p, e);
		break;
	case LOST:
		on_lost(p, e);
		break;
	case META:
		on_meta(p, e);
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
	texts_free(&p->texts);
	pids_clear(&p->pids);
	*p = (struct processes){ 0 };
}
