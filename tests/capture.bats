# pt-capture and pt-decode, live: the stream of the whole machine.
# bats file_tags=tracer
load helper

setup_file() {
	bats_load_library bats-support
	export LIVE=$BATS_FILE_TMPDIR/raw.log
	(need_recording) || return 0
	command -v pt-capture >/dev/null
	pt-capture >"$LIVE" 2>"$LIVE.err" &
	local capture=$!
	until_true test -s "$LIVE"
	(
		set +e # some of these fail
		cd "$BATS_FILE_TMPDIR" || exit
		/bin/echo plain 'two words' '' "it's" $'a\nb\x01c' '...' 'ünï' $'\xff' 'a,"b"'
		SECRET=hidden /bin/echo environment
		/bin/sh -c 'exit 42'
		/bin/sh -c 'i=0; while [ "$i" -lt 100000 ]; do i=$((i + 1)); done; exit 43'
		/bin/sh -c 'kill -TERM $$'
		printf '#!/bin/echo -n\n' >script && chmod +x script && ./script argument
		local missing=./nosuch$'\n'file odd=./new$'\n'line
		"$missing"
		/bin/cp /bin/true "$odd" && "$odd"
		setsid -w /bin/echo session
		perl -e 'setpgrp; exec "/bin/echo", "group"'
		sh -c '/bin/echo orphan & exit 0'
	) >/dev/null 2>&1
	kill -TERM "$capture"
	wait "$capture" && true
	echo $? >"$LIVE.status"
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	need_recording
}

# The rows whose detail is that command line.
detail() {
	grep -aF -- ",\"$1\"" "$LIVE"
}

@test "a signal ends the recording well, with a whole last line" {
	assert_equal "$(cat "$LIVE.status")" 0
	assert_equal "$(cat "$LIVE.err")" ''
	assert_equal "$(tail -c 1 "$LIVE" | od -An -tx1 | tr -d ' ')" 0a
	run pt-format -d jsonl "$LIVE"
	assert_success
}

@test "it begins with the header, META and PROC rows, one time for all" {
	assert_equal "$(head -n 1 "$LIVE")" "$HEADER"
	run awk -F, 'NR > 1 && $2 != "META" && $2 != "PROC" { body = 1 }
		body && ($2 == "META" || $2 == "PROC") { print "late: " $0 }
		!body && NR > 1 { times[$1] = 1 } END { for (t in times) n++; print n }' "$LIVE"
	assert_output 1
	for key in format host kernel bootid realtime tracer procs; do
		assert_equal "$(rows "$LIVE" META | grep -c "\"$key\"")" 1
	done
	# Wall clock is time + realtime.
	local realtime now
	realtime=$(rows "$LIVE" META | sed -n 's/.*"realtime","\(.*\)"/\1/p')
	now=$(date +%s.%N)
	run awk -v start="$(sed -n 2p "$LIVE" | cut -d, -f1)" -v offset="$realtime" -v now="$now" \
		'BEGIN { age = now - (start + offset) / 1e9; exit !(age > 0 && age < 3600) }'
	assert_success
}

@test "every process has one PROC or one FORK, parents before children" {
	run awk -F, '
		$2 == "PROC" { if (born[$3]++) print "twice: " $0; if ($4 > 0 && !($4 in born)) print "parent: " $0 }
		$2 == "FORK" { if (born[$3] && !dead[$3]) print "both: " $0; born[$3] = 1; dead[$3] = 0
			if (!($9 in born)) print "creator: " $0 }
		$2 == "EXIT" { dead[$3] = 1 }
		$2 ~ /^(EXEC|EXIT|SETSID|SETPGID|EXECFAIL)$/ && !($3 in born) { print "unborn: " $0 }' "$LIVE"
	assert_output ''
	# This test's own ancestors were alive: bats itself has its row.
	assert [ "$(rows "$LIVE" PROC | grep -c bats)" -ge 1 ]
}

@test "rows are in time order" {
	run awk -F, 'NR > 1 { if ($1 + 0 < last) print NR ": " $0; last = $1 + 0 }' "$LIVE"
	assert_output ''
}

@test "arguments byte for byte" {
	run detail "/bin/echo plain 'two words' '' 'it'\\''s' \$'a\\nb\\x01'\$'c' '...' ünï \$'\\xff' 'a,\"\"b\"\"'"
	assert_success
}

@test "the environment never appears" {
	run detail '/bin/echo environment'
	assert_success
	run grep -a 'SECRET\|hidden' "$LIVE"
	assert_failure
}

@test "wait statuses" {
	local pid
	pid=$(detail "/bin/sh -c 'exit 42'" | cut -d, -f3)
	assert_equal "$(rows "$LIVE" EXIT 3="$pid" | cut -d, -f10)" $((42 * 256))
	pid=$(detail "/bin/sh -c 'kill -TERM \$\$'" | cut -d, -f3)
	assert_equal "$(rows "$LIVE" EXIT 3="$pid" | cut -d, -f10)" 15
	run rows "$LIVE" SIGNAL 3="$pid" 10=15
	assert_output --regexp ',"sh",$'
}

