/*
 * The processes of one recording, built from its rows: for views of a whole run.
 *
 * A process ID may be reused: a life is what one process did from its birth to its
 * end. Lives are numbered from 1 in order of their first row, so a creator has a
 * smaller number than what it created. Life 0 is nobody: the creator of all whose
 * creator isn't in the recording. About 170 bytes a life, and each text once.
 */
#ifndef PROCESSES_H
#define PROCESSES_H

#include "event.h"
#include "pids.h"
#include "texts.h"

enum birth {
	BIRTH_LOST,   /* first seen in the middle of its life */
	BIRTH_FORK,   /* recorded */
	BIRTH_BEFORE, /* alive when recording began */
};

enum ending {
	STILL_RUNNING,
	ENDED,
	END_LOST, /* another process got its PID, but its EXIT isn't in the recording */
};

enum {
	LIFE_ACTIVE = 1,   /* it did something in the recording, or was created in it */
	LIFE_ROOT = 2,     /* pt-launch's command */
	LIFE_SURVIVOR = 4, /* pt-launch found it alive after the command's end */
	LIFE_MARK = 8,     /* pt-mark */
	LIFE_OOM = 16,     /* chosen as out-of-memory victim */
	LIFE_SHOWN = 32,   /* see select.h */
	LIFE_LAST = 64,    /* the last one shown of its creator's children */
	LIFE_ZOMBIE = 128, /* it ended, but pt-launch found it not reaped */
};

/* A program a process executed; for one alive before the recording, what it ran
 * then. Texts are numbers for texts_get, as the stream has them: quoted words. */
struct program {
	int64_t time;
	uint32_t name, command;
	uint32_t next; /* of the same process; 0 after the last */
};

/* One that was sent to a process of the recording. */
struct signal {
	int64_t time;
	uint32_t life, number;
	uint32_t sender, sender_life; /* PID; life or 0 */
	uint32_t sender_name; /* a text: what the kernel called it; 0: not known */
	uint32_t previous;    /* that was sent to the same life, or 0 */
};

/* A row of pt-launch about a file that a process has open (FD), or about what it waits
 * for (WAIT). */
struct file {
	int64_t time;
	int64_t fd;              /* NONE: waits for no file; or it couldn't be told */
	uint32_t target, detail; /* texts */
	uint32_t other;          /* WAIT: the PID that it waits for, or 0 */
	uint32_t life;
	uint32_t next; /* of the same process and kind; 0 after the last */
};

/* An EXECFAIL (what was tried, errno's number) or an OOM (nothing: 0). */
struct incident {
	int64_t time;
	uint32_t life;
	uint32_t file, error;
	bool oom;
};

struct life {
	int64_t start; /* ns; the first row's where the birth isn't recorded */
	int64_t end;   /* ns; the last row's so far where the end isn't recorded */
	int64_t cpu, rss, status;       /* of the EXIT row, else NONE */
	int64_t span;                   /* see select.h */
	uint32_t pid, nspid, pgid, sid; /* the last known, 0: not known */
	int64_t uid;                    /* the last known, else NONE */
	uint32_t depth;                 /* how many creators it descends from */
	uint32_t creator, first_child, last_child, next_sibling; /* lives */
	uint32_t children;
	uint32_t first_program, last_program, programs; /* numbers, and how many */
	uint32_t copied; /* the program whose copy it began as; 0 when unknown */
	uint32_t parent, last_parent; /* PIDs: the first known and the last */
	uint32_t failed_execs,
	    failed_name;      /* the file tried in vain since the last EXEC */
	uint32_t name;        /* what is known where no program is */
	uint32_t signal;      /* the last one sent to it: number for signals */
	uint32_t mark;        /* the life of the pt-mark in force at its birth, or 0 */
	uint32_t latest_mark; /* ... of the last pt-mark that it created, or 0 */
	uint32_t first_file, last_file, first_wait, last_wait; /* numbers for files */
	uint8_t birth, ending; /* enum birth, enum ending */
	uint16_t flags;
};

