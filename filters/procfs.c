/* What /proc knows of a process, see procfs.h. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "diag.h"
#include "procfs.h"
#include "words.h"

bool
procfs_is_initial(void)
{
	/* PROC_PID_INIT_INO, include/linux/proc_ns.h */
	static const char initial[] = "pid:[4026531836]";
	static int known = -1;
	char link[64];

	if (known < 0) {
		ssize_t n = readlink("/proc/self/ns/pid", link, sizeof link - 1);
		link[n > 0 ? n : 0] = '\0';
		known = strcmp(link, initial) == 0 && procfs_self() == getpid();
	}
	return known;
}

int64_t
procfs_self(void)
{
	char link[32];
	ssize_t n = readlink("/proc/self", link, sizeof link - 1);

	link[n > 0 ? n : 0] = '\0';
	return atoll(link);
}

int64_t
procfs_pid(const struct event *e)
{
	return procfs_is_initial() ? e->pid : e->nspid;
}

bool
procfs_read(int64_t pid, const char *name, struct buf *b)
{
	char path[64];
	ssize_t n;

	b->n = 0;
	snprintf(path, sizeof path, "/proc/%lld/%s", (long long)pid, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	do {
		buf_reserve(b, 4096);
		n = read(fd, b->s + b->n, b->cap - b->n);
		if (n > 0)
			b->n += (size_t)n;
	} while (n > 0 || (n < 0 && errno == EINTR));
	close(fd);
	return n == 0;
}

/* The n-th number of the line "KEY:\t..." of /proc/PID/status; the last one for 0. */
static int64_t
status_number(const char *status, const char *key, int n)
{
	const char *line = strstr(status, key);
	long long value = NONE;
	int used;

	if (line == NULL)
		return NONE;
	line += strlen(key);
	for (int i = 1; *line != '\n' && sscanf(line, "%lld%n", &value, &used) == 1;
	     i++) {
		line += used;
		if (i == n)
			break;
	}
	return value;
}

bool
procfs_process(int64_t pid, struct procfs *p)
{
	static struct buf file;
	enum { EXITING = 4 }; /* PF_EXITING, include/linux/sched.h */
	long long ppid, pgid, sid, threads, start;
	unsigned long flags, memory;
	char state;

	/* PID (comm) STATE PPID PGRP SESSION ...; comm may hold parentheses. */
	if (!procfs_read(pid, "stat", &file))
		return false;
	buf_char(&file, '\0');
	char *open_ = strchr(file.s, '('), *close_ = strrchr(file.s, ')');
	if (open_ == NULL || close_ == NULL ||
	    sscanf(close_ + 1,
		" %c %lld %lld %lld %*s %*s %lu %*s %*s %*s %*s %*s %*s %*s %*s "
		"%*s %*s %lld %*s %lld %lu",
		&state, &ppid, &pgid, &sid, &flags, &threads, &start, &memory) != 8)
		return false;
	/* A leader that ended before its threads is shown as a zombie, too. One without
	 * memory that is exiting has had its last event, but may be there for long, as a
	 * tracer is that was killed. */
	p->zombie = state == 'Z' && threads <= 1;
	p->dead =
	    p->zombie || state == 'X' || (flags & EXITING && memory == 0 && threads <= 1);
	p->pid = pid;
	p->ppid = ppid;
	p->pgid = pgid;
	p->sid = sid;
	p->start = start * (1000000000 / sysconf(_SC_CLK_TCK));
	p->name.n = p->detail.n = 0;
	word_add(
	    &p->name, (struct text){ open_ + 1, (size_t)(close_ - open_ - 1) }, false);

	if (!procfs_read(pid, "status", &file))
		return false;
	buf_char(&file, '\0');
	p->uid = status_number(file.s, "\nUid:", 1);
	p->nspid = status_number(file.s, "\nNSpid:", 0);
	if (p->nspid == pid)
		p->nspid = NONE;

	if (procfs_read(pid, "cmdline", &file))
		words_add(&p->detail, buf_text(&file), false);
	return true;
}

void
procfs_each(void (*fn)(int64_t, void *), void *context)
{
	DIR *proc = opendir("/proc");
	const struct dirent *entry;

	if (proc == NULL)
		return;
	while ((entry = readdir(proc)) != NULL)
		if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
			fn(atoll(entry->d_name), context);
	closedir(proc);
}
