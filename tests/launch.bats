# pt-launch: a command in a live stream.
# bats file_tags=tracer
load helper

# launch NAME [ARGUMENT ...]: records to NAME.log, statuses of both to NAME.status.
launch() {
	local name=$1
	shift
	bash -c 'pt-capture 2>"$0.capture" | pt-launch "$@" >"$0.log" 2>"$0.err"
		echo "${PIPESTATUS[@]}" >"$0.status"' "$name" "$@" </dev/null 3>&-
}

@test "its own errors" {
	run -125 pt-launch
	assert_output 'pt-launch: the command is missing (see pt-launch --help)'
	run -125 pt-launch --nope true
	assert_output 'pt-launch: unknown option --nope (see pt-launch --help)'
	run -125 pt-launch --grace
	assert_output 'pt-launch: an argument is missing after option --grace (see pt-launch --help)'
	run -125 pt-launch --grace soon true
	assert_output "pt-launch: --grace: 'soon' is not a time such as 1.5, 1.5s, 20ms or 300us"
	run -125 pt-launch --stdin nosuch true
	assert_output 'pt-launch: --stdin: nosuch: No such file or directory'
	run -125 pt-launch --stdout '&77' true
	assert_output 'pt-launch: --stdout: &77: Bad file descriptor'
	run -0 pt-launch --help
	assert_line --index 0 --partial 'usage: pt-launch'
	run -0 pt-launch --version
	assert_output --regexp '^pt-launch \(pt\) [0-9]'
}

@test "a stream that never begins: the command is not started" {
	run -125 pt-launch touch started </dev/null
	assert_output --partial 'the command was not started'
	refute [ -e started ]
	run -125 bash -c 'pt-launch touch started < "$1"' - "$ROOT/share/demo.log"
	refute [ -e started ]
	run -125 bash -c 'echo nonsense | pt-launch touch started'
	assert_output "pt-launch: <stdin>: not an event stream: begins with 'nonsense'"
	refute [ -e started ]
}

@test "the command's status is its own, the capture's is 0" {
	need_recording
	launch exits sh -c 'exit 3'
	assert_equal "$(cat exits.status)" '0 3'
	launch signal sh -c 'kill -KILL $$'
	assert_equal "$(cat signal.status)" '0 137'
	launch missing ./nosuch
	assert_equal "$(cat missing.status)" '0 127'
	assert_equal "$(cat missing.err)" 'pt-launch: ./nosuch: No such file or directory'
	run rows missing.log EXECFAIL 3="$(rows missing.log ROOT | cut -d, -f3)"
	assert_output --regexp ',2,,,"./nosuch",$'
	mkdir directory
	launch refused ./directory
	assert_equal "$(cat refused.status)" '0 126'
}

@test "ROOT stands behind the command's FORK, with the command line" {
	need_recording
	launch root /bin/sh -c 'true; exit 0' 'two words'
	local pid
	pid=$(rows root.log ROOT | cut -d, -f3)
	run grep -aE "^[0-9]+,(FORK|ROOT|EXEC|EXIT),$pid," root.log
	assert_equal "$(cut -d, -f2 <<<"$output" | tr '\n' ' ')" 'FORK ROOT EXEC EXIT '
	assert_line --index 1 --regexp "\"/bin/sh -c 'true; exit 0' 'two words'\"\$"
	assert_equal "$(cut -d, -f1 <<<"${lines[0]}")" "$(cut -d, -f1 <<<"${lines[1]}")"
	# All that was recorded is a stream, and the tree is whole.
	run -0 pt-prune root.log
	assert_equal "$(rows <(echo "$output") EXEC | wc -l)" 1
}

@test "a stream that is slow to begin: no late canary is taken for the command" {
	need_recording
	# Without its events for longer than a second, pt-launch starts another canary.
	pt-capture 2>/dev/null | {
		IFS= read -r header
		echo "$header"
		read -rt 1.5 <> <(:) || true
		while IFS= read -r row; do # each for itself
			printf '%s\n' "$row" || break
		done
	} | pt-launch -- sh -c 'exit 0' >slow.log
	run grep -c pt-canary slow.log
	assert [ "$output" -ge 3 ]
	run -0 pt-prune slow.log
	assert_line --regexp ',EXEC,.*"sh -c .exit 0."$'
	refute_line --partial pt-canary
}

@test "what is said of losses behind the command's last row is in the recording" {
	need_recording
	cp "$(type -P true)" last
	pt-capture 2>/dev/null | while IFS= read -r row; do # each for itself
		printf '%s\n' "$row" || break
		if [[ $row == *,EXIT,*'"last",' ]]; then
			read -rt 0.2 <> <(:) || true
			printf '%s,LOST,,,,,,,,3,,,"tracer",\n' "${row%%,*}" || break
		fi
	done | pt-launch -- ./last >lost.log
	assert_equal "$(rows lost.log LOST | cut -d, -f10,13)" '3,"tracer"'
}

