#!/usr/bin/env bats
# pt-format itself; each mode has tests of its own.

load helper

bad() { # status 2 and one line on standard error, which is $output then
	run -2 --separate-stderr pt-format "$@"
	assert_equal "$output" ''
	assert_equal "${#stderr_lines[@]}" 1
	output=$stderr
}

@test "an unknown mode is refused with the names of all modes" {
	bad -d trees "$DATA/build.log"
	assert_regex "$output" "^pt-format: --display: 'trees' is not sequential, [a-z, -]* or [a-z-]*$"
	for mode in $(modes); do
		assert_regex "$output" "[ ,]$mode(,| or|\$)"
	done
}

@test "a mode's name can't bring control characters to the terminal" {
	bad --display=$'\e[31m'
	assert_output --partial "'\\x1b[31m' is not"
}

@test "--help lists every mode, and every mode works" {
	run -0 pt-format --help
	for mode in $(modes); do
		assert_line --regexp "^  $mode +[A-Za-z]"
		pt-format -d "$mode" "$DATA/build.log" > out || [ "$mode$?" = leaks1 ]
		assert [ -s out ]
	done
}

@test "sequential is the default" {
	pt-format "$DATA/build.log" > default
	pt-format -d sequential "$DATA/build.log" > sequential
	cmp default sequential
}

@test "file, -, standard input and a pipe give the same" {
	set +o pipefail
	for mode in $(modes recording); do
		pt-format -d $mode "$DATA/build.log" > expected || [ "$mode$?" = leaks1 ]
		pt-format -d $mode - < "$DATA/build.log" | cmp - expected
		cat "$DATA/build.log" | pt-format -d $mode | cmp - expected
	done
}

@test "--min-duration takes seconds and units" {
	for time in 1.0095 1.0095s 1009.5ms 1009500us; do
		run -0 --separate-stderr pt-format -d tree --min-duration $time "$DATA/build.log"
		assert_line --partial 'exit 124'
		refute_line --partial SIGTERM
	done
}

@test "--min-duration refuses everything else" {
	for time in '' x 1h -1 1e3 0x10 ' 1' '1 s' . .s inf nan 1.2.3 99999999999; do
		bad -d tree "--min-duration=$time" "$DATA/build.log"
		assert_output "pt-format: --min-duration: '$time' is not a time such as 1.5, 1.5s, 20ms or 300us"
	done
}

@test "--limit refuses what is not a number" {
	bad -d tree --limit=-1 "$DATA/build.log"
	assert_output --partial "--limit: '-1' is not a number"
}

@test "a mode that shows every event refuses --limit and --min-duration" {
	bad -d jsonl --limit 1 "$DATA/build.log"
	assert_output --partial 'not for the mode jsonl'
	bad -d csv --min-duration 1 "$DATA/build.log"
	assert_output --partial 'not for the mode csv'
	bad --min-duration 1 "$DATA/build.log"
	assert_output --partial 'not for the mode sequential'
}

@test "an unknown option, a missing argument and a missing file are refused" {
	bad --frobnicate
	assert_output --partial 'unknown option --frobnicate'
	bad -d
	assert_output --partial 'an argument is missing after option -d'
	bad -d tree missing.log
	assert_output 'pt-format: missing.log: No such file or directory'
}

@test "a full disk is an error" {
	for mode in $(modes recording); do
		run -2 sh -c "pt-format -d $mode '$DATA/build.log' > /dev/full"
		assert_output --partial 'write error'
	done
}

@test "lost events make the exit status 1" {
	{ cat "$DATA/build.log"; echo '3600000000,LOST,,,,,,,,17,,,,'; } > lost.log
	for mode in $(modes recording); do
		run -1 pt-format -d $mode lost.log
	done
	run -0 pt-format -d tree "$DATA/build.log"
}

@test "modes of whole recordings take linear time and 1 KiB a process" {
	nested 100000 > nested.log
	siblings 100000 > siblings.log
	for mode in by-process $(modes recording); do
		for shape in nested siblings; do
			(ulimit -v 110000 && timeout 20 pt-format -d "$mode" "$shape.log" > out) ||
				[ "$mode$?" = leaks1 ] || fail "$mode: $shape"
			assert [ -s out ]
		done
	done
}
