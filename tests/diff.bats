#!/usr/bin/env bats
# pt-diff

load helper

export LC_ALL=C.UTF-8

# A run of one process after the other below a root; each line of the input is
# "TIME STATUS COMMAND", the time in ms. PIDs begin at $1.
run_of() {
	awk -v pid="$1" '
		function end(s) { return s ~ /^[0-9]+$/ ? s : "" }
		BEGIN {
			root = pid++
			print "0|FORK|" root "|1"
			print "0|ROOT|" root "|1|||make"
			print "1|EXEC|" root "|1||/bin/make|make"
			t = 2
		}
		{
			time = $1; status = $2; sub(/^[^ ]+ [^ ]+ /, "")
			file = $0; sub(/ .*/, "", file)
			print t "|FORK|" pid "|" root
			print t "|EXEC|" pid "|" root "||/bin/" file "|" $0
			t += time
			if (status != "-")
				print t "|EXIT|" pid "|" root "|" status
			pid++
			t++
		}
		END { print t "|EXIT|" root "|1|0" }' | stream
}

# The lines of differences, without PIDs and times: "MARKER STATUS COMMAND".
differences() {
	pt-diff "$@" | sed -nE 's/^([-+!]) .*[0-9]s  (.*)/\1 \2/p' | tr -s ' '
}

bad() { # status 2 and one line on standard error, which is $output then
	run -2 --separate-stderr pt-diff "$@"
	assert_equal "$output" ''
	assert_equal "${#stderr_lines[@]}" 1
	output=$stderr
}


@test "two builds differ like this" {
	pt-diff "$DATA/build.log" "$DATA/build2.log" > actual || [ $? -eq 1 ]
	sed "s,$DATA/,,g" actual | diff -u "$DATA/build.diff" -
}

@test "a run does not differ from itself, and then nothing is printed" {
	for log in "$DATA/build.log" "$ROOT/share/demo.log"; do
		run -0 --separate-stderr pt-diff "$log" "$log"
		assert_equal "$output$stderr" ''
	done
}

@test "process IDs, numbers, hexadecimal strings and temporary names make no difference" {
	run_of 100 > a.log <<-'END'
		5 0 cat /tmp/tmp.Ab3dE9Zz/part1
		5 0 as -o a.o /tmp/ccAbCdEf.s
		5 0 git show a1b2c3d4e
		5 0 curl localhost:8080/550e8400-e29b-41d4-a716-446655440000
		5 0 sh -c 'cat /tmp/bats-run-Xy12Ab/test/3/out; kill 4711'
		5 0 dd if=0x7fe0 of=/home/u/tmp.AbCdEfGhIj/x
		5 0 python3 /tmp/tmpab_1x9z.py
	END
	run_of 30000 > b.log <<-'END'
		5 0 cat /tmp/tmp.zzTop12345/part22
		5 0 as -o a.o /tmp/ccqrstuv.s
		5 0 git show 0099ffeea
		5 0 curl localhost:18123/123e4567-e89b-12d3-a456-426614174000
		5 0 sh -c 'cat /tmp/bats-run-00aaBB/test/14/out; kill 5'
		5 0 dd if=0x12 of=/home/u/tmp.0123456789/x
		5 0 python3 /tmp/tmpq9w8e7rt.py
	END
	run -0 pt-diff a.log b.log
	assert_output ''
}

@test "other words do make a difference" {
	run_of 100 > a.log <<-'END'
		5 0 cat /tmp/one.sh
		5 0 echo deadbeef
		5 0 true
		5 0 cat a b
	END
	run_of 100 > b.log <<-'END'
		5 0 cat /tmp/two.sh
		5 0 echo beefdead
		5 0 true
		5 0 cat 'a b'
	END
	run -0 differences a.log b.log
	assert_output "- ok cat /tmp/one.sh
+ ok cat /tmp/two.sh
! ok echo deadbeef → echo beefdead
- ok cat a b
+ ok cat 'a b'"
}

@test "processes that are only in one recording" {
	run_of 100 > a.log <<-'END'
		5 0 first
		5 0 gone
		5 0 last
	END
	run_of 100 > b.log <<-'END'
		5 0 first
		5 0 last
		5 0 new
		5 256 new
	END
	run -0 differences a.log b.log
	assert_output '- ok gone
+ ok new
+ exit 1 new'
	run -1 pt-diff a.log b.log
	assert_line --index -1 'processes: 1 only in a.log, 2 only in b.log'
}

