/*
 * Which process of one recording is which of another: by their place in the tree and
 * their commands.
 */
#ifndef MATCH_H
#define MATCH_H

#include "processes.h"

/* One of the two recordings. */
struct side {
	struct processes p;
	uint32_t root; /* what is compared descends from it; 0: everything shown */
	/* Of each life: its children and siblings among those that are compared (of
	 * life 0: what has no creator among them), and what it is over there, or 0. */
	uint32_t *first, *next, *match;
	uint32_t *below; /* how many descend from it */
	/* Private: of each life what it is known by, of each text its signature. */
	struct label *labels;
	uint32_t *signatures;
};

/*
 * Compares the commands that pt-launch started, where both recordings have one, else
 * all that select_lives shows. From the top down, the children of two that are the same
 * are matched in this order of preference:
 *
 *	the same command, and descendants whose commands have the same signatures
 *	the same signature of the command (signature.h), and the same of descendants
 *	the same command
 *	the same signature of the command
 *	the same executable, where one is left of it on either side
 *
 * and among several of equal rank, the first with the first. In a time that grows with
 * n log n. Takes about 60 bytes a process.
 */
void match_sides(struct side *a, struct side *b);

/* Whether a process is compared. One of which only children are in the recording is
 * not: these are without a creator. */
bool match_has(const struct side *s, uint32_t life);

/* The creator among those that are compared, or 0. */
uint32_t match_up(const struct side *s, uint32_t life);

/* Whether the commands of two lives have the same signature. */
bool match_same_command(struct side *a, uint32_t i, struct side *b, uint32_t j);

/* Whether two lives executed programs with the same names (as signatures) in order. */
bool match_same_programs(struct side *a, uint32_t i, struct side *b, uint32_t j);

#endif
