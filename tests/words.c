/*
 * For words.bats: what the filters make of an argument vector, and of its cell.
 *
 *	printf 'a b\0c\0' | words write	->	'a b' c
 *	echo "'a b' c" | words read	->	a b\0c\0
 *
 * write-cut marks the vector as cut short. read ends with 3 for such a cell, and
 * with 1 for text that isn't quoted like this.
 */
#include <stdio.h>
#include <string.h>

#include "words.h"

static struct text
input(void)
{
	static struct buf b;

	do {
		buf_reserve(&b, 65536);
		b.n += fread(b.s + b.n, 1, 65536, stdin);
	} while (!feof(stdin) && !ferror(stdin));
	return buf_text(&b);
}

static int
read_words(struct text cell)
{
	static const int status[] = { [WORD_END] = 0, [WORD_CUT] = 3, [WORD_BAD] = 1 };
	struct buf b = { 0 };
	enum word w;

	if (cell.n > 0 && cell.s[cell.n - 1] == '\n')
		cell.n--;
	while ((w = word_next(&cell, &b)) == WORD) {
		fwrite(b.s, 1, b.n, stdout);
		putchar('\0');
	}
	buf_free(&b);
	return status[w];
}

int
main(int argc, char **argv)
{
	struct buf b = { 0 };

	if (argc == 2 && strcmp(argv[1], "read") == 0)
		return read_words(input());
	if (argc != 2 || strncmp(argv[1], "write", 5) != 0)
		return 2;
	words_add(&b, input(), strcmp(argv[1], "write-cut") == 0);
	buf_char(&b, '\n');
	return fwrite(b.s, 1, b.n, stdout) == b.n && fflush(stdout) == 0 ? 0 : 2;
}
