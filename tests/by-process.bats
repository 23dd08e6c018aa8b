# pt-format -d by-process: events grouped by process.
load helper
export LC_ALL=C.UTF-8

by_process() {
	printf '%s\n' "$HEADER" "$@" | pt-format -d by-process
}

# The headers alone.
heads() {
	by_process "$@" | grep '^PID'
}

exit_of() {
	echo "1000,EXIT,$1,,,,,,,,,,,"
}

@test "a header, the events as in sequential, an empty line; in order of the first event" {
	local rows=(
		'1000,FORK,6,5,5,5,0,,5,,,,"sh",'
		'1001,FORK,7,6,5,5,0,,6,,,,"sh",'
		'1002,EXEC,6,5,5,5,0,,,,,,"/bin/sh","sh -c '\''exit 3'\''"'
		'1003,EXIT,7,6,5,5,0,,,0,,,"sh",'
		'1004,EXIT,6,5,5,5,0,,,768,,,"sh",'
	)
	run -0 --keep-empty-lines by_process "${rows[@]}"
	local by_process=$output
	run -0 pt-format -d sequential < <(printf '%s\n' "$HEADER" "${rows[@]}")
	assert_equal "$by_process" "PID 6: sh -c 'exit 3'
${lines[0]}
${lines[2]}
${lines[4]}

PID 7, forked from 6
${lines[1]}
${lines[3]}

"
}

@test "the header shows the first program that was executed" {
	run -0 heads '1,FORK,6,5,,,,,5,,,,,' '1,EXECFAIL,6,5,,,,,,2,,,"x",' '1,EXEC,6,,,,,,,,,,"/bin/a","a 1"' \
		'2,EXEC,6,,,,,,,,,,"/bin/b","b 2"'
	assert_output 'PID 6: a 1'
}

@test "the header shows the file where the arguments aren't known" {
	run -0 heads "1,EXEC,6,,,,,,,,,,\"'/bin/a b'\","
	assert_output "PID 6: '/bin/a b'"
}

@test "forked from: the creator, also where the parent is another" {
	run -0 heads '1,FORK,6,1,,,,,5,,,,,' '1,FORK,7,4,,,,,,,,,,' '1,FORK,8,,,,,,,,,,,'
	assert_output 'PID 6, forked from 5
PID 7, forked from 4
PID 8'
}

@test "a process that was alive before the recording shows if it has events" {
	run -0 heads '1,PROC,3,1,,,,,,,,,"bash","bash -i"' '1,PROC,4,1,,,,,,,,,"sleep","sleep 9"' \
		'1,PROC,2,0,,,,,,,,,"kthreadd",' "$(exit_of 2)" "$(exit_of 3)"
	assert_output 'PID 2: kthreadd
PID 3: bash -i'
}

@test "a process whose birth was lost" {
	run -0 heads '1,SETSID,6,5,,,,,,,,,,'
	assert_output 'PID 6'
}

@test "two lives of one PID are two processes" {
	run -0 by_process '1,FORK,6,5,,,,,5,,,,,' '2,FORK,7,5,,,,,5,,,,,' '3,EXIT,6,5,,,,,,,,,,' \
		'4,FORK,6,7,,,,,7,,,,,' '5,EXEC,6,7,,,,,,,,,"b","b"' "$(exit_of 6)"
	run grep -o '^PID.*\|^{"[A-Za-z]*' <<< "$output"
	assert_output 'PID 6, forked from 5
{"Fork
{"Exit
PID 7, forked from 5
{"Fork
PID 6: b
{"Fork
{"ExecFull
{"Exit'
}

@test "what a PID does after its exit is another life, unless its zombie is moved" {
	run -0 by_process "$(exit_of 6)" '1001,SETPGID,6,5,6,,,,5,,,,,' '1002,EXEC,6,,,,,,,,,,"b","b"' "$(exit_of 6)"
	run grep -o '^PID.*\|^{"[A-Za-z]*' <<< "$output"
	assert_output 'PID 6
{"Exit
{"SetPGID
PID 6: b
{"ExecFull
{"Exit'
}

@test "another recording has other processes" {
	run -0 heads '1,PROC,3,1,,,,,,,,,"a","a"' '1,FORK,6,3,,,,,3,,,,,' "$(exit_of 3)" "$HEADER" "$(exit_of 6)" "$(exit_of 3)"
	assert_output 'PID 6, forked from 3
PID 3: a
PID 6
PID 3'
}

@test "kinds that have no line are left out" {
	run -0 by_process '1,ROOT,6,,,,,,,,,,,"sh"' '1,SIGNAL,6,,,,,,,9,,,,' '1,SURVIVOR,6,,,,,,,,,,,"sh"' '1,FD,6,,,,,,,1,,,"x",'
	assert_output ''
}

@test "a command cut short" {
	run -0 heads '1,EXEC,6,,,,,,,,,,"/bin/a","a b ..."' '1,EXEC,7,,,,,,,,,,"/bin/a","..."'
	assert_output 'PID 6: a b ...
PID 7: ...'
}

@test "control characters don't reach the terminal, even where the cell holds them" {
	by_process $'1,EXEC,6,,,,,,,,,,"/bin/a\u202e","a \u009b1m \u202e \xff $\'\\e[1m\'"' > output
	assert_equal "$(head -1 output)" "PID 6: a \$'\\xc2\\x9b'\$'1m' \$'\\xe2\\x80\\xae' \$'\\xff' \$'\\x1b[1m'"
	tail -n +2 output | grep -q '"/bin/a\\u202e","args":\["a","\\u009b1m","\\u202e","�","\\u001b\[1m"\]'
	run ! grep -P '[\x00-\x1f\x7f-\x9f\x{202e}]' output
}

@test "text that isn't quoted is reported" {
	run -1 --separate-stderr by_process '1,PROC,6,1,,,,,,,,,"a","a `b`"' "$(exit_of 6)" '1,EXEC,7,,,,,,,,,,"/bin/a","$a"'
	assert_output 'PID 6
{"Exit":{"seq":1,"timestamp":0,"pid":6,"ppid":0,"pgid":0}}'
	assert_equal "$stderr" "pt-format: <stdin>:2: detail 'a \`b\`' is not quoted as a shell needs it
pt-format: <stdin>:4: detail '\$a' is not quoted as a shell needs it"
}

@test "an empty recording, and bad rows" {
	run -0 by_process
	assert_output ''
	run -1 --separate-stderr by_process bad "$(exit_of 6)"
	assert_line 'PID 6'
}
