/*
 * Events that the tracer's programs did not see. The kernel runs none of them on a CPU
 * that is inside a BPF program or a bpf(2) call already, and counts that from Linux 6.7
 * on (trace_call_bpf() in kernel/trace/bpf_trace.c). Linux only.
 */
#ifndef MISSES_H
#define MISSES_H

#include <stdint.h>
#include <sys/types.h>

struct misses {
	int64_t signals; /* sent by an interrupt that came while a program ran */
	int64_t others;  /* of any other kind */
};

/* Counts from now on those of the programs that the process has attached; none where
 * only another user may ask. */
void misses_watch(pid_t tracer);

/* Those since the last call. */
struct misses misses_new(void);

#endif
