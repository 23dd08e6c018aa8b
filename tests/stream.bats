# What all filters make of their input and output, seen through pt-format.
load helper
export LC_ALL=C.UTF-8

ROW='1000,EXIT,5,1,5,5,0,,,0,70,80,"sh",'
JSON='{"time":1000,"event":"EXIT","pid":5,"ppid":1,"pgid":5,"sid":5,"uid":0,"code":0,"cpu":70,"rss":80,"name":"sh"}'
ROW2='2000,SETSID,6,5,6,6,0,,,,,,,'
JSON2='{"time":2000,"event":"SETSID","pid":6,"ppid":5,"pgid":6,"sid":6,"uid":0}'

jsonl() {
	pt-format -d jsonl "$@"
}

# bad LINE MESSAGE: the line is reported, the rows around it are still there.
bad() {
	printf '%s\n%s\n%b\n%s\n' "$HEADER" "$ROW" "$1" "$ROW2" > bad.log
	echo "$1"
	run -1 --separate-stderr jsonl bad.log
	assert_output "$JSON"$'\n'"$JSON2"
	assert_equal "$stderr" "pt-format: bad.log:3: $2"
}

# foreign WHAT-IT-LOOKS-LIKE: the file `input` is refused with that line.
foreign() {
	run -2 --separate-stderr jsonl input
	assert_output ''
	assert_equal "$stderr" "pt-format: input: not an event stream: $1"
	run -2 --separate-stderr pt-format < input
	assert_equal "$stderr" "pt-format: <stdin>: not an event stream: $1"
}

@test "with the header" {
	printf '%s\n' "$HEADER" "$ROW" "$ROW2" > input
	run -0 jsonl input
	assert_output "$JSON"$'\n'"$JSON2"
}

@test "without a header, when the first row is good" {
	printf '%s\n' "$ROW" "$ROW2" > input
	run -0 jsonl input
	assert_output "$JSON"$'\n'"$JSON2"
}

@test "nothing but a header" {
	echo "$HEADER" > input
	run -0 jsonl input
	assert_output ''
}

@test "columns added at the end are ignored" {
	printf '%s\n' "$HEADER,color,note" "${ROW},red,\"a,\"\"b\"" "$ROW2,," "$ROW,\"\"," > input
	run -0 --separate-stderr jsonl input
	assert_output "$JSON"$'\n'"$JSON2"$'\n'"$JSON"
}

@test "a header further down, with more columns or fewer" {
	printf '%s\n' "$ROW" "$HEADER,color" "$ROW2,red" "$HEADER" "$ROW" > input
	run -0 --separate-stderr jsonl input
	assert_output "$JSON"$'\n'"$JSON2"$'\n'"$JSON"
}

@test "each file has a header of its own, or none" {
	printf '%s\n' "$HEADER,color" "$ROW,red" > a
	printf '%s\n' "$ROW2" > b
	run -0 --separate-stderr jsonl a b a
	assert_output "$JSON"$'\n'"$JSON2"$'\n'"$JSON"
}

@test "bad rows: too few columns, too many" {
	bad '' 'only 1 of 14 columns'
	bad 'garbage' 'only 1 of 14 columns'
	bad '1000' 'only 1 of 14 columns'
	bad '1000,EXIT' 'only 2 of 14 columns'
	bad '1000,EXIT,5' 'only 3 of 14 columns'
	bad '1000,EXIT,5,1,5,5,0,,,0,70,80' 'only 12 of 14 columns'
	bad '1000,EXIT,5,1,5,5,0,,,0,70,80,' 'only 13 of 14 columns'
	bad '1000,EXIT,5,1,5,5,0,,,0,70,80,"sh"' 'only 13 of 14 columns'
	bad "$ROW," 'more than 14 columns'
	bad "$ROW$ROW2" 'column 14 is not quoted text'
}

