load helper

# rows "TIME KIND PID PPID BY CODE" ...: one row for each argument, - is an empty cell.
rows() {
	printf '%s\n' "$@" | awk '{
		for (i = 1; i <= 6; i++)
			cell[i] = $i == "-" ? "" : $i
		printf "%s,%s,%s,%s,,,,,%s,%s,,,,\n", cell[1], cell[2], cell[3], cell[4], cell[5], cell[6]
	}'
}

stream() {
	echo "$HEADER"
	rows "$@"
}

# PID 10 with two lives: from 2 to 6, with the child 11, and from 8 on, with 12.
two_lives() {
	stream '1 META -' '2 FORK 10 1 1' '3 FORK 11 10 10' '4 LOST - - - 3' '5 EXIT 11 10' \
		'6 EXIT 10 1' '7 SIGNAL 10 1 1' '8 FORK 10 1 1' "$@" '9 FORK 12 10 10' '10 EXIT 12 10'
}

# only PATTERN: the rows of the stream on standard input that it matches, and the header.
only() {
	awk -v pattern="$1" 'NR == 1 || $0 ~ pattern'
}

# kept "TIME ...": the rows at these times are what was printed behind the header.
kept() {
	assert_equal "$(tail -n +2 out | cut -d, -f1 | xargs)" "$1"
}

@test "prune: the descendants by creation, whoever their parent is" {
	stream '1 PROC 1 0' '2 FORK 10 1 1' '3 FORK 11 10 10' '4 FORK 12 11 11' '5 EXEC 12 11' \
		'6 FORK 20 1 1' '7 EXIT 11 10' '8 EXEC 12 1' '9 FORK 13 1 12' '10 FORK 14 10 20' \
		'11 EXIT 13 1' '12 EXIT 14 10' '13 EXIT 12 1' '14 EXIT 20 1' '15 EXIT 10 1' > in
	pt-prune -p 10 in > out
	kept '2 3 4 5 7 8 9 11 13 15'
	pt-prune --root-pid=12 in > out
	kept '4 5 8 9 11 13'
}

@test "prune: where a FORK doesn't say by whom, the parent is the creator" {
	stream '1 FORK 10 1' '2 FORK 11 10' '3 FORK 12 1' '4 FORK 13 11' > in
	pt-prune -p 10 in > out
	kept '1 2 4'
}

@test "prune: signals and process groups from or to the tree" {
	stream '1 FORK 10 1 1' '2 FORK 20 1 1' '3 SIGNAL 20 1 10 15' '4 SIGNAL 10 1 20 15' \
		'5 SIGNAL 20 1 20 15' '6 SIGNAL 10 1 - 9' '7 SETPGID 20 1 10' '8 SETPGID 10 1 20' \
		'9 SETPGID 20 1' '10 SETPGID 10 1' '11 OOM 20 1 10' > in
	pt-prune -p 10 in > out
	kept '1 3 4 6 7 8 10 11'
}

@test "prune: every kind of row of a process of the tree" {
	stream '1 FORK 10 1 1' '2 EXEC 10 1' '3 EXECFAIL 10 1' '4 SETSID 10 1' '5 OOM 10 1' \
		'6 ROOT 10 1' '7 SURVIVOR 10 1' '8 FD 10 1' '9 EXIT 10 1' > in
	pt-prune -p 10 in > out
	cmp in out
	sed 's/,10,1,/,20,1,/' in | tail -n +2 | cat in - > both
	pt-prune -p 10 both > out
	cmp in out
}

@test "prune: rows and header come out byte for byte, with columns of later versions" {
	printf '%s\n' "$HEADER,cgroup,more" \
		'0000000001,FORK,010,1,,,,,1,7,,,"a ""b"" é",,"x,y",' \
		'2,FORK,11,,,,,,,,,,,"c",,z' \
		'3,EXEC,10,,,-,,,,,,,,,,' \
		'4,EXEC,10,,,,,,,,,,"/bin/x","x '"\$'\\\\n'"'",12,' > in
	run --separate-stderr pt-prune -p 10 in
	assert_equal "$status" 1
	assert_equal "$stderr" "pt-prune: in:4: sid '-' is not a number"
	assert_equal "$output" "$(sed '3d; 4d' in)"
}

