load helper

# A script that is looked for in two directories, with a child, in the order that the
# CPUs wrote.
sample() {
	cat <<-'EOF'
		EXEC_FILENAME: seq=1,ts=825573691,pid=64,filename=./run.sh
		EXEC_ARGS: seq=2,ts=825573691,pid=64,./run.sh -v
		FORK: seq=3,ts=825507751,parent_pid=48,child_pid=64,parent_pgid=47
		EXEC: seq=4,ts=825573691,pid=64,ppid=48,pgid=64
		EXEC_ARGS: seq=6,ts=826461572,pid=64,bash ./run.sh
		EXEC_FILENAME: seq=5,ts=826461572,pid=64,filename=/opt/bin/bash
		BADEXEC: seq=7,ts=826518391,pid=64
		SETSID: seq=10,ts=826600000,pid=64,ppid=48,pgid=64,sid=64
		EXEC_FILENAME: seq=8,ts=826521091,pid=64,filename=/bin/bash
		EXEC_ARGS: seq=9,ts=826521091,pid=64,bash ./run.sh
		EXEC: seq=11,ts=826521091,pid=64,ppid=48,pgid=64
		FORK: seq=12,ts=828885907,parent_pid=64,child_pid=65,parent_pgid=48
		SETPGID: seq=13,ts=828900000,pid=65,ppid=64,pgid=0
		EXIT: seq=14,ts=829282723,pid=65,ppid=64,pgid=65
		EXIT: seq=15,ts=829379491,pid=64,ppid=48,pgid=64
	EOF
}

sample_events() {
	cat <<-EOF
		$HEADER
		825507751,META,,,,,,,,,,,"format","1"
		825507751,META,,,,,,,,,,,"tracer","proctrace"
		825507751,FORK,64,48,,,,,48,,,,,
		825573691,EXEC,64,48,,,,,,,,,"./run.sh","./run.sh -v"
		826518391,EXECFAIL,64,,,,,,,,,,"/opt/bin/bash",
		826521091,EXEC,64,48,,,,,,,,,"/bin/bash","bash ./run.sh"
		826600000,SETSID,64,48,,64,,,,,,,,
		828885907,FORK,65,64,,,,,64,,,,,
		828900000,SETPGID,65,64,,,,,,,,,,
		829282723,EXIT,65,64,,,,,,,,,,
		829379491,EXIT,64,48,,,,,,,,,,
	EOF
}

# command_line ARGS: the command line made of arguments as proctrace has them.
command_line() {
	printf '%s\n' 'EXEC_FILENAME: seq=1,ts=1,pid=5,filename=x' "EXEC_ARGS: seq=2,ts=1,pid=5,$1" \
		'EXEC: seq=3,ts=1,pid=5,ppid=1,pgid=5' | pt-import-proctrace | sed -n 's/^1,EXEC,.*"x",//p'
}

