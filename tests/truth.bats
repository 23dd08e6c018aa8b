# The recording is what happened: workloads that report what they did, and what was
# recorded of them, compared both ways.
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
}

@test "programs executed by name, descriptor, memory, script and thread, and in vain" {
	run -0 prove execs
	assert_output '222 events'
}

@test "signals and their senders, sessions, groups, daemons, subreapers, users" {
	run -0 prove sessions
	assert_output '70 events'
}
