/* Matching the processes of two recordings, see match.h. */
#include <stdlib.h>

#include "diag.h"
#include "hash.h"
#include "match.h"
#include "select.h"
#include "signature.h"
#include "words.h"

/* What a process is known by; numbers of texts that both sides share. */
struct label {
	uint32_t text; /* its command, of the side's texts; 0: it executed nothing */
	uint32_t command, executable;
	uint64_t tree; /* a hash of its signature and those of its descendants */
};

struct candidate {
	uint32_t life, key;
	uint64_t tree; /* 0 where that doesn't count */
};

struct candidates {
	struct candidate *list;
	size_t count, cap;
};

static struct texts names;

static void *
allocate(size_t count, size_t size)
{
	void *p = calloc(count + 1, size);

	if (p == NULL)
		die("out of memory");
	return p;
}

/* What comes after the last slash of the first word. */
static void
add_executable(struct buf *b, struct text words)
{
	static struct buf word;

	if (word_next(&words, &word) != WORD)
		return;
	size_t start = word.n;
	while (start > 0 && word.s[start - 1] != '/')
		start--;
	buf_add(b, word.s + start, word.n - start);
}

/* The number that both sides have for a text of theirs; the three kinds never have the
 * same. Each text is looked at once: known[text] is its number then. */
static uint32_t
number_of(struct side *s, uint32_t *known, char kind, uint32_t text)
{
	static struct buf b;
	struct text words = texts_get(&s->p.texts, text);

	if (known[text] != 0)
		return known[text];
	b.n = 0;
	buf_char(&b, kind);
	if (kind == 's')
		signature_add(&b, words);
	else if (kind == 'x')
		add_executable(&b, words);
	else
		buf_add(&b, words.s, words.n);
	return known[text] = texts_add(&names, buf_text(&b));
}

/* One that executed nothing is known by its creator alone. */
static void
set_labels(struct side *s)
{
	uint32_t *commands = allocate(s->p.texts.count, sizeof *commands);
	uint32_t *executables = allocate(s->p.texts.count, sizeof *executables);
	uint32_t fork = texts_add(&names, (struct text){ "f", 1 });

	for (uint32_t i = 1; i < s->p.count; i++) {
		const struct life *l = &s->p.lives[i];
		const struct program *run =
		    l->last_program ? &s->p.programs[l->last_program] : NULL;
		uint32_t name = run ? run->name : l->name;
		uint32_t text = run && run->command ? run->command : name;

		s->labels[i] =
		    run == NULL && l->copied != 0
			? (struct label){ 0, fork, fork, 0 }
			: (struct label){ text, number_of(s, commands, 'c', text),
				  number_of(s, executables, 'x', name), 0 };
	}
	free(commands);
	free(executables);
}

static uint32_t
signature_of(struct side *s, uint32_t life)
{
	const struct label *l = &s->labels[life];

	return l->text ? number_of(s, s->signatures, 's', l->text) : l->command;
}

bool
match_has(const struct side *s, uint32_t life)
{
	const struct life *l = &s->p.lives[life];

	return l->flags & LIFE_SHOWN && life_is_known(l);
}

uint32_t
match_up(const struct side *s, uint32_t life)
{
	uint32_t creator = s->p.lives[life].creator;

	return match_has(s, creator) ? creator : 0;
}

static void
prepare(struct side *s)
{
	uint32_t count = s->p.count;

	if (count > 0)
		select_lives(&s->p, NONE);
	s->first = allocate(count, sizeof *s->first);
	s->next = allocate(count, sizeof *s->next);
	s->match = allocate(count, sizeof *s->match);
	s->below = allocate(count, sizeof *s->below);
	s->labels = allocate(count, sizeof *s->labels);
	s->signatures = allocate(s->p.texts.count, sizeof *s->signatures);
	set_labels(s);
	for (uint32_t i = count; i-- > 1;) {
		uint32_t up = match_up(s, i);
		if (!match_has(s, i))
			continue;
		s->next[i] = s->first[up];
		s->first[up] = i;
		s->below[up] += s->below[i] + 1;
	}
}

/* The signature of a command that both sides have is it itself, which saves looking at
 * most of them. */
static void
set_trees(struct side *s, const bool *common)
{
	for (uint32_t i = s->p.count; i-- > 1;) {
		struct label *l = &s->labels[i], *up = &s->labels[match_up(s, i)];
		if (!match_has(s, i))
			continue;
		l->tree = hash_number(
		    l->tree + (common[l->command] ? l->command : signature_of(s, i)));
		up->tree += hash_number(~l->tree);
	}
}

