/*
 * Raw recordings of proctrace, as its assets/proctrace.bt writes them:
 *
 *	FORK: seq=3,ts=825507751,parent_pid=48,child_pid=64,parent_pgid=47
 *	EXEC_FILENAME: seq=5,ts=826461572,pid=64,filename=/bin/sh
 *	EXEC_ARGS: seq=6,ts=826461572,pid=64,sh -c true
 *	EXEC: seq=4,ts=825573691,pid=64,ppid=48,pgid=64
 *	BADEXEC: seq=7,ts=826518391,pid=64
 *	EXIT: seq=27,ts=829282723,pid=65,ppid=64,pgid=65
 *	SETSID: seq=30,ts=829282723,pid=65,ppid=64,pgid=65,sid=65
 *	SETPGID: seq=31,ts=829282723,pid=65,ppid=64,pgid=0
 */
#ifndef PROCTRACE_H
#define PROCTRACE_H

#include <stdint.h>

#include "buf.h"

enum proctrace_kind {
	PT_FORK,
	PT_EXEC_FILENAME,
	PT_EXEC_ARGS,
	PT_EXEC,
	PT_BADEXEC,
	PT_EXIT,
	PT_SETSID,
	PT_SETPGID
};

struct proctrace {
	enum proctrace_kind kind;
	int64_t seq, ts;
	int64_t pid, ppid; /* of the child for PT_FORK; ppid 0 where there is none */
	int64_t result;    /* the sid of PT_SETSID; negative when a system call failed */
	struct text text;  /* file name or arguments */
	int64_t time;      /* nanoseconds; ts wraps at 2^32, this doesn't */
	size_t order;      /* in the file */
};

/* A line may be older than one with a lower number, by as much as a system call can
 * take: it shows when that was entered, but is written when it is left. */
#define PROCTRACE_BACK ((int64_t)1 << 29)

/* Reads to the end and closes fd. *lines are the recording's in the order of their
 * numbers, valid until the next call; returns how many they are. Other lines are
 * reported; if there is nothing else, the program ends. */
size_t proctrace_read(int fd, const char *name, struct proctrace **lines);

/* To be called after the last recording; returns the exit status. */
int proctrace_status(void);

#endif
