/*
 * For libFuzzer (make fuzz): any line as a row. What can be parsed can be decoded,
 * what word_next() reads word_add() writes so that it is read again, and JSON is
 * UTF-8 without control characters.
 */
#include <stdlib.h>
#include <string.h>

#include "event.h"
#include "json.h"
#include "utf8.h"
#include "words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

/* Also the whole input as a cell: a header and twelve numbers are hard to guess. */
static void
try_cell(struct text cell)
{
	static struct buf word, again, cells;
	static struct json json;
	enum word w;

	cells.n = 0;
	json_begin(&json, NULL);
	json_word(&json, "word", cell);
	json_joined(&json, "joined", cell);
	json_words(&json, "words", cell);
	json_string(&json, "cell", cell);
	json_end(&json, NULL);
	must(json.text.s[--json.text.n] == '\n');
	for (size_t i = 0, n; i < json.text.n; i += n)
		must((n = printable_character(json.text.s + i, json.text.n - i)) > 0);

	while ((w = word_next(&cell, &word)) == WORD) {
		word_add(&cells, buf_text(&word), cells.n == 0);
		struct text written = buf_text(&cells);
		must(word_next(&written, &again) == WORD && written.n == 0);
		must(again.n == word.n &&
		     (word.n == 0 || memcmp(again.s, word.s, word.n) == 0));
		for (size_t i = 0, n; i < cells.n; i += n)
			must((n = printable_character(cells.s + i, cells.n - i)) > 0);
		cells.n = 0;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text line = { (const char *)data, size };
	struct event e;
	int columns = event_header_columns(line);

	try_cell(line);
	for (columns = columns ? columns : EVENT_COLUMNS; columns < EVENT_COLUMNS + 3;
	     columns++) {
		if (event_parse(&e, line, columns) != NULL)
			continue;
		event_texts(&e);
		try_cell(e.name);
		try_cell(e.detail);
	}
	return 0;
}
