#!/usr/bin/env bats
# pt-format -d critical

load helper

export LC_ALL=C.UTF-8

critical() {
	pt-format -d critical "$@"
}

# The links as "time pid saves", in milliseconds.
links() {
	critical --limit 1000000 "$@" | awk '/LINK$/ { on = 1; next } / links? in all$/ { on = 0 }
		on && $1 ~ /s$/ && $5 ~ /^[0-9]+$/ { print $2 * 1000, $5, $4 * 1000; next }
		on && $1 ~ /s$/ && $6 ~ /^[0-9]+$/ { print $2 * 1000, $6, $4 * 1000 }'
}

@test "the critical path of a build looks like this" {
	critical --limit 100 "$DATA/build.log" > actual
	diff -u "$DATA/build.critical" actual
}

@test "the longest links are shown by default, and the rest is summed up" {
	run -0 critical "$ROOT/share/demo.log"
	assert_equal "$(grep -c sleep <<<"$output")" 6
	assert_line --regexp '^ +0\.010s +1\.0% +20 links more, none longer$'
	assert_line --regexp '^ +1\.016s +100\.0% +25 links in all$'
	assert_line --regexp '^ +1\.003s +98\.8% +5 links of sleep$'
}

@test "links and gaps add up to the time that the command took" {
	awk -v header="$HEADER" 'BEGIN {
		print header
		srand(7)
		t = 1000000
		print t ",FORK,10,1,,,,,,,,,,"
		print t ",ROOT,10,1,,,,,,,,,,\"x\""
		n = 1; pid[1] = 10; parent[10] = 1
		for (next_pid = 11; next_pid < 1000;) {
			t += 1000 * int(rand() * 500)
			i = 1 + int(rand() * n)
			if (n == 1 || rand() < 0.55) {
				parent[next_pid] = pid[i]
				pid[++n] = next_pid
				printf "%.0f,FORK,%d,%d,,,,,,,,,,\n", t, next_pid++, pid[i]
			} else if (i > 1) {
				printf "%.0f,EXIT,%d,%d,,,,,,0,,,,\n", t, pid[i], parent[pid[i]]
				pid[i] = pid[n--]
			}
		}
		printf "%.0f,EXIT,10,1,,,,,,0,,,,\n", t + 1000
	}' > random.log
	links random.log > parts
	[ "$(wc -l < parts)" -gt 20 ]
	total=$(critical random.log | sed -n '1s/.*took \(.*\)s: .*/\1/p')
	run awk -v total="$total" '{ sum += $1; bad += $3 > $1 || $3 < 0 }
		END { print (sum - total * 1000) ^ 2 < 1, bad + 0 }' parts
	assert_output '1 0'
}

@test "of parallel children the last to end is on the path, and saves what it ended later" {
	stream > parallel.log <<-'END'
		0|FORK|10|1
		0|ROOT|10|1|||make
		1|FORK|11|10
		2|FORK|12|10
		3|FORK|13|10
		50|EXIT|11|10|0
		60|EXIT|13|10|0
		90|EXIT|12|10|0
		100|EXIT|10|1|0
	END
	run -0 links parallel.log
	assert_output '2 10 2
88 12 30
10 10 10'
}

@test "a child that began when another one ended waited for it, as in make -j" {
	run -0 links <(stream <<-'END'
		0|FORK|10|1
		0|ROOT|10|1|||make -j2
		0|FORK|11|10
		0|FORK|12|10
		30|EXIT|12|10|0
		30|FORK|13|10
		50|EXIT|11|10|0
		50|FORK|14|10
		80|EXIT|13|10|0
		100|EXIT|14|10|0
		100|EXIT|10|1|0
	END
	)
	# Without 11, 14 could only begin when make had begun 13, and last till 80 again.
	assert_output '0 10 0
50 11 20
50 14 20'
}

@test "the gaps in which a process was busy itself are links, too" {
	run -0 links <(stream <<-'END'
		0|FORK|10|1
		0|ROOT|10|1|||sh
		0|FORK|11|10
		10|EXIT|11|10|0
		15|FORK|12|10
		20|EXIT|12|10|0
		100|EXIT|10|1|0
	END
	)
	assert_output '0 10 0
10 11 10
5 10 5
5 12 5
80 10 80'
}

