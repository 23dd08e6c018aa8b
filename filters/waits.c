/* What a process waits for, see waits.h. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include "event.h"
#include "holdings.h"
#include "procfs.h"
#include "waits.h"

/* More descriptors of one call are not told. */
enum { MOST = 64 };

/* The system call it is in, proc(5): its number and arguments. */
struct call {
	long number;
	unsigned long long arguments[6];
};

static struct {
	int64_t pid;
	struct wait wait;
	void (*fn)(const struct wait *, void *);
	void *context;
	int told;
} now;

static void
tell_what(int64_t fd, int64_t pid)
{
	now.wait.fd = fd;
	now.wait.pid = pid;
	if (now.told++ < MOST)
		now.fn(&now.wait, now.context);
}

static void
tell(int64_t fd, int64_t pid)
{
	now.wait.what.n = 0;
	if (fd != NONE)
		holdings_target(now.pid, (int)fd, &now.wait.what);
	tell_what(fd, pid);
}

static bool
copy_memory(unsigned long long address, void *to, size_t n)
{
	struct iovec local = { to, n }, remote = { (void *)(uintptr_t)address, n };

	return process_vm_readv((pid_t)now.pid, &local, 1, &remote, 1, 0) == (ssize_t)n;
}

/* Page by page, as what follows the string may not be mapped. */
static bool
copy_string(unsigned long long address, struct buf *to)
{
	enum { PAGE = 4096 };
	char part[PAGE];

	to->n = 0;
	while (to->n < PATH_MAX) {
		size_t n = PAGE - address % PAGE;
		if (!copy_memory(address, part, n))
			return false;
		const char *end = memchr(part, '\0', n);
		buf_add(to, part, end != NULL ? (size_t)(end - part) : n);
		if (end != NULL)
			return true;
		address += n;
	}
	return false;
}

static void
tell_polled(const struct call *c)
{
	struct pollfd fds[MOST];
	size_t n = c->arguments[1] < MOST ? (size_t)c->arguments[1] : MOST;

	if (copy_memory(c->arguments[0], fds, n * sizeof *fds))
		for (size_t i = 0; i < n; i++)
			if (fds[i].fd >= 0)
				tell(fds[i].fd, NONE);
}

static void
tell_selected(const struct call *c)
{
	int n = c->arguments[0] < FD_SETSIZE ? (int)c->arguments[0] : FD_SETSIZE;

	for (int i = 1; i <= 3; i++) {
		fd_set set;
		FD_ZERO(&set);
		if (c->arguments[i] == 0 ||
		    !copy_memory(c->arguments[i], &set, (size_t)(n + 7) / 8))
			continue;
		for (int fd = 0; fd < n; fd++)
			if (FD_ISSET(fd, &set))
				tell(fd, NONE);
	}
}

/* The lines "tfd: 5 ..." of an epoll descriptor's fdinfo. */
static void
tell_epolled(const struct call *c)
{
	static struct buf info;
	char name[32];

	snprintf(name, sizeof name, "fdinfo/%d", (int)c->arguments[0]);
	if (!procfs_read(now.pid, name, &info))
		return;
	buf_char(&info, '\0');
	for (const char *p = info.s; (p = strstr(p, "tfd:")) != NULL; p += 4)
		tell(atoll(p + 4), NONE);
}

static void
tell_children(const struct call *c)
{
	static struct buf children;
	char name[64];

	(void)c;
	snprintf(name, sizeof name, "task/%lld/children", (long long)now.pid);
	if (!procfs_read(now.pid, name, &children))
		return;
	buf_char(&children, '\0');
	for (char *p = children.s, *end; *p != '\0'; p = end) {
		long long child = strtoll(p, &end, 10);
		if (end == p)
			break;
		tell(NONE, child);
	}
}

/* Who has the lock that it waits for: in /proc/locks the line of one that waits, with
 * "->", has the same number as that of the one that has it. NONE where the process that
 * took the lock has left it to its children. */
static int64_t
lock_owner(void)
{
	char line[256], number[16] = "", waiter[16];
	long long pid, owner = NONE;
	FILE *f = fopen("/proc/locks", "re");

	if (f == NULL)
		return NONE;
	for (int pass = 0; pass < 2; pass++) {
		while (fgets(line, sizeof line, f) != NULL) {
			bool waits = strstr(line, " -> ") != NULL;
			if (waits &&
			    sscanf(line, "%15s -> %*s %*s %*s %lld", waiter, &pid) == 2 &&
			    pid == now.pid && *number == '\0')
				memcpy(number, waiter, sizeof number);
			if (!waits && pass == 1 &&
			    sscanf(line, "%15s %*s %*s %*s %lld", waiter, &pid) == 2 &&
			    strcmp(waiter, number) == 0)
				owner = pid;
		}
		rewind(f);
	}
	fclose(f);
	return owner > 0 ? owner : NONE;
}