@test "a subtree that is only in one recording is one line" {
	stream > a.log <<-'END'
		0|FORK|10|1
		0|ROOT|10|1|||make
		1|FORK|11|10
		2|EXEC|11|10||/bin/sh|sh -c 'a; b'
		3|FORK|12|11
		4|EXEC|12|11||/bin/a|a
		5|FORK|13|12
		6|EXIT|13|12|0
		7|EXIT|12|11|0
		8|EXIT|11|10|0
		9|EXIT|10|1|0
	END
	stream > b.log <<-'END'
		0|FORK|10|1
		0|ROOT|10|1|||make
		9|EXIT|10|1|0
	END
	run -0 differences a.log b.log
	assert_output "- ok sh -c 'a; b' (and 2 below)"
	run -0 differences b.log a.log
	assert_output "+ ok sh -c 'a; b' (and 2 below)"
}

@test "the order in which a parallel build starts its jobs makes no difference" {
	for order in 'a b c d' 'c a d b'; do
		echo '0|FORK|10|1'
		echo '0|ROOT|10|1|||make -j'
		pid=11
		for job in $order; do
			echo "1|FORK|$pid|10"
			echo "2|EXEC|$pid|10||/bin/sh|sh -c 'job'"
			echo "3|FORK|$((pid + 1))|$pid"
			echo "4|EXEC|$((pid + 1))|$pid||/bin/$job|$job"
			pid=$((pid + 2))
		done
		echo '9|EXIT|10|1|0'
	done > both
	head -n 18 both | grep -v '^9' | stream > a.log
	tail -n +20 both | grep -v '^9' | stream > b.log
	run -0 pt-diff a.log b.log
	assert_output ''
	sed 's/"d"$/"e"/; s,/bin/d,/bin/e,' b.log > c.log
	run -0 differences a.log c.log
	assert_output '- running sh -c job › d
+ running sh -c job › e'
}

@test "another status is a difference, and so is no end" {
	run_of 100 > a.log <<-'END'
		5 0 one
		5 0 two
		5 9 three
	END
	run_of 100 > b.log <<-'END'
		5 256 one
		5 - two
		5 139 three
	END
	run -0 differences a.log b.log
	assert_output '! ok → exit 1 one
! ok → running two
! SIGKILL → SIGSEGV core three'
}

@test "slower and faster by a factor and by a time" {
	run_of 100 > a.log <<-'END'
		100 0 one
		1000 0 two
		1000 0 three
		90 0 four
	END
	run_of 100 > b.log <<-'END'
		300 0 one
		1400 0 two
		500 0 three
		10 0 four
	END
	run -1 pt-diff a.log b.log
	assert_line --regexp '^! +101 +101 +0\.100s +0\.300s +ok +\(3\.0 times as long\) one$'
	assert_line --regexp '^! +103 +103 +1\.000s +0\.500s +ok +\(2\.0 times as fast\) three$'
	refute_line --partial two
	refute_line --partial four
	assert_line --index -1 'processes: 0 only in a.log, 0 only in b.log, 1 slower, 1 faster'
	run -1 pt-diff --factor 1.3 a.log b.log
	assert_line --partial '(1.4 times as long) two'
	run -1 pt-diff --min-change 20ms a.log b.log
	assert_line --partial '(9.0 times as fast) four'
	run -0 pt-diff --min-change 2 a.log b.log
	assert_output ''
}

@test "a process is not slower for what it created" {
	nested() {
		stream <<-END
			0|FORK|10|1
			0|ROOT|10|1|||make
			1|FORK|11|10
			2|EXEC|11|10||/bin/sh|sh test.sh
			3|FORK|12|11
			4|EXEC|12|11||/bin/a|a
			$1|EXIT|12|11|0
			$2|EXIT|11|10|0
			$(($2 + 1))|EXIT|10|1|0
		END
	}
	nested 100 110 > a.log
	nested 400 410 > b.log
	run -0 differences a.log b.log
	assert_output '! ok (4.1 times as long) sh test.sh › a'
	nested 400 810 > b.log
	run -0 differences a.log b.log
	assert_output '! ok (7.4 times as long) sh test.sh
! ok (4.1 times as long) sh test.sh › a'
}

