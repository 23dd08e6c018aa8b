#!/usr/bin/env bats
# pt-format -d pipes, and the rows of descriptors that it is made from.

load helper

pipes() {
	pt-format -d pipes "$@"
}

# See stream.
rows_by() {
	stream time event pid ppid by code name detail
}

# follow [OPTION ...] <LINES: the pipes of a stream, in which descriptors were recorded.
follow() {
	rows_by >follow.log
	run -0 pipes "$@" follow.log
}

@test "a harness that waits for its tests' output looks like this" {
	run -0 pipes "$DATA/pipes.log"
	diff -u "$DATA/pipes.pipes" <(echo "$output")
}

@test "a recording without descriptors says so" {
	run -0 pipes "$DATA/build.log"
	assert_output 'descriptors were not recorded (see pt-capture --files)'
	follow <<-'END'
		1|META|||||files|pipes
		1|FORK|10|1|1
	END
	assert_output 'no pipes'
}

@test "made, inherited, copied, closed, closed by an exec and by the end" {
	follow <<-'END'
		1|FORK|10|1|1
		2|OPEN|10|||3|'pipe:[7]'|r pipe with 4
		2|OPEN|10|||4|'pipe:[7]'|w pipe with 3
		3|FORK|11|10|10
		4|CLOEXEC|11|||3|'pipe:[7]'|r on
		5|OPEN|11|||1|'pipe:[7]'|w dup from 4
		6|CLOSE|11|||4|'pipe:[7]'|w
		7|EXEC|11|10|||/bin/a|a
		8|CLOSE|10|||4|'pipe:[7]'|w
		9|EXIT|11|10||0
		10|EXIT|10|1||0
	END
	assert_output "$(cat <<-'END'
		pipe:[7], made by 10 ? at 0.001000s
		  r 3  10  ?  0.001000s  0.009000s  made, until its end
		  w 4  10  ?  0.001000s  0.007000s  made, closed
		  r 3  11  a  0.002000s  0.006000s  inherited from 10, closed by its exec
		  w 4  11  a  0.002000s  0.005000s  inherited from 10, closed
		  w 1  11  a  0.004000s  0.008000s  copied from 4, until its end
	END
	)"
}

@test "what is open at the end comes first, and who keeps it, with the test's name" {
	follow <<-'END'
		1|FORK|10|1|1
		2|OPEN|10|||3|'pipe:[7]'|r pipe with 4
		2|OPEN|10|||4|'pipe:[7]'|w pipe with 3
		3|CLOSE|10|||3|'pipe:[7]'|r
		4|CLOSE|10|||4|'pipe:[7]'|w
		5|OPEN|10|||3|'pipe:[8]'|r pipe with 4
		5|OPEN|10|||4|'pipe:[8]'|w pipe with 3
		6|FORK|11|10|10
		6|EXEC|11|10|||/bin/pt-mark|pt-mark 'test 7'
		6|EXIT|11|10||0
		7|FORK|12|10|10
		7|EXEC|12|10|||/bin/server|server --port 1
		8|EXIT|10|1||0
	END
	assert_line --index 0 'pipe:[8], made by 10 ? at 0.004000s'
	assert_line --index 1 "  kept open by 12 server --port 1 (r 3, w 4), created under 'test 7'"
	assert_line 'pipe:[7], made by 10 ? at 0.001000s'
	assert_equal "$(grep -c 'kept open' <<<"$output")" 1
}

