/* Events that the tracer's programs did not see, see misses.h. */
#define _GNU_SOURCE
#include <dirent.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "buf.h"
#include "diag.h"
#include "misses.h"
#include "procfs.h"

struct program {
	int fd;
	bool signals; /* it is the one for signals */
	uint64_t misses;
};

static struct {
	struct program *programs;
	uint32_t n, cap;
} state;

static bool
ask(int fd, struct bpf_prog_info *info)
{
	union bpf_attr attr = { 0 };

	*info = (struct bpf_prog_info){ 0 };
	attr.info.bpf_fd = (uint32_t)fd;
	attr.info.info_len = sizeof *info;
	attr.info.info = (uint64_t)(uintptr_t)info;
	return syscall(SYS_bpf, BPF_OBJ_GET_INFO_BY_FD, &attr, sizeof attr) == 0;
}

static void
watch(uint32_t id)
{
	union bpf_attr attr = { .prog_id = id };
	struct bpf_prog_info info;
	long fd = syscall(SYS_bpf, BPF_PROG_GET_FD_BY_ID, &attr, sizeof attr);

	if (fd < 0)
		return;
	/* Ticks are of another type: a missed one tells nothing. */
	if (!ask((int)fd, &info) || info.type != BPF_PROG_TYPE_TRACEPOINT) {
		close((int)fd);
		return;
	}
	/* "signal_generate", with "tracepoint_" before it from bpftrace 0.24 on. */
	state.programs =
	    xroom(state.programs, state.n, &state.cap, sizeof *state.programs);
	state.programs[state.n++] = (struct program){ (int)fd,
		strncmp(info.name, "sig", 3) == 0 ||
		    strncmp(info.name, "tracepoint_sig", 14) == 0,
		info.recursion_misses };
}

void
misses_watch(pid_t tracer)
{
	static struct buf info;
	char name[64];
	DIR *dir;

	snprintf(name, sizeof name, "/proc/%d/fdinfo", (int)tracer);
	if ((dir = opendir(name)) == NULL)
		return;
	for (struct dirent *file; (file = readdir(dir)) != NULL;) {
		snprintf(name, sizeof name, "fdinfo/%.20s", file->d_name);
		if (file->d_name[0] == '.' || !procfs_read(tracer, name, &info))
			continue;
		buf_char(&info, '\0');
		const char *id = strstr(info.s, "\nprog_id:");
		/* A link to a program has its number, too. */
		if (id != NULL && strstr(info.s, "\nlink_id:") == NULL)
			watch((uint32_t)strtoul(id + 9, NULL, 10));
	}
	closedir(dir);
}

struct misses
misses_new(void)
{
	struct misses m = { 0 };
	struct bpf_prog_info info;

	for (struct program *p = state.programs; p < state.programs + state.n; p++) {
		if (!ask(p->fd, &info))
			continue;
		*(p->signals ? &m.signals : &m.others) +=
		    (int64_t)(info.recursion_misses - p->misses);
		p->misses = info.recursion_misses;
	}
	return m;
}
