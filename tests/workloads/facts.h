/*
 * What a workload did, by its own account, one line an event, to be compared with
 * what was recorded:
 *
 *	FORK,4243,4242,4242,4000,0,,4242,18874368,"births",
 *
 * The columns are those of the event stream from event to detail, without cpu and
 * rss; a star stands for anything. Only the order of one process's lines counts.
 * They go to the file that $FACTS names, each with one write.
 */
#ifndef FACTS_H
#define FACTS_H

#include <sys/types.h>

enum { EMPTY = -1, ANY = -2 };

/* A process at a moment; nspid is EMPTY where it is the pid. */
struct who {
	long pid, ppid, pgid, sid, uid, nspid;
};

/* Opens $FACTS. */
void facts_open(void);

/* ... and writes the root's FORK, by what started it, and its EXEC. */
void facts_begin(void);

struct who fact_self(void);

/* A child that the caller has just made, or another one with its group, session and
 * user. */
struct who fact_child(pid_t pid);

/* Words (name, comm, file, command line) are taken as the stream has them; NULL is
 * empty, "*" anything. Flags are clone(2)'s without the exit signal, status a wait
 * status. The creator of a child is ppid, unless fact_fork_by() names it. */
void fact_fork(struct who child, long flags, const char *comm);
void fact_fork_by(struct who child, long by, long flags, const char *comm);
void fact_exec(struct who who, const char *file, const char *command_line);
void fact_execfail(struct who who, int error, const char *file);
void fact_exit(struct who who, int status, const char *comm);
void fact_setsid(struct who after);
void fact_setpgid(struct who after, long by); /* by: EMPTY or the caller */
void fact_signal(long pid, int number, long by, const char *comm);
/* OPEN, CLOSE or CLOEXEC, of a descriptor of the caller; the detail is as the stream has
 * it. The caller still has it. */
void fact_descriptor(const char *event, int fd, const char *detail);

/* A row about all descriptors from the first one on; the detail as in the stream. */
void fact_descriptors(const char *event, int first, const char *detail);

void fact_oom(long pid, const char *comm);

/* Ends the workload like a test: the reason on standard error, status 99. */
_Noreturn void fact_fail(const char *what);

#endif