@test "--kill-survivors ends what was created right before, of which the stream tells later" {
	need_recording
	mkfifo ready never
	cat >trapper <<-'END'
		#!/bin/sh
		trap 'setsid sleep 1000 & exit' TERM
		sleep 1000 &
		echo >ready
		read -r _ <>never
	END
	chmod +x trapper
	pt-capture 2>/dev/null | while IFS= read -r row; do # each for itself
		printf '%s\n' "$row" || break
		if [[ $row == *,SIGNAL,*,15,*'"trapper",' ]]; then
			read -rt 2 <> <(:) || true
		fi
	done | pt-launch --grace 1 --kill-survivors -- sh -c './trapper & read -r _ <ready' 3>&- | pt-prune >late.log
	assert_equal "$(rows late.log SIGNAL 10=15 | cut -d, -f13 | tr '\n' ' ')" '"trapper" "sleep" '
	assert_equal "$(rows late.log EXIT 10=15 | grep -c '"sleep"')" 1
	assert_equal "$(rows late.log EXIT 10=9 | grep -c '"s[a-z]*",$')" 1
}

@test "the command's files" {
	need_recording
	launch quiet sh -c 'cat; echo out; echo err >&2'
	assert_equal "$(sort quiet.err)" "$(printf 'err\nout')"
	echo input >in
	launch files --stdin in --stdout out cat
	assert_equal "$(head -n 1 out)" input
	run -0 pt-prune files.log
}

@test "what is left behind doesn't hang it, and is reported" {
	need_recording
	local start=$SECONDS
	launch left --grace 0.3 sh -c 'exec 7<>/dev/null; setsid sleep 987654 & exit 9'
	assert [ $((SECONDS - start)) -lt 15 ]
	assert_equal "$(cat left.status)" '0 9'
	local row pid
	row=$(rows left.log SURVIVOR)
	pid=$(cut -d, -f3 <<<"$row")
	kill "$pid" # it is alive
	assert_equal "$(wc -l <<<"$row")" 1
	assert_regex "$row" "^[0-9]+,SURVIVOR,$pid,[0-9]+,$pid,$pid,.*,\"sleep\",\"sleep 987654\"\$"
	assert_equal "$(cat left.err)" "pt-launch: still running 0.3 s after the command's end: PID $pid: sleep 987654"
	run rows left.log FD 3="$pid" 10=7
	assert_output --regexp '"/dev/null","rw"$'
	run rows left.log WAIT 3="$pid"
	assert_output --regexp ',"hrtimer_nanosleep",$'
}

@test "a time limit of 0 is none" {
	need_recording
	launch unlimited --timeout 0 sh -c 'sleep 0.1; exit 3'
	assert_equal "$(cat unlimited.status)" '0 3'
	assert_equal "$(rows unlimited.log TIMEOUT)" ''
}

@test "descendants that end within the grace time are waited for" {
	need_recording
	launch late --grace 20 sh -c 'sleep 0.7 & exit 0'
	assert_equal "$(cat late.err)" ''
	assert_equal "$(rows <(pt-prune late.log) EXIT | grep -c '"sleep"')" 1
	assert_equal "$(rows late.log SURVIVOR)" ''
}

@test "signals are passed on" {
	need_recording
	mkfifo ready
	pt-capture 2>/dev/null | pt-launch -- sh -c 'trap "exit 11" TERM; echo >ready; while :; do sleep 0.05; done' >signals.log &
	local launch=$!
	read -r <ready
	kill -TERM "$launch"
	wait "$launch" && status=0 || status=$?
	assert_equal "$status" 11
	# ... and one that comes before the command ends it.
	(exec pt-launch touch started < <(sleep 20 3>&-)) &
	launch=$!
	until_true grep -q SigCgt:.*14a0 "/proc/$launch/status"
	kill -TERM "$launch"
	wait "$launch" && status=0 || status=$?
	assert_equal "$status" 143
	refute [ -e started ]
}

@test "the capture dies: the command goes on, the recording says LOST" {
	need_recording
	mkfifo go
	bash -c 'exec 2>lost.err; pt-capture | pt-launch -- sh -c "echo \$\$ >pid; read x <go; echo done >result; exit 0" >lost.log; echo $? >lost.status' 3>&- &
	until_true test -s pid
	kill -KILL "$(pgrep -f '^[^ ]*pt-decode -t .* -r -- ' | while read -r p; do
		[ "$(readlink "/proc/$p/cwd")" != "$PWD" ] || echo "$p"
	done)"
	until_true grep -q ',LOST,' lost.log
	echo >go
	wait
	assert_equal "$(cat result)" done
	assert_equal "$(cat lost.status)" 125
	run cat lost.err
	assert_line --partial 'the capture has ended: what comes after that is not recorded'
}

@test "the recording's reader goes away: the command goes on" {
	need_recording
	mkfifo started
	bash -c 'pt-capture | pt-launch -- sh -c "echo >started; sleep 1; echo done >result; exit 0" 2>err | read -r _ <started
		echo "${PIPESTATUS[1]}" >status'
	assert_equal "$(cat result)" done
	assert_equal "$(cat status)" 125
	assert_regex "$(cat err)" "the recording's reader has ended"
}

@test "the recording's reader goes away before the command is started: it isn't" {
	need_recording
	bash -c 'pt-capture | pt-launch touch started 2>err | true; echo "${PIPESTATUS[1]}" >status'
	refute [ -e started ]
	assert_equal "$(cat status)" 125
	assert_equal "$(cat err)" "pt-launch: recording did not begin, the command was not started: the recording's reader has ended"
}