@test "bad rows: the time and the kind" {
	bad ',EXIT,5,1,5,5,0,,,0,70,80,"sh",' 'the time is missing'
	bad '1e3,EXIT,5,1,5,5,0,,,0,70,80,"sh",' "time '1e3' is not a number"
	bad '-1,EXIT,5,1,5,5,0,,,0,70,80,"sh",' "time '-1' is not a number"
	bad '1000000000000000000,EXIT,5,1,5,5,0,,,0,70,80,"sh",' "time '1000000000000000000' is not a number"
	bad '1000,,5,1,5,5,0,,,0,70,80,"sh",' "'' is not an event"
	bad '1000,EXITED,5,1,5,5,0,,,0,70,80,"sh",' "'EXITED' is not an event"
	bad '1000,EXI,5,1,5,5,0,,,0,70,80,"sh",' "'EXI' is not an event"
	bad '1000,exit,5,1,5,5,0,,,0,70,80,"sh",' "'exit' is not an event"
}

@test "bad rows: numbers" {
	bad '1000,EXIT,,1,5,5,0,,,0,70,80,"sh",' 'the pid is missing'
	bad '1000,EXIT,x,1,5,5,0,,,0,70,80,"sh",' "pid 'x' is not a number"
	bad '1000,EXIT,5,1 ,5,5,0,,,0,70,80,"sh",' "ppid '1 ' is not a number"
	bad '1000,EXIT,5,1,5,5,0,,,-1,70,80,"sh",' "code '-1' is not a number"
	bad '1000,EXIT,5,1,5,5,0,,,0,70,0x1,"sh",' "rss '0x1' is not a number"
	bad '1000,EXIT,5,1,5,5,0,,,0,"70",80,"sh",' "cpu '\"70\"' is not a number"
	bad '1000,EXIT,4194305,1,5,5,0,,,0,70,80,"sh",' 'a process ID is larger than any'
	bad '1000,EXIT,5,1,99999999999,5,0,,,0,70,80,"sh",' 'a process ID is larger than any'
	bad '1000,EXIT,5,1,5,5,0,4194305,,0,70,80,"sh",' 'a process ID is larger than any'
	bad '1000,EXIT,5,1,5,5,0,,4194305,0,70,80,"sh",' 'a process ID is larger than any'
}

@test "bad rows: text" {
	bad '1000,EXIT,5,1,5,5,0,,,0,70,80,sh,' 'column 13 is not quoted text'
	bad '1000,EXIT,5,1,5,5,0,,,0,70,80,"sh,' 'column 13 is not quoted text'
	bad '1000,EXIT,5,1,5,5,0,,,0,70,80,"s"h",' 'column 13 is not quoted text'
	bad '1000,EXIT,5,1,5,5,0,,,0,70,80, "sh",' 'column 13 is not quoted text'
	bad '1000,EXIT,5,1,5,5,0,,,0,70,80,"sh","' 'column 14 is not quoted text'
	bad '1000,EXIT,5,1,5,5,0,,,0,70,80,"sh",""x' 'column 14 is not quoted text'
	bad '1000,EXIT,5,1,5,5,0,,,0,70,80,"\x27sh",' "name ''sh' is not quoted as a shell needs it"
	bad '1000,EXIT,5,1,5,5,0,,,0,70,80,"s h",' "name 's h' is not quoted as a shell needs it"
	bad '1000,EXEC,5,1,5,5,0,,,,,,"sh","sh $x"' "detail 'sh \$x' is not quoted as a shell needs it"
}

@test "bad rows: control bytes, shown escaped" {
	bad '1000,EXIT,5,1\0,5,5,0,,,0,70,80,"sh",' "ppid '1\\x00' is not a number"
	bad '1000,EXIT\x1b[1m,5,1,5,5,0,,,0,70,80,"sh",' "'EXIT\\x1b[1m' is not an event"
	bad '1000,EX\xff,5,1,5,5,0,,,0,70,80,"sh",' "'EX\\xff' is not an event"
	bad '1000,EXIT,5,1,5,5,0,,,0,70,80,"s\0h",' 'column 13 is not quoted text'
	bad '1000,EXIT,5,1,5,5,0,,,0,70,80,"s\x1bh",' 'column 13 is not quoted text'
	bad '1000,EXIT,5,1,5,5,0,,,0,70,80,"sh\x7f",' 'column 13 is not quoted text'
	bad '\0\0\0\0' 'only 1 of 14 columns'
	bad "$ROW\\r" 'column 14 is not quoted text'
}

