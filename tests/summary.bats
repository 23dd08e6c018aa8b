#!/usr/bin/env bats
# pt-format -d summary

load helper

export LC_ALL=C.UTF-8

summary() {
	pt-format -d summary "$@"
}

# See stream.
rows() {
	stream time event pid ppid code cpu rss name detail
}

@test "the summary of a build looks like this" {
	summary "$DATA/build.log" > actual
	diff -u "$DATA/build.summary" actual
}

@test "the summary in Markdown looks like this" {
	summary --markdown "$DATA/build.log" > actual
	diff -u "$DATA/build.markdown" actual
}

@test "the totals are those of the table" {
	for log in "$DATA/build.log" "$ROOT/share/demo.log"; do
		pt-format -d csv "$log" > run.csv
		rm -f run.db
		sqlite3 run.db '.import --csv run.csv run' "select count(*), sum(duration > 0),
			printf('%.3fs', sum(cpu)), sum(execs), sum(failed_execs), sum(state = 'running'),
			sum(status || signal not in ('', '0')) from run" > totals
		IFS='|' read -r processes _ cpu execs attempts running failed < totals
		run -0 summary "$log"
		assert_line --regexp "^processes   $processes, "
		assert_line --regexp "^CPU time    $cpu\$"
		assert_line --regexp "^executed    $execs programs; $attempts attempts? failed\$"
		assert_line --regexp "^failed      $failed processes: "
		assert_line --regexp "^running     $running process"
		sqlite3 run.db "select count(*), sum(status || signal not in ('', '0')),
			printf('%.3fs', sum(duration)), printf('%.3fs', max(duration + 0)),
			printf('%.3fs', sum(cpu)), iif(execs = '0', '(fork) ', '') || executable
			from run group by 6 order by sum(duration) desc" -separator ' ' | sort > asked
		sed -n '/^COUNT .*EXECUTABLE$/,/^$/p' <<< "$output" | sed '1d;$d' |
			awk '{ sub(/ [0-9.]+[KMG]iB /, " "); $1 = $1; print }' | sort | diff -u asked -
	done
}

@test "wall time is the command's, and cores are counted within it" {
	run -0 summary <(rows <<-'END'
		0|FORK|9|1
		1000|FORK|10|9
		1000|ROOT|10|9||||a
		1000|FORK|11|10
		1000|FORK|12|10
		2000|EXIT|11|10|0|1000|100
		3000|EXIT|12|10|0|1000|100
		5000|EXIT|10|9|0|0|100
		9000|EXIT|9|1|0|400|100
	END
	)
	assert_line 'wall time   4.000s'
	assert_line 'CPU time    2.400s'
	# 0.5 a second from 12, 1 in the first second from 11, 400 ms in 9 s from 9.
	assert_line 'cores busy  0.54 on average, 1.54 at most'
	assert_line 'processes   4, at most 4 at a time; 4 forks, 0.8 a second'
	assert_line 'executed    0 programs; 0 attempts failed'
	assert_line 'failed      0 processes'
	assert_line 'running     0 processes at the end'
	refute_line --partial Failed
	refute_line --partial Still
}

@test "minutes and hours" {
	run -0 summary <(rows <<< $'0|FORK|9|1\n3723000|EXIT|9|1|0|61500|1')
	assert_line 'wall time   3723.000s (1h02m03s)'
	assert_line 'CPU time    61.500s (1m01s)'
	assert_line --index 0 'recording without a command'
}

@test "the first ten by every number are in the table, and the rest is counted" {
	awk 'function one(name, ms, cpu, rss) {
			pid++
			printf "%d|FORK|%d|1\n%d|EXEC|%d|1||||/bin/%s|%s\n%d|EXIT|%d|1|0|%d|%d\n",
				t, pid, t, pid, name, name, t + ms, pid, cpu, rss
			t += ms
		}
		BEGIN {
			pid = 1
			for (i = 0; i < 10; i++) {
				for (j = 0; j < 5; j++)
					one("count" i, 2, 1, 10)
				one("wall" i, 5000 + i, 1, 10)
				one("cpu" i, 100, 90, 10)
				one("rss" i, 100, 1, 90000)
			}
			for (i = 0; i < 5; i++)
				one("small" i, 90, 1, 10)
		}' | rows > many.log
	run -0 summary many.log
	assert_line 'Executables, 40 of 45'
	for i in 0 9; do
		assert_line --regexp "^    5       0  0.010s   0.002s  0.005s +10KiB  count$i$"
		assert_line --regexp "^    1 .* wall$i$"
		assert_line --regexp "^    1 .* cpu$i$"
		assert_line --regexp "^    1 .* rss$i$"
	done
	refute_line --partial small
	run -0 grep -m 1 -A 1 '^COUNT' <<< "$output"
	assert_line --index 1 --partial ' wall9'
}

