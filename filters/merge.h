/*
 * Rows of several CPUs into time order.
 *
 * Each CPU's lines come in order, but the CPUs' buffers are read one after another,
 * and a tracer that gets little of a busy machine may be far behind with one of them.
 * A row may go out once every CPU has shown a later time. An idle CPU shows nothing:
 * then it takes the tracer's having read all that there was (merge_drained). Where
 * that can't be told, rows wait MERGE_HOLD.
 */
#ifndef MERGE_H
#define MERGE_H

#include "pieces.h"

/* In nanoseconds. On two CPUs with six busy processes bpftrace was 2.3 s behind with
 * one CPU's buffer and up to date with the other's. */
#define MERGE_HOLD INT64_C(10000000000)

/* cpus: how many to wait for. live: rows arrive as they happen, so that the hold is
 * counted from their arrival; else from the time of the latest row. */
void merge_init(int cpus, bool live);

/* This CPU has shown this time. */
void merge_seen(int cpu, int64_t time);

/* All rows up to this time are here. */
void merge_drained(int64_t time);

/* Takes the row in; now is CLOCK_BOOTTIME. */
void merge_add(struct row *r, int64_t now);

/* The next row that may go out, now the caller's; NULL when none may yet. Rows that
 * came too late for their place carry the time of the row before them. */
struct row *merge_next(int64_t now);

/* The next row in any case; NULL when none is left. */
struct row *merge_flush(void);

/* Up to when nothing more is to come but by rows that are late. */
int64_t merge_complete(void);

/* The time of the last row that went out; INT64_MIN before the first. */
int64_t merge_written(void);

/* The latest time shown by any CPU; 0 before the first. */
int64_t merge_newest(void);

/* All rows that wait, in no order. */
struct row **merge_waiting(size_t *n);

/* How many rows came too late for their place. */
uintmax_t merge_late(void);

#endif
