/*
 * Which process has had which descriptor of which pipe, FIFO or socket of a pair: what
 * pipes.c keeps, and how it is changed.
 */
#ifndef HOLDS_H
#define HOLDS_H

#include <stdbool.h>

#include "fdtable.h"

/* How a process got a descriptor. */
enum got {
	GOT_UNSEEN, /* it has it: by a way that isn't recorded, or before */
	GOT_BEFORE, /* it had it when recording began */
	GOT_GIVEN,  /* the command, by what started it */
	GOT_MADE,   /* with pipe(2) or socketpair(2) */
	GOT_OPENED,
	GOT_COPIED,    /* with dup(2) and the like */
	GOT_INHERITED, /* it was created with it */
	GOT_SHARED,    /* from another process with the same descriptors (CLONE_FILES) */
};

enum lost {
	LOST_NOT,    /* it still had it at its last row */
	LOST_CLOSED, /* with close(2), or another file took its place */
	LOST_BY_EXEC,
	LOST_BY_END,
	LOST_UNSEEN, /* something else stood there later */
};

enum { CAN_READ = 1, CAN_WRITE = 2 };

/* A descriptor that a process had. */
struct hold {
	int64_t from, until; /* ns; NONE: not known, or not lost */
	uint32_t life;       /* 0: nobody's after all */
	uint32_t pipe, fd;
	uint32_t source;           /* the one it is a copy of, or 0 */
	uint32_t next;             /* of the same pipe */
	uint8_t got, lost, access; /* enum got, enum lost, CAN_... */
	bool cloexec;
};

struct pipe {
	uint32_t name, label; /* texts of the recording; label: a FIFO's name, or 0 */
	uint32_t first, last; /* holds */
	uint32_t open;        /* how many of them aren't lost */
	uint32_t maker;       /* the hold by which it was made, or 0 */
	uint32_t peer;        /* the other one of a pair, or 0 */
	bool whole;           /* both of its ends have been made */
};

/* All zero is empty. */
extern struct pipes {
	bool recorded;      /* the recording has rows of descriptors */
	int64_t looked;     /* ns: when pt-launch looked at what was left, or 0 */
	struct hold *holds; /* from 1 on */
	uint32_t hold_count, hold_cap;
	struct pipe *pipes; /* from 1 on, in the order of their first rows */
	uint32_t pipe_count, pipe_cap;
	uint32_t *current; /* by the text of its name: the last pipe of that name */
	uint32_t
	    *by_file; /* by the number of an FD row among processes' files: the hold */
	uint32_t current_cap, file_cap;
	struct holder {               /* by life */
		struct fdtable table; /* holds */
		uint32_t sharer;      /* the next life with the same descriptors, or 0 */
	} * holders;
	uint32_t holder_cap;
} pipes;

/* The array, of *cap elements, with one of that index; new ones are 0. */
void *holds_room(void *array, uint32_t index, uint32_t *cap, size_t size);

/* Of a life, borrowed until the next life's is asked for. */
struct holder *holds_of(uint32_t life);

/* Keeps what a process got; of h, life, fd, pipe, access, cloexec and source are set.
 * What stood there is lost. Returns its number. */
uint32_t holds_keep(struct hold h, enum got got, int64_t time);

/* It is lost to the process. */
void holds_lose(uint32_t number, int64_t time, enum lost how);

/* It was never the process's own. */
void holds_disown(uint32_t number);

/* The next of all processes that have the same descriptors; `life` itself comes last. */
uint32_t holds_next_sharer(uint32_t life);

/* From now on, or no longer, the life has the same descriptors as the other. */
void holds_share(uint32_t with, uint32_t life);
void holds_unshare(uint32_t life);

#endif
