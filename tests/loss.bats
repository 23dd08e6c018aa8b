# Loss is never silent: what was lost on purpose is told by the recording, the statuses
# and what is made of it, and nothing crashes or hangs.
# bats file_tags=tracer
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	need_recording
}

# start [PT-CAPTURE'S ARGUMENTS]: records to raw.log through a reader of its own.
start() {
	mkfifo events
	cat <events >raw.log 3>&- &
	reader=$!
	pt-capture "$@" >events 2>capture.err 3>&- &
	capture=$!
	until_true test -s raw.log
}

stop() {
	kill -TERM "$capture" 2>/dev/null || true
	wait "$capture" && status=0 || status=$?
	wait "$reader"
}

teardown() {
	kill ${capture-} ${reader-} 2>/dev/null || true
	[ ! -p held ] || : 1<>go 1<>held # whoever waits there
}

# Every mode reads the recording to its end, and says that it isn't whole.
rendered() {
	local mode
	for mode in $(modes) tree; do
		run -1 --separate-stderr timeout 60 pt-format -d "$mode" raw.log
		assert_regex "$stderr" 'pt-format: events were lost'
	done
	assert_line --index 0 --regexp '^events were lost \(.*\): the tree may be incomplete$'
	# Not one process with a beginning or an end is missing.
	run -1 --separate-stderr pt-format -d by-process raw.log
	assert_equal "$(grep -c '^PID ' <<<"$output")" "$(awk -F, '
		$2 == "FORK" { n++; alive[$3] = 1 }
		$2 ~ /^(EXEC|EXECFAIL|EXIT|SETSID|SETPGID)$/ && !alive[$3] { n++; alive[$3] = 1 }
		$2 == "EXIT" { alive[$3] = 0 }
		END { print n }' raw.log)"
}

@test "a reader that stands still under a storm of spawns" {
	start --buffer 8
	kill -STOP "$reader"
	"$ROOT/build/tests/workloads/spawn" 4 2000
	kill -CONT "$reader"
	stop
	assert_equal "$status" 1
	assert_equal "$(cat capture.err)" 'pt-decode: events were lost'
	run rows raw.log LOST
	assert_line --regexp '^[0-9]+,LOST,,,,,,,,[1-9][0-9]*,,,"tracer",$'
	rendered
	# What is missing is no more than what was said to be lost: of a spawned process
	# its FORK, its EXEC in three lines, its EXIT.
	run awk -F, '$2 == "LOST" { lost += $10 } $2 == "EXIT" && $13 == "\"true\"" { exits++ }
		END { if (exits + lost < 8001) print exits, lost }' raw.log
	assert_output ''
}

# The kernel tells of what a CPU lost with that CPU's next record, and there the command's
# last process was the last.
@test "a command whose last events are lost" {
	pt-capture --buffer 8 2>capture.err | pt-launch -- taskset -c 0 bash -c '
		kill -STOP $PPID
		"$1" 4 2000
		kill -CONT $PPID' - "$ROOT/build/tests/workloads/spawn" >raw.log 3>&- || true
	assert_equal "$(cat capture.err)" 'pt-decode: events were lost'
	assert_regex "$(rows raw.log LOST)" '^[0-9]+,LOST,,,,,,,,[1-9][0-9]*,,,"tracer",'
	rendered
}

@test "the tracer killed under a storm of spawns: pt-record" {
	mkfifo go
	pt-record -r -o raw.log -- bash -c "set -m; '$ROOT/build/tests/workloads/spawn' 2 100000 & echo >go; read -r <go; kill -- -\$!; wait; exit 0" 2>record.err 3>&- &
	local record=$! tracer
	read -r <go
	tracer=$(pgrep -x bpftrace -P "$(pgrep -x pt-decode -P "$record")")
	kill -KILL "$tracer"
	until_true grep -q 'ended by itself' record.err
	echo >go
	wait "$record" && status=0 || status=$?
	assert_equal "$status" 125
	assert_equal "$(rows raw.log LOST | wc -l)" 2 # the tracer's, then the capture's end
	rendered
}

