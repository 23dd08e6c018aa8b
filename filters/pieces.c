/* Rows that come in several lines, see pieces.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "pieces.h"
#include "procfs.h"
#include "words.h"

/* Of an argument vector in lifecycle.bt; bpftrace before 0.22 has the shortest. */
enum { PIECES = 32, SHORTEST_PIECE = 200 };

/* Rows that pieces may still come for; a handful at most. */
static struct {
	struct row **list;
	size_t n, cap;
} open_rows;

void
pieces_add(struct pieces *s, int64_t offset, struct text bytes)
{
	if (offset < 0) { /* begins before the string, where its alignment does */
		size_t skip = (size_t)-offset < bytes.n ? (size_t)-offset : bytes.n;
		bytes.s += skip;
		bytes.n -= skip;
		offset = 0;
	}
	s->list = xrealloc(s->list, (s->n + 1) * sizeof *s->list);
	size_t i = s->n++;
	for (; i > 0 && s->list[i - 1].offset > offset; i--)
		s->list[i] = s->list[i - 1];
	s->list[i] = (struct piece){ .offset = offset };
	buf_add(&s->list[i].bytes, bytes.s, bytes.n);
}

/* How many bytes there are from the beginning to the first gap; pieces overlap. */
static int64_t
pieces_reach(const struct pieces *s)
{
	int64_t reach = 0;

	for (size_t i = 0; i < s->n && s->list[i].offset <= reach; i++) {
		int64_t end = s->list[i].offset + (int64_t)s->list[i].bytes.n;
		if (end > reach)
			reach = end;
	}
	return reach;
}

/* The bytes from the beginning to the first gap. */
static void
pieces_join(struct pieces *s, struct buf *out)
{
	out->n = 0;
	for (size_t i = 0; i < s->n && (size_t)s->list[i].offset <= out->n; i++) {
		struct buf *b = &s->list[i].bytes;
		size_t known = out->n - (size_t)s->list[i].offset;
		if (known < b->n)
			buf_add(out, b->s + known, b->n - known);
	}
}

static void
pieces_free(struct pieces *s)
{
	for (size_t i = 0; i < s->n; i++)
		buf_free(&s->list[i].bytes);
	free(s->list);
}

/* Whether the name's end was seen. */
static bool
name_is_whole(struct pieces *s)
{
	static struct buf joined;

	pieces_join(s, &joined);
	return joined.n > 0 && memchr(joined.s, '\0', joined.n) != NULL;
}

/* As much of the argument vector as lifecycle.bt gives out. */
static bool
args_are_whole(const struct row *r)
{
	return r->args.n == PIECES || pieces_reach(&r->args) >= r->args_size;
}

struct row *
row_find(enum kind kind, int64_t pid)
{
	for (size_t i = open_rows.n; i-- > 0;)
		if (open_rows.list[i]->e.pid == pid && open_rows.list[i]->e.kind == kind)
			return open_rows.list[i];
	return NULL;
}

static void
close_row(const struct row *r)
{
	for (size_t i = 0; i < open_rows.n; i++)
		if (open_rows.list[i] == r)
			open_rows.list[i--] = open_rows.list[--open_rows.n];
}

void
row_set_args_size(struct row *r, int64_t size)
{
	r->args_size = size;
	if (size > PIECES * SHORTEST_PIECE)
		procfs_read(procfs_pid(&r->e), "cmdline", &r->args_now);
}

/* The kernel's longest argument vectors outgrow what a probe may print. What /proc had
 * is what we look for when it begins with the same bytes. */
static void
complete_args(struct row *r)
{
	struct buf joined = { 0 }, *now = &r->args_now;

	pieces_join(&r->args, &joined);
	if ((int64_t)joined.n < r->args_size && (int64_t)now->n == r->args_size &&
	    memcmp(now->s, joined.s, joined.n) == 0)
		pieces_add(&r->args, (int64_t)joined.n,
		    (struct text){ now->s + joined.n, now->n - joined.n });
	buf_free(&joined);
	buf_free(now);
}

void
row_check(struct row *r)
{
	if (!r->begun || !name_is_whole(&r->name) ||
	    (r->e.kind == EXEC && !args_are_whole(r)))
		return;
	if (r->e.kind == EXEC)
		complete_args(r);
	r->whole = true;
	close_row(r);
}

struct row *
row_of(enum kind kind, int64_t pid, int64_t time, bool begins, bool *is_new)
{
	bool in_pieces = kind == EXEC || kind == EXECFAIL;
	struct row *r = in_pieces ? row_find(kind, pid) : NULL;

	if (r != NULL && begins && r->begun) { /* its pieces were lost */
		r->whole = true;
		close_row(r);
		r = NULL;
	}
	*is_new = r == NULL;
	if (r == NULL) {
		r = xrealloc(NULL, sizeof *r);
		*r = (struct row){ .e = event_new(kind), .whole = !in_pieces };
		r->e.time = time;
		r->e.pid = pid;
		if (in_pieces) {
			if (open_rows.n == open_rows.cap) {
				open_rows.cap = open_rows.cap * 2 + 16;
				open_rows.list = xrealloc(open_rows.list,
				    open_rows.cap * sizeof *open_rows.list);
			}
			open_rows.list[open_rows.n++] = r;
		}
	}
	return r;
}

/* One word from bytes that end at the first 00; without one they are cut short. */
static struct text
as_word(struct pieces *s, struct buf *out, bool fixed_size)
{
	struct buf joined = { 0 };

	pieces_join(s, &joined);
	out->n = 0;
	if (joined.n > 0) {
		char *end = memchr(joined.s, '\0', joined.n);
		word_add(out,
		    (struct text){ joined.s, end ? (size_t)(end - joined.s) : joined.n },
		    false);
		if (end == NULL && !fixed_size)
			buf_string(out, " ...");
	}
	buf_free(&joined);
	return buf_text(out);
}

void
row_finish(struct row *r)
{
	struct buf joined = { 0 };

	if (r->finished)
		return;
	r->finished = true;
	close_row(r);
	r->e.name =
	    as_word(&r->name, &r->texts[0], r->e.kind != EXEC && r->e.kind != EXECFAIL);
	/* A name that nobody can read is not an empty one. Without memory for the new
	 * program the old one's, in which it stood, is gone already. */
	if (r->e.kind == EXECFAIL && (r->e.code == EFAULT || r->e.code == ENOMEM) &&
	    r->e.name.n == 2)
		r->e.name.n = 0;
	if (r->e.kind == EXEC) {
		pieces_join(&r->args, &joined);
		if ((int64_t)joined.n > r->args_size)
			joined.n = (size_t)r->args_size;
		words_add(
		    &r->texts[1], buf_text(&joined), (int64_t)joined.n < r->args_size);
		r->e.detail = buf_text(&r->texts[1]);
		buf_free(&joined);
	}
}

void
row_free(struct row *r)
{
	close_row(r);
	pieces_free(&r->name);
	pieces_free(&r->args);
	buf_free(&r->args_now);
	buf_free(&r->texts[0]);
	buf_free(&r->texts[1]);
	free(r);
}