@test "bad rows: control bytes in added columns" {
	printf '%s,color\n%s,re\033d\n%s,red\r\n%s,red\n' "$HEADER" "$ROW" "$ROW" "$ROW2" > input
	run -1 --separate-stderr jsonl input
	assert_output "$JSON2"
	assert_equal "$stderr" "pt-format: input:2: column 15 is not quoted text
pt-format: input:3: column 15 is not quoted text"
}

@test "a long bad cell is cut in the report" {
	bad "1000,$(printf 'x%.0s' {1..100}),5,1,5,5,0,,,0,70,80," "'$(printf 'x%.0s' {1..60})...' is not an event"
}

@test "after 10 reports the rest are counted" {
	{ echo "$HEADER"; yes bad | head -12; echo "$ROW"; } > input
	run -1 --separate-stderr jsonl input
	assert_output "$JSON"
	assert_equal "${#stderr_lines[@]}" 11
	assert_equal "${stderr_lines[9]}" 'pt-format: input:11: only 1 of 14 columns'
	assert_equal "${stderr_lines[10]}" 'pt-format: 2 more bad lines'
}

@test "a last line without its newline is bad" {
	printf '%s\n%s\n%s' "$HEADER" "$ROW" "$ROW2" > input
	run -1 --separate-stderr jsonl input
	assert_output "$JSON"
	assert_equal "$stderr" 'pt-format: input:3: the last line is not complete'
}

@test "events that were lost show in the status" {
	printf '%s\n1000,LOST,,,,,,,,5,,,"ring buffer",\n' "$HEADER" > input
	sed -i "s/\"ring buffer\"/\"'ring buffer'\"/" input
	run -1 --separate-stderr jsonl input
	assert_output '{"time":1000,"event":"LOST","code":5,"name":"ring buffer"}'
	assert_equal "$stderr" 'pt-format: events were lost'
}

@test "input that is empty" {
	: > input
	foreign 'the input is empty'
}

@test "input that is compressed" {
	printf '%s\n' "$HEADER" "$ROW" | gzip > input
	foreign 'looks like gzip data: zcat turns it into one'
	printf '\xfd7zXZ\0\0\4' > input # as xz begins
	foreign 'looks like xz data: xzcat turns it into one'
	printf '\x28\xb5\x2f\xfd\x24\x05\x29' > input # as zstd begins
	foreign 'looks like zstd data: zstdcat turns it into one'
}

@test "input from other tracers" {
	echo 'FORK: seq=1,ts=2,parent_pid=3,child_pid=4,parent_pgid=3' > input
	foreign 'looks like a proctrace raw recording: pt-import-proctrace turns it into one'
	echo 'EXEC_ARGS: seq=1,ts=2,pid=3,make check' > input
	foreign 'looks like a proctrace raw recording: pt-import-proctrace turns it into one'
	echo '{"Fork":{"seq":1,"timestamp":0,"parent_pid":1,"child_pid":2,"parent_pgid":1}}' > input
	foreign "looks like proctrace's ingested events: import its raw recording"
	echo '{"a":1}' > input
	foreign 'looks like JSON: the event stream is CSV'
	echo 'execve("/bin/true", ["true"], 0x7ffd /* 20 vars */) = 0' > input
	foreign "looks like strace output, which can't be turned into one"
	echo '4243  12:00:01 clone(child_stack=NULL) = 4244' > input
	foreign "looks like strace output, which can't be turned into one"
	echo 'Attaching 14 probes...' > input
	foreign "looks like bpftrace's output: pt-decode turns it into one"
}

