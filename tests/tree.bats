#!/usr/bin/env bats
# pt-format -d tree

load helper

export LC_ALL=C.UTF-8

tree() {
	pt-format -d tree "$@"
}

@test "the tree of a build looks like this" {
	tree "$DATA/build.log" > actual
	diff -u "$DATA/build.tree" actual
}

@test "box characters are drawn only where the locale is UTF-8" {
	LC_ALL=C run -0 tree "$DATA/build.log"
	assert_line --regexp '^4243 .* \|- sh -> timeout 1 sleep 60$'
	assert_line --regexp '^4244 .* \|  `- \(killed by 4243 timeout\) sleep 60$'
	refute_output --partial '├'
}

@test "times shorter than a second are shown to the microsecond" {
	run -0 tree <(stream <<-'END'
		10|FORK|7|1
		10.25|EXEC|7|1||/bin/true|true
		11.125|EXIT|7|1|0
	END
	)
	assert_line --regexp '^  7  0\.000000s  0\.001125s +ok +true$'
}

@test "how a process ended" {
	run -0 tree <(stream <<-'END'
		1|FORK|10|1
		2|FORK|11|10
		3|EXIT|11|10|0
		3|FORK|12|10
		4|EXIT|12|10|256
		4|FORK|13|10
		5|EXIT|13|10|9
		5|FORK|14|10
		6|EXIT|14|10|139
		6|FORK|15|10
		7|EXIT|15|10|40
		7|FORK|16|10
		8|EXIT|16|10
		8|FORK|17|10
		9|SETSID|17|10
	END
	)
	assert_line --regexp '^ 11 .*  ok  '
	assert_line --regexp '^ 12 .*  exit 1  '
	assert_line --regexp '^ 13 .*  SIGKILL  '
	assert_line --regexp '^ 14 .*  SIGSEGV core  '
	assert_line --regexp '^ 15 .*  signal 40  '
	assert_line --regexp '^ 16 .*  ended  '
	assert_line --regexp '^ 17 .* >0\.001000s .*  running  '
}

@test "a process alive before the recording is shown when it or a child does something" {
	stream > before.log <<-'END'
		1|PROC|1|0||systemd|/sbin/init
		1|PROC|20|1||bash|-bash
		1|PROC|21|1||cron|cron -f
		2|FORK|22|20||bash
		3|EXEC|22|20||/bin/ls|ls
		4|EXIT|22|20|0
	END
	run -0 --separate-stderr tree before.log
	assert_line --regexp '^  1  <0\.000000s  >0\.003000s  .*  running  /sbin/init$'
	assert_line --regexp '└─ -bash$'
	assert_line --regexp '   └─ ls$'
	refute_output --partial cron
	assert_equal "$stderr" 'pt-format: left out 1 processes that were there before and did nothing'
}

@test "a reused PID is another process" {
	run -0 tree <(stream <<-'END'
		1|FORK|30|1
		2|FORK|31|30
		3|EXEC|31|30||/bin/a|first
		4|EXIT|31|30|0
		5|FORK|31|30
		6|EXEC|31|30||/bin/b|second
		7|FORK|32|31
		8|EXEC|32|31||/bin/c|grandchild
		9|EXIT|31|30|0
	END
	)
	assert_line --regexp '^ 31 .* ├─ first$'
	assert_line --regexp '^ 31 .* └─ second$'
	assert_line --regexp '^ 32 .*    └─ \(orphaned\) grandchild$'
}

@test "lost births and ends are named" {
	run -1 --separate-stderr tree <(stream <<-'END'
		1|FORK|40|1
		2|FORK|41|40
		3|EXEC|41|40||/bin/a|gone
		4|LOST|||5
		5|FORK|41|40
		6|EXEC|41|40||/bin/b|next
		7|EXEC|42|40||/bin/c|found
		8|EXIT|42|40|0
	END
	)
	assert_line --index 0 'events were lost (at least 5): the tree may be incomplete'
	assert_line --regexp '^ 41 .* >0\.001000s  .*  \?  .*├─ \(end lost\) gone$'
	assert_line --regexp '^ 41 .*  running  .*├─ next$'
	assert_line --regexp '^ 42  <0\.006000s .*└─ \(birth lost\) found$'
}

@test "an unknown number of lost events is said to be unknown" {
	run -1 --separate-stderr tree <(stream <<-'END'
		1|FORK|40|1
		4|LOST||
		5|FORK|43|40
	END
	)
	assert_line --index 0 'events were lost (nobody knows how many): the tree may be incomplete'
	assert_line --regexp '^ 40 .* running\?  '
	assert_line --regexp '^ 43 .* running   '
}

@test "the children of an unrecorded process are kept together when they are several" {
	stream > several.log <<-'END'
		1|FORK|51|50
		2|EXEC|51|50||/bin/a|one
		3|EXIT|51|50|0
		4|FORK|60|59
		5|EXEC|60|59||/bin/x|other
		6|FORK|52|50
		7|EXEC|52|50||/bin/b|two
	END
	run -0 tree several.log
	assert_line --regexp '^ 50 +\(not recorded\) \?$'
	assert_line --regexp '├─ one$'
	assert_line --regexp '└─ two$'
	assert_line --regexp 'running  other$'
	refute_line --regexp '^ 59 '
}