@test "what pt-launch ended later was kept open" {
	follow <<-'END'
		1|META|||||files|pipes
		1|FORK|10|1|1
		1|ROOT|10|1||||make
		1|FD|10|||1|'pipe:[7]'|w
		1|CLOSE|10|||1|'pipe:[9]'|w
		2|EXEC|10|1|||/bin/make|make
		2|CLOSE|10|||50|'pipe:[8]'|r
		3|FORK|11|10|10
		4|EXIT|10|1||0
		5|SURVIVOR|11|1
		5|FD|11|||1|'pipe:[7]'|w
		5|FD|11|||9|'pipe:[7]'|rw
		6|EXIT|11|1||9
	END
	assert_line --index 0 'pipe:[7], given to the command'
	assert_line --index 1 '  kept open by 11 make (w 1, rw 9)'
	assert_line --regexp '^  w 1   10  make  0.000000s  0.003000s  given to the command, until its end$'
	assert_line --regexp '^  rw 9  11  make +0.005000s  had it when recording began, or got it unseen, until its end$'
	assert_line --regexp '^  r 50  10  make +0.001000s  had it when recording began, or got it unseen, closed$'
	refute_output --partial 'pipe:[9]' # pt-launch's own
}

@test "ranges of descriptors, closed or to be closed by an exec" {
	follow <<-'END'
		1|FORK|10|1|1
		2|OPEN|10|||3|'pipe:[7]'|r pipe with 4
		2|OPEN|10|||4|'pipe:[7]'|w pipe with 3
		2|OPEN|10|||5|'pipe:[8]'|r pipe with 6 cloexec
		2|OPEN|10|||6|'pipe:[8]'|w pipe with 5 cloexec
		3|CLOSE|10|||4||to 5
		4|CLOEXEC|10|||0||on to 4294967295
		5|CLOEXEC|10|||6|'pipe:[8]'|w off
		6|EXEC|10|1|||/bin/a|a
	END
	assert_line --regexp '^  r 3  10  a  0.001000s  0.005000s  made, closed by its exec$'
	assert_line --regexp '^  w 4  10  a  0.001000s  0.002000s  made, closed$'
	assert_line --regexp '^  r 5  10  a  0.001000s  0.002000s  made, closed$'
	assert_line --regexp '^  w 6  10  a  0.001000s +made$'
}

@test "descriptors that several processes share, until an exec, an end or unshare" {
	follow <<-'END'
		1|META|||||files|pipes
		1|FORK|10|1|1
		2|FORK|11|10|10|1024
		3|FORK|12|11|11|1024
		4|OPEN|12|||3|'pipe:[7]'|r pipe with 4
		5|EXEC|11|10|||/bin/a|a
		6|CLOSE|10|||3|'pipe:[7]'|r
		7|OPEN|12|||3|'pipe:[8]'|r pipe with 4
		8|CLOSE|12|||3||to 9 unshare
		9|EXIT|12|11||0
		10|EXIT|11|10||0
		11|EXIT|10|1||0
	END
	assert_line '  r 3  12  ?  0.003000s  0.005000s  made, closed'
	assert_line '  r 3  10  ?  0.003000s  0.005000s  shares the descriptors of 12, closed'
	assert_line '  r 3  11  a  0.003000s  0.009000s  shares the descriptors of 12, until its end'
	assert_line '  r 3  12  ?  0.006000s  0.007000s  made, closed'
	assert_line '  r 3  10  ?  0.006000s  0.010000s  shares the descriptors of 12, until its end'
}

@test "a FIFO, sockets, a number used again, and what there was when recording began" {
	follow <<-'END'
		1|META|||||files|pipes
		1|PROC|9|1|||sh|sh
		1|OPEN|9|||0|'pipe:[6]'|r before
		2|FORK|10|9|9
		3|OPEN|10|||3|'fifo:[08:01:5]'|r open cloexec named 'a b'
		4|CLOSE|10|||3|'fifo:[08:01:5]'|r
		5|OPEN|10|||3|'fifo:[08:01:5]'|w open named other
		6|OPEN|10|||4|'socket:[1]'|rw socketpair with 5
		6|OPEN|10|||5|'socket:[2]'|rw socketpair with 4
		7|CLOSE|10|||9|'socket:[3]'|rw
		8|OPEN|10|||6|'pipe:[7]'|r pipe with 7
		9|CLOSE|10|||6|'pipe:[7]'|r
		10|OPEN|10|||6|'pipe:[7]'|r pipe with 7
	END
	assert_line "fifo:[08:01:5] 'a b'"
	assert_line 'fifo:[08:01:5] other'
	assert_line 'socket:[1], the other end of socket:[2], made by 10 sh at 0.005000s'
	assert_line 'socket:[2], the other end of socket:[1], made by 10 sh at 0.005000s'
	refute_output --partial 'socket:[3]' # no pair, by all that is known
	assert_equal "$(grep -c '^pipe:.7., made' <<<"$output")" 2
	assert_line --regexp '^  r 0   9  sh +had it when recording began$'
	assert_line --regexp '^  r 0  10  sh  0.001000s +inherited from 9$'
}

