/*
 * The page around the data, see page.h. build/parts.h is made from share/report.html
 * and the files that it has marks for.
 *
 * Whatever a process calls itself, the policy in the page's head (Content Security
 * Policy Level 3) runs no other script than these two, known by their hashes, and loads
 * nothing.
 */
#include <stdbool.h>
#include <string.h>

#include "out.h"
#include "page.h"
#include "parts.h"

static const char *rest = page; /* what isn't written yet */

/* Writes what is to stand for a mark. False where that is the data. */
static bool
fill(const char *mark)
{
	static const struct {
		const char *mark;
		struct text text;
	} parts[] = {
		{ "{{style}}", { style, sizeof style - 1 } },
		{ "{{d3}}", { d3, sizeof d3 - 1 } },
		{ "{{code}}", { code, sizeof code - 1 } },
		{ "{{licence}}", { licence, sizeof licence - 1 } },
	};
	static const char policy[] = "{{policy}}";

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (strncmp(mark, parts[i].mark, strlen(parts[i].mark)) == 0)
			out_text(parts[i].text);
	if (strncmp(mark, policy, sizeof policy - 1) == 0) {
		out_format("default-src 'none'; base-uri 'none'; form-action 'none'; "
			   "style-src '%s'; script-src '%s' '%s'",
		    style_hash, d3_hash, code_hash);
	}
	return strncmp(mark, "{{data}}", 8) != 0;
}

static void
write_rest(void)
{
	for (const char *mark; (mark = strstr(rest, "{{")) != NULL;) {
		out_add(rest, (size_t)(mark - rest));
		rest = strstr(mark, "}}") + 2;
		if (!fill(mark))
			return;
	}
	out_string(rest);
}

void
page_begin(void)
{
	if (rest == page)
		write_rest();
}

void
page_end(void)
{
	write_rest();
}
