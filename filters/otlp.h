/*
 * Parts of OTLP/JSON, the JSON of OpenTelemetry's protocol:
 *
 *	{"key":"process.pid","value":{"intValue":"42"}}
 *
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding, message types in
 * opentelemetry-proto 1.x.
 */
#ifndef OTLP_H
#define OTLP_H

#include "json.h"
#include "moments.h"

/* An attribute each, an element of an array. */
void otlp_string(struct json *j, const char *key, struct text value);
void otlp_number(struct json *j, const char *key, int64_t value);
void otlp_seconds(struct json *j, const char *key, int64_t ns); /* as a double */
void otlp_true(struct json *j, const char *key);

/* The words of a cell (words.h) as an array of strings. */
void otlp_words(struct json *j, const char *key, struct text cell);

/* Members: identifiers, in hex. */
void otlp_trace_id(struct json *j, const char *name, uint64_t high, uint64_t low);
void otlp_span_id(struct json *j, const char *name, uint64_t id);

/* The attributes of a resource: those that the environment gives, and those of our own
 * that it doesn't. OTEL_RESOURCE_ATTRIBUTES that aren't well-formed are reported once
 * and not used. */
struct otlp_resource {
	struct text host;    /* none: not known */
	struct text service; /* unless OTEL_SERVICE_NAME is set */
	bool incomplete;     /* events were lost */
};

void otlp_resource(struct json *j, const struct otlp_resource *r);

/* What the span of a process is called: by the last program it executed. Borrowed until
 * the next call. */
struct text otlp_name(const struct processes *p, const struct life *l);

/* The attributes of a process and of what happened to it. */
void otlp_process(struct json *j, const struct processes *p, const struct life *l);
void otlp_moment(struct json *j, const struct processes *p, const struct moment *m);

#endif
