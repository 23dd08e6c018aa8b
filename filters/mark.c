/* What pt-mark leaves in a recording, see mark.h. */
#include <string.h>

#include "mark.h"
#include "utf8.h"
#include "words.h"

bool
mark_is(struct text name)
{
	static const char mark[] = "pt-mark";
	static const size_t n = sizeof mark - 1;

	if (name.n > 0 && name.s[name.n - 1] == '\'')
		name.n--;
	return name.n >= n && memcmp(name.s + name.n - n, mark, n) == 0 &&
	       (name.n == n || name.s[name.n - n - 1] == '/');
}

void
mark_add(struct buf *b, struct text command)
{
	static struct buf word;
	size_t start = b->n;

	for (int i = 0; word_next(&command, &word) == WORD; i++) {
		if (i == 0 || (i == 1 && word.n == 2 && memcmp(word.s, "--", 2) == 0))
			continue;
		if (b->n > start)
			buf_char(b, ' ');
		for (size_t j = 0, n; j < word.n; j += n ? n : 1) {
			n = printable_character(word.s + j, word.n - j);
			if (n > 0)
				buf_add(b, word.s + j, n);
			else
				buf_char(b, '?');
		}
	}
}