@test "prune: input without a header gets one" {
	rows '1 FORK 10 1 1' '2 FORK 11 1 1' | pt-prune -p 10 > out
	{ echo "$HEADER"; rows '1 FORK 10 1 1'; } | cmp - out
}

@test "prune: a file, several, -, standard input and a pipe" {
	stream '1 FORK 10 1 1' '2 EXIT 10 1' '3 FORK 11 1 1' > in
	only ',10,' < in > expected
	pt-prune -p 10 in | cmp - expected
	pt-prune -p 10 - < in | cmp - expected
	pt-prune -p 10 < in | cmp - expected
	cat in | pt-prune -p 10 | cmp - expected
	cat in | pt-prune -p 10 - | cmp - expected
	pt-prune -p 10 -- in - < in | cmp - <(cat expected expected)
	pt-prune in -p 10 | cmp - expected
}

@test "prune: standard input is read from where it stands" {
	two_lives '8 ROOT 10 1' > in
	{ for ((i = 0; i < 3; i++)); do read -r; done; pt-prune -p 10 2> err || test $? = 1; } < in > out
	kept '4 8 8 9 10'
}

@test "prune: the ROOT row's process without --root-pid, from its birth row on" {
	stream '1 PROC 1 0' '2 FORK 9 1 1' '3 FORK 10 1 1' '3 ROOT 10 1' '4 FORK 11 10 10' \
		'5 EXIT 9 1' '6 EXEC 11 10' '7 SURVIVOR 11 1' '8 FD 11 1' '9 FORK 9 1 1' > in
	for command in 'pt-prune in' 'cat in | pt-prune'; do
		eval "$command" > out
		kept '3 3 4 6 7 8'
	done
}

@test "prune: the ROOT row's process is the life before it when its PID was used again" {
	two_lives '8 ROOT 10 1' > in
	for command in 'pt-prune in' 'cat in | pt-prune'; do
		run --separate-stderr eval "$command"
		assert_equal "$status $stderr" '1 '
		echo "$output" > out
		kept '1 4 8 8 9 10'
	done
}

@test "prune: all ROOT rows' processes when several commands were started" {
	stream '1 FORK 10 1 1' '1 ROOT 10 1' '2 FORK 20 1 1' '2 ROOT 20 1' '3 FORK 30 1 1' \
		'4 EXIT 20 1' '5 EXIT 10 1' '6 FORK 10 1 1' > in
	pt-prune in > out
	kept '1 1 2 2 4 5'
}

@test "prune: a ROOT row without a birth row, and one of a process that was alive" {
	stream '1 PROC 5 1' '2 ROOT 10 1' '3 EXEC 10 1' '4 ROOT 5 1' '5 FORK 6 5 5' > in
	pt-prune in > out
	kept '2 3 1 4 5'
}

@test "prune: no ROOT row and no --root-pid" {
	stream '1 FORK 10 1 1' > in
	run --separate-stderr pt-prune in
	assert_equal "$status $stderr" '2 pt-prune: there is no ROOT row: choose a process with --root-pid'
	assert_equal "$output" "$HEADER"
}

@test "prune: a process that isn't there" {
	stream '1 META -' '1 FORK 10 1 1' > in
	run --separate-stderr pt-prune -p 11 in
	assert_equal "$status $stderr" '2 pt-prune: there is no process 11'
	run --separate-stderr pt-prune -p 10@0 in
	assert_equal "$status $stderr" '2 pt-prune: there is no process 10 that was alive at 0'
	run --separate-stderr eval 'cat in | pt-prune -p 10@0'
	assert_equal "$status $stderr" '2 pt-prune: there is no process 10 that was alive at 0'
	assert_equal "$output" "$(head -n 2 in)"
}

@test "prune: a process that was alive before the recording" {
	stream '1 PROC 1 0' '1 PROC 2 0' '1 PROC 10 1' '1 PROC 11 10' '1 PROC 12 11' '1 PROC 13 1' \
		'2 FORK 20 12 12' '3 FORK 21 13 13' '4 EXIT 10 1' '5 EXIT 20 1' > in
	pt-prune -p 10 in > out
	kept '1 1 1 2 4 5'
	pt-prune -p 1 in > out
	kept '1 1 1 1 1 2 3 4 5'
	pt-prune -p 0 in | cmp - in
}