/* Of each name: whether it is that of a command of both sides. */
static bool *
common_commands(const struct side *a, const struct side *b)
{
	bool *in_a = allocate(names.count, sizeof *in_a);
	bool *common = allocate(names.count, sizeof *common);

	for (uint32_t i = 1; i < a->p.count; i++)
		in_a[a->labels[i].command] = true;
	for (uint32_t i = 1; i < b->p.count; i++)
		common[b->labels[i].command] = in_a[b->labels[i].command];
	free(in_a);
	return common;
}

/* How two processes are recognized, the best way first. */
enum pass {
	COMMAND_AND_TREE,
	SIGNATURE_AND_TREE,
	COMMAND,
	SIGNATURE,
	EXECUTABLE,
	PASSES
};

static int
by_key(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	if (x->tree != y->tree)
		return x->tree < y->tree ? -1 : 1;
	return x->life < y->life ? -1 : x->life > y->life;
}

static void
collect(struct candidates *c, const struct side *s, uint32_t creator)
{
	c->count = 0;
	for (uint32_t i = s->first[creator]; i != 0; i = s->next[i]) {
		if (c->count == c->cap) {
			c->cap = c->cap ? c->cap * 2 : 64;
			c->list = xrealloc(c->list, c->cap * sizeof *c->list);
		}
		c->list[c->count++].life = i;
	}
}

/* Drops those that have been matched, and sorts the others for the pass. */
static void
sort(struct candidates *c, struct side *s, enum pass pass)
{
	size_t left = 0;

	for (size_t i = 0; i < c->count; i++) {
		uint32_t life = c->list[i].life;
		const struct label *l = &s->labels[life];
		bool tree = pass == COMMAND_AND_TREE || pass == SIGNATURE_AND_TREE;
		bool command = pass == COMMAND_AND_TREE || pass == COMMAND;

		if (s->match[life] != 0)
			continue;
		uint32_t key = pass == EXECUTABLE ? l->executable
			       : command          ? l->command
						  : signature_of(s, life);
		c->list[left++] = (struct candidate){ life, key, tree ? l->tree : 0 };
	}
	c->count = left;
	qsort(c->list, c->count, sizeof *c->list, by_key);
}

/* How many from there on are recognized by the same. */
static size_t
equal(const struct candidates *c, size_t from)
{
	size_t i = from;

	while (i < c->count && c->list[i].key == c->list[from].key &&
	       c->list[i].tree == c->list[from].tree)
		i++;
	return i - from;
}

static void
match_children(struct side *a, uint32_t i, struct side *b, uint32_t j)
{
	static struct candidates x, y;

	collect(&x, a, i);
	collect(&y, b, j);
	for (enum pass pass = 0; pass < PASSES && x.count > 0 && y.count > 0; pass++) {
		sort(&x, a, pass);
		sort(&y, b, pass);
		for (size_t m = 0, n = 0; m < x.count && n < y.count;) {
			struct candidate first = x.list[m], second = y.list[n];
			size_t ours = equal(&x, m), theirs = equal(&y, n);
			second.life = first.life;
			int order = by_key(&first, &second);

			for (size_t k = 0; order == 0 && k < ours && k < theirs; k++) {
				if (pass == EXECUTABLE && (ours > 1 || theirs > 1))
					break;
				a->match[x.list[m + k].life] = y.list[n + k].life;
				b->match[y.list[n + k].life] = x.list[m + k].life;
			}
			m += order <= 0 ? ours : 0;
			n += order >= 0 ? theirs : 0;
		}
	}
}

void
match_sides(struct side *a, struct side *b)
{
	prepare(a);
	prepare(b);
	bool *common = common_commands(a, b);
	set_trees(a, common);
	set_trees(b, common);
	free(common);
	if (a->p.root != 0 && b->p.root != 0) {
		a->root = b->match[b->p.root] = a->p.root;
		b->root = a->match[a->p.root] = b->p.root;
	}
	match_children(a, a->root, b, b->root);
	for (uint32_t i = a->root + 1; i < a->p.count; i++)
		if (a->match[i] != 0)
			match_children(a, i, b, a->match[i]);
}

bool
match_same_command(struct side *a, uint32_t i, struct side *b, uint32_t j)
{
	return a->labels[i].command == b->labels[j].command ||
	       signature_of(a, i) == signature_of(b, j);
}

bool
match_same_programs(struct side *a, uint32_t i, struct side *b, uint32_t j)
{
	uint32_t x = a->p.lives[i].first_program, y = b->p.lives[j].first_program;

	for (; x != 0 && y != 0; x = a->p.programs[x].next, y = b->p.programs[y].next)
		if (number_of(a, a->signatures, 's', a->p.programs[x].name) !=
		    number_of(b, b->signatures, 's', b->p.programs[y].name))
			return false;
	return x == y;
}