@test "nobody waits for what outlives its creator, or for what has no end" {
	run -0 links <(stream <<-'END'
		0|FORK|10|1
		0|ROOT|10|1|||sh
		1|FORK|11|10
		2|FORK|12|10
		3|FORK|13|12
		40|EXIT|12|10|0
		41|LOST||
		50|FORK|11|10
		60|EXIT|11|10|0
		80|EXIT|10|1|0
		90|EXIT|13|1|0
	END
	)
	assert_line '38 12 38'
	assert_line '10 11 10'
	refute_line --partial ' 13 '
	assert_equal "$(awk '{ sum += $1 } END { print sum }' <<<"$output")" 80
}

@test "what hangs at the end of the recording is on the path" {
	stream > hang.log <<-'END'
		0|FORK|10|1
		0|ROOT|10|1|||make check
		1|FORK|11|10
		2|EXEC|11|10||/bin/daemon|daemon
		5|FORK|12|10
		6|EXEC|12|10||/bin/test3|test3
		7|FORK|13|12
		8|EXEC|13|12||/bin/sleep|sleep inf
		2000|SIGNAL|13|12|15
	END
	run -0 critical hang.log
	assert_line --index 0 'critical path of PID 10, which took more than 2.000s: ?'
	assert_line --regexp '^0\.007s +1\.993s +99\.7% .* 13  test3 › \(running\) sleep inf$'
	refute_output --partial daemon
}

@test "a process with several links says what all of it took and would save" {
	run -0 critical --limit 100 <(stream <<-'END'
		0|FORK|10|1
		0|ROOT|10|1|||make
		10|FORK|11|10
		11|EXEC|11|10||/bin/sh|sh test.sh
		20|FORK|12|11
		21|EXEC|12|11||/bin/a|a
		50|EXIT|12|11|0
		55|EXIT|11|10|0
		60|EXIT|10|1|0
	END
	)
	assert_line --regexp ' 11  \(0\.045000s in all, saves 0\.045000s\) sh test\.sh$'
	assert_line --regexp ' 12  sh test\.sh › a$'
	assert_line --regexp '^0\.050000s +0\.005000s +8\.3% +0\.005000s +11  \(sh: itself\)$'
}

@test "CPU time is shown where a link is all that a process did" {
	run -0 critical "$DATA/build.log"
	assert_line --regexp '^0\.020s  1\.001s +96\.5%  1\.001s  0\.001s  4244  '
	assert_line --regexp '^0\.012s  0\.008s +0\.8%  0\.008s {10}4243  '
}

@test "the mark in force is told before a link" {
	run -0 critical "$ROOT/share/demo.log"
	assert_line --index 4 --regexp '^ +=== test lexer ===$'
	assert_line --index 6 --regexp '^ +=== test parser ===$'
}

@test "programs of a process share its time" {
	run -0 critical <(stream <<-'END'
		0|FORK|10|1
		0|ROOT|10|1|||sh
		1|EXEC|10|1||/bin/sh|sh -c 'exec a'
		31|EXEC|10|1||/bin/a|a
		100|EXIT|10|1|0
	END
	)
	assert_line --regexp ' 10  a$'
	assert_line --regexp '^ +0\.069000s +69\.0% +1 link of a$'
	assert_line --regexp '^ +0\.030000s +30\.0% +1 link of sh$'
}

@test "without a ROOT row the longest-lived recorded process is the root" {
	run -0 critical <(stream <<-'END'
		1|PROC|1|0||systemd|/sbin/init
		1|PROC|20|1||bash|-bash
		2|FORK|22|20
		3|EXEC|22|20||/bin/ls|ls
		4|EXIT|22|20|0
		5|FORK|23|20
		6|EXEC|23|20||/bin/make|make
		7|FORK|24|23
		8|EXIT|24|23|0
		15|EXIT|23|20|0
	END
	)
	assert_line --index 0 'critical path of PID 23, which took 0.010000s: make'
}

@test "lost events are named" {
	{ cat "$DATA/build.log"; echo '3600000000,LOST,,,,,,,,17,,,,'; } > lost.log
	run -1 --separate-stderr critical lost.log
	assert_line --index 0 'events were lost (at least 17): the path may not be the true one'
	assert_equal "$stderr" 'pt-format: events were lost'
}

@test "--limit and --min-duration choose the links" {
	run -0 critical --limit 1 "$DATA/build.log"
	assert_line --index 2 --partial 'sleep 60'
	assert_line --index 3 --regexp '^ +0\.036s +3\.5% +10 links more, none longer$'
	run -0 critical --min-duration 5ms "$DATA/build.log"
	assert_equal "$(grep -c '^[0-9]' <<<"$output")" 4
	assert_line --partial '(make: itself)'
	run -0 critical --limit 0 "$DATA/build.log"
	assert_equal "$(grep -c '^[0-9]' <<<"$output")" 0
}