@test "prune: a process whose birth the stream doesn't have" {
	stream '1 EXEC 10 1' '2 FORK 11 10 10' '3 EXIT 10 1' '4 FORK 10 1 1' '5 EXEC 10 1' > in
	for command in 'pt-prune -p 10 in' 'cat in | pt-prune -p 10'; do
		run --separate-stderr eval "$command"
		assert_equal "$status" 0
		assert_equal "$stderr" 'pt-prune: the PID 10 was used again: the process that was there at first is kept; to choose another: --root-pid 10@4'
		echo "$output" > out
		kept '1 2 3'
	done
	pt-prune -p 10@4 in > out
	kept '4 5'
	sed 's/^4.*/&\n4,ROOT,10,,,,,,,,,,,/' in > root
	run --separate-stderr pt-prune -p 10 root
	assert_equal "$stderr" 'pt-prune: the PID 10 was used again: the process that began at 4 is kept; to choose another: --root-pid 10@1'
	pt-prune -p 10@1 root > out
	kept '1 2 3'
}

@test "prune: a process is what it was until its PID is given to another" {
	stream '1 FORK 10 1 1' '2 FORK 11 10 10' '3 EXIT 11 10' '4 SIGNAL 11 10 1 9' '5 FORK 11 1 1' \
		'6 SIGNAL 11 1 1 9' '7 FORK 12 11 11' '8 EXIT 11 1' '9 FORK 11 10 10' '10 FORK 13 11 11' > in
	pt-prune -p 10 in > out
	kept '1 2 3 4 9 10'
}

@test "prune: of several lives the first, and says so" {
	two_lives > in
	for command in 'pt-prune -p 10 in' 'cat in | pt-prune -p 10'; do
		run --separate-stderr eval "$command"
		assert_equal "$status" 1 # LOST
		assert_equal "$stderr" 'pt-prune: the PID 10 was used again: the process that began at 2 is kept; to choose another: --root-pid 10@8'
		echo "$output" > out
		kept '1 2 3 4 5 6 7'
	done
}

@test "prune: of several lives the one a ROOT row names, in a file" {
	two_lives '8 ROOT 10 1' > in
	for command in 'pt-prune -p 10 in' 'pt-prune -p 10 < in'; do
		run --separate-stderr eval "$command"
		assert_equal "$stderr" 'pt-prune: the PID 10 was used again: the process that began at 8 is kept; to choose another: --root-pid 10@2'
		echo "$output" > out
		kept '1 4 8 8 9 10'
	done
}

@test "prune: looking ahead in recordings with columns of later versions" {
	two_lives '8 ROOT 10 1' > one
	sed '1s/$/,cgroup/; 2,$s/$/,/' one > other
	cat one other one other > in
	run --separate-stderr pt-prune -p 10 in
	assert_equal "$status ${#stderr_lines[@]}" '1 4'
	echo "$output" > out
	kept '1 4 8 8 9 10 time 1 4 8 8 9 10 time 1 4 8 8 9 10 time 1 4 8 8 9 10'
}

@test "prune: a pipe can't be looked ahead in" {
	two_lives '8 ROOT 10 1' '8 ROOT 10 1' | sed 5d > in
	run --separate-stderr eval 'cat in | pt-prune -p 10'
	assert_equal "$status" 1
	assert_equal "${stderr_lines[0]}" "pt-prune: the process 10 that pt-launch started is a later one and isn't kept (a pipe can't be read twice): use a file, or --root-pid 10@8"
	assert_equal "${#stderr_lines[@]}" 2
	echo "$output" > out
	kept '1 2 3 5 6 7'

	# ... and needn't be where the first life is the ROOT row's.
	stream '1 FORK 10 1 1' '1 ROOT 10 1' '2 EXIT 10 1' '3 FORK 10 1 1' '3 ROOT 10 1' > in
	run --separate-stderr eval 'cat in | pt-prune -p 10'
	assert_equal "$status ${#stderr_lines[@]}" '0 1'
}

