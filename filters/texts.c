/* Texts kept once each, see texts.h. */
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "hash.h"
#include "texts.h"

struct texts_entry {
	size_t start;
	uint32_t n, hash;
};

/* The slot of that text, or the free one where it belongs. */
static uint32_t *
slot_of(const struct texts *t, struct text text, uint32_t hash)
{
	for (size_t i = hash & (t->slot_count - 1);; i = (i + 1) & (t->slot_count - 1)) {
		const struct texts_entry *entry = &t->list[t->slots[i]];
		if (t->slots[i] == 0 ||
		    (entry->hash == hash && entry->n == text.n &&
			memcmp(t->bytes.s + entry->start, text.s, text.n) == 0))
			return &t->slots[i];
	}
}

static void
grow(struct texts *t)
{
	size_t mask = (t->slot_count ? t->slot_count * 2 : 1024) - 1;

	t->cap = (uint32_t)(mask + 1) / 2;
	if (t->cap == 0)
		die("more than %lu texts", (unsigned long)t->count);
	t->list = xrealloc(t->list, t->cap * sizeof *t->list);
	t->list[0] = (struct texts_entry){ 0 };
	t->count = t->count ? t->count : 1;
	free(t->slots);
	t->slots = calloc(mask + 1, sizeof *t->slots);
	if (t->slots == NULL)
		die("out of memory");
	t->slot_count = mask + 1;
	for (uint32_t i = 1; i < t->count; i++) {
		size_t slot = t->list[i].hash & mask;
		while (t->slots[slot] != 0)
			slot = (slot + 1) & mask;
		t->slots[slot] = i;
	}
}

uint32_t
texts_add(struct texts *t, struct text text)
{
	if (text.n == 0)
		return 0;
	if (t->count == t->cap)
		grow(t);

	uint32_t hash = (uint32_t)hash_text(0, text), *slot = slot_of(t, text, hash);
	if (*slot == 0) {
		t->list[t->count] =
		    (struct texts_entry){ t->bytes.n, (uint32_t)text.n, hash };
		buf_add(&t->bytes, text.s, text.n);
		*slot = t->count++;
	}
	return *slot;
}

struct text
texts_get(const struct texts *t, uint32_t number)
{
	if (number == 0)
		return (struct text){ 0 };
	return (struct text){ t->bytes.s + t->list[number].start, t->list[number].n };
}

void
texts_free(struct texts *t)
{
	buf_free(&t->bytes);
	free(t->list);
	free(t->slots);
	*t = (struct texts){ 0 };
}
