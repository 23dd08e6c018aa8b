/* Lines from CPUs that are asked for, see rollcall.h. */
#define _GNU_SOURCE
#include <linux/membarrier.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "boottime.h"
#include "diag.h"
#include "merge.h"
#include "rollcall.h"

enum {
	QUESTION = 0x7074,         /* the policy that lifecycle.bt answers to */
	PAUSE = 5 * 1000 * 1000,   /* nanoseconds after a round, ... */
	SHARE = 4,                 /* ... or so many times what it took */
	MARGIN = 50 * 1000 * 1000, /* nanoseconds for a probe to end */
};

/* The thread's while `calling`. */
static struct {
	sem_t asked;
	atomic_bool calling;
	int *cpus; /* to be called, then those that couldn't be */
	uint32_t n, cap;
	int64_t ended, took;
	int64_t barrier; /* all probes that ran then have ended; 0: it wasn't passed */
} state;

/* False where we may not run on that CPU. */
static bool
call(int cpu)
{
	cpu_set_t *set = CPU_ALLOC((size_t)cpu + 1);
	size_t size = CPU_ALLOC_SIZE((size_t)cpu + 1);
	bool there;

	if (set == NULL)
		return false;
	CPU_ZERO_S(size, set);
	CPU_SET_S((size_t)cpu, size, set);
	there = sched_setaffinity(0, size, set) == 0;
	CPU_FREE(set);
	if (there)
		sched_get_priority_max(QUESTION); /* refused, but seen */
	return there;
}

/* A probe runs without preemption, so it has ended when every CPU has passed a quiescent
 * state; that is a grace period of RCU, some 10 ms. Kernels with nohz_full offer no such
 * barrier. */
static void
pass_barrier(void)
{
	int64_t now = clock_ns(CLOCK_BOOTTIME);

	if (syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0) == 0)
		state.barrier = now;
	else
		state.barrier = now - MARGIN;
}

static void *
call_roll(void *unused)
{
	(void)unused;
	for (;;) {
		while (sem_wait(&state.asked) < 0)
			;
		int64_t begin = clock_ns(CLOCK_BOOTTIME);
		uint32_t absent = 0;
		for (uint32_t i = 0; i < state.n; i++)
			if (!call(state.cpus[i]))
				state.cpus[absent++] = state.cpus[i];
		state.n = absent;
		if (absent > 0)
			pass_barrier();
		state.ended = clock_ns(CLOCK_BOOTTIME);
		state.took = state.ended - begin;
		state.calling = false;
	}
	return NULL;
}

/* "0-3,8,10-11", as in cpuset(7), List format. */
static bool
expect_online(void)
{
	FILE *file = fopen("/sys/devices/system/cpu/online", "re");
	int first, last, c = file != NULL ? ',' : EOF;

	while (c == ',' && fscanf(file, "%d", &first) == 1) {
		last = first;
		if ((c = getc(file)) == '-' && fscanf(file, "%d", &last) == 1)
			c = getc(file);
		for (; first >= 0 && first <= last && first <= 65535; first++)
			merge_seen(first, 0);
	}
	if (file != NULL)
		fclose(file);
	return c == '\n';
}

void
rollcall_open(void)
{
	pthread_t thread;
	sigset_t all, mask;
	int error;

	if (!expect_online())
		for (int i = 0; i < (int)sysconf(_SC_NPROCESSORS_ONLN); i++)
			merge_seen(i, 0);
	sem_init(&state.asked, 0, 0);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &mask);
	error = pthread_create(&thread, NULL, call_roll, NULL);
	pthread_sigmask(SIG_SETMASK, &mask, NULL);
	if (error != 0)
		die("no thread can be started: %s", strerror(error));
}

void
rollcall_ask(int64_t time, bool answer)
{
	int64_t pause = SHARE * state.took > PAUSE ? SHARE * state.took : PAUSE;

	if (state.calling || clock_ns(CLOCK_BOOTTIME) - state.ended < pause)
		return;
	state.n = 0;
	for (int cpu = NO_CPU; (cpu = merge_behind(cpu, time, answer)) != NO_CPU;) {
		state.cpus = xroom(state.cpus, state.n, &state.cap, sizeof *state.cpus);
		state.cpus[state.n++] = cpu;
	}
	if (state.n == 0)
		return;
	state.barrier = 0;
	state.calling = true;
	sem_post(&state.asked);
}

void
rollcall_absent(struct tracer *t)
{
	if (state.calling || state.barrier == 0 || !tracer_idle(t))
		return;
	for (uint32_t i = 0; i < state.n; i++)
		merge_answered(state.cpus[i], state.barrier);
	state.barrier = 0;
}
