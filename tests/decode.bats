# pt-decode: lines of share/lifecycle.bt from a file, and rows that wait for all of theirs.
load helper

hex() {
	printf "$1" | od -An -v -tx1 | tr -d '\n'
}

# exec_lines TIME CPU PID COMMAND FILE: the lines of one exec; COMMAND has \0 behind words.
exec_lines() {
	local args
	args=$(hex "$4")
	printf 'X %s %s %s 1 5 6 0 %s %s 0 0\n' "$1" "$2" "$3" "$3" $((${#args} / 3))
	printf 'A %s %s %s 0%s\n' $(($1 + 1)) "$2" "$3" "$args"
	printf 'P %s %s %s 0%s\n' $(($1 + 2)) "$2" "$3" "$(hex "$5\\0")"
}

body() {
	tail -n +2 <<<"$output"
}

@test "each kind of line becomes its row" {
	{
		echo "Attaching 18 probes..."
		printf 'F 100 0 7 1 5 6 0 7 1 1200011%s\n' "$(hex 'make\0\0\0\0\0\0\0\0\0\0\0\0')"
		exec_lines 200 0 7 'make\0-C\0a b\0' /usr/bin/make
		printf 'B 300 0 7 1 5 6 0 7 2\nQ 301 0 7 -3%s%s\n' "$(hex 'xyz/no/such\0rest')" "$(hex '\0')"
		printf 'S 400 0 7 1 7 7 0 7\n'
		printf 'G 500 0 7 1 5 6 0 7 8 0\n'
		printf 'K 600 0 9 15 0 7 7 0%s\n' "$(hex 'sh\0\0\0\0\0\0\0\0\0\0\0\0\0\0')"
		printf 'K 640 0 9 9 128 7 7 0%s\n' "$(hex 'hog\0\0\0\0\0\0\0\0\0\0\0\0\0')"
		printf 'O 650 0 9\n'
		printf 'E 700 0 7 1 7 7 1000 3 256 123456 10%s\n\n\n' "$(hex 'make\0\0\0\0\0\0\0\0\0\0\0\0')"
	} >lines
	run -0 pt-decode lines
	page=$(($(getconf PAGESIZE) / 1024))
	assert_output "$HEADER
100,FORK,7,1,5,6,0,,1,18874385,,,\"make\",
200,EXEC,7,1,5,6,0,,,,,,\"/usr/bin/make\",\"make -C 'a b'\"
300,EXECFAIL,7,1,5,6,0,,,2,,,\"/no/such\",
400,SETSID,7,1,7,7,0,,,,,,,
500,SETPGID,8,7,8,6,,,7,,,,,
600,SIGNAL,9,,,,,,7,15,,,\"sh\",
640,SIGNAL,9,,,,,,,9,,,\"hog\",
650,OOM,9,,,,,,,,,,\"hog\",
700,EXIT,7,1,7,7,1000,3,,256,123456,$((10 * page)),\"make\","
}

@test "lines of descriptors become their rows" {
	{
		printf 'D 100 0 7 3 485213 0 4480 1 0 0 4 00\nD 101 0 7 4 485213 0 4480 2 1 0 3 00\n'
		printf 'D 110 0 7 5 12 0 49663 3 1 1 6 00\n'
		printf 'D 120 0 7 6 131 266338305 4516 2 1 2 0%s\n' "$(hex 'a b\0rest')"
		printf 'D 130 0 7 7 131 266338305 4516 0 0 3 6%s\n' "$(hex 'cut')"
		printf 'D 140 0 7 8 485213 0 4480 1 0 4 3%s\n' "$(hex '\0')"
		printf 'C 150 0 7 3 485213 0 4480 1\nL 160 0 7 4 485213 0 4480 2 0\nL 161 0 7 8 485213 0 4480 1 1\n'
		printf 'R 170 0 7 3 4294967295 0\nR 180 0 7 3 9 4\nR 190 0 7 3 9 2\n'
	} >lines
	run -0 pt-decode lines
	assert_output "$HEADER
100,OPEN,7,,,,,,,3,,,\"'pipe:[485213]'\",\"r pipe with 4\"
101,OPEN,7,,,,,,,4,,,\"'pipe:[485213]'\",\"w pipe with 3 cloexec\"
110,OPEN,7,,,,,,,5,,,\"'socket:[12]'\",\"rw socketpair with 6 cloexec\"
120,OPEN,7,,,,,,,6,,,\"'fifo:[fe:01:131]'\",\"w open cloexec named 'a b'\"
130,OPEN,7,,,,,,,7,,,\"'fifo:[fe:01:131]'\",\"- dup from 6 named cut ...\"
140,OPEN,7,,,,,,,8,,,\"'pipe:[485213]'\",\"r fcntl from 3\"
150,CLOSE,7,,,,,,,3,,,\"'pipe:[485213]'\",\"r\"
160,CLOEXEC,7,,,,,,,4,,,\"'pipe:[485213]'\",\"w off\"
161,CLOEXEC,7,,,,,,,8,,,\"'pipe:[485213]'\",\"r on\"
170,CLOSE,7,,,,,,,3,,,,\"to 4294967295\"
180,CLOEXEC,7,,,,,,,3,,,,\"on to 9\"
190,CLOSE,7,,,,,,,3,,,,\"to 9 unshare\""
}

@test "rows of several CPUs come in time order" {
	printf 'S %d 0 1 1 1 1 0 1\nS %d 1 2 2 2 2 0 2\n' 50 10 60 20 70 30 80 90 >lines
	run -0 pt-decode <lines
	assert_equal "$(body | cut -d, -f1 | tr '\n' ' ')" '10 20 30 50 60 70 80 90 '
}

@test "the end of a process is told once, the end of each life" {
	{
		printf 'E 100 0 7 1 5 6 0 7 256 10 1 61\nE 101 1 7 1 5 6 0 7 256 20 1 61\n'
		printf 'F 102 0 7 1 5 6 0 7 1 0 61\nE 103 0 7 1 5 6 0 7 512 10 1 61\n'
		printf 'E 1100000000 0 7 1 5 6 0 7 0 10 1 61\n'
	} >lines
	run -0 pt-decode lines
	assert_equal "$(body | cut -d, -f1,2,10 | tr '\n' ' ')" \
		'100,EXIT,256 102,FORK,0 103,EXIT,512 1100000000,EXIT,0 '
}

@test "the pieces of a row may come in any order" {
	exec_lines 200 0 7 'a\0b\0' /bin/a >lines
	for order in '1 2 3' '3 2 1' '2 3 1' '2 1 3'; do
		for i in $order; do sed -n "${i}p" lines; done >shuffled
		run -0 pt-decode shuffled
		assert_equal "$(body | cut -d, -f2-)" 'EXEC,7,1,5,6,0,,,,,,"/bin/a","a b"'
	done
}

@test "pieces that overlap are a row when they reach its end" {
	{
		printf 'X 200 0 7 1 5 6 0 7 10 0 0\n'
		printf 'P 201 0 7 0%s\n' "$(hex '/a\0')"
		printf 'A 201 0 7 0%s\nA 201 0 7 3%s\n' "$(hex 'abcde')" "$(hex 'defgh')"
		printf 'A 201 0 7 6%s\nA 201 0 7 8%s\n' "$(hex 'ghi\0')" "$(hex 'i\0')"
	} >lines
	run -0 pt-decode lines
	assert_equal "$(body | cut -d, -f2-)" 'EXEC,7,1,5,6,0,,,,,,"/a","abcdefghi"'
}

@test "a piece that was lost cuts the arguments short, others' are kept" {
	{
		exec_lines 200 0 7 'first\0second\0' /bin/a | grep -v ^A
		exec_lines 300 0 8 'b\0' /bin/b
		printf 'X 400 0 9 1 5 6 0 9 12 0 0\nA 401 0 9 0%s\nP 402 0 9 0%s\n' "$(hex 'first\0se')" "$(hex '/c\0')"
	} >lines
	run -0 pt-decode lines
	assert_line --partial ',EXEC,7,1,5,6,0,,,,,,"/bin/a","..."'
	assert_line --partial ',EXEC,8,1,5,6,0,,,,,,"/bin/b","b"'
	assert_line --partial ',EXEC,9,1,5,6,0,,,,,,"/c","first se ..."'
}

@test "a name without an end is cut short" {
	printf 'B 300 0 7 1 5 6 0 7 2\nQ 301 0 7 0%s\n' "$(hex '/a/b')" >lines
	run -0 pt-decode lines
	assert_line --partial '"/a/b ..."'
}

@test "a name that could not be read is not an empty one" {
	for error in 2 12 14; do # ENOENT, ENOMEM, EFAULT
		printf 'B %s 0 7 1 5 6 0 7 %s\nQ %s1 0 7 0 00\n' "${error}00" "$error" "$error"
	done >lines
	run -0 pt-decode lines
	assert_equal "$(body | cut -d, -f10,13 | tr '\n' ' ')" "2,\"''\" 12, 14, "
}

@test "losses are LOST rows, also in the middle of a line" {
	for message in 'Lost 12 events' 'WARNING: Lost 12 events'; do
		printf 'S 100 0 1 1 1 1 0 1\nS 200 0 2 2 2%s\n 2 0 2\nS 300 0 3 3 3 3 0 3\n' "$message" >lines
		run -1 --separate-stderr pt-decode lines
		assert_equal "$(body | cut -d, -f1-4,10,13 | tr '\n' ' ')" \
			'100,SETSID,1,1,, 100,LOST,,,12,"tracer" 200,SETSID,2,2,, 300,SETSID,3,3,, '
		assert_equal "$stderr" 'pt-decode: events were lost'
	done
}

@test "a damaged line is a lost event, and other text is told" {
	printf 'S 100 0 1 1 1 1 0 1\nS 100 0 x\nE 1 2\nERROR: oh no\nS 200 0 2 2 2 2 0 2' >lines
	run -1 --separate-stderr pt-decode lines
	assert_equal "$(body | grep -c LOST)" 3
	assert_equal "$stderr" 'pt-decode: bpftrace: ERROR: oh no
pt-decode: events were lost'
}

@test "input that isn't bpftrace's, and other errors" {
	run -2 pt-decode /dev/null
	assert_line 'pt-decode: /dev/null: holds no event of share/lifecycle.bt'
	run -2 pt-decode nosuch
	assert_line 'pt-decode: nosuch: No such file or directory'
	run -2 pt-decode --run
	assert_output "pt-decode: the tracer's command is missing (see pt-decode --help)"
	run -2 pt-decode --run ./nosuch
	assert_line 'pt-decode: ./nosuch: No such file or directory'
	run -2 bash -c 'printf "S 100 0 1 1 1 1 0 1\n" | pt-decode >/dev/full'
	assert_output 'pt-decode: <stdout>: write error: No space left on device'
}

@test "names and words can't forge lines" {
	exec_lines 200 0 7 'sh\0-c\0x\nS 1 0 1 1 1 1 0 1\n\0' '/bin/a\nE 1 2' >lines
	run -0 pt-decode lines
	assert_equal "$(body | wc -l)" 1
	assert_line --partial "\"\$'/bin/a\\nE 1 2'\",\"sh -c \$'x\\nS 1 0 1 1 1 1 0 1\\n'\""
}

# As on a virtual machine of which a CPU doesn't run for a while: between the first line
# of an exec and its last ones other probes take their time.
@test "a probe that takes its time: its row is whole, and in its place" {
	need_recording
	mkdir copy
	cp -r "$ROOT/bin" "$ROOT/share" copy
	local i
	for i in {1..50}; do
		echo "tracepoint:sched:sched_process_exec {
			\$i = 0;
			while (\$i < 4000) {
				@slow$i = 1; @slow$i = 2; @slow$i = 3; @slow$i = 4; @slow$i = 5; @slow$i = 6;
				\$i = \$i + 1;
			}
		}"
	done >slow.bt
	awk '/The file name as given/ { while ((getline row <"slow.bt") > 0) print row }
		NR > 1 { print before }
		{ before = $0 }
		END { print before }' "$ROOT/share/lifecycle.bt" >copy/share/lifecycle.bt
	run copy/bin/pt-record -o slow.log -- bash -c 'for i in {1..10}; do /bin/true $i; done'
	[[ $output != *'Error loading BPF program'* ]] || skip "this bpftrace loads no slow probe"
	run awk -F, '$2 == "EXEC" { print $13, $14 }' slow.log
	assert_equal "${#lines[@]}" 11
	for i in {1..10}; do
		assert_line --index "$i" "\"/bin/true\" \"/bin/true $i\""
	done
	assert_equal "$(rows slow.log LOST)" ''
}
