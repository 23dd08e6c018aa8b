/*
 * What pt-format and its renderers share. A renderer is one file, format-MODE.c,
 * that defines format_MODE and is entered in pt-format.c's table.
 */
#ifndef FORMAT_H
#define FORMAT_H

#include <regex.h>

#include "event.h"
#include "processes.h"
#include "traceparent.h"

struct format {
	const char *name; /* what -d takes */

	/* One of these two. Text that can't be decoded is reported with stream_bad().
	 *
	 * For each row, and a HEADER where a recording begins (then what was known of
	 * processes is forgotten, and a document of several parts goes on). The event is
	 * borrowed until it returns; name and detail are not decoded yet (event_texts).
	 */
	void (*event)(struct event *e);
	/* For each recording that has rows, with its processes, borrowed until it
	 * returns. What it does to them (select.h) is its own. */
	void (*recording)(struct processes *p);

	/* Beside `recording`, or NULL: for each row, after the processes have taken it
	 * in. */
	void (*row)(struct processes *p, struct event *e);

	/* After the end of the input; NULL where nothing is left to do then. */
	void (*end)(void);
};

enum weight { WEIGHT_WALL, WEIGHT_CPU, WEIGHT_COUNT };

/* The options of pt-format; NONE where not given. */
extern struct format_options {
	int64_t limit;        /* at most so many processes */
	int64_t min_duration; /* nanoseconds; only processes that lived so long */
	struct traceparent traceparent; /* span is 0 where not given */
	enum weight weight;
	regex_t *ignore; /* command lines that are not to be reported */
	size_t ignored;  /* how many */
	bool markdown;
} format_options;

/* Set by a renderer that looks for something: pt-format's exit status is to be 1. */
extern bool format_found;

extern const struct format format_sequential, format_jsonl, format_by_process,
    format_mermaid, format_tree, format_table, format_csv, format_summary, format_otlp,
    format_folded, format_leaks, format_critical, format_svg, format_chrome, format_html,
    format_follow, format_pipes;

#endif
