/*
 * What the processes of a recording did, as acts with constraints between them: one
 * can't come before another, and a time in which its process was busy.
 *
 * A process acts when it creates another and when it ends. Before each act it is taken
 * to have waited for all of its children that had ended since the act before; from the
 * last of these ends (or that act, where no child ended) to the act it is taken to have
 * been busy. A child that outlived its creator, or whose end isn't recorded, wasn't
 * waited for; but what still runs when the recording ends waits for its children that
 * run then, too.
 */
#ifndef NETWORK_H
#define NETWORK_H

#include "processes.h"

/* An act is known by a number: of the birth of a life, which is its creator's act,
 * twice the life's; of its end, one more. */
struct act {
	int64_t time;      /* ns since the root's start; NONE: not the root's kin */
	int64_t busy;      /* ns: how long before it the process waited for nothing */
	uint32_t released; /* the life whose end it waited for, the last one; or 0 */
};

struct network {
	const struct processes *p;
	uint32_t root;
	struct act *acts;
	struct wait *waits; /* private */
	/* The acts of the root and of all that it waited for, each behind those that it
	 * depends on. */
	uint32_t *order, count;
};

/* Of a process and its descendants, in a time that grows with n log n. */
struct network network_build(const struct processes *p, uint32_t root);

void network_free(struct network *n);

uint32_t act_birth(uint32_t life);
uint32_t act_end(uint32_t life);

/* The process whose act it is. */
uint32_t act_actor(const struct network *n, uint32_t act);

/* A process' first act after its birth. */
uint32_t act_first(const struct network *n, uint32_t life);

/* What the time of an act was determined by: the end that it waited for last, else the
 * act before of the same process. Not for the root's birth. */
uint32_t act_cause(const struct network *n, uint32_t act);

/* Whether anybody waited for the end of that process. */
bool act_awaited(const struct network *n, uint32_t life);

/* The acts in order that depend on this one. Returns how many, at most two. */
int act_followers(const struct network *n, uint32_t act, uint32_t to[2]);

#endif
