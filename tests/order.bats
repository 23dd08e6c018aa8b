# Order: rows in time order, births before everything else and ends last, under load
# on all CPUs; and rows that come at once when there is none.
#
# ORDER_RUNS=10 repeats the run of 100,000 events so often.
# bats file_tags=tracer
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	need_recording
}

teardown() {
	kill "${load[@]}" 2>/dev/null || true
}

# Prints what is out of order in a recording of the whole machine.
violations() {
	awk -F, '
		NR == 1 { next }
		$1 + 0 < last { print NR ": earlier than the row before: " $0 }
		{ last = $1 + 0 }
		$2 == "LOST" { print NR ": " $0 }
		# What a virtual machine runs as init may make processes that no tracepoint
		# shows; they begin so.
		$2 == "SETPGID" && $4 == 1 && $9 == "" && state[$3] != "alive" { state[$3] = "alive" }
		$2 == "PROC" { state[$3] = "alive" }
		$2 == "FORK" {
			if (state[$3] == "alive") print NR ": a birth in the middle of a life: " $0
			if (state[$9] != "alive") print NR ": a child before its creator: " $0
			state[$3] = "alive"
		}
		$2 ~ /^(EXEC|EXECFAIL|SETSID|SETPGID|EXIT)$/ && state[$3] != "alive" {
			print NR ": " (state[$3] ? "after the end" : "before the birth") ": " $0
		}
		$2 == "EXIT" { state[$3] = "dead" }' "$1"
}

@test "100,000 events under load on all CPUs: no violation of order" {
	local run cpu
	load=()
	for ((cpu = $(nproc); cpu > 0; cpu--)); do
		(exec 3>&-; while :; do :; done) &
		load+=($!)
	done
	for ((run = 1; run <= ${ORDER_RUNS:-1}; run++)); do
		pt-record -r -o raw.log -- "$ROOT/build/tests/workloads/spawn" 8 4200 2>err || break
		assert_equal "$(violations raw.log | head -n 20)" ''
		assert [ "$(grep -c '"true"\|"spawn"\|"/bin/true"' raw.log)" -ge 100000 ]
	done
	assert_equal "$run" $((${ORDER_RUNS:-1} + 1))
	refute grep -q lost err
}

# latency COMMAND ...: milliseconds from an event until its row is here, the lower
# quartile of 15: a stream that waits for something shows it in each, a machine that is
# busy in some. Bash reads byte by byte, too slowly for the rows of such a machine.
latency() {
	local row i uptime
	mkfifo events
	"$@" 2>capture.err 3>&- | grep --line-buffered -e '^time,' -e pt-mark >events 3>&- &
	exec 5<events
	IFS= read -r row <&5
	for i in {1..15}; do
		pt-mark "latency $i $$"
		while IFS= read -rt 60 row <&5; do
			[[ $row != *"latency $i $$"* ]] || break
		done
		read -r uptime _ </proc/uptime
		echo $((${uptime/./} * 10 - ${row%%,*} / 1000000))
		read -rt 0.1 <> <(:) || true
	done | sort -n | sed -n 4p
	exec 5<&-
	pt-mark # which nobody reads: that ends them
	wait
}

@test "an event is visible within 300 ms" {
	run latency pt-capture
	assert [ "$output" -lt 300 ]
}

@test "... while other CPUs are idle" {
	run taskset -c 0 bash -c "$(declare -f latency); latency pt-capture"
	assert [ "$output" -lt 300 ]
}

@test "... without ticks" {
	printf '#!/bin/bash\nexec "%s" "$@" < <(if [ "$1" = - ]; then sed "/^profile:/,/^}/d"; fi)\n' \
		"$(command -v bpftrace)" >bpftrace
	chmod +x bpftrace
	run latency pt-capture -b ./bpftrace
	assert [ "$output" -lt 300 ]
}
