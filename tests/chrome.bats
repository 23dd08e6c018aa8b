#!/usr/bin/env bats
# pt-format -d chrome

load helper

chrome() {
	pt-format -d chrome "$@"
}

# Rows with the columns in order: time (ms), event, pid, ppid, code, name, detail.
made() {
	awk -v header="$HEADER" 'BEGIN { FS = "|"; print header }
		function cell(s) { gsub(/"/, "\"\"", s); return s == "" ? "" : "\"" s "\"" }
		{ printf "%.0f,%s,%s,%s,,,,,,%s,,,%s,%s\n", $1 * 1000000, $2, $3, $4, $5, cell($6), cell($7) }'
}

# What viewers expect: numbers that aren't 0, times that aren't negative, tracks named
# once, slices that don't overlap, arrows with both ends. Prints what is wrong.
wrong() {
	jq -r '
	def ns: . * 1000 | round;
	(.displayTimeUnit | select(. != "ms") | "unit \(.)"),
	(.traceEvents[] | select(.pid <= 0 or .tid <= 0) | "number \(.)"),
	(.traceEvents[] | select(.ph != "M" and (.ts | type != "number" or . < 0)) | "time \(.)"),
	(.traceEvents | map(select(.name == "thread_name").tid) | group_by(.)[] |
		select(length > 1) | "named twice: \(.[0])"),
	(.traceEvents | map(select(.name == "thread_name").tid) as $named |
		map(select(.ph == "X").tid) - $named | .[] | "without a name: \(.)"),
	(.traceEvents | map(select(.ph == "X")) | group_by(.tid)[] |
		range(1; length) as $i | .[$i - 1] as $a | .[$i] |
		select(.dur < 0 or $a.dur < 0 or ($a.ts | ns) + ($a.dur | ns) > (.ts | ns)) | "overlap \(.)"),
	(.traceEvents | map(select(.ph == "s" or .ph == "f")) | group_by(.id)[] |
		select((map(.ph) | sort) != ["f", "s"] or .[0].ts != .[1].ts or
			any(.[]; .ph == "f" and .bp != "e" or .cat != "fork")) | "arrow \(.)"),
	(.traceEvents | (map(select(.ph == "X")) | group_by(.tid) | map({ key: "\(.[0].tid)",
			value: [(.[0].ts | ns), (.[-1] | (.ts | ns) + (.dur | ns))] }) | from_entries) as $life |
		.[] | select(.ph | IN("s", "f", "i")) | $life["\(.tid)"] as $l |
		select((.ts | ns) < $l[0] or (.ts | ns) > $l[1]) | "outside of its track: \(.)")
	' "$1"
}

valid() {
	run -0 wrong "$1"
	assert_output ''
}

# Tracks by their names, in their order.
tracks() {
	jq -r '.traceEvents as $all | [$all[] | select(.name == "thread_sort_index")] |
		sort_by(.args.sort_index)[] | .tid as $t |
		$all[] | select(.name == "thread_name" and .tid == $t) | "\(.tid): \(.args.name)"' "$1"
}

@test "the trace of a build looks like this" {
	chrome "$DATA/build.log" > actual
	diff -u "$DATA/build.chrome" actual
	valid actual
}

@test "there is an event a line" {
	chrome "$DATA/build.log" > build.json
	sed '1d; $d; s/,$//' build.json | jq -c . > lines
	jq -c '.traceEvents[]' build.json | cmp - lines
}

@test "tracks stand in the order of the tree, below one heading" {
	chrome "$DATA/build.log" > build.json
	run -0 tracks build.json
	assert_output "4242: 4242 make check
4243: 4243 timeout 1 sleep 60
4244: 4244 sleep 60
4250: 4250 mark: test 12
4251: 4251 sh -c 'daemon; echo 100% <done>: #\$! & kill -SEGV \$\$'
4252: 4252 sh -c 'daemon; echo 100% <done>: #\$! & kill -SEGV \$\$'
4253: 4253 daemon --serve 8080"
	run -0 jq -c '[.traceEvents[].pid] | unique' build.json
	assert_output '[4242]'
}

@test "times are microseconds from the beginning, exact to the nanosecond" {
	printf '%s\n' "$HEADER" '123456789012345677,FORK,7,1,,,,,,,,,,' '123456789012345678,FORK,8,7,,,,,,,,,,' \
		'123456790012345999,EXIT,8,7,,,,,,0,,,,' | chrome > exact.json
	run cat exact.json
	assert_line --partial '"name":"(fork) ?","pid":7,"tid":7,"cat":"process","ts":0.000,"dur":1000000.322,'
	assert_line --partial '"name":"(fork) ?","pid":7,"tid":8,"cat":"process","ts":0.001,"dur":1000000.321,'
	assert_line --partial '"begin_boottime_ns":"123456789012345677"'
	valid exact.json
}