@test "lost rows: what is proven later is shown, and that the rest may be incomplete" {
	rows_by >lost.log <<-'END'
		1|FORK|10|1|1
		2|OPEN|10|||3|'pipe:[7]'|r pipe with 4
		3|LOST||||5|tracer
		4|OPEN|10|||3|'pipe:[8]'|r pipe with 4
		5|OPEN|10|||1|'pipe:[9]'|w dup from 5
		6|FORK|11|10|10
		7|FORK|11|1|1
		8|CLOSE|12|||5|'pipe:[9]'|w
	END
	run -1 --separate-stderr pipes lost.log
	assert_line --index 0 'events were lost (at least 5): who had what may be incomplete'
	assert_line --regexp '^  r 3  10  \?  0.001000s  0.003000s  made, replaced unseen$'
	assert_line --regexp '^  w 5  10  \? +had it when recording began, or got it unseen$'
	assert_line --regexp '^  w 1  11  \?  0.005000s +inherited from 10, its end was lost$'
	assert_line --regexp '^  w 5  12  \? +0.007000s  had it when recording began, or got it unseen, closed$'
	assert_line '  kept open by 10 ? (w 5, w 1), or its end was lost'
}

@test "--limit and --min-duration choose pipes, and say how many they left out" {
	run -0 --separate-stderr pipes --limit 1 "$DATA/pipes.log"
	assert_equal "$(grep -c ^pipe <<<"$output")" 1
	assert_line --index 0 --regexp '^pipe:\[1485597\]'
	assert_equal "$stderr" 'pt-format: left out 1 of 2 pipes, all but those open at the end and the longest-lived (--limit)'
	run -0 --separate-stderr pipes --min-duration 10ms "$DATA/pipes.log"
	assert_equal "$(grep -c ^pipe <<<"$output")" 1
	assert_equal "$stderr" 'pt-format: left out 1 pipes that were there shorter than --min-duration'
}

@test "several recordings: nothing of one is known in the next" {
	run -0 pipes "$DATA/pipes.log" "$DATA/build.log" "$DATA/pipes.log"
	diff -u <(cat "$DATA/pipes.pipes" && echo && pipes "$DATA/build.log" && echo && cat "$DATA/pipes.pipes") <(echo "$output")
}

@test "hostile names, words and numbers can't forge a line" {
	rows_by >hostile.log <<-'END'
		1|FORK|10|1|1
		2|OPEN|10|||3|$'pipe:[7]\n  kept open by 1 x'|r pipe with 99999999999
		3|OPEN|10|||999999999999|'pipe:[8]'|r pipe with 4
		4|OPEN|10|||2147483647|'pipe:[8]'|rw rw dup from x from from cloexec named
		5|CLOSE|10|||0||to 99999999999999
		6|CLOSE|10|||7||to
		7|CLOEXEC|10|||5|x|
		8|OPEN|10|||||
		9|OPEN|10|||8|$'\e[31m'|r open named $'a\nb'
		9|CLOSE|10|||8|y|to 3
		9|FD|10|||9|'pipe:[9]'|
		8|EXEC|10|1|||$'\n  x'|$'\n  x'
		7|EXIT|10|1||0
	END
	run -0 pipes hostile.log
	refute_line --regexp '^  kept open by 1 x|^  x'
	refute_output --partial $'\e'
	assert_line --regexp "^\\$'pipe:\[7\]\\\\n  kept open by 1 x', made by 10 "
}