@test "the last ones that failed are listed, and the ways to fail counted" {
	for ((i = 10; i < 60; i++)); do
		printf '%s\n' "$i|FORK|$i|1" "$i|EXEC|$i|1||||/bin/false|false $i" \
			"$((200 - i)).5|EXIT|$i|1|$((i < 50 ? i < 40 ? 256 : 9 : (i - 40) * 256))|0|1"
	done | sort -s -n | rows > failed.log
	run -0 summary failed.log
	assert_line 'failed      50 processes: exit 1 (30), SIGKILL (10), exit 10 (1), exit 11 (1), exit 12 (1), ...'
	assert_line 'Failed, the last 20 of 50'
	assert_line --regexp ' exit 1  false 10$'
	assert_line --regexp ' exit 1  false 29$'
	refute_line --partial 'false 30'
	assert_equal "$(grep -c ' false ' <<< "$output")" 20
}

@test "attempts to execute in vain are counted by file and error" {
	run -0 summary <(rows <<-'END'
		1|FORK|60|1
		1|EXECFAIL|60|1|13|||/opt/b
		2|EXECFAIL|60|1|2|||/opt/a
		3|EXECFAIL|60|1|2|||/opt/a
		3|EXECFAIL|60|1|2|||'/opt/a b'
		3|EXECFAIL|60|1|99999|||/opt/c
		3|EXECFAIL|60|1||||/opt/c
		4|EXIT|60|1|32512
	END
	)
	assert_line 'executed    0 programs; 6 attempts failed'
	assert_line '    2  ENOENT       /opt/a'
	assert_line '    1  EACCES       /opt/b'
	assert_line "    1  ENOENT       '/opt/a b'"
	assert_line '    1  error 99999  /opt/c'
	assert_line '    1  error ?      /opt/c'
	assert_line --partial "exit 127  (fork, can't execute /opt/c) ?"
}

@test "what was there before counts when it does something, and its CPU time doesn't" {
	run -0 summary <(rows <<-'END'
		1|PROC|1|0||||init|/sbin/init
		1|PROC|20|1||||cron|cron -f
		2|FORK|22|1
		1000|EXIT|20|1|0|90000|5
		1001|EXIT|22|1|0|5|5
	END
	)
	assert_line 'CPU time    0.005s'
	assert_line --regexp '^processes   2, at most 2 at a time; 1 fork, '
	assert_line 'running     0 processes at the end'
}

@test "lost events are named first" {
	{ cat "$DATA/build.log"; echo '3600000000,LOST,,,,,,,,17,,,,'; } > lost.log
	run -1 --separate-stderr summary lost.log
	assert_line --index 2 'events were lost (at least 17): the summary may be incomplete'
	run -1 --separate-stderr summary --markdown lost.log
	assert_line '> [!WARNING]'
	assert_line '> events were lost (at least 17): the summary may be incomplete'
	assert_line '    title Process Trace (incomplete, events were lost)'
}

@test "a mark that failed says how" {
	run -0 summary <(stream <<-'END'
		1|FORK|10|1
		1|ROOT|10|1
		2|FORK|11|10
		3|EXEC|11|10||/usr/bin/pt-mark|pt-mark -x
		4|EXIT|11|10|512
		5|EXIT|10|1|0
	END
	)
	assert_line --regexp '^ 11 .* exit 2  === -x ===$'
}

@test "forks behind the command's end don't count by the second" {
	run -0 summary <(stream <<-'END'
		1000|FORK|10|1
		1000|ROOT|10|1
		1500|FORK|11|10
		2000|EXIT|10|1|0
		2100|FORK|12|11
		2200|EXIT|12|11|0
		2300|EXIT|11|1|0
	END
	)
	assert_line --partial '3 forks, 2.0 a second'
}