# times TS ...: what the times of events with these are, in the order of their numbers.
times() {
	for ((i = 1; i <= $#; i++)); do
		echo "EXIT: seq=$i,ts=${!i},pid=$i,ppid=1,pgid=1"
	done | pt-import-proctrace | awk -F, '$2 == "EXIT" { print $3 "@" $1 }' | xargs
}

@test "import: a recording, by a file, -, standard input and a pipe" {
	sample > in
	sample_events > expected
	pt-import-proctrace in | diff expected -
	pt-import-proctrace - < in | diff expected -
	pt-import-proctrace < in | diff expected -
	cat in | pt-import-proctrace | diff expected -
	pt-import-proctrace -- in - < in | diff <(cat expected expected) -
}

@test "import: the order of the lines doesn't matter" {
	sample_events > expected
	sample | sort | pt-import-proctrace | diff expected -
	sample | tac | pt-import-proctrace | diff expected -
}

@test "import: the result is an event stream" {
	sample | pt-import-proctrace > events
	pt-prune -p 64 events | diff events -
	pt-prune -p 65 events > out
	assert_equal "$(sed 1,3d out | cut -d, -f2 | xargs)" 'FORK SETPGID EXIT'
}

@test "import: execs of several processes, one in the other" {
	cat > in <<-'EOF'
		EXEC_FILENAME: seq=1,ts=10,pid=5,filename=/bin/a
		EXEC_FILENAME: seq=2,ts=11,pid=6,filename=/bin/b
		EXEC_ARGS: seq=3,ts=11,pid=6,b 2
		EXEC_ARGS: seq=4,ts=10,pid=5,a 1
		BADEXEC: seq=5,ts=12,pid=6
		EXIT: seq=6,ts=13,pid=7,ppid=1,pgid=7
		EXEC: seq=7,ts=10,pid=5,ppid=1,pgid=5
		EXEC: seq=8,ts=14,pid=6,ppid=1,pgid=6
		BADEXEC: seq=9,ts=15,pid=6
		EXEC_FILENAME: seq=10,ts=16,pid=6,filename=/bin/c
	EOF
	run --separate-stderr pt-import-proctrace in
	assert_equal "$status $stderr" '0 '
	assert_equal "$(sed 1,3d <<< "$output")" "$(printf '%s\n' '10,EXEC,5,1,,,,,,,,,"/bin/a","a 1"' \
		'12,EXECFAIL,6,,,,,,,,,,"/bin/b",' '13,EXIT,7,1,,,,,,,,,,' '14,EXEC,6,1,,,,,,,,,,"..."' \
		'15,EXECFAIL,6,,,,,,,,,,,')"
}

@test "import: arguments are split at spaces and quoted" {
	assert_equal "$(command_line 'sh -c echo hi')" '"sh -c echo hi"'
	assert_equal "$(command_line "a  b ' \"")" "\"a '' b ''\\''' '\"\"'\""
	assert_equal "$(command_line 'a,b ')" "\"a,b ''\""
	assert_equal "$(command_line $'x \t\xff é')" "\"x \$'\\t\\xff' é\""
	assert_equal "$(command_line '')" '"..."'
}

@test "import: time wraps at 2^32" {
	assert_equal "$(times 4294967290 10 4294967295 4294967280 500 3000000000 20)" \
		'4@4294967280 1@4294967290 3@4294967295 2@4294967306 5@4294967796 6@7294967296 7@8589934612'
	assert_equal "$(times 10 4294967290 20)" '2@4294967290 1@4294967306 3@4294967316'
	assert_equal "$(times 100 60)" '2@60 1@100'
	assert_equal "$(times 5000000000 100 4294967296)" '2@100 3@4294967296 1@5000000000'
}

@test "import: an exec that took long has the time of its beginning" {
	cat > in <<-'EOF'
		EXEC_FILENAME: seq=1,ts=10,pid=5,filename=/bin/a
		EXEC_ARGS: seq=2,ts=10,pid=5,a
		EXIT: seq=3,ts=3000000000,pid=6,ppid=1,pgid=6
		EXIT: seq=4,ts=100,pid=7,ppid=1,pgid=7
		EXEC: seq=5,ts=10,pid=5,ppid=1,pgid=5
	EOF
	pt-import-proctrace in | sed 1,3d | diff - <(printf '%s\n' '10,EXEC,5,1,,,,,,,,,"/bin/a","a"' \
		'3000000000,EXIT,6,1,,,,,,,,,,' '4294967396,EXIT,7,1,,,,,,,,,,')
}

@test "import: a FORK comes before what the process did, also when the PID was used before" {
	cat > in <<-'EOF'
		EXIT: seq=1,ts=10,pid=5,ppid=1,pgid=5
		SETSID: seq=2,ts=20,pid=5,ppid=9,pgid=5,sid=5
		FORK: seq=3,ts=30,parent_pid=9,child_pid=5,parent_pgid=1
		EXIT: seq=4,ts=40,pid=5,ppid=9,pgid=5
		FORK: seq=5,ts=50,parent_pid=9,child_pid=5,parent_pgid=1
		EXIT: seq=6,ts=50,pid=5,ppid=9,pgid=5
	EOF
	pt-import-proctrace in | sed 1,3d | cut -d, -f1,2 | xargs > out
	assert_equal "$(cat out)" '10,EXIT 20,FORK 20,SETSID 40,EXIT 50,FORK 50,EXIT'
}

@test "import: system calls that failed are no events" {
	printf '%s\n' 'FORK: seq=1,ts=1,parent_pid=9,child_pid=-11,parent_pgid=1' \
		'SETSID: seq=2,ts=2,pid=5,ppid=9,pgid=5,sid=-14' \
		'SETPGID: seq=3,ts=3,pid=5,ppid=9,pgid=-3' 'EXIT: seq=4,ts=4,pid=5,ppid=9,pgid=5' > in
	run --separate-stderr pt-import-proctrace in
	assert_equal "$status $stderr" '0 '
	assert_equal "$(sed 1,3d <<< "$output")" '4,EXIT,5,9,,,,,,,,,,'
}

@test "import: lines that aren't proctrace's" {
	{ echo 'Attaching 9 probes...'; sample; echo; echo $'EXIT: seq=1,ts=2,pid=3,ppid=4,pgid=5\r'
		echo 'EXIT: seq=1,ts=2,pid=4194305,ppid=4,pgid=5'
		echo 'EXIT: seq=1,ts=99999999999999999999,pid=3,ppid=4,pgid=5'
		echo 'EXIT: seq=-1,ts=2,pid=3,ppid=4,pgid=5'; echo ' EXIT: seq=1,ts=2,pid=3,ppid=4,pgid=5'
		echo 'BADEXEC: seq=1,ts=2,pid=3,'; printf 'EXIT: seq=16,ts=929379491,pid=4,ppid=4,pgid=6'; } > in
	run --separate-stderr pt-import-proctrace in
	assert_equal "$status" 1
	assert_equal "$output" "$(sample_events)"
	assert_equal "${stderr_lines[0]}" "pt-import-proctrace: in:1: 'Attaching 9 probes...' is not a line of proctrace"
	assert_equal "${stderr_lines[1]}" "pt-import-proctrace: in:17: '' is not a line of proctrace"
	assert_equal "${stderr_lines[2]}" "pt-import-proctrace: in:18: 'EXIT: seq=1,ts=2,pid=3,ppid=4,pgid=5\\x0d' is not a line of proctrace"
	assert_equal "${stderr_lines[8]}" 'pt-import-proctrace: in:24: the last line is not complete'
	assert_equal "${#stderr_lines[@]}" 9

	{ sample; yes x | head -n 15; } > in
	run --separate-stderr pt-import-proctrace in
	assert_equal "$status ${#stderr_lines[@]}" '1 11'
	assert_equal "${stderr_lines[10]}" 'pt-import-proctrace: 5 more bad lines'
}

@test "import: nothing of proctrace's at all" {
	yes x | head -n 20 > in
	run --separate-stderr pt-import-proctrace in
	assert_equal "$status $output" '2 '
	assert_equal "$stderr" "pt-import-proctrace: in: not a raw recording of proctrace: begins with 'x'"
	run --separate-stderr pt-import-proctrace < /dev/null
	assert_equal "$status $stderr" '2 pt-import-proctrace: <stdin>: not a raw recording of proctrace: the input is empty'
	run --separate-stderr pt-import-proctrace missing
	assert_equal "$status $stderr" '2 pt-import-proctrace: missing: No such file or directory'
	printf 'EXIT: seq=1,ts=2,pid=3,ppid=4,pgid=5' > in
	run --separate-stderr pt-import-proctrace in
	assert_equal "$status" 2
}

@test "import: what was read well isn't lost when another file fails" {
	sample > in
	run --separate-stderr pt-import-proctrace in missing
	assert_equal "$status $stderr" '2 pt-import-proctrace: missing: No such file or directory'
	assert_equal "$output" "$(sample_events)"
}

@test "import: options, a full disk, a reader that has gone" {
	run --separate-stderr pt-import-proctrace --help
	assert_equal "$status $stderr" '0 '
	assert_regex "${lines[0]}" '^usage: pt-import-proctrace '
	run --separate-stderr pt-import-proctrace --version
	assert_equal "$status ${output% *}" '0 pt-import-proctrace (pt)'
	run --separate-stderr pt-import-proctrace --root
	assert_equal "$status $stderr" '2 pt-import-proctrace: unknown option --root (see pt-import-proctrace --help)'
	sample > in
	run --separate-stderr eval 'pt-import-proctrace in > /dev/full'
	assert_equal "$status $stderr" '2 pt-import-proctrace: <stdout>: write error: No space left on device'
	seq 20000 | sed 's/.*/EXIT: seq=&,ts=2,pid=3,ppid=4,pgid=5/' > in
	run --separate-stderr eval 'pt-import-proctrace in | true; echo "${PIPESTATUS[0]}"'
	assert_equal "$output $stderr" '141 '
}