@test "input with other line ends, columns or encodings" {
	printf '%s\r\n' "$HEADER" "$ROW" > input
	foreign "its lines end in CR LF: tr -d '\\r' mends that"
	printf '%s\r\n' "$ROW" > input
	foreign "its lines end in CR LF: tr -d '\\r' mends that"
	printf 'time,event,tid\n' > input
	foreign "its columns are not $HEADER"
	printf '\xef\xbb\xbf%s\n' "$HEADER" > input
	foreign 'looks like text with a byte order mark: tail -c +4 leaves it out'
}

@test "input that is something else altogether" {
	printf '\x7fELF\0\1\2\x1b[31m\xff\n' > input
	foreign "begins with '\\x7fELF\\x00\\x01\\x02\\x1b[31m\\xff'"
	printf 'no newline' > input
	foreign "begins with 'no newline'"
	head -c 3000000 /dev/zero > input
	foreign "begins with '$(printf '\\x00%.0s' {1..60})...'"
}

@test "file, -, standard input and a pipe give the same" {
	printf '%s\n' "$HEADER" "$ROW" bad "$ROW2" > input
	run -1 --separate-stderr jsonl input
	local expected=$output
	assert_equal "$stderr" 'pt-format: input:3: only 1 of 14 columns'
	run -1 --separate-stderr jsonl < input
	assert_output "$expected"
	assert_equal "$stderr" 'pt-format: <stdin>:3: only 1 of 14 columns'
	run -1 --separate-stderr jsonl - < input
	assert_output "$expected"
	assert_equal "$stderr" 'pt-format: <stdin>:3: only 1 of 14 columns'
	run -1 --separate-stderr bash -c 'cat input | pt-format -d jsonl'
	assert_output "$expected"
}

@test "a file that is missing or a directory: what came before it is written" {
	printf '%s\n' "$HEADER" "$ROW" > input
	run -2 --separate-stderr jsonl input missing
	assert_output "$JSON"
	assert_equal "$stderr" 'pt-format: missing: No such file or directory'
	mkdir dir
	run -2 --separate-stderr jsonl input dir
	assert_output "$JSON"
	assert_equal "$stderr" 'pt-format: dir: read error: Is a directory'
	run -2 --separate-stderr jsonl input /dev/null
	assert_output "$JSON"
	assert_equal "$stderr" 'pt-format: /dev/null: not an event stream: the input is empty'
}

@test "a file name is shown as it is, or quoted where a terminal would obey it" {
	run -2 --separate-stderr jsonl "$(printf 'x%.0s' {1..80}) ü"
	assert_equal "$stderr" "pt-format: $(printf 'x%.0s' {1..80}) ü: No such file or directory"
	printf '%s\nbad\n' "$HEADER" > $'a\e[1m\nb'
	run -1 --separate-stderr jsonl $'a\e[1m\nb'
	assert_equal "$stderr" "pt-format: \$'a\\x1b[1m\\nb':2: only 1 of 14 columns"
}

@test "standard input that is closed" {
	run -2 bash -c 'pt-format -d jsonl <&-'
	assert_output 'pt-format: <stdin>: read error: Bad file descriptor'
}

@test "output that is full or closed" {
	printf '%s\n' "$HEADER" "$ROW" > input
	run -2 bash -c 'pt-format -d jsonl input > /dev/full'
	assert_output 'pt-format: <stdout>: write error: No space left on device'
	run -2 bash -c 'pt-format -d jsonl input >&-'
	assert_output 'pt-format: <stdout>: write error: Bad file descriptor'
	run -2 bash -c 'pt-format -d jsonl < input >&-'
	assert_output 'pt-format: <stdout>: write error: Bad file descriptor'
}