@test "signals that were missed are no loss of processes" {
	{ cat "$DATA/build.log"; echo '3600000000,MISSED,,,,,,,,2,,,,'; } > missed.log
	run -0 --separate-stderr summary missed.log
	assert_line --index 2 '2 signals sent by interrupts were not seen'
	assert_equal "$stderr" ''
	echo '3600000000,MISSED,,,,,,,,1,,,,' >> missed.log
	run -0 summary --markdown missed.log
	assert_line '> [!NOTE]'
	assert_line '> 3 signals sent by interrupts were not seen'
}

@test "recordings one behind the other are summaries one behind the other" {
	cat "$DATA/build.log" "$DATA/build.log" > two.log
	summary two.log > actual
	{ cat "$DATA/build.summary"; echo; cat "$DATA/build.summary"; } | diff -u - actual
	summary --markdown two.log > actual
	cat "$DATA/build.markdown" "$DATA/build.markdown" | diff -u - actual
}

@test "a recording without processes" {
	run -0 summary <(rows < /dev/null)
	assert_output ''
	run -0 summary <(printf '%s\n' "$HEADER" '1,META,,,,,,,,,,,"format","1"')
	assert_output $'recording without a command\nno processes'
	run -0 summary --markdown <(printf '%s\n' "$HEADER" '1,META,,,,,,,,,,,"format","1"')
	assert_output $'### recording without a command\n\nno processes'
}

@test "times and numbers of any size" {
	run -0 summary <(printf '%s\n' "$HEADER" '1,META,,,,,,,,,,,"realtime","9223372036854775807"' \
		"$(for i in {2..20}; do echo "5,FORK,$i,1,,,,,,,,,,"; done)" \
		"$(for i in {2..20}; do echo "999999999999999999,EXIT,$i,1,,,,,,256,999999999999999999,999999999999999999,,"; done)" \
		'7,FORK,30,2,,,,,,,,,,' '3,EXIT,30,2,,,,,,0,5,5,,')
	assert_line --regexp '^CPU time    9223372036\.854776s '
	assert_line --regexp ' 909495PiB '
}

@test "lines are cut to 100 columns, and to the width of a terminal" {
	long=$(printf 'x%.0s' {1..3000})
	printf '%s\n' "$HEADER" '1,FORK,7,1,,,,,,,,,,' '1,ROOT,7,1,,,,,,,,,,"x"' \
		"2,EXEC,7,1,,,,,,,,,\"/bin/$long\",\"$long\"" '3,EXECFAIL,7,1,,,,,,2,,,"'"$long"'",' \
		'9,EXIT,7,1,,,,,,256,,,,' > long.log
	assert_equal "$(summary long.log | wc -L)" 100
	[ "$(summary --markdown long.log | wc -L)" -lt 500 ]
	command -v script || skip 'script(1) is missing'
	COLUMNS=60 script -qec "pt-format -d summary long.log" /dev/null | tr -d '\r' > terminal
	assert_equal "$(wc -L < terminal)" 60
}

# What a hostile name can hold, as a word of a recording and in a recording.
HOSTILE='<b c=d> </code> | `a` \| `` ![x](y) <!-- **b** _c_ ~~d~~ $e$ &lt; [f] @g #1'
hostile() {
	printf '%s\n' "$HEADER" '1,FORK,7,1,,,,,,,,,,' '1,ROOT,7,1,,,,,,,,,,"x"' \
		"2,EXEC,7,1,,,,,,,,,\"'$HOSTILE'\",\"'$HOSTILE' '|' \$'\\n# x' '\`\`\`'\"" \
		"3,EXECFAIL,7,1,,,,,,2,,,\"'$HOSTILE'\"," '4,FORK,8,7,,,,,,,,,,' \
		"4,EXEC,8,7,,,,,,,,,\"'$HOSTILE'\",\"'$HOSTILE'\"" '9,EXIT,7,1,,,,,,256,,,,'
}