@test "programs executed on the way, and another command of the only one left" {
	stream > a.log <<-'END'
		0|FORK|10|1
		0|ROOT|10|1|||make
		1|FORK|11|10
		2|EXEC|11|10||/usr/bin/cc|cc -c a.c
		3|EXIT|11|10|0
		4|FORK|12|10
		5|EXEC|12|10||/bin/ld|ld -o a
		6|EXIT|12|10|0
		9|EXIT|10|1|0
	END
	sed 's/ld -o a/ld -o b/
		/cc -c a.c/{h; s|/usr/bin/cc","cc|/usr/bin/ccache","ccache cc|; G}' a.log > b.log
	run -0 differences a.log b.log
	assert_output '! ok (programs /usr/bin/cc → /usr/bin/ccache, /usr/bin/cc) cc -c a.c
! ok ld -o a → ld -o b'
}

@test "a PID that is used again is another process" {
	stream > a.log <<-'END'
		0|FORK|10|1
		0|ROOT|10|1|||make
		1|FORK|11|10
		2|EXEC|11|10||/bin/a|a
		3|EXIT|11|10|0
		4|FORK|11|10
		5|EXEC|11|10||/bin/b|b
		6|EXIT|11|10|0
		9|EXIT|10|1|0
	END
	sed 's/^\(4000000\|5000000\|6000000\),\([A-Z]*\),11/\1,\2,12/; s/^\(6.*\),0,,,,$/\1,512,,,,/' a.log > b.log
	run -0 differences a.log b.log
	assert_output '! ok → exit 2 b'
}

@test "only what descends from pt-launch's command counts" {
	run_of 100 <<<'5 0 one' > a.log
	{ cat a.log; printf '%s\n' '9000000,FORK,900,1,,,,,,,,,,' '9000001,EXEC,900,1,,,,,,,,,"/bin/cron","cron"'; } > b.log
	run -0 pt-diff a.log b.log
	grep -v ,ROOT, a.log > a2.log
	grep -v ,ROOT, b.log > b2.log
	run -0 differences a2.log b2.log
	assert_output '+ running cron'
}

@test "loss is told, and nothing can be ruled out then" {
	{ cat "$DATA/build.log"; echo '3600000000,LOST,,,,,,,,17,,,,'; } > lost.log
	run -2 --separate-stderr pt-diff "$DATA/build.log" lost.log
	assert_equal "$output" ''
	assert_equal "$stderr" 'pt-diff: lost.log: events were lost, so processes or their ends may be missing
pt-diff: no difference was found, but none can be ruled out'
	grep -v ,4250, lost.log > less.log
	run -1 --separate-stderr pt-diff less.log "$DATA/build.log"
	assert_equal "$stderr" 'pt-diff: less.log: events were lost, so processes or their ends may be missing'
	assert_line --partial '=== test 12 ==='
}

@test "bad lines are reported with the file they are in" {
	{ cat "$DATA/build.log"; echo nonsense; } > bad.log
	run -2 --separate-stderr pt-diff "$DATA/build.log" bad.log
	assert_equal "$output" ''
	assert_equal "${stderr_lines[0]}" "pt-diff: bad.log:27: only 1 of 14 columns"
	for _ in {1..20}; do echo nonsense; done > nonsense
	cat "$DATA/build.log" nonsense > a.log
	run -2 --separate-stderr pt-diff a.log bad.log
	assert_equal "$(grep -c 'more bad lines' <<<"$stderr")" 2
	assert_regex "$stderr" '10 more bad lines.*pt-diff: 1 more bad lines'
}

@test "one of the two may be standard input" {
	run_of 100 <<<'5 0 one' > a.log
	run_of 100 <<<'5 0 two' > b.log
	pt-diff a.log b.log > expected || [ $? -eq 1 ]
	run -1 pt-diff a.log - < b.log
	assert_output "$(sed 's/b\.log/<stdin>/' expected)"
	run -1 pt-diff - b.log < a.log
	assert_output "$(sed 's/a\.log/<stdin>/' expected)"
	bad - - < a.log
	assert_output 'pt-diff: only one recording can be standard input'
}

@test "--quiet prints nothing" {
	run_of 100 <<<'5 0 one' > a.log
	run_of 100 <<<'5 0 two' > b.log
	for option in -q --quiet; do
		run -1 --separate-stderr pt-diff $option a.log b.log
		assert_equal "$output$stderr" ''
		run -0 pt-diff $option a.log a.log
	done
}

