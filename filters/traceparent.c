/* A place in a trace, see traceparent.h. */
#include <string.h>

#include "traceparent.h"

/* Takes so many lower-case hexadecimal digits off *text. */
static bool
take(const char **text, int digits, uint64_t *value)
{
	static const char hex[] = "0123456789abcdef";

	for (*value = 0; digits > 0; digits--, ++*text) {
		const char *digit = **text ? strchr(hex, **text) : NULL;
		if (digit == NULL)
			return false;
		*value = *value << 4 | (uint64_t)(digit - hex);
	}
	return true;
}

static bool
dash(const char **text)
{
	return *(*text)++ == '-';
}

/* Versions to come may have more behind the flags. */
bool
traceparent_parse(struct traceparent *t, const char *text)
{
	uint64_t version, flags;

	if (!take(&text, 2, &version) || !dash(&text) || !take(&text, 16, &t->trace[0]) ||
	    !take(&text, 16, &t->trace[1]) || !dash(&text) ||
	    !take(&text, 16, &t->span) || !dash(&text) || !take(&text, 2, &flags))
		return false;
	t->flags = (unsigned)flags;
	return version != 0xff && (t->trace[0] | t->trace[1]) != 0 && t->span != 0 &&
	       (*text == '\0' || (version > 0 && *text == '-'));
}