@test "how a process ended stands with its last slice" {
	chrome "$DATA/build.log" > build.json
	run -0 jq -c '.traceEvents[] | select(.ph == "X" and .tid == 4244) |
		[.name, .args.command, .args.status, .args.signal, .args.cpu_ns, .args.rss_kib]' build.json
	assert_output '["(fork) timeout",null,null,null,null,null]
["sleep","sleep 60","SIGTERM",15,900000,2100]'
	run -0 jq -c '.traceEvents[] | select(.ph == "X" and .args.status == "running") |
		[.args.pid, .args.end_not_recorded, .args.notes, .ts + .dur]' build.json
	assert_output '[4253,true,"left behind, orphaned",2037000]'
}

@test "signals, marks and failed attempts are instants" {
	chrome "$DATA/build.log" > build.json
	run -0 jq -c '.traceEvents[] | select(.ph == "i") | [.name, .s, .tid, .ts, .args.sender]' build.json
	assert_output '["test 12","p",4250,1023000,null]
["SIGTERM","t",4244,1020000,"timeout 1 sleep 60"]
["exec failed","t",4244,20900,null]'
	run -0 jq -c '.traceEvents[] | select(.name == "exec failed").args' build.json
	assert_output '{"file":"/usr/local/bin/sleep","errno":2}'
}

@test "a reused PID is another track" {
	made > reused.log <<-'END'
		1|FORK|30|1
		2|FORK|31|30
		3|EXEC|31|30||/bin/a|first
		4|EXIT|31|30|0
		5|FORK|31|30
		6|EXEC|31|30||/bin/b|second
		7|FORK|32|31
		8|EXIT|31|30|0
		9|EXIT|32|30|0
	END
	chrome reused.log > reused.json
	valid reused.json
	run -0 tracks reused.json
	assert_output '30: 30 ?
31: 31 first
4194305: 31 second
32: 32 second'
	run -0 jq -c '.traceEvents[] | select(.ph == "s") | [.tid, .id]' reused.json
	assert_output '[30,31]
[30,4194305]
[4194305,32]'
}

@test "lost births and ends, loss" {
	made > lost.log <<-'END'
		1|FORK|40|1
		2|FORK|41|40
		3|EXEC|41|40||/bin/a|gone
		4|LOST|||5
		5|FORK|41|40
		6|EXEC|41|40||/bin/b|next
		7|EXEC|42|40||/bin/c|found
		8|EXIT|42|40|0
	END
	run -1 --separate-stderr chrome lost.log
	printf '%s\n' "$output" > lost.json
	valid lost.json
	run -0 jq -c '.traceEvents[] | select(.ph == "X" and .args.status) |
		[.tid, .args.status, .args.end_not_recorded, .args.start_not_recorded]' lost.json
	assert_output '[40,"running?",true,null]
[41,"?",true,null]
[4194305,"running",true,null]
[42,"ok",null,true]'
	run -0 jq -c '.traceEvents[0].args.name, .otherData.recordings[0].incomplete, .otherData.recordings[0].events_lost' lost.json
	assert_output '"? (incomplete, events were lost)"
true
5'
}

@test "recordings one behind the other have headings, numbers and times of their own" {
	cat "$DATA/build.log" "$DATA/build.log" > two.log
	chrome two.log > two.json
	valid two.json
	run -0 jq -c '.traceEvents | [(map(.pid) | unique), (map(select(.name == "thread_name")) | length)],
		(map(select(.name == "make").ts)), (map(select(.name == "process_sort_index").args.sort_index))' two.json
	assert_output '[[4242,4194305],14]
[1000,1000]
[1,2]'
	run -0 jq -c '[.otherData.recordings[] | [.pid, .command]]' two.json
	assert_output '[[4242,"make check"],[4194305,"make check"]]'
}

@test "it is valid JSON whatever bytes names and arguments have" {
	{
		echo "1|META||||host|'\"a\\'"
		echo '1|FORK|80|1'
		printf '2|EXEC|80|1||/bin/x|x \xff\xfe \xef\xbf\xbe \xed\xa0\x80 \xe2\x80\xa8 \\\\ \\"\n'
		echo '3|FORK|81|80'
		echo "4|EXEC|81|80||/bin/pt-mark|pt-mark '</script>' '\"},{\"' \$'\\x01\\n\\\\'"
	} | made > hostile.log
	chrome hostile.log > hostile.json
	iconv -f utf-8 -t utf-8 hostile.json > /dev/null
	run -1 grep -aP '[\x00-\x09\x0b-\x1f\x7f]' hostile.json
	valid hostile.json
	run -0 jq -r '.otherData.recordings[0].host, (.traceEvents[] | select(.ph == "i").name)' hostile.json
	assert_output '"a\
</script> "},{" ??\'
}