@test "text that isn't words is reported" {
	rows_by >bad.log <<-'END'
		1|FORK|10|1|1
		2|OPEN|10|||3|'pipe|r pipe
		3|OPEN|10|||3|'pipe:[1]'|r 'pipe
	END
	run -1 --separate-stderr pipes bad.log
	assert_regex "$stderr" "'pipe' is not quoted as words"
	assert_equal "${#stderr_lines[@]}" 2
}

@test "many descriptors, many processes, and a pipe that all have: in linear time" {
	awk -v header="$HEADER" 'BEGIN {
		print header
		print "1,FORK,10,1,,,,,1,,,,,"
		for (i = 3; i < 100003; i++)
			printf "2,OPEN,10,,,,,,,%d,,,\"\x27pipe:[%d]\x27\",\"r pipe with 0\"\n", i, i
		print "3,FORK,11,10,,,,,10,,,,,"
		for (i = 3; i < 100003; i++)
			printf "4,CLOSE,10,,,,,,,%d,,,\"\x27pipe:[%d]\x27\",\"r\"\n", i, i
		print "5,CLOSE,11,,,,,,,4,,,,\"to 200000\""
		for (i = 12; i < 100012; i++)
			printf "6,FORK,%d,%d,,,,,%d,,,,,\n", i, i - 1, i - 1
	}' >many.log
	run -0 --separate-stderr timeout 20 pt-format -d pipes --limit 1 many.log
	assert_line --index 0 'pipe:[3], made by 10 ? at 0.000000s'
	assert_equal "$(grep -c '^  kept open by' <<<"$output")" 100001
}

