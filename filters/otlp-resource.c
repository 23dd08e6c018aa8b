/* What a trace of OpenTelemetry is of, see otlp.h. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "otlp.h"

/* Takes up to the character that ends it, without blanks around it, with %xx decoded. */
static bool
take(const char **list, const char *stop, struct buf *b)
{
	size_t n = strcspn(*list, stop);
	const char *p = *list, *last = p + n;

	*list = last;
	b->n = 0;
	while (p < last && (*p == ' ' || *p == '\t'))
		p++;
	while (p < last && (last[-1] == ' ' || last[-1] == '\t'))
		last--;
	for (; p < last; p++) {
		char digits[3] = { 0 }, c;
		if (*p != '%') {
			buf_char(b, *p);
			continue;
		}
		if (last - p < 3 || !isxdigit((unsigned char)p[1]) ||
		    !isxdigit((unsigned char)p[2]))
			return false;
		memcpy(digits, p + 1, 2);
		c = (char)strtol(digits, NULL, 16);
		if (c == '\0')
			return false;
		buf_char(b, c);
		p += 2;
	}
	return true;
}

/* Takes key=value off the list, and the comma behind it. */
static bool
take_pair(const char **list, struct buf *key, struct buf *value)
{
	if (!take(list, "=,", key) || key->n == 0 || *(*list)++ != '=' ||
	    !take(list, ",=", value) || **list == '=')
		return false;
	*list += **list == ',';
	return true;
}

static bool
is(const struct buf *b, const char *s)
{
	return b->n == strlen(s) && memcmp(b->s, s, b->n) == 0;
}

/* How often a key is in a list; -1: the list isn't one. */
static int
count(const char *list, const struct buf *key)
{
	static struct buf other, value;
	int n = 0;

	while (*list != '\0') {
		if (!take_pair(&list, &other, &value))
			return -1;
		n += key->n == other.n && memcmp(key->s, other.s, key->n) == 0;
	}
	return n;
}

/* What OTEL_RESOURCE_ATTRIBUTES holds; nothing unless that is as the specification of
 * resources in SDKs has it: https://opentelemetry.io/docs/specs/otel/resource/sdk/ */
static const char *
environment(void)
{
	static const char *list;
	static struct buf key, value;

	if (list != NULL)
		return list;
	list = getenv("OTEL_RESOURCE_ATTRIBUTES");
	list = list != NULL ? list : "";
	for (const char *rest = list; *rest != '\0';) {
		if (!take_pair(&rest, &key, &value) || count(list, &key) != 1) {
			warn(
			    "OTEL_RESOURCE_ATTRIBUTES is not used: '%s' is not different "
			    "names with values, a=b,c=d",
			    printable(list, strlen(list)));
			return list = "";
		}
	}
	return list;
}

void
otlp_resource(struct json *j, const struct otlp_resource *r)
{
	static struct buf key, value;
	const char *service = getenv("OTEL_SERVICE_NAME");
	struct {
		const char *key;
		struct text value;
		bool given;
	} own[] = {
		{ "service.name", r->service, r->service.n == 0 },
		{ "host.name", r->host, r->host.n == 0 },
		{ "os.type", { "linux", 5 }, false },
	};

	if (service != NULL && *service != '\0') {
		own[0].value = text_of(service);
		own[0].given = false;
	} else {
		service = NULL;
	}
	for (const char *list = environment(); *list != '\0';) {
		take_pair(&list, &key, &value);
		if (service != NULL && is(&key, own[0].key))
			continue;
		for (size_t i = 0; i < sizeof own / sizeof *own; i++)
			own[i].given = own[i].given || is(&key, own[i].key);
		buf_char(&key, '\0');
		otlp_string(j, key.s, buf_text(&value));
	}
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (!own[i].given)
			otlp_string(j, own[i].key, own[i].value);
	if (r->incomplete)
		otlp_true(j, "pt.incomplete");
}
