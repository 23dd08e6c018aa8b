/*
 * A document of the Trace Event Format, object form, one event a line:
 *
 *	{"ph":"X","name":"make","cat":"process","pid":4242,"tid":4243,"ts":1000.000,...}
 *
 * docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 */
#ifndef TRACEEVENTS_H
#define TRACEEVENTS_H

#include "json.h"
#include "load.h"

/* A line of the picture: the format's "thread", below a heading, its "process". */
struct track {
	uint32_t heading, number;
};

/* A number for a track: that PID, where no track has it yet, else one above all PIDs.
 * Never 0. */
uint32_t trace_number(uint32_t pid);

/* Begins an event in the document, which begins with the first one. time: ns since
 * the beginning. To be ended with trace_put(); what is added before is its members. */
struct json *trace_event(const char *phase, const char *category, struct text name,
    struct track track, uint64_t time);

/* Writes the event to standard output. */
void trace_put(struct json *j);

/* An event of metadata: the name of a track or a heading, or its place. */
void trace_name(const char *what, struct track track, struct text name);
void trace_place(const char *what, struct track track, uint32_t index);

/* Two counters: the processes that were alive, at most, and the cores that were busy,
 * on average, in each part of the load; its begin is the beginning. */
void trace_load(struct track heading, const struct load *load);

/* Ends the document; other: its otherData, an object of JSON. */
void trace_close(struct text other);

#endif
