#!/usr/bin/env bats
# pt-format -d mermaid

load helper

mermaid() {
	pt-format -d mermaid "$@"
}

# N processes of a root, each longer-lived than the one before, with a long command.
many() {
	awk -v header="$HEADER" -v n="$1" 'BEGIN {
		print header
		print "1000,FORK,9,1,,,,,,,,,,"
		print "1001,EXEC,9,1,,,,,,,,,\"/bin/sh\",\"sh all\""
		for (i = 10; i < n + 9; i++) {
			printf "%.0f,FORK,%d,9,,,,,,,,,,\n", i * 1e6, i
			printf "%.0f,EXEC,%d,9,,,,,,,,,\"/bin/sh\",\"sh -c '\''a:b#c;d%%e <f> & a rather long command line that fills the chart'\''\"\n", i * 1e6, i
			printf "%.0f,EXIT,%d,9,,,,,,0,,,,\n", i * 1e6 + i * 1000, i
		}
		printf "%.0f,EXIT,9,1,,,,,,0,,,,\n", (n + 10) * 1e6
	}'
}

@test "the chart of a build looks like this" {
	mermaid "$DATA/build.log" > actual
	diff -u "$DATA/build.mermaid" actual
}

@test "labels hold nothing that ends them or is markup" {
	mermaid "$DATA/build.log" > chart
	run awk -F ' :' '/^    \[/ { print $1 }' chart
	refute_output --regexp '[:<>%]'
	refute_output --regexp '#[^0-9]'
	refute_output --regexp '&'
	assert_line "    [4251] sh -c 'daemon#59; echo 100#37; #60;done#62;#58; #35;\$! #38; kill -SEGV \$\$'"
}

@test "by default the chart is one that Mermaid takes, and the rest is counted" {
	many 2000 > many.log
	run -0 --separate-stderr mermaid many.log
	assert_equal "${#stderr_lines[@]}" 1
	left=$(expr "$stderr" : '.*left out \([0-9]*\) of 2000 processes')
	bars=$(printf '%s\n' "${lines[@]}" | grep -c '^    \[')
	assert_equal $((left + bars)) 2000
	[ ${#output} -le 50000 ]
	[ ${#output} -gt 45000 ]
	assert_line --partial '[9] sh all :active, 0, '
	assert_line --partial '[2008] sh -c'
	refute_line --partial '[10] sh -c'
}

@test "--limit chooses the number of processes, and a warning tells when Mermaid won't" {
	many 2000 > many.log
	run -0 --separate-stderr mermaid --limit 3 many.log
	assert_equal "$(printf '%s\n' "${lines[@]}" | grep -c '^    \[')" 3
	run -0 --separate-stderr mermaid --limit 2000 many.log
	assert_equal "$(printf '%s\n' "${lines[@]}" | grep -c '^    \[')" 2000
	assert_regex "$stderr" 'refuses more than 50,000 characters'
}

@test "--min-duration chooses the bars" {
	run -0 --separate-stderr mermaid --min-duration 1005ms "$DATA/build.log"
	assert_line --partial '[4243] timeout 1 sleep 60'
	assert_line --partial '[4250] test 12 :milestone'
	refute_line --partial '[4244]'
	assert_equal "$stderr" 'pt-format: left out 4 processes that lived shorter than --min-duration'
}

@test "a label longer than the chart is wide is cut" {
	long=$(printf 'x%.0s' {1..60000})
	printf '%s\n' "$HEADER" '1,FORK,7,1,,,,,,,,,,' "2,EXEC,7,1,,,,,,,,,\"/bin/x\",\"$long\"" > long.log
	run -0 mermaid long.log
	assert_line --regexp '^    \[7\] \(running\) x+\.\.\. :active, 0, 0\.000ms$'
	[ ${#output} -lt 500 ]
}

# The process lives from 1.25 ms after the recording's first event for $1 nanoseconds.
one() {
	printf '%s\n' "$HEADER" '1000000000,FORK,7,1,,,,,,,,,,' '1001250999,FORK,8,7,,,,,,,,,,' \
		"$((1001250999 + $1)),EXIT,8,7,,,,,,0,,,," | mermaid
}

@test "times are milliseconds: whole ones of starts, three decimals of durations" {
	run -0 one 70009
	assert_line '    [8] (fork) ? :active, 1, 0.070ms'
	run -0 one 7200000001999
	assert_line '    [8] (fork) ? :active, 1, 7200000.001ms'
}

@test "the axis has at most ten ticks, in seconds that no time zone changes" {
	run -0 one 48749001
	assert_line '    axisFormat %S.%L'
	assert_line '    tickInterval 5millisecond'
	run -0 one 59998749000
	assert_line '    axisFormat %S.%L'
	run -0 one 59998749001
	assert_line '    axisFormat %s s'
	assert_line '    tickInterval 10000millisecond'
	run -0 one 7200000000000
	assert_line '    axisFormat %s s'
	assert_line '    tickInterval 1000000millisecond'
}

@test "lost events are named in the title" {
	{ cat "$DATA/build.log"; echo '3600000000,LOST,,,,,,,,17,,,,'; } > lost.log
	run -1 mermaid lost.log
	assert_line '    title Process Trace (incomplete, events were lost)'
}

@test "recordings one behind the other are sections, each with its own time line" {
	cat "$DATA/build.log" "$DATA/build.log" > two.log
	run -0 mermaid two.log
	assert_line '    section recording 2'
	assert_equal "$(printf '%s\n' "${lines[@]}" | grep -c '\[4242\] make check :crit, 0, 1037.000ms')" 2
	assert_equal "$(printf '%s\n' "${lines[@]}" | grep -c '^gantt$')" 1
}

@test "names of sections differ, as Mermaid counts rows by name" {
	{ head -5 "$DATA/build.log"; for _ in 1 2; do sed -n '6,14p' "$DATA/build.log"; done; } > again.log
	run -0 mermaid again.log
	assert_equal "$(printf '%s\n' "${lines[@]}" | grep 'section' | sort | uniq -d)" ''
}

@test "processes that nest 100,000 deep are charted in linear time" {
	nested 100000 > deep.log
	run -0 --separate-stderr timeout 20 pt-format -d mermaid deep.log
	assert_line --partial '[2] (fork)'
}
