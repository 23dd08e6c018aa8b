/* What the details of rows of descriptors say, see descriptor-words.h. */
#include <stdlib.h>
#include <string.h>

#include "descriptor-words.h"
#include "words.h"

static bool
is(const struct buf *word, const char *s)
{
	return word->n == strlen(s) && memcmp(word->s, s, word->n) == 0;
}

static int64_t
number_of(struct buf *word)
{
	char *end;

	buf_char(word, '\0');
	long long value = strtoll(word->s, &end, 10);
	return word->n > 1 && *end == '\0' && value >= 0 && value <= UINT32_MAX ? value
										: NONE;
}

struct descriptor_words
descriptor_words(struct processes *p, struct text text)
{
	static struct buf word, label;
	static const struct {
		const char *word;
		enum got got;
	} ways[] = { { "pipe", GOT_MADE }, { "socketpair", GOT_MADE },
		{ "open", GOT_OPENED }, { "dup", GOT_COPIED }, { "fcntl", GOT_COPIED },
		{ "before", GOT_BEFORE } };
	struct descriptor_words d = { .other = NONE };

	while (word_next(&text, &word) == WORD) {
		for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
			if (is(&word, ways[i].word))
				d.got = ways[i].got;
		d.access |= is(&word, "r") || is(&word, "rw") ? CAN_READ : 0;
		d.access |= is(&word, "w") || is(&word, "rw") ? CAN_WRITE : 0;
		d.socketpair |= is(&word, "socketpair");
		d.cloexec |= is(&word, "cloexec") || is(&word, "on");
		d.off |= is(&word, "off");
		d.unshare |= is(&word, "unshare");
		if (is(&word, "from") || is(&word, "with") || is(&word, "to")) {
			if (word_next(&text, &word) == WORD)
				d.other = number_of(&word);
		} else if (is(&word, "named")) {
			word_next(&text, &word);
			label.n = 0;
			word_add(&label, buf_text(&word), false);
			d.label = texts_add(&p->texts, buf_text(&label));
		}
	}
	return d;
}