@test "prune: N@TIME is the life at that time" {
	two_lives '8 ROOT 10 1' > in
	for command in 'pt-prune in' 'cat in | pt-prune'; do
		for time in 2 3 5 6; do
			run --separate-stderr eval "$command -p 10@$time"
			assert_equal "$status $stderr" '1 '
			echo "$output" > out
			kept '1 2 3 4 5 6 7'
		done
		for time in 8 9 10 11 99999999999999999 999999999999999999; do
			run --separate-stderr eval "$command -p 10@$time"
			assert_equal "$status $stderr" '1 '
			echo "$output" > out
			kept '1 4 8 8 9 10'
		done
		for time in 0 1 7; do
			run --separate-stderr eval "$command -p 10@$time"
			assert_equal "$status $stderr" "2 pt-prune: there is no process 10 that was alive at $time"
			echo "$output" > out
			kept '1 4'
		done
	done
}

@test "prune: a PID used again by a process of its own tree stays in it" {
	stream '1 FORK 10 1 1' '2 FORK 11 10 10' '3 EXIT 10 1' '4 FORK 10 11 11' '5 FORK 12 10 10' > in
	run --separate-stderr pt-prune -p 10 in
	assert_equal "$status $stderr" '0 '
	assert_equal "$output" "$(cat in)"
	pt-prune -p 10@4 in > out
	kept '4 5'
}

@test "prune: many lives are counted, not all told" {
	{ echo "$HEADER"; for ((i = 1; i < 20; i++)); do rows "$i FORK 10 1 1"; done; } > in
	run --separate-stderr pt-prune -p 10 in
	assert_equal "$status" 0
	assert_equal "$stderr" 'pt-prune: the PID 10 was used again: the process that began at 1 is kept; to choose another: --root-pid 10@2, 10@3, 10@4, 10@5, 10@6, 10@7, ...'
}

@test "prune: a MISSED row stays, and is no loss" {
	stream '1 META -' '2 FORK 10 1 1' '3 MISSED - - - 5' '4 EXIT 10 1' > in
	run -0 --separate-stderr pt-prune --root-pid 10 in
	assert_equal "$output$stderr" "$(cat in)"
}

@test "prune: META and LOST rows stay, LOST is status 1" {
	stream '1 META -' '2 FORK 20 1 1' '3 LOST - - - 5' '4 FORK 10 1 1' '5 LOST -' > in
	run --separate-stderr pt-prune -p 10 in
	assert_equal "$status $stderr" '1 '
	assert_equal "$output" "$(sed 3d in)"
	run --separate-stderr eval 'cat in | pt-prune -p 10@9'
	assert_equal "$status $stderr" '1 '
	assert_equal "$output" "$(sed 3d in)"
}

@test "prune: another header begins another recording" {
	{ two_lives '8 ROOT 10 1'; stream '1 FORK 12 1 1' '2 FORK 13 10 10' '3 FORK 14 13 13'
		two_lives; } > in
	run --separate-stderr pt-prune -p 10 in
	assert_equal "$status" 1
	echo "$output" > out
	kept '1 4 8 8 9 10 time 2 3 time 1 2 3 4 5 6 7'
	assert_equal "${#stderr_lines[@]}" 2

	{ stream '1 FORK 10 1 1' '1 ROOT 10 1'; stream '1 EXEC 10 1' '2 FORK 20 1 1' '2 ROOT 20 1'; } > in
	pt-prune in > out
	kept '1 1 time 2 2'
}

@test "prune: a recording without the process among others" {
	stream '1 FORK 10 1 1' > with
	stream '1 FORK 11 1 1' > without
	for files in 'with without' 'without with'; do
		run --separate-stderr eval "cat $files | pt-prune -p 10"
		assert_equal "$status $stderr" '1 pt-prune: a recording has no process 10'
		run --separate-stderr eval "pt-prune -p 10 $files"
		assert_equal "$status $stderr" '1 pt-prune: a recording has no process 10'
	done
}

@test "prune: bad lines are reported and skipped, and don't count as lives" {
	{ stream '1 FORK 10 1 1'; echo '2,FORK,10,1,,,,,1,,,,x,'; rows '2 FORK 10 1 x' '3 FORK 10 9 9'
		rows '3 ROOT 10 1'; printf '4,EXEC,10'; } > in
	run --separate-stderr pt-prune -p 10 in
	assert_equal "$status" 1
	assert_equal "${stderr_lines[0]}" 'pt-prune: in:3: column 13 is not quoted text'
	assert_equal "${stderr_lines[1]}" "pt-prune: in:4: by 'x' is not a number"
	assert_equal "${stderr_lines[2]}" 'pt-prune: in:7: the last line is not complete'
	echo "$output" > out
	kept '3 3'
}