@test "recordings one behind the other are paths with a blank line between" {
	cat "$DATA/build.log" "$DATA/build.log" > two.log
	critical --limit 100 two.log > actual
	{ cat "$DATA/build.critical"; echo; cat "$DATA/build.critical"; } | diff -u - actual
}

@test "no control character reaches the terminal, and times may be nonsense" {
	{
		echo '9|FORK|80|1'
		echo '9|ROOT|80|1|||x'
		printf '2|EXEC|80|1||/bin/x|x \xff\xfe \xc2\x9b31m\n'
		echo '900000000000|FORK|81|80'
		printf "4|EXEC|81|80||/bin/pt-mark|pt-mark \$'\\\\e[31m\\\\n' \xff\n"
		echo '3|FORK|82|81'
		echo "5|EXEC|82|80||/bin/x|\$'\\x1b]0;t\\a'"
		echo '1|EXIT|82|81|0'
		echo '0|EXIT|81|80|0'
		echo '7|EXIT|80|1|0'
	} | stream > hostile.log
	critical --limit 100 hostile.log > out
	grep -q 'links\? in all$' out
	iconv -f utf-8 -t utf-8 out > /dev/null
	run -1 grep -aP '[\x00-\x08\x0b-\x1f\x7f]' out
}

@test "lines are cut to the width of a terminal" {
	command -v script || skip 'script(1) is missing'
	export COLUMNS=60 NO_COLOR=1
	script -qec "pt-format -d critical '$DATA/build.log'" /dev/null | tr -d '\r' > terminal
	grep -q '\.\.\.$' terminal
	[ "$(grep '^[0-9]' terminal | wc -L)" -le 60 ]
}

@test "100,000 processes one below the other, and one after the other, take linear time" {
	awk -v header="$HEADER" 'BEGIN {
		print header
		for (i = 2; i <= 100001; i++)
			printf "%d,FORK,%d,%d,,,,,,,,,,\n", i * 1000, i, i - 1
		for (i = 100001; i >= 2; i--)
			printf "%d,EXIT,%d,%d,,,,,,0,,,,\n", (300000 - i) * 1000, i, i - 1
	}' > deep.log
	run -0 timeout 20 pt-format -d critical deep.log
	assert_line --partial '199999 links in all'
	awk -v header="$HEADER" 'BEGIN {
		print header
		print "1,FORK,2,1,,,,,,,,,,"
		for (i = 3; i <= 100002; i++) {
			printf "%d,FORK,%d,2,,,,,,,,,,\n", i * 1000, i
			printf "%d,EXIT,%d,2,,,,,,0,,,,\n", i * 1000 + 500, i
		}
		print "200000000,EXIT,2,1,,,,,,0,,,,"
	}' > wide.log
	run -0 timeout 20 pt-format -d critical wide.log
	assert_line --partial '200001 links in all'
}

@test "what hung when the time was up is on the path, whichever was ended first" {
	run -0 critical <(stream <<-'END'
		1000|FORK|10|1
		1000|ROOT|10|1|||sh
		1000|EXEC|10|1||/bin/sh|sh
		1100|FORK|11|10
		1200|FORK|12|10
		1200|EXEC|12|10||/bin/sleep|sleep 50
		2000|TIMEOUT|10||1000
		2001|EXIT|10|1|15
		2002|EXIT|12|1|15
		2003|EXIT|11|1|15
	END
	)
	assert_line --index 0 'critical path of PID 10, which took 1.001s, then its time was up: sh'
	assert_line --index 3 --regexp '^0\.200s  0\.801s .* 12  sleep 50$'
}

@test "a recording without processes gives nothing" {
	stream < /dev/null > empty.log
	run -0 critical empty.log
	assert_output ''
}

@test "the manual's sample is real" {
	sed -n '/^\.It Cm critical/,/^\.Ed/p' "$ROOT/man/pt-format.1" | sed '1,/^\.Bd/d; /^\.Ed/d; s/\\(aq/'"'/g" > sample
	[ -s sample ]
	LC_ALL=C critical "$DATA/build.log" | diff -u - sample
}

@test "the path of a real run goes through what it waited for" {
	need_recording
	pt-record -o run.log -- sh -c 'sleep 0.5 & sleep 0.01; wait' 2> /dev/null
	run -0 critical --limit 1000 run.log
	assert_line --index 0 --regexp "^critical path of PID [0-9]+, which took [0-9.]+s: sh -c 'sleep 0\.5 & sleep 0\.01; wait'$"
	assert_line --regexp '  sleep 0\.5$'
	refute_line --regexp '  sleep 0\.01$'
}