/* All zero is empty. */
struct processes {
	struct life *lives;
	uint32_t count, cap; /* count includes life 0; 0 before the first row */
	struct program *programs;
	uint32_t program_count, program_cap;
	struct signal *signals; /* from 1 on, in the order they were sent */
	uint32_t signal_count, signal_cap;
	struct incident *incidents; /* in the order they happened */
	uint32_t incident_count, incident_cap;
	struct file *files; /* from 1 on */
	uint32_t file_count, file_cap;
	struct texts texts;
	int64_t realtime;      /* META: ns since 1970 when time was 0, else NONE */
	uint32_t host, bootid; /* META: texts, quoted as words */
	struct pids pids;      /* the latest life of each PID */
	uint32_t root;         /* pt-launch's command; 0 when there is none */
	int64_t begin, end;    /* ns: the first row about a process (or NONE), the last */
	int64_t timeout;       /* ns: when the command's time was up, else NONE */
	int64_t time_limit;    /* ... that it had, in ms */
	uint32_t lost_rows;
	uint64_t lost_events; /* in those rows that say how many */
	int64_t lost_time;    /* ns: of the last of those rows */
	uint64_t missed_signals;
};

/* Takes in a row; a HEADER is ignored. Text that isn't words is reported with
 * stream_bad(). */
void processes_event(struct processes *p, struct event *e);

/* Forgets everything and frees it. */
void processes_clear(struct processes *p);

/* The life of that PID by the rows so far, 0 when there is none; also for NONE. */
uint32_t processes_living(const struct processes *p, int64_t pid);

/* The latest life of that PID, alive or not; 0 when there is none, or for PID 0. */
uint32_t processes_latest(const struct processes *p, uint32_t pid);

/* Time 0 of views: when pt-launch's command started, else the first row about a
 * process. ns. */
int64_t processes_origin(const struct processes *p);

/* The command, else the only one that no other process of the recording created; 0 where
 * there are several. */
uint32_t processes_top(const struct processes *p);

/* When it ended; for one still running, the end of the recording. ns. */
int64_t life_end(const struct processes *p, const struct life *l);

/* How long it lived, as far as the recording knows: at least that long unless
 * life_is_exact. */
int64_t life_duration(const struct processes *p, const struct life *l);

/* Whether both its birth and its end are recorded. */
bool life_is_exact(const struct life *l);

/* Its parent ended before it did. */
bool life_is_orphaned(const struct processes *p, const struct life *l);

/* Its end isn't recorded, and may be among the events that were lost. */
bool life_may_have_ended(const struct processes *p, const struct life *l);

/* False where only its children are in the recording. */
bool life_is_known(const struct life *l);

/* It ended otherwise than with exit status 0. */
bool life_has_failed(const struct life *l);

/* ... by a signal. */
bool life_was_killed(const struct life *l);

/* The signal that killed it; NULL where none did, or where it isn't in the recording. */
const struct signal *life_fatal_signal(const struct processes *p, const struct life *l);

/* How many programs it executed in the recording. */
uint32_t life_execs(const struct life *l);

/* The signal that another process sent to it and that killed it; NULL: none is known. */
const struct signal *life_killer(const struct processes *p, const struct life *l);

/* What it ran last: its last program, else what it is a copy of; 0: not known. */
uint32_t life_program(const struct life *l);

/*
 * The stretches of a life, one after the other from its start to its end: one for
 * each program it executed, and one before the first where it began as a copy of its
 * creator. All zero before the first call. False after the last.
 */
struct stretch {
	uint32_t program;   /* of the creator where it is a copy; 0: not known */
	bool copy;          /* it hadn't executed anything yet */
	int64_t start, end; /* ns */
	bool begun;         /* this and the next are for stretch_next */
	uint32_t next;
};

bool stretch_next(const struct processes *p, const struct life *l, struct stretch *s);

#endif
