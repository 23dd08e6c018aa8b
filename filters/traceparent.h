/* A place in a trace, as W3C Trace Context writes it:
 *
 *	00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
 */
#ifndef TRACEPARENT_H
#define TRACEPARENT_H

#include <stdbool.h>
#include <stdint.h>

struct traceparent {
	uint64_t trace[2], span; /* big-endian; all 0: none */
	unsigned flags;          /* 1: sampled */
};

/* False when it isn't one: https://www.w3.org/TR/trace-context/#traceparent-header */
bool traceparent_parse(struct traceparent *t, const char *text);

#endif