@test "a script is the file executed, its interpreter the command" {
	run detail '/bin/echo -n ./script argument'
	assert_output --regexp ',EXEC,.*,"./script",'
}

@test "a failed attempt has its errno and the name that was tried" {
	run rows "$LIVE" EXECFAIL 10=2
	assert_line --partial "\"\$'./nosuch\\nfile'\""
}

@test "a name with a newline is one row" {
	run rows "$LIVE" EXEC
	assert_line --regexp "\"\\\$'./new\\\\nline'\",\"\\\$'./new\\\\nline'\"\$"
	run rows "$LIVE" EXIT
	assert_line --regexp "\"\\\$'new\\\\nline'\",\$"
}

@test "sessions and process groups" {
	local pid
	pid=$(detail '/bin/echo session' | cut -d, -f3)
	run rows "$LIVE" SETSID 3="$pid" 5="$pid" 6="$pid"
	assert_output --partial "$pid"
	pid=$(detail '/bin/echo group' | cut -d, -f3)
	run rows "$LIVE" SETPGID 3="$pid" 5="$pid"
	assert_output --partial "$pid"
}

@test "CPU time and peak memory" {
	run rows "$LIVE" EXIT 10=$((43 * 256))
	assert_output --regexp ',[1-9][0-9]{7,9},[1-9][0-9]{2,5},"sh",$'
}

@test "its reader's end is its end, and the tracer's" {
	run -0 --separate-stderr bash -c 'set -o pipefail; pt-capture | head -n 1'
	assert_output "$HEADER"
	assert_equal "$stderr" ''

	mkfifo events
	pt-capture >events &
	local capture=$! tracer
	exec 5<events
	read -r <&5
	tracer=$(pgrep -x bpftrace -P "$capture")
	exec 5<&-
	wait "$capture"
	until_true gone "$tracer"
}

@test "events are there within a blink, on an idle machine too" {
	mkfifo events
	# Bash reads byte by byte: of a busy machine only what matters here.
	pt-capture 2>/dev/null | grep --line-buffered -e '^time,' -e "/bin/true 'mark $$'" >events &
	local row start end
	exec 5<events
	IFS= read -r row <&5 # recording is live
	/bin/true "mark $$"
	start=$(date +%s%N)
	IFS= read -rt 10 row <&5
	end=$(date +%s%N)
	exec 5<&-
	/bin/true "mark $$" # which nobody reads: that ends them
	wait
	# 300 ms and some for a busy test machine; a stream that waits for a full block
	# or for other CPUs would never come to this.
	assert [ $(((end - start) / 1000000)) -lt 1000 ]
}

@test "four loops of spawns: nothing is lost and all is in order" {

	run -0 pt-record -o run.log "$ROOT/build/tests/workloads/spawn" 4 3000
	refute_output --partial lost
	run awk -F, '
		$1 + 0 < last { print "order: " $0 } { last = $1 + 0 }
		$2 == "LOST" { print }
		$2 == "FORK" { born[$3]++; forks++ }
		$2 != "FORK" && NR > 1 && $2 != "META" && !born[$3] { print "before its birth: " $0 }
		$2 == "EXEC" && $13 == "\"/bin/true\"" { execs++ }
		$2 == "EXIT" && $10 == 0 { exits++ }
		END { print forks, execs, exits }' run.log
	assert_output '12005 12000 12005'
}

@test "a busy tracer isn't woken for each event" {
	pt-capture >raw.log 2>err &
	local capture=$! tracer sleeps start
	until_true test -s raw.log
	tracer=$(pgrep -P "$capture" -x bpftrace)
	sleeps=$(awk '/^voluntary/ { print $2 }' "/proc/$tracer/status")
	start=${EPOCHREALTIME/./}
	"$ROOT/build/tests/workloads/spawn" 1 2000
	sleeps=$(($(awk '/^voluntary/ { print $2 }' "/proc/$tracer/status") - sleeps))
	echo "$sleeps sleeps in $(((${EPOCHREALTIME/./} - start) / 1000)) ms"
	# Some 0.7 a millisecond; one an event is 3 to 10.
	assert [ "$sleeps" -lt $(((${EPOCHREALTIME/./} - start) * 3 / 2000)) ]
	kill "$capture"
	wait "$capture"
}

@test "lines that come in parts, padding between them" {
	printf '#!/bin/sh\n"%s" "$@" | dd bs=37 iflag=fullblock status=none\n' "$(command -v bpftrace)" >bpftrace
	chmod +x bpftrace
	run -0 pt-record -b ./bpftrace -o run.log "$ROOT/build/tests/workloads/spawn" 1 1000
	refute_output --partial lost
	run awk -F, '
		{ $1 = $3 = $4 = $5 = $6 = $7 = $9 = $11 = $12 = "" }
		/true/ && / (EXEC|EXIT) / { print $2, $10, $13, $14 }' run.log
	assert_equal "$(sort <<<"$output" | uniq -c | tr -s ' ')" \
		$' 1000 EXEC "/bin/true" "true"\n 1000 EXIT 0 "true" '
}