static void
tell_file(const struct call *c)
{
	tell((int)c->arguments[0], NONE);
}

/* A FIFO is opened when its other end is. A running process waits for no file. */
static void
tell_opened(int directory, unsigned long long address)
{
	static struct buf path;
	struct buf *what = &now.wait.what;

	what->n = 0;
	if (now.wait.channel.n == 0 || !copy_string(address, &path) || path.n == 0)
		return;
	if (*path.s != '/' && directory == AT_FDCWD)
		holdings_link(now.pid, "cwd", what);
	else if (*path.s != '/')
		holdings_target(now.pid, directory, what);
	if (what->n > 0)
		buf_char(what, '/');
	buf_add(what, path.s, path.n);
	tell_what(NONE, NONE);
}

static void
tell_openat(const struct call *c)
{
	tell_opened((int)c->arguments[0], c->arguments[1]);
}

#ifdef SYS_open
static void
tell_open(const struct call *c)
{
	tell_opened(AT_FDCWD, c->arguments[0]);
}
#endif

static void
tell_lock(const struct call *c)
{
	tell((int)c->arguments[0], lock_owner());
}

static void
tell_fcntl(const struct call *c)
{
	int command = (int)c->arguments[1];

	if (command == F_SETLKW || command == F_OFD_SETLKW)
		tell_lock(c);
}

/* Tells what the call waits for, as far as its arguments tell. */
static void
tell_call(const struct call *c)
{
	static const struct {
		long number;
		void (*tell)(const struct call *);
	} calls[] = {
		{ SYS_read, tell_file },
		{ SYS_readv, tell_file },
		{ SYS_write, tell_file },
		{ SYS_writev, tell_file },
		{ SYS_recvfrom, tell_file },
		{ SYS_recvmsg, tell_file },
		{ SYS_sendto, tell_file },
		{ SYS_sendmsg, tell_file },
		{ SYS_accept, tell_file },
		{ SYS_accept4, tell_file },
		{ SYS_connect, tell_file },
		{ SYS_ioctl, tell_file },
		{ SYS_splice, tell_file },
		{ SYS_openat, tell_openat },
#ifdef SYS_open
		{ SYS_open, tell_open },
#endif
		{ SYS_flock, tell_lock },
		{ SYS_fcntl, tell_fcntl },
#ifdef SYS_poll /* newer machines have only those that follow */
		{ SYS_poll, tell_polled },
		{ SYS_select, tell_selected },
		{ SYS_epoll_wait, tell_epolled },
#endif
		{ SYS_ppoll, tell_polled },
		{ SYS_pselect6, tell_selected },
		{ SYS_epoll_pwait, tell_epolled },
		{ SYS_wait4, tell_children },
		{ SYS_waitid, tell_children },
		/* shells' wait is for SIGCHLD */
		{ SYS_rt_sigsuspend, tell_children },
#ifdef SYS_pause
		{ SYS_pause, tell_children },
#endif
	};

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		if (calls[i].number == c->number)
			calls[i].tell(c);
}

int
waits_each(int64_t pid, void (*fn)(const struct wait *, void *), void *context)
{
	static struct buf channel, text;
	struct call c;
	unsigned long long *a = c.arguments;

	if (!procfs_read(pid, "wchan", &channel))
		return errno;
	/* Where ptrace(2) is restricted, only the channel can be read. */
	int error = procfs_read(pid, "syscall", &text) || errno == ENOENT ? 0 : errno;
	if (channel.n == 1 && *channel.s == '0')
		channel.n = 0;
	now.pid = pid;
	now.fn = fn;
	now.context = context;
	now.told = 0;
	now.wait.channel = buf_text(&channel);
	if (error != 0) {
		if (channel.n > 0 && error != ESRCH)
			tell(NONE, NONE);
		return error;
	}
	buf_char(&text, '\0');
	if (sscanf(text.s, "%ld %llx %llx %llx %llx %llx %llx", &c.number, &a[0], &a[1],
		&a[2], &a[3], &a[4], &a[5]) == 7)
		tell_call(&c);
	if (now.told == 0)
		tell(NONE, NONE);
	return 0;
}