@test "live: every descriptor's row is what a program did, and -d pipes what it means" {
	need_recording
	FACTS=facts pt-record --files -o run.log -- "$ROOT/build/tests/workloads/pipes" >names 2>record.err </dev/null
	# pt-launch's own, before it executes the command.
	awk -F, '$2 == "EXEC" { began = 1 } began || $2 !~ /^(OPEN|CLOSE|CLOEXEC)$/' run.log >own.log
	run -0 "$ROOT/tests/facts" facts own.log
	assert_output '48 events'

	run -0 pipes run.log
	{
		while read -r name id; do
			id=${id//[/\\[}
			id=${id//]/\\]}
			echo "s/^$id/$name/; s/\\([, ] *\\)$id\\( \\|,\\|\$\\)/\\1$name\\2/g"
		done <names
		echo 's/fifo:\[[0-9a-f:]*\]/fifo/; s/  *[0-9][0-9.]*s//g; s/ at$//; s/  */ /g'
	} >names.sed
	awk -v RS= -v ORS='\n\n' '!/^[^\n]*given to the command/' <<<"$output" | sed -f names.sed >found
	diff -u - found <<-'END'
		pipe, made by maker pipes
		 r 4 maker pipes made, closed
		 w 5 maker pipes made, closed
		 r 4 executor exe inherited from maker, closed
		 w 5 executor exe inherited from maker, closed by its exec
		 w 41 executor exe copied from 5, until its end
		 r 4 creator pipes inherited from maker, until its end
		 w 5 creator pipes inherited from maker, until its end
		 r 4 orphan pipes inherited from creator, until its end
		 w 5 orphan pipes inherited from creator, until its end

		other, made by maker pipes
		 r 6 maker pipes made, closed
		 w 7 maker pipes made, closed
		 r 6 creator pipes inherited from maker, until its end
		 w 7 creator pipes inherited from maker, until its end
		 r 6 orphan pipes inherited from creator, until its end
		 w 7 orphan pipes inherited from creator, closed

		left, the other end of right, made by maker pipes
		 rw 5 maker pipes made, closed
		 rw 7 maker pipes copied from 5, closed
		 rw 40 maker pipes copied from 5, closed
		 rw 41 maker pipes copied from 5, closed

		right, the other end of left, made by maker pipes
		 rw 6 maker pipes made, closed
		 rw 7 maker pipes copied from 6, closed

		fifo 'a fifo'
		 rw 4 maker pipes opened, closed
		 w 5 maker pipes opened, closed

		shared, made by sharer pipes
		 r 4 sharer pipes made, closed
		 r 4 maker pipes shares the descriptors of sharer, closed
		 w 5 sharer pipes made, closed
		 w 5 maker pipes shares the descriptors of sharer, closed
		 r 40 sharer pipes copied from 4, until its end
		 r 40 maker pipes shares the descriptors of sharer, closed

	END
}

@test "live: bats hangs: who made the pipe, and through whom the test's process has it" {
	need_recording
	# A bats within bats works only with an environment of its own.
	run -124 env -i PATH="$ROOT/bin:/usr/bin:/bin:/usr/sbin:/sbin" pt-record --files --timeout 6 --grace 0.3 -o run.log -- bats "$DATA/hang.bats" 3>&- </dev/null
	pipes run.log >report
	# The pipe that bats made and sleep has open, by the chain of those it came through.
	run awk -v RS= '/^pipe:[^\n]*, made by [0-9]+ bash/ && /open when the time was up: [0-9]+ sleep 1000 \(w [0-9, w]+\), created under .starts a server./' report
	assert_line --index 0 --regexp '^pipe:'
	local sleep creator
	sleep=$(sed -n 's/^  open when the time was up: \([0-9]*\) sleep.*/\1/p' <<<"$output" | head -n 1)
	creator=$(rows run.log FORK 3="$sleep" | cut -d, -f9)
	assert_line --regexp "^  w 3 +$sleep  sleep +[0-9.]+s +[0-9.]+s  inherited from $creator, "
	assert_line --regexp "^  open when the time was up: [0-9]+ bash .*bats.* \(r 0\)$"
	refute_line --partial "'innocent'"
}

@test "live: what is left has it from whom, in the report of leaks" {
	need_recording
	run pt-record --files --grace 0.2 --kill-survivors --report -o run.log -- sh -c '(sleep 1000 &) | true; exit 0' 3>&- </dev/null
	assert_line --regexp "holds .*: the write end of 'pipe:.*', inherited from [0-9]+ sh, made by [0-9]+ sh$"
}

@test "live: what processes had open when recording began, FIFOs by device and inode" {
	need_recording
	mkfifo fifo
	sleep 1000 3<>fifo 4< <(:) </dev/null >/dev/null 2>&1 &
	local holder=$! id
	id=$(printf 'fifo:[%s:%s]' "$(stat -c '%Hd %Ld' fifo | awk '{ printf "%02x:%02x", $1, $2 }')" "$(stat -c %i fifo)")
	pt-record --files -r -o raw.log -- sh -c 'exec 5>fifo' 2>record.err 3>&-
	kill "$holder"
	run rows raw.log OPEN 3="$holder"
	assert_line --regexp "^[0-9]+,OPEN,$holder,,,,,,,3,,,\"'$(sed 's/[][]/\\&/g' <<<"$id")'\",\"rw before named fifo\"$"
	assert_line --regexp "^[0-9]+,OPEN,$holder,,,,,,,4,,,\"'pipe:.*\",\"r before\"$"
	run -0 pipes raw.log
	assert_output --regexp "(^|"$'\n'")$(sed 's/[][]/\\&/g' <<<"$id") fifo"$'\n'"  kept open by $holder sleep 1000 \(rw 3\)"
	assert_line --regexp '^  w [0-9]+ +[0-9]+  sh +.*  opened'
}

@test "live: a machine whose kernel has no dup2(2)" {
	need_recording
	mkdir bin
	printf '#!/bin/sh\necho aarch64\n' >bin/uname
	chmod +x bin/uname
	run env PATH="$PWD/bin:$PATH" sh -c 'pt-capture --files | head -n 1'
	assert_output "$HEADER"
}
