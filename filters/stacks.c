/* Stacks of names with weights, see stacks.h. */
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "hash.h"
#include "out.h"
#include "stacks.h"
#include "texts.h"

struct node {
	uint64_t weight;
	uint32_t parent, name, depth;
};

/* Node 0 is the empty stack. */
static struct {
	struct node *nodes;
	uint32_t count, cap;
	uint32_t *slots; /* a hash table with linear probing; 0 is free */
	size_t slot_count;
	struct texts names;
} tree;

static uint32_t *
slot_of(uint32_t parent, uint32_t name)
{
	size_t mask = tree.slot_count - 1;
	size_t i = hash_number((uint64_t)parent << 32 | name) & mask;

	for (;; i = (i + 1) & mask) {
		const struct node *node = &tree.nodes[tree.slots[i]];
		if (tree.slots[i] == 0 || (node->parent == parent && node->name == name))
			return &tree.slots[i];
	}
}

static void
grow(void)
{
	if (tree.cap > UINT32_MAX / 2)
		die("more than %lu stacks", (unsigned long)tree.count);
	tree.cap = tree.cap ? tree.cap * 2 : 1024;
	tree.nodes = xrealloc(tree.nodes, tree.cap * sizeof *tree.nodes);
	if (tree.count == 0)
		tree.nodes[tree.count++] = (struct node){ 0 };
	free(tree.slots);
	tree.slot_count = (size_t)tree.cap * 2;
	tree.slots = calloc(tree.slot_count, sizeof *tree.slots);
	if (tree.slots == NULL)
		die("out of memory");
	for (uint32_t i = 1; i < tree.count; i++)
		*slot_of(tree.nodes[i].parent, tree.nodes[i].name) = i;
}

uint32_t
stacks_push(uint32_t parent, struct text name)
{
	uint32_t depth, number, *slot;

	if (tree.count == tree.cap)
		grow();
	depth = tree.nodes[parent].depth + 1;
	if (depth > STACKS_DEEPEST)
		return parent;
	number = texts_add(&tree.names, depth < STACKS_DEEPEST ? name : text_of("..."));
	slot = slot_of(parent, number);
	if (*slot == 0) {
		tree.nodes[tree.count] =
		    (struct node){ .parent = parent, .name = number, .depth = depth };
		*slot = tree.count++;
	}
	return *slot;
}

void
stacks_add(uint32_t node, int64_t weight)
{
	uint64_t *sum = &tree.nodes[node].weight;

	if (weight > 0)
		*sum = *sum > UINT64_MAX - (uint64_t)weight ? UINT64_MAX
							    : *sum + (uint64_t)weight;
}

/* By what they stand on, then by name. */
static int
by_place(const void *a, const void *b)
{
	const struct node *x = &tree.nodes[*(const uint32_t *)a],
			  *y = &tree.nodes[*(const uint32_t *)b];
	struct text s = texts_get(&tree.names, x->name),
		    t = texts_get(&tree.names, y->name);
	int order = memcmp(s.s, t.s, s.n < t.n ? s.n : t.n);

	if (x->parent != y->parent)
		return x->parent < y->parent ? -1 : 1;
	return order != 0 ? order : s.n < t.n ? -1 : s.n > t.n;
}

static void
write_line(const uint32_t *path, uint32_t depth, uint64_t unit)
{
	uint64_t weight = tree.nodes[path[depth]].weight;

	weight = weight / unit + (weight % unit * 2 >= unit && unit > 1);
	if (weight == 0)
		return;
	for (uint32_t i = 1; i <= depth; i++) {
		out_text(texts_get(&tree.names, tree.nodes[path[i]].name));
		out_char(i < depth ? ';' : ' ');
	}
	out_format("%llu\n", (unsigned long long)weight);
}

/* Depth first: path is where the walk is, next what comes behind in the order. */
static void
write_in_order(const uint32_t *order, const uint32_t *first, uint64_t unit)
{
	uint32_t path[STACKS_DEEPEST + 1] = { 0 }, next[STACKS_DEEPEST + 1], depth = 0;

	next[0] = 1;
	for (;;) {
		uint32_t node = next[depth] < tree.count ? order[next[depth]] : 0;

		if (node == 0 || tree.nodes[node].parent != path[depth]) {
			if (depth-- == 0)
				return;
			continue;
		}
		next[depth++]++;
		path[depth] = node;
		next[depth] = first[node];
		write_line(path, depth, unit);
	}
}

void
stacks_write(uint64_t unit)
{
	uint32_t *order, *first;

	if (tree.count == 0)
		return;
	order = xrealloc(NULL, tree.count * sizeof *order);
	first = xrealloc(NULL, tree.count * sizeof *first);
	for (uint32_t i = 0; i < tree.count; i++) {
		order[i] = i;
		first[i] = tree.count;
	}
	qsort(order + 1, tree.count - 1, sizeof *order, by_place);
	for (uint32_t i = tree.count; i-- > 1;)
		first[tree.nodes[order[i]].parent] = i;
	write_in_order(order, first, unit);
	free(order);
	free(first);
}