@test "the tracer killed: what came so far stays, the loss is told" {
	pt-capture >raw.log 2>err &
	local capture=$! tracer
	until_true test -s raw.log
	tracer=$(pgrep -P "$capture" -x bpftrace)
	kill -KILL "$tracer"
	wait "$capture" && status=0 || status=$?
	assert_equal "$status" 1
	assert_equal "$(tail -n 1 raw.log | cut -d, -f2)" LOST
	run cat err
	assert_line --partial 'the tracer ended by itself'
}

@test "an output that is full" {
	run -2 bash -c 'pt-capture >/dev/full'
	assert_output 'pt-decode: <stdout>: write error: No space left on device'
}

@test "recordings one behind the other are one stream" {
	run -0 pt-format -d jsonl <(head -n 40 "$LIVE") <(head -n 40 "$LIVE")
	assert_equal "${#lines[@]}" 78
}

# Errors that need no recording machine.

@test "its own errors" {
	run -2 pt-capture --nope
	assert_output 'pt-capture: unknown option --nope (see pt-capture --help)'
	run -2 pt-capture operand
	assert_output "pt-capture: it takes no operands, but 'operand' was given (see pt-capture --help)"
	run -2 pt-capture --buffer 100
	assert_output "pt-capture: --buffer: '100' is not a power of two"
	run -2 pt-capture --buffer much
	assert_output "pt-capture: --buffer: 'much' is not a number of pages"
	run -2 pt-capture -b
	assert_output 'pt-capture: an argument is missing after option -b (see pt-capture --help)'
	run -0 pt-capture --help
	assert_line --index 0 'usage: pt-capture [--files] [-b PATH] [--buffer PAGES]'
}

@test "a machine that lacks something: one line says what, and what to do" {
	run -2 pt-capture -b /nosuch/bpftrace
	assert_output 'pt-capture: bpftrace is not installed (/nosuch/bpftrace): apt-get install bpftrace'
	printf '#!/bin/sh\necho bpftrace v0.9.4\n' >old && chmod +x old
	run -2 pt-capture -b ./old
	assert_output 'pt-capture: bpftrace 0.9.4 is too old: 0.14 or later is needed'
	run -2 pt-capture --check -b ./old
	assert_line 'FAIL bpftrace      bpftrace 0.9.4 is too old: 0.14 or later is needed'
	assert_line --regexp '^ok   btf '
	printf '#!/bin/sh\necho another 1.0\necho Copyright\n' >other && chmod +x other
	run -2 pt-capture -b ./other
	assert_output "pt-capture: './other --version' names no version: 'another 1.0'"

	run -2 setpriv --bounding-set=-sys_admin,-bpf,-perfmon --inh-caps=-all pt-capture
	assert_output --partial 'pt-capture: root, but without the capabilities'
	chmod -R go+rX "$BATS_RUN_TMPDIR"
	mkdir bin share && cp "$(command -v pt-capture)" bin && cp "$ROOT/share/lifecycle.bt" share
	ln -s $(command -v id readlink dirname awk sed grep sh head) bin/
	run -2 setpriv --reuid 65534 --clear-groups env PATH="$PWD/bin" pt-capture
	assert_output 'pt-capture: only root can record: run it as root, or install sudo'
	run -2 setpriv --reuid 65534 --clear-groups env PATH="$PWD/bin" pt-capture --check
	assert_line 'FAIL root          only root can record: run it as root, or install sudo'
	assert_line 'ok   capabilities  those of root'
	refute_output --partial CONFIG_FTRACE_SYSCALLS # nobody knows: only root may look
}

@test "root of a user namespace can't record, and is told so" {
	unshare --user --map-root-user true 2>/dev/null || skip "no user namespace here"
	run -2 unshare --user --map-root-user pt-capture
	assert_output "pt-capture: root of a user namespace only, as in a rootless container: run it as the machine's root"
}

@test "a machine without tracefs or BTF" {
	unshare -m true 2>/dev/null || skip "no mount namespace here"
	run -2 unshare -m sh -c 'umount -l /sys/kernel/tracing; pt-capture'
	assert_output 'pt-capture: tracefs is not mounted: mount -t tracefs tracefs /sys/kernel/tracing'
	run -2 unshare -m sh -c 'mount -t tmpfs none /sys/kernel/btf; pt-capture'
	assert_output --partial 'pt-capture: no BTF (/sys/kernel/btf/vmlinux): use a kernel built with'
}

@test "a tracer that fails says why" {
	need_recording
	printf '#!/bin/sh\n[ "$1" != --version ] || exec echo bpftrace v0.17.0\necho "ERROR: no luck" >&2; exit 3\n' >bad
	chmod +x bad
	run -2 pt-capture -b ./bad
	assert_output 'pt-decode: ERROR: no luck
pt-decode: the tracer ended before recording began (status 3)'
}
