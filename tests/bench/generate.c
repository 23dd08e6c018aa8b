/*
 * generate SIZE [LIVE [PID_MAX]]: a stream as a busy machine makes it, for measuring, of
 * so many megabytes, or of so many processes where p follows the number. LIVE processes
 * are alive at a time; PIDs are used again from PID_MAX on. All descend from the PROC row
 * of pid 100 through ROOT rows' pids 101 (of every hundred processes, 99) and 102 (the
 * other one), and the same arguments give the same bytes.
 */
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "schema.h"

enum { TOP = 100, LARGE, SMALL, FIRST };

struct process {
	int pid, parent, tree;
	bool executed;
};

static struct process *live;
static bool *used;
static int count, limit, pid_max, last_pid = FIRST;
static long births;
static uint64_t now = 981412021, seed = 88172645463325252u;

/* xorshift64 (Marsaglia 2003) */
static int
below(int n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int)(seed >> 33) % n;
}

static int
row(const char *kind, const struct process *p)
{
	now += (uint64_t)below(20000);
	return printf("%ju,%s,%d,%d,%d,%d,1000,,", (uintmax_t)now, kind, p->pid,
	    p->parent, LARGE + p->tree, TOP);
}

static int
birth(int parent, int tree)
{
	struct process *p = &live[count++];

	births++;
	do
		last_pid = last_pid + 1 < pid_max ? last_pid + 1 : FIRST;
	while (used[last_pid]);
	used[last_pid] = true;
	*p = (struct process){ .pid = last_pid, .parent = parent, .tree = tree };
	return row("FORK", p) + printf("%d,%d,,,\"make\",\n", parent, 18874385);
}

static int
exec(struct process *p)
{
	static const char *const programs[] = { "/usr/bin/cc", "/bin/sh",
		"/usr/lib/gcc/x86_64-linux-gnu/12/cc1", "/usr/bin/sed" };
	const char *program = programs[below(4)];
	int n = row("EXEC", p) + printf(",,,,\"%s\",\"%s", program, program);

	for (int words = 1 + below(8); words > 0; words--)
		n += printf(" -DOPTION_%d=$'tab\\t'/src/part%d", below(1000), below(100));
	p->executed = true;
	return n + printf(" 'say \"\"%d\"\"'\"\n", below(1000));
}

static int
death(struct process *p)
{
	int n = row("EXIT", p) + printf(",%d,%d,%d,\"cc1\",\n", below(20) ? 0 : 256,
				     below(90000000), below(400000));

	used[p->pid] = false;
	*p = live[--count];
	return n;
}

/* Something happens; half of the births are below a process that was born lately,
 * which makes the tree deep. */
static int
step(void)
{
	int i = count > 0 ? below(count) : 0;

	if (count == 0 || (count < limit && below(3) > 0)) {
		int tree = below(100) == 0,
		    recent = count - 1 - (count > 1 ? below(2) : 0);
		if (count > 0 && below(2) && live[recent].tree == tree)
			return birth(live[recent].pid, tree);
		if (count > 0 && live[i].tree == tree)
			return birth(live[i].pid, tree);
		return birth(LARGE + tree, tree);
	}
	return live[i].executed ? death(&live[i]) : exec(&live[i]);
}

static long
start(int pid)
{
	const struct process p = { .pid = pid, .parent = TOP, .tree = pid - LARGE };
	int n = row("FORK", &p) + printf("%d,18874385,,,\"pt-launch\",\n", TOP);

	return n + row("ROOT", &p) + printf(",,,,,\"make -j8 check\"\n");
}

int
main(int argc, char **argv)
{
	char *unit = "";
	long size = argc > 1 ? strtol(argv[1], &unit, 10) : 1;
	bool processes = *unit == 'p';
	long bytes = processes ? LONG_MAX : size << 20;
	const struct process top = { .pid = TOP, .parent = 1, .tree = -1 };

	limit = argc > 2 ? atoi(argv[2]) : 500;
	pid_max = argc > 3 ? atoi(argv[3]) : 32768;
	if (size <= 0 || limit < 1 || pid_max < FIRST + limit + 2) {
		fprintf(stderr, "usage: generate SIZE[p] [LIVE [PID_MAX]]\n");
		return 2;
	}
	live = calloc((size_t)limit, sizeof *live);
	used = calloc((size_t)pid_max, sizeof *used);
	if (live == NULL || used == NULL)
		return 2;

	bytes -= printf(EVENT_HEADER "\n");
	bytes -= printf("%ju,META,,,,,,,,,,,\"format\",\"1\"\n", (uintmax_t)now);
	bytes -= row("PROC", &top) + printf(",,,,\"bash\",\"bash -l\"\n");
	bytes -= start(LARGE) + start(SMALL);
	while (processes ? births < size || count > 0 : bytes > 0) {
		if (processes && births >= size)
			limit = 0; /* no more births */
		bytes -= step();
	}
	return ferror(stdout) || fclose(stdout) != 0 ? 2 : 0;
}