@test "what can't be compared is trouble" {
	bad "$DATA/build.log"
	assert_output 'pt-diff: two recordings are needed (see pt-diff --help)'
	bad a b c
	bad missing.log "$DATA/build.log"
	assert_output 'pt-diff: missing.log: No such file or directory'
	bad "$DATA/build.log" /dev/null
	assert_output --partial 'the input is empty'
	cat "$DATA/build.log" "$DATA/build.log" > two.log
	bad "$DATA/build.log" two.log
	assert_output 'pt-diff: two.log: holds more than one recording'
	for factor in '' x 0.5 nan inf 1x; do
		bad "--factor=$factor" "$DATA/build.log" "$DATA/build.log"
		assert_output "pt-diff: --factor: '$factor' is not a number from 1 on"
	done
	bad --min-change=1h "$DATA/build.log" "$DATA/build.log"
	assert_output "pt-diff: --min-change: '1h' is not a time such as 1.5, 1.5s, 20ms or 300us"
	run -2 sh -c "pt-diff '$DATA/build.log' '$ROOT/share/demo.log' > /dev/full"
	assert_output --partial 'write error'
}

@test "recordings without processes don't differ" {
	stream < /dev/null > empty.log
	run -0 pt-diff empty.log empty.log
	run -1 pt-diff empty.log "$DATA/build.log"
	assert_line --regexp '^\+ .*make check \(and 6 below\)$'
}

@test "no control character and no invalid UTF-8 reaches the output" {
	run_of 100 > a.log < <(printf '5 0 x \xff\xfe \xc2\x9b31m\n5 0 pt-mark %s\n' "\$'\\\\e[31m'")
	run_of 100 > b.log < <(printf "5 0 y \$'\\\\x1b]0;t\\\\a'\n5 0 bad 'quote\n")
	pt-diff a.log b.log > out 2> err || [ $? -eq 1 ]
	[ "$(grep -c '^[-+]' out)" -ge 4 ]
	iconv -f utf-8 -t utf-8 out > /dev/null
	run -1 grep -aP '[\x00-\x08\x0b-\x1f\x7f]' out
}

@test "a terminal gets colours and cut lines, unless NO_COLOR is set" {
	command -v script || skip 'script(1) is missing'
	export TERM=xterm COLUMNS=60
	script -qec "pt-diff '$DATA/build.log' '$ROOT/share/demo.log'" /dev/null > terminal || [ $? -eq 1 ]
	grep -q $'^\e\\[31m-  ' terminal
	grep -q $'^\e\\[32m+  ' terminal
	grep -q '\.\.\.' terminal
	NO_COLOR=1 script -qec "pt-diff '$DATA/build.log' '$ROOT/share/demo.log'" /dev/null > plain || [ $? -eq 1 ]
	run -1 grep $'\e' plain
	[ "$(grep '^[-+!] ' plain | tr -d '\r' | wc -L)" -le 60 ]
}

@test "100,000 processes one below the other, and below one, are matched in linear time" {
	for i in 1 2; do
		awk -v header="$HEADER" -v n="$i" 'BEGIN {
			print header
			for (i = 2; i <= 100001; i++)
				printf "%d,FORK,%d,%d,,,,,,,,,,\n", i, i, i - 1
			if (n == 2)
				print "100002,FORK,100002,100001,,,,,,,,,,"
		}' > deep$i.log
		awk -v header="$HEADER" -v n="$i" 'BEGIN {
			print header
			print "1,FORK,2,1,,,,,,,,,,"
			for (j = 3; j <= 100002; j++) {
				i = n == 1 ? j : 100005 - j
				printf "%d,FORK,%d,2,,,,,,,,,,\n", j * 10, j
				printf "%d,EXEC,%d,2,,,,,,,,,\"/bin/x\",\"x part%d\"\n", j * 10 + 1, j, i
			}
		}' > wide$i.log
	done
	run -1 timeout 30 pt-diff deep1.log deep2.log
	assert_equal "$(grep -c '^[-+!] ' <<<"$output")" 1
	run -0 timeout 30 pt-diff wide1.log wide2.log
}

@test "two recordings of a command that went otherwise" {
	need_recording
	pt-record -o a.log -- sh -c 'sleep 0.01; sh -c "exit $0"' 0 2> /dev/null
	run pt-record -o b.log -- sh -c 'sleep 0.02; printf x; env true; sh -c "exit $0"' 3
	pt-diff a.log a.log
	run -1 pt-diff --min-change 1000 a.log b.log
	assert_line --regexp '^! .* ok → exit 3 +sh -c '
	assert_line --regexp '^\+ .* ok +true$'
	assert_line --index -1 --partial '0 only in a.log, 1 only in b.log'
}
