/*
 * Rows of several CPUs into time order.
 *
 * Each CPU's lines come in order, but the CPUs' buffers are read one after another,
 * and a tracer that gets little of a busy machine may be far behind with one of them.
 * A row may go out once every CPU has shown a later time. An idle CPU shows nothing:
 * it has to be asked (rollcall.h). Where it doesn't answer, rows wait MERGE_HOLD.
 */
#ifndef MERGE_H
#define MERGE_H

#include "pieces.h"

/* In nanoseconds. On two CPUs with six busy processes bpftrace was 2.3 s behind with
 * one CPU's buffer and up to date with the other's. */
#define MERGE_HOLD INT64_C(10000000000)

enum { NO_CPU = -1 };

/* live: rows arrive as they happen, so that the hold is counted from their arrival;
 * else from the time of the latest row. */
void merge_init(bool live);

/* This CPU has shown this time, perhaps from within an interrupt of a probe whose lines
 * are still to come. From then on it is waited for. */
void merge_seen(int cpu, int64_t time);

/* All that this CPU wrote up to this time is here. */
void merge_answered(int cpu, int64_t time);

/* The first CPU behind another, or NO_CPU, that has shown nothing since that time, or
 * that has not answered since. NO_CPU when there is none. */
int merge_behind(int after, int64_t time, bool answer);

/* Rows from that time on are held back, INT64_MAX: none. */
void merge_hold(int64_t time);

/* Takes the row in; now is CLOCK_BOOTTIME. */
void merge_add(struct row *r, int64_t now);

/* The next row that may go out, now the caller's; NULL when none may yet. Rows that
 * came too late for their place carry the time of the row before them. */
struct row *merge_next(int64_t now);

/* The next row in any case; NULL when none is left. */
struct row *merge_flush(void);

/* The first of the rows that wait; NULL when none does. */
const struct row *merge_first(void);

/* Up to when nothing more is to come but by rows that are late. */
int64_t merge_complete(void);

/* Up to when all CPUs have answered. */
int64_t merge_drained(void);

/* Where a row belongs that tells of missing ones: in front of all that wait when live
 * rows have gone out, else where it is read. */
int64_t merge_front(void);

/* The latest time shown by any CPU; 0 before the first. */
int64_t merge_newest(void);

/* All rows that wait, in no order. */
struct row **merge_waiting(size_t *n);

/* How many rows came too late for their place. */
uintmax_t merge_late(void);

#endif