@test "prune: input that is no event stream, no file, a directory" {
	run --separate-stderr pt-prune -p 1 < /dev/null
	assert_equal "$status $stderr" '2 pt-prune: <stdin>: not an event stream: the input is empty'
	run --separate-stderr pt-prune -p 1 missing
	assert_equal "$status $stderr" '2 pt-prune: missing: No such file or directory'
	run --separate-stderr pt-prune -p 1 .
	assert_equal "$status $stderr" '2 pt-prune: .: read error: Is a directory'
	echo 'EXIT: seq=27,ts=829282723,pid=2837765,ppid=2837764,pgid=2837765' > raw
	run --separate-stderr pt-prune -p 1 raw
	assert_equal "$status" 2
	assert_regex "$stderr" 'pt-import-proctrace'
}

@test "prune: what was read well isn't lost when another file fails" {
	stream '1 FORK 10 1 1' > in
	for file in missing /dev/null; do
		run --separate-stderr pt-prune -p 10 in "$file"
		assert_equal "$status $output" "2 $(cat in)"
	done
}

@test "prune: options" {
	run --separate-stderr pt-prune --help
	assert_equal "$status $stderr" '0 '
	assert_regex "${lines[0]}" '^usage: pt-prune '
	run --separate-stderr pt-prune --version
	assert_equal "$status ${output% *}" '0 pt-prune (pt)'
	run --separate-stderr pt-prune -x
	assert_equal "$status $stderr" '2 pt-prune: unknown option -x (see pt-prune --help)'
	run --separate-stderr pt-prune -p
	assert_equal "$status $stderr" '2 pt-prune: an argument is missing after option -p (see pt-prune --help)'
	for bad in x 1x '' -1 @5 5@ 5@x 4194305 1@99999999999999999999 ' 1'; do
		run --separate-stderr pt-prune --root-pid="$bad"
		assert_equal "$status" 2
		assert_regex "$stderr" '^pt-prune: --root-pid.* is not a number from 0 to [0-9]+$'
	done
}

@test "prune: a full disk and a reader that has gone" {
	stream '1 FORK 10 1 1' > in
	run --separate-stderr eval 'pt-prune -p 10 in > /dev/full'
	assert_equal "$status" 2
	assert_equal "$stderr" 'pt-prune: <stdout>: write error: No space left on device'
	seq 20000 | sed 's/$/,EXEC,10,,,,,,,,,,,/' >> in
	run --separate-stderr eval 'pt-prune -p 10 in | true; echo "${PIPESTATUS[0]}"'
	assert_equal "$output $stderr" '141 '
}

@test "prune: rows come out while the input is open" {
	coproc PRUNE { pt-prune -p 10; }
	echo "$HEADER" >&"${PRUNE[1]}"
	read -r -t 10 line <&"${PRUNE[0]}"
	assert_equal "$line" "$HEADER"
	rows '1 FORK 10 1 1' '2 FORK 20 1 1' >&"${PRUNE[1]}"
	read -r -t 10 line <&"${PRUNE[0]}"
	assert_equal "$line" "$(rows '1 FORK 10 1 1')"
	rows '3 EXIT 10 1' >&"${PRUNE[1]}"
	read -r -t 10 line <&"${PRUNE[0]}"
	assert_equal "$line" "$(rows '3 EXIT 10 1')"
	local prune=$PRUNE_PID in=${PRUNE[1]}
	exec {in}>&-
	wait "$prune"
}

@test "prune: the ROOT row's rows and those at TIME come out while the input is open" {
	for arguments in '' '-p 10@1'; do
		mkfifo "fifo$arguments"
		# shellcheck disable=SC2086 # words
		pt-prune $arguments < "fifo$arguments" > "out$arguments" &
		local prune=$!
		exec {in}> "fifo$arguments"
		stream '1 FORK 10 1 1' '1 ROOT 10 1' '2 EXEC 10 1' >&"$in"
		for ((i = 0; i < 1000 && $(wc -l < "out$arguments") < 4; i++)); do
			read -r -t 0.01 < <(tail -f /dev/null --pid=$$) || true
		done
		assert_equal "$(wc -l < "out$arguments")" 4
		exec {in}>&-
		wait "$prune"
	done
}