@test "a reader that has gone away ends the program quietly, SIGPIPE ignored or not" {
	yes "$ROW" | head -20000 > input
	for action in - ''; do
		run -0 bash -c 'trap "$1" PIPE; pt-format -d jsonl input | head -1; echo "${PIPESTATUS[0]}"' bash "$action"
		assert_output "$JSON"$'\n141'
	done
}

@test "a reader that has gone away is noticed while the input is silent" {
	mkfifo fifo
	exec {hold}<> fifo
	echo "$ROW" >&"$hold"
	run -0 timeout 10 bash -c 'pt-format -d jsonl fifo | head -1; echo "${PIPESTATUS[0]}"'
	assert_output "$JSON"$'\n141'
	exec {hold}>&-
}

@test "rows come out while the input is still open" {
	local line in pid
	coproc jsonl
	in=${COPROC[1]} pid=$COPROC_PID
	printf '%s\n%s\n%s' "$HEADER" "$ROW" "${ROW2%SETSID*}" >&"$in"
	read -r -t 10 -u "${COPROC[0]}" line
	assert_equal "$line" "$JSON"
	printf '%s\n' "SETSID${ROW2#*SETSID}" >&"$in"
	read -r -t 10 -u "${COPROC[0]}" line
	assert_equal "$line" "$JSON2"
	exec {in}>&-
	wait "$pid"
}

@test "the same bytes in pieces of every size give the same" {
	{
		printf '%s\n' "$HEADER,color" "$ROW,red" bad '' "$ROW2,\"\"" "$HEADER"
		printf '1000,EXEC,5,1,5,5,0,,,,,,"sh","sh -c \x27echo é\x27 $\x27\\xff\x27 ""\n'
		printf '1000,EXEC,5,1,5,5,0,,,,,,"sh","sh -c \x27echo é 🐚\x27 $\x27\\xff\x27 \\"""\n'
		printf '%s\n%s' "$ROW" "$ROW2"
	} > input
	run -1 --separate-stderr jsonl < input
	assert_line '{"time":1000,"event":"EXEC","pid":5,"ppid":1,"pgid":5,"sid":5,"uid":0,"name":"sh","argv":["sh","-c","echo é 🐚","�","\""],"lossy":true}'
	printf '%s\n' "$output" "$stderr" > expected
	assert_equal "${#stderr_lines[@]}" 4
	local size length status
	length=$(wc -c < input)
	for ((size = 1; size <= length; size++)); do
		status=0
		"$ROOT/build/tests/feed" "$size" pt-format -d jsonl < input > output 2> errors || status=$?
		assert_equal "size $size: $status" "size $size: 1"
		cat output errors | cmp - expected
	done
}

@test "a row of 5 MB" {
	head -c 5000000 /dev/zero | tr '\0' a > word
	{ echo "$HEADER"; printf '1000,EXEC,5,1,5,5,0,,,,,,"sh","%s"\n' "$(cat word)"; echo "$ROW"; } > input
	cat input | jsonl > output
	{ printf '{"time":1000,"event":"EXEC","pid":5,"ppid":1,"pgid":5,"sid":5,"uid":0,"name":"sh","argv":["%s"]}\n' "$(cat word)"; echo "$JSON"; } | cmp - output
	"$ROOT/build/tests/feed" 60000 pt-format -d jsonl < input | cmp - output
}

@test "a line longer than any row is dropped and reported" {
	{ echo "$HEADER"; head -c 140000000 /dev/zero | tr '\0' a; printf '\n%s\n' "$ROW"; } > input
	run -1 --separate-stderr jsonl input
	assert_output "$JSON"
	assert_equal "$stderr" 'pt-format: input:2: a line of more than 134217728 bytes'
}

@test "memory doesn't grow with the recording" {
	local mode
	for mode in jsonl sequential; do
		yes "$ROW" | head -1000000 | (ulimit -v 30000; exec pt-format -d "$mode") | tail -1 > last
		[ "$(wc -l < last)" = 1 ]
		[ "$mode" = jsonl ] || assert_equal "$(jq .Exit.seq last)" 1000000
	done
}
