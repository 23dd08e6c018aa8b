/* The open files of a process, see holdings.h. */
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "diag.h"
#include "holdings.h"
#include "procfs.h"

void
holdings_link(int64_t pid, const char *name, struct buf *target)
{
	char path[64];
	ssize_t n;

	snprintf(path, sizeof path, "/proc/%lld/%s", (long long)pid, name);
	target->n = 0;
	buf_reserve(target, 4096);
	n = readlink(path, target->s, target->cap);
	target->n = n > 0 ? (size_t)n : 0;
}

void
holdings_target(int64_t pid, int fd, struct buf *target)
{
	char name[32];

	snprintf(name, sizeof name, "fd/%d", fd);
	holdings_link(pid, name, target);
}

/* Doesn't ask a server for it, which may not answer. */
static bool
is_fifo(int64_t pid, const struct holding *h)
{
	char path[64];
	struct statx st;

	snprintf(path, sizeof path, "/proc/%lld/fd/%d", (long long)pid, h->fd);
	return h->target.s[0] == '/' &&
	       statx(AT_FDCWD, path, AT_STATX_DONT_SYNC, STATX_TYPE, &st) == 0 &&
	       S_ISFIFO(st.stx_mode);
}

/* A line of fdinfo (fs/locks.c, lock_get_status) such as
 *
 *	1: POSIX  ADVISORY  WRITE 1234 08:01:131 0 EOF
 */
static void
add_lock(struct buf *b, const char *line)
{
	char type[16], mode[16], from[24], to[24];

	if (sscanf(line, "%*s %15s %*s %15s %*s %*s %23s %23s", type, mode, from, to) !=
	    4)
		return;
	for (char *p = type; *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	for (char *p = mode; *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	buf_char(b, ' ');
	buf_string(b, type);
	buf_char(b, '-');
	buf_string(b, mode);
	if (strcmp(from, "0") == 0 && strcmp(to, "EOF") == 0)
		return;
	buf_char(b, ':');
	buf_string(b, from);
	buf_char(b, '-');
	buf_string(b, to);
}

/* What fdinfo (fs/proc/fd.c) tells: flags as open(2) has them, in octal; locks. */
static void
take_info(int64_t pid, struct holding *h, char *info)
{
	static const char *const access[] = { "r", "w", "rw", "-" };
	unsigned long flags = O_ACCMODE;

	for (char *line = info, *next; *line != '\0'; line = next) {
		next = line + strcspn(line, "\n");
		if (*next == '\n')
			*next++ = '\0';
		if (strncmp(line, "flags:", 6) == 0) {
			flags = strtoul(line + 6, NULL, 8);
			h->cloexec = flags & O_CLOEXEC;
			buf_string(&h->detail,
			    access[flags & O_PATH ? O_ACCMODE : flags & O_ACCMODE]);
			buf_string(&h->detail, is_fifo(pid, h) ? " fifo" : "");
		} else if (strncmp(line, "lock:", 5) == 0) {
			add_lock(&h->detail, line + 5);
		}
	}
}

static int
by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

int
holdings_each(int64_t pid, void (*fn)(const struct holding *, void *), void *context)
{
	static struct holding h;
	static struct buf info;
	static int *fds;
	static size_t cap;
	size_t n = 0;
	char path[64];
	const struct dirent *entry;

	snprintf(path, sizeof path, "/proc/%lld/fd", (long long)pid);
	DIR *directory = opendir(path);
	if (directory == NULL)
		return errno;
	while ((entry = readdir(directory)) != NULL) {
		int fd = atoi(entry->d_name);
		if (entry->d_name[0] == '.' ||
		    (fd == dirfd(directory) && pid == procfs_self()))
			continue;
		if (n == cap)
			fds = xrealloc(fds, (cap = cap * 2 + 64) * sizeof *fds);
		fds[n++] = fd;
	}
	closedir(directory);
	qsort(fds, n, sizeof *fds, by_number);
	for (size_t i = 0; i < n; i++) {
		h.fd = fds[i];
		h.cloexec = false;
		h.detail.n = 0;
		holdings_target(pid, fds[i], &h.target);
		if (h.target.n == 0)
			continue; /* closed since */
		snprintf(path, sizeof path, "fdinfo/%d", fds[i]);
		if (procfs_read(pid, path, &info)) {
			buf_char(&info, '\0');
			take_info(pid, &h, info.s);
		}
		fn(&h, context);
	}
	return 0;
}