@test "no name breaks out of Markdown" {
	hostile > hostile.log
	summary --markdown hostile.log > page
	# Whatever isn't the chart: no markup but that of the page itself.
	sed '/^```mermaid$/,/^```$/d' page | sed 's/<code>//g; s/<\/code>//g' > text
	run -1 grep -E '[<>`*_~$@\\]|\[|\]' text
	assert_output ''
	run -1 grep -E '&[^#]|#[0-9]*[^0-9;# ]' text
	assert_output ''
	# Every table has as many cells in each of its rows.
	run -0 awk -F '|' '/^\|/ { if (n == 0) n = NF; if (NF != n) print; next } { n = 0 }' text
	assert_output ''
	# As many codes opened as closed in each line, and the fence closed once.
	run -0 awk '{ if (gsub(/<code>/, "") != gsub(/<\/code>/, "")) print }' page
	assert_output ''
	assert_equal "$(grep -c '^ *```' page)" 2
	# And the text is still there.
	sed 's/&#\([0-9]*\);/\n\1\n/g' page | awk '/^[0-9]+$/ { printf "%c", $1; next } { printf "%s", $0 }' |
		grep -aqF "$HOSTILE"
}

@test "no control character and no invalid UTF-8 comes out" {
	{
		hostile
		printf '5,EXEC,8,7,,,,,,,,,"\xff/\xc2\x9bx","\xff \xe2\x80\xae"\n'
		printf '6,EXECFAIL,8,7,,,,,,2,,,"\xe2\x80\xa8",\n'
		printf '6,META,,,,,,,,,,,"host","\xff\x1b'
		printf '%s\n' '[31m"'
		printf '8,EXIT,8,7,,,,,,9,,,,\n'
	} > hostile.log
	for option in '' --markdown; do
		pt-format -d summary $option hostile.log > page 2> errors || true
		iconv -f utf-8 -t utf-8 page > /dev/null
		run -1 grep -aP '[\x00-\x08\x0b-\x1f\x7f]|\xe2\x80[\xa8\xae]' page
	done
}

@test "the chart is one of the ten longest-lived, with what they descend from" {
	{
		printf '%s\n' '1|FORK|9|1' '1|EXEC|9|1||||/bin/sh|sh'
		for ((i = 10; i < 60; i++)); do
			printf '%s\n' "$i|FORK|$i|9" "$i|EXEC|$i|9||||/bin/sleep|sleep $i" "$((100 + 2 * i))|EXIT|$i|9|0"
		done
	} | sort -s -n | rows > many.log
	run -0 summary --markdown many.log
	assert_equal "$(grep -c '^    \[' <<< "$output")" 10
	assert_line --partial '[9] (running) sh :active'
	assert_line --partial '[59] sleep 59'
	refute_line --partial '[50] sleep'
}

@test "--markdown is only for the summary, and the summary takes no selection" {
	run -2 pt-format -d tree --markdown "$DATA/build.log"
	assert_output 'pt-format: --markdown is not for the mode tree'
	run -2 summary --limit 3 "$DATA/build.log"
	assert_output 'pt-format: --limit is not for the mode summary'
}

@test "processes that nest 100,000 deep, each another executable" {
	awk -v header="$HEADER" 'BEGIN {
		print header
		for (i = 2; i <= 100001; i++) {
			printf "%d,FORK,%d,%d,,,,,,,,,,\n", i, i, i - 1
			printf "%d,EXEC,%d,%d,,,,,,,,,\"/bin/x%d\",\"x\"\n", i, i, i - 1, i
			printf "%d,EXECFAIL,%d,%d,,,,,,2,,,\"/bin/y%d\",\n", i, i, i - 1, i
		}
	}' > deep.log
	ulimit -v 110000
	run -0 timeout 20 pt-format -d summary --markdown deep.log
	assert_line '#### Failed attempts to execute, 20 of 100000'
	assert_line --regexp '^#### Executables, [0-9]+ of 100000$'
}

@test "the manual's sample is real" {
	sed -n '/^\.It Cm summary/,/^\.Ed/p' "$ROOT/man/pt-format.1" |
		sed '1,/^\.Bd/d; /^\.Ed/d' > sample
	[ -s sample ]
	summary "$ROOT/share/demo.log" | sed '/^Failed attempts/,$d' | sed '$d' | diff -u - sample
}

@test "a real command's summary" {
	need_recording
	pt-record -o run.log -- sh -c 'sh -c "exit 3"; env true; exit 4' || true
	cat run.log
	run -0 summary run.log
	assert_line --index 0 --regexp "^sh -c 'sh -c \"exit 3\"; env true; exit 4'$"
	assert_line --index 1 --regexp '^exit 4, recorded [0-9-]+ [0-9:]+ UTC on '
	assert_line --regexp '^failed      2 processes: '
	assert_line --regexp ' sh$'
	assert_line --regexp ' true$'
}