# A recording for which sudo is needed: for pt-capture this isn't root.
start_through_sudo() {
	[ "$(id -u)" -eq 0 ] && command -v sudo >/dev/null || skip "not root, or no sudo"
	mkdir bin
	printf '#!/bin/sh\necho 1000\n' >bin/id
	chmod +x bin/id
	PATH=$PWD/bin:$PATH start
	sudo=$(pgrep -x sudo -P "$capture")
	tracer=$(pgrep -x bpftrace -P "$sudo" || pgrep -x bpftrace -P "$(pgrep -x sudo -P "$sudo")")
}

@test "sudo's child killed" {
	start_through_sudo
	kill -KILL "$tracer"
	until_true grep -q 'the tracer ended by itself' capture.err
	stop
	assert_equal "$status" 1
	assert_equal "$(tail -n 1 raw.log | cut -d, -f2)" LOST
	rendered
}

# It may hold its end of the pipe for a second yet, while the kernel detaches its probes.
@test "the tracer killed right before the capture is stopped" {
	start
	kill -KILL "$(pgrep -x bpftrace -P "$capture")"
	stop
	assert_equal "$status" 1
	assert_equal "$(tail -n 1 raw.log | cut -d, -f2)" LOST
	assert_regex "$(cat capture.err)" 'the tracer (ended by itself|was too far behind): what came .* is lost'
	rendered
}

# bpftrace 0.27 has closed its output long before the kernel has detached its probes.
@test "... and it has closed its output, but not ended" {
	mkfifo go held
	cat >slow <<-'END'
		#!/usr/bin/perl
		exec 'bpftrace', @ARGV if $ARGV[0] eq '--version';
		setpgrp 0, getpgrp getppid; # out of reach of a signal to its group
		$SIG{CHLD} = 'IGNORE';
		exec 'bpftrace', @ARGV if !fork;
		exec 'sh', '-c', 'exec >&- 2>&-; : <held' if !fork; # pt-decode's next to signal
		open my $go, '<', 'go';
		close STDOUT;
		close STDERR;
		open my $held, '<', 'held';
	END
	chmod +x slow
	start -b ./slow
	tracer=$(pgrep -x bpftrace -P "$(pgrep -x slow -P "$capture")")
	kill -KILL "$tracer"
	until_true gone "$tracer"
	kill -TERM "$capture"
	until_true grep -q '^ShdPnd:[[:space:]]*0*$' "/proc/$capture/status" # it has seen that
	echo >go
	stop
	assert_equal "$status" 1
	assert_equal "$(tail -n 1 raw.log | cut -d, -f2)" LOST
	assert_regex "$(cat capture.err)" 'the tracer ended by itself: what came after that is lost'
}

@test "sudo killed: its child goes on, nothing is lost" {
	start_through_sudo
	kill -KILL "$sudo"
	/bin/true "after $sudo"
	stop
	assert_equal "$status $(cat capture.err)" '0 '
	assert_equal "$(rows raw.log EXEC | grep -c "after $sudo")" 1
	assert_equal "$(rows raw.log LOST)" ''
	until_true gone "$tracer"
}

# What an interrupt sends while its CPU runs a probe. A few more are not counted: the
# kernel may run no probe for some of the machine's own tasks.
@test "signals of a timer beside a storm of spawns: what was missed is counted" {
	pt-record -r -o run.log -- bash -c "'$ROOT/build/tests/workloads/spawn' 2 2000 & \
		'$ROOT/build/tests/workloads/timers' 2000; wait" >sent 2>record.err 3>&- </dev/null
	run awk -F, '$2 == "SIGNAL" && $10 == 14 { seen++ } $2 == "MISSED" { missed += $10 }
		END { print seen, missed }' run.log
	read -r seen missed <<<"$output"
	echo "$(cat sent) sent, $seen seen, $missed missed"
	((seen + missed > $(cat sent) * 99 / 100))
	((seen + missed <= $(cat sent) * 101 / 100))
	# They are no reason to doubt anything else.
	pt-format -d tree run.log >/dev/null
}
