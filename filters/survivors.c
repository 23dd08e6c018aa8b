/* What a command has left running, see survivors.h. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "boottime.h"
#include "diag.h"
#include "family.h"
#include "procfs.h"
#include "survivors.h"
#include "words.h"

static void
write_fds(const struct event *survivor, int64_t pid)
{
	static struct buf name;
	char path[64], target[4096];
	const struct dirent *entry;
	DIR *directory;

	snprintf(path, sizeof path, "/proc/%lld/fd", (long long)pid);
	directory = opendir(path);
	if (directory == NULL) {
		warn("PID %lld: its open files can't be read: %s",
		    (long long)survivor->pid, strerror(errno));
		return;
	}
	while ((entry = readdir(directory)) != NULL) {
		ssize_t n = entry->d_name[0] == '.'
				? -1
				: readlinkat(dirfd(directory), entry->d_name, target,
				      sizeof target);
		if (n < 0)
			continue;
		struct event e = event_new(FD);
		name.n = 0;
		word_add(&name, (struct text){ target, (size_t)n }, false);
		e.time = survivor->time;
		e.pid = survivor->pid;
		e.nspid = survivor->nspid;
		e.code = atoll(entry->d_name);
		e.name = buf_text(&name);
		event_write(&e);
	}
	closedir(directory);
}

static int
by_pid(const void *a, const void *b)
{
	const struct event *x = *(struct event *const *)a, *y = *(struct event *const *)b;

	return (x->pid > y->pid) - (x->pid < y->pid);
}

size_t
survivors_write(double grace)
{
	enum { TOLD = 10 };
	static struct procfs now;
	size_t n = family_size(), written = 0;
	struct event **list = xrealloc(NULL, n * sizeof *list);
	int64_t time = clock_ns(CLOCK_BOOTTIME);

	for (size_t i = 0; i < n; i++)
		list[i] = family_member(i);
	qsort(list, n, sizeof *list, by_pid);
	for (size_t i = 0; i < n; i++) {
		struct event e = *list[i];
		int64_t pid = procfs_pid(&e);
		bool known = pid != NONE;
		if (known && (!procfs_process(pid, &now) || now.dead))
			continue; /* it has ended since */
		if (known) {
			e.name = buf_text(&now.name);
			e.detail = buf_text(&now.detail);
			e.uid = now.uid;
		}
		if (known && procfs_is_initial()) {
			e.ppid = now.ppid;
			e.pgid = now.pgid;
			e.sid = now.sid;
		} else if (known) {
			e.ppid = NONE; /* it may have changed unseen */
		}
		e.time = time;
		event_write(&e);
		if (written++ < TOLD)
			warn("still running %g s after the command's end: PID %lld: %.*s",
			    grace, (long long)e.pid,
			    e.detail.n < 200 ? (int)e.detail.n : 200, e.detail.s);
		if (known)
			write_fds(&e, pid);
	}
	if (written > TOLD)
		warn("... and %zu more", written - TOLD);
	free(list);
	return written;
}