@test "a program that can't be executed is named, unless another was found" {
	run -0 tree <(stream <<-'END'
		1|FORK|60|1
		2|FORK|61|60
		3|EXECFAIL|61|60|2|/opt/a
		4|EXEC|61|60||/bin/a|a
		5|FORK|62|60
		6|EXECFAIL|62|60|13|/opt/b
		7|EXIT|62|60|32512
	END
	)
	assert_line --regexp '^ 61 .* ├─ a$'
	assert_line --regexp "^ 62 .*  exit 127  └─ \(fork, can't execute /opt/b\) \?$"
}

@test "of many programs of a process the first and the last are named" {
	{
		echo '1|FORK|70|1'
		for i in 1 2 3 4 5 6 7; do
			echo "$((i + 1))|EXEC|70|1||/bin/p$i|p$i arg"
		done
	} | stream > chain.log
	run -0 tree chain.log
	assert_line --regexp ' p1 → p2 → p3 → p4 → \.\.\. → p7 arg$'
}

@test "no control character and no invalid UTF-8 reaches the terminal" {
	{
		echo '1|FORK|80|1'
		printf '2|EXEC|80|1||/bin/x|x \xff\xfe \xc2\x9b31m \xe2\x80\xae\n'
		echo '3|FORK|81|80'
		printf "4|EXEC|81|80||/bin/pt-mark|pt-mark \$'\\\\e[31m\\\\n' \xff\n"
		echo '5|FORK|82|80'
		echo "6|EXEC|82|80||/bin/x|\$'\\x1b]0;t\\a' ''"
	} | stream > hostile.log
	run -0 tree hostile.log
	assert_line --partial "x \$'\\xff\\xfe' \$'\\xc2\\x9b'\$'31m' \$'\\xe2\\x80\\xae'"
	assert_line --partial '=== ?[31m? ? ==='
	assert_line --partial "\$'\\x1b]0;t\\x07' ''"
	tree hostile.log | iconv -f utf-8 -t utf-8 > /dev/null
	run -1 grep -aP '[\x00-\x08\x0b-\x1f\x7f]' <(tree hostile.log)
}

@test "text that is not quoted as words is reported and shown quoted" {
	stream > bad.log <<-'END'
		1|FORK|90|1
		2|EXEC|90|1||/bin/sh|sh -c 'x
	END
	run -1 --separate-stderr tree bad.log
	assert_line --partial "sh -c ''\\''x'"
	assert_equal "$stderr" "pt-format: bad.log:3: 'sh -c 'x' is not quoted as words"
}

@test "recordings one behind the other are trees with a blank line between" {
	cat "$DATA/build.log" "$DATA/build.log" > two.log
	tree two.log > actual
	{ cat "$DATA/build.tree"; echo; cat "$DATA/build.tree"; } | diff -u - actual
}

@test "--limit keeps the longest-lived ones and what they descend from" {
	run -0 --separate-stderr tree --limit 3 "$DATA/build.log"
	assert_equal "${#lines[@]}" 4
	assert_line --regexp '^4242 '
	assert_line --regexp '^4243 '
	assert_line --regexp '^4251 .*└─ sh -c'
	assert_equal "$stderr" 'pt-format: left out 4 of 7 processes, all but the longest-lived (--limit)'
}

@test "--min-duration keeps marks and says what it leaves out" {
	run -0 --separate-stderr tree --min-duration 1.005 "$DATA/build.log"
	assert_equal "${#lines[@]}" 4
	assert_line --regexp '├─ sh → timeout'
	assert_line --regexp '└─ === test 12 ===$'
	assert_equal "$stderr" 'pt-format: left out 4 processes that lived shorter than --min-duration'
}

@test "lines are cut to the width of a terminal, and only of a terminal" {
	command -v script || skip 'script(1) is missing'
	export COLUMNS=60 NO_COLOR=1
	script -qec "pt-format -d tree '$DATA/build.log'" /dev/null | tr -d '\r' > terminal
	grep -q 'sh -c .*\.\.\.$' terminal
	[ "$(awk '{ print length($0) }' terminal | sort -n | tail -1)" -le 60 ] ||
		[ "$(wc -L < terminal)" -le 60 ]
	tree "$DATA/build.log" | diff -u "$DATA/build.tree" -
}

@test "a terminal shows failures in colour, a file and NO_COLOR don't" {
	command -v script || skip 'script(1) is missing'
	export TERM=xterm COLUMNS=200
	script -qec "pt-format -d tree '$DATA/build.log'" /dev/null > terminal
	grep -q $'\e\\[31mexit 2' terminal
	NO_COLOR=1 script -qec "pt-format -d tree '$DATA/build.log'" /dev/null > plain
	run -1 grep $'\e' plain
	run -1 grep $'\e' <(tree "$DATA/build.log")
}

@test "processes that nest 100,000 deep are shown in linear time and short lines" {
	nested 100000 > deep.log
	run -0 timeout 20 sh -c "pt-format -d tree deep.log > deep.tree"
	assert_equal "$(wc -l < deep.tree)" 100001
	[ "$(wc -L < deep.tree)" -lt 200 ]
	run tail -1 deep.tree
	assert_output --partial '(depth 99999, fork)'
}

@test "a recording without processes gives nothing" {
	stream < /dev/null > empty.log
	run -0 tree empty.log
	assert_output ''
}

@test "the manual's sample is real" {
	sed -n '/^\.It Cm tree/,/^\.Ed/p' "$ROOT/man/pt-format.1" | grep -v '^[.A-Z]\|one a line' > sample
	[ -s sample ]
	LC_ALL=C tree "$DATA/build.log" | diff -u - sample
}
