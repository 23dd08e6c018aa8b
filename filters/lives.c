/* The lives of a PID, see lives.h. */
#include <stdio.h>

#include "diag.h"
#include "lives.h"

struct lives
lives_new(int64_t time)
{
	return (struct lives){ .time = time, .chosen = time == NONE ? LIFE_FIRST : 0 };
}

void
lives_row(struct event *e, void *lives)
{
	struct lives *l = lives;
	bool birth = e->kind == FORK || e->kind == PROC;

	l->births += birth;
	if (l->time == NONE) {
		if (e->kind == ROOT && l->chosen == LIFE_FIRST)
			l->chosen = l->births;
	} else if (birth && e->time <= l->time) {
		l->chosen = l->births;
	} else if (e->kind == EXIT && e->time < l->time) {
		l->chosen = LIFE_NONE;
	}
}

void
lives_note_other(struct other_lives *others, int64_t began)
{
	if (others->count < LIVES_TOLD)
		others->began[others->count] = began;
	others->count++;
}

void
lives_tell(const struct other_lives *others, int64_t pid, int64_t began)
{
	struct buf list = { 0 };
	char item[64];

	for (int64_t i = 0; i < others->count && i < LIVES_TOLD; i++) {
		snprintf(item, sizeof item, "%s%lld@%lld", i > 0 ? ", " : "",
		    (long long)pid, (long long)others->began[i]);
		buf_string(&list, item);
	}
	if (others->count > LIVES_TOLD)
		buf_string(&list, ", ...");
	buf_char(&list, '\0');
	if (began == NONE)
		snprintf(item, sizeof item, "was there at first");
	else
		snprintf(item, sizeof item, "began at %lld", (long long)began);
	warn("the PID %lld was used again: the process that %s is kept; "
	     "to choose another: --root-pid %s",
	    (long long)pid, item, list.s);
	buf_free(&list);
}