@test "prune: constant memory" {
	big() {
		awk -v header="$HEADER" -v root="$1" 'BEGIN {
			print header
			print "0,FORK,10,1,,,,,1,,,,,"
			if (root) print "0,ROOT,10,1,,,,,,,,,,"
			for (i = 0; i < 500000; i++) {
				printf "%d,FORK,%d,10,,,,,%d,,,,,\n", i, 100 + i % 30000, i % 2 ? 10 : 9
				printf "%d,EXIT,%d,10,,,,,,0,,,,\n", i, 100 + i % 30000
			}
		}'
	}
	big 1 > in
	cat > limited <<-'EOF'
		ulimit -v 12000 && exec pt-prune "$@"
	EOF
	for command in 'sh limited < in' 'sh limited -p 10 in' 'cat in | sh limited' \
		'cat in | sh limited -p 10' 'cat in | sh limited -p 9@5'; do
		run --separate-stderr eval "$command | wc -l"
		assert_equal "$stderr" ''
		assert_equal "$output" "$([[ $command == *9@5 ]] && echo 500001 || echo 500003)"
	done
}

@test "prune: hostile streams" {
	stream '1 FORK 10 10 10' '2 FORK 11 12 12' '3 FORK 12 11 11' '4 FORK 4194304 10 10' \
		'5 EXIT 4194304 1' '6 FORK 0 10 10' '7 FORK 1 0 0' '8 FORK 10 10 10' > in
	pt-prune -p 10 in > out
	kept '1 4 5 6 7 8'
	pt-prune -p 4194304 in > out
	kept '4 5'
	awk -v header="$HEADER" 'BEGIN { for (i = 0; i < 20000; i++) print header }' > in
	rows '1 EXEC 5 1' >> in
	run --separate-stderr timeout 20 pt-prune -p 5 in
	assert_equal "$status $stderr" '1 pt-prune: a recording has no process 5'
}

# The same said in awk, which reads the file twice. Lives count from 1; 0 is one from
# before the stream.
reference() {
	awk -F, -v root="$1" '
	function in_tree(pid) { return pid != "" && (pid in tree) }
	{ birth = $2 == "FORK" || $2 == "PROC"; creator = $2 == "FORK" && $9 != "" ? $9 : $4 }
	FNR == 1 { delete tree; births = 0; if (NR > 1) { print; if (life < 1) tree[root] = 1 } next }
	NR == FNR {
		if ($3 == root && birth) {
			births++
			if (first == "") first = touched ? 0 : 1
		}
		if ($2 != "LOST" && (birth ? creator == root : $3 == root || $9 == root)) touched = 1
		if ($2 == "ROOT" && $3 == root && named == "") named = births
		life = named != "" ? named : first == "" ? 0 : first
		next
	}
	{ keep = $2 == "LOST" || in_tree($3) || in_tree($9) }
	birth {
		keep = in_tree(creator)
		if ($3 == root && ++births == life)
			keep = 1
		delete tree[$3]
		if (keep)
			tree[$3] = 1
	}
	keep' "$2" "$2"
}

@test "prune: agrees with another implementation on random streams" {
	for ((seed = 1; seed <= 100; seed++)); do
		awk -v header="$HEADER" -v seed="$seed" 'BEGIN {
			srand(seed)
			split("FORK FORK FORK PROC EXEC EXIT SIGNAL SETPGID ROOT LOST", kinds, " ")
			print header
			for (i = 1; i < 60; i++) {
				by = rand() < 0.5 ? int(rand() * 8) : ""
				printf "%d,%s,%d,%d,,,,,%s,,,,,\n", i, kinds[1 + int(rand() * 10)],
					rand() * 8, rand() * 8, by
			}
		}' > in
		reference 3 in > expected
		pt-prune -p 3 in > out 2> err || true
		if ! cmp -s out expected; then
			diff expected out | head >&2
			fail "seed $seed"
		fi
		for time in 10 30 50; do
			pt-prune -p "3@$time" in > expected 2> err || true
			cat in | pt-prune -p "3@$time" > out 2> err || true
			cmp out expected || fail "seed $seed, at $time, file and pipe"
		done
	done
}
