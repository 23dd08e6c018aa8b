/* Text in Markdown, see markdown.h. */
#include <string.h>

#include "markdown.h"
#include "out.h"

void
markdown_text(struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		if (t.s[i] != '\0' && strchr("\\`*_[]<>|~&$@#", t.s[i])) {
			out_string("&#");
			out_number(t.s[i]);
			out_char(';');
		} else {
			out_char(t.s[i]);
		}
}

void
markdown_code(struct text t)
{
	if (t.n == 0)
		return;
	out_string("<code>");
	markdown_text(t);
	out_string("</code>");
}
