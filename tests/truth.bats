# The recording is what happened: workloads that report what they did, and what was
# recorded of them, compared both ways.
# bats file_tags=tracer
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	need_recording
}

@test "births: fork, vfork, posix_spawn, clone, clone3, CLONE_PARENT, threads, 2,000 at once" {
	run -0 prove births
	assert_output '4038 events'
}

@test "ends: each status, signals with and without core, leaders and other threads" {
	run -0 prove exits
	assert_output '629 events'
	# Two ended with this status, one of them after its leader, which had worked.
	run awk -F, '$2 == "EXIT" && $10 == 21 * 256 && $11 >= 90000000' run.log
	assert [ "${#lines[@]}" -eq 1 ]
}

@test "programs executed by name, descriptor, memory, script and thread, and in vain" {
	run -0 prove execs
	assert_output '222 events'
}

@test "threads that execute at the same moment: each attempt that ends has an error" {
	prove execs race 200 >/dev/null || true # which attempts end is the kernel's choice
	assert_equal "$(rows run.log EXEC | grep -c 'execs --with words')" 200
	run awk -F, '$2 == "EXECFAIL" && $10 >= 512' run.log
	assert_output ''
}

@test "signals and their senders, sessions, groups, daemons, subreapers, users" {
	run -0 prove sessions
	assert_output '77 events'
}

@test "PID namespaces in each other" {
	run -0 prove namespaces
	assert_output --regexp '^[0-9]+ events$'
	# Whoever is one namespace further in has another PID there.
	assert_equal "$(rows run.log FORK 8=1 | wc -l)" 4
}

@test "a PID that is used again, by five processes with children" {
	run -0 prove namespaces again
	local pid
	pid=$(rows run.log FORK | sed -n '2s/^[^,]*,FORK,\([0-9]*\),.*/\1/p')
	assert_equal "$(rows run.log FORK 3="$pid" | wc -l)" 5
	# Each of these lives is a tree of its own.
	local birth
	while IFS=, read -r birth _; do
		run -0 bash -c 'pt-prune --root-pid "$1" run.log 2>/dev/null | grep -c FORK' - "$pid@$birth"
		assert_output 2
	done < <(rows run.log FORK 3="$pid")
}

@test "a victim of the out-of-memory killer" {
	local group
	if [ -w /sys/fs/cgroup/memory/cgroup.procs ]; then
		group=/sys/fs/cgroup/memory/pt-test.$$
		mkdir "$group"
		echo 8M >"$group/memory.limit_in_bytes"
		echo 8M >"$group/memory.memsw.limit_in_bytes" || true
	elif grep -qw memory /sys/fs/cgroup/cgroup.subtree_control; then
		group=/sys/fs/cgroup/pt-test.$$
		mkdir "$group"
		echo 8M >"$group/memory.max"
		echo 0 >"$group/memory.swap.max" || true
	else
		skip "no memory cgroup"
	fi
	run prove oom "$group"
	rmdir "$group"
	assert_success
	assert_output '7 events'
}