@test "a command line can be read back by a shell" {
	made > quoted.log <<-'END'
		1|FORK|80|1
		2|EXEC|80|1||/bin/x|x 'a b' '"' $'\n\\' ''
		3|EXIT|80|1|0
	END
	command=$(chrome quoted.log | jq -r '.traceEvents[] | select(.args.command).args.command')
	eval "set -- $command"
	assert_equal "$#" 5
	assert_equal "$3$4$5" $'"\n\\'
}

@test "times no clock gives make no slices that overlap" {
	awk -F, -v OFS=, 'NR > 1 { $1 = NR * 7919 % 13 } 1' "$DATA/build.log" > mixed.log
	chrome mixed.log > mixed.json
	run -0 wrong mixed.json
	refute_output --regexp '^(overlap|time|arrow|number)'
	awk -F, -v OFS=, 'NR > 1 { $1 = (40 - NR) } $2 == "EXIT" { $11 = "999999999999999999" } 1' \
		"$DATA/build.log" > descending.log
	chrome descending.log > descending.json
	run -0 wrong descending.json
	refute_output --regexp '^(overlap|time|arrow|number)'
}

@test "the counters end at 0, and are no more than a thousand values each" {
	awk -v header="$HEADER" 'BEGIN {
		print header
		for (i = 0; i < 5000; i++)
			printf "%d,FORK,%d,1,,,,,,,,,,\n%d,EXIT,%d,1,,,,,,0,%d,,,\n", i * 1000, i + 2, i * 1000 + 500, i + 2, i % 7 * 50
	}' > storm.log
	chrome storm.log > storm.json
	run -0 jq -c '.traceEvents | map(select(.ph == "C")) | group_by(.name)[] | [length <= 1001, .[-1].args]' storm.json
	assert_output '[true,{"busy":0}]
[true,{"alive":0}]'
	run -0 jq '.traceEvents | map(select(.ph == "C").args.alive) | max' storm.json
	assert_output 1
}

@test "--limit and --min-duration choose the tracks" {
	run -0 --separate-stderr chrome --limit 3 "$DATA/build.log"
	assert_equal "$stderr" 'pt-format: left out 4 of 7 processes, all but the longest-lived (--limit)'
	printf '%s\n' "$output" > limited.json
	valid limited.json
	run -0 tracks limited.json
	assert_equal "${#lines[@]}" 3
	run -0 --separate-stderr chrome --min-duration 1.009 "$DATA/build.log"
	assert_line --partial '4243 timeout'
	refute_line --partial '4251 sh'
}

@test "a recording without processes, and none, give a trace without events" {
	made < /dev/null > empty.log
	chrome empty.log > empty.json
	run -0 jq -c '[.traceEvents, .otherData.recordings]' empty.json
	assert_output '[[],[]]'
	{ cat empty.log; echo '5,META,,,,,,,,,,,"format","1"'; } > meta.log
	chrome meta.log > meta.json
	run -0 jq -c '.traceEvents' meta.json
	assert_output '[]'
}

@test "processes that nest 100,000 deep make a trace in linear time" {
	nested 100000 > deep.log
	timeout 20 pt-format -d chrome deep.log > deep.json
	assert_equal "$(grep -c '"name":"thread_name"' deep.json)" 100000
	tail -n 1 deep.json | grep -q '^],"otherData":'
}

@test "a real run" {
	need_recording
	pt-record -o run.log -- bash -c 'pt-mark begin; sleep 60 & kill -TERM $!; wait; sh -c "exit 3"; true'
	chrome run.log > run.json
	valid run.json
	assert_equal "$(jq '[.traceEvents[] | select(.name == "thread_name")] | length' run.json)" \
		"$(rows run.log FORK | wc -l)"
	run -0 jq -c '.traceEvents[] | select(.ph == "i") | [.name, .cat]' run.json
	assert_line '["begin","mark"]'
	assert_line '["SIGTERM","signal"]'
	run -0 jq -c '.traceEvents[] | select(.args.exit_code == 3) | [.name, .args.command, .cname]' run.json
	assert_output '["sh","sh -c '"'exit 3'"'","terrible"]'
	# Where the clock of the wall stood.
	begin=$(jq -r '.otherData.recordings[0].begin_unix_ns' run.json)
	now=$(date +%s)
	[ "${begin%?????????}" -le "$now" ] && [ "${begin%?????????}" -gt $((now - 600)) ]
}

@test "the manual's sample is real" {
	sample=$(sed -n '/^\.It Cm chrome/,/^\.Ed/p' "$ROOT/man/pt-format.1" | grep '^{')
	run -0 chrome "$DATA/build.log"
	assert_line "$sample,"
}
