#!/usr/bin/env bats
# pt-format -d otlp, judged by the published definition of the protocol (otlp.js)

load helper

unset OTEL_SERVICE_NAME OTEL_RESOURCE_ATTRIBUTES

export PARENT=b7ad6b7169203331
TRACEPARENT=00-0af7651916cd43dd8448eb211c80319c-$PARENT-01

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	need_modules
}

# Skips the test where the protocol's definition isn't there.
need_modules() {
	[ -d "$ROOT/tests/node_modules/@elastic/mockotlpserver" ] && command -v node >/dev/null ||
		skip 'scripts/setup test installs node and what tests/package.json names'
}

teardown() {
	[ -z "${receiver-}" ] || kill "$receiver"
}

otlp() {
	pt-format -d otlp "$@"
}

# The spans, one a line with attributes as an object; fails with 3 where one isn't right.
spans() {
	local status=0
	otlp "$@" > spans.jsonl || status=$?
	node "$ROOT/tests/otlp.js" check < spans.jsonl || return 3
	return "$status"
}

# Rows with the columns in order: time (ms), event, pid, ppid, by, code, cpu, rss, name,
# detail; text is given as the cell's content. The clock is 1000 s ahead.
log() {
	printf '%s\n' "$HEADER" '0,META,,,,,,,,,,,"realtime","1000000000000"' '0,META,,,,,,,,,,,"host","box"'
	rows_only
}

rows_only() {
	awk 'BEGIN { FS = "|" }
		function cell(s) { gsub(/"/, "\"\"", s); return s == "" ? "" : "\"" s "\"" }
		{ printf "%.0f,%s,%s,%s,,,,,%s,%s,%s,%s,%s,%s\n", $1 * 1000000, $2, $3, $4, $5, $6, $7, $8, cell($9), cell($10) }'
}

@test "the trace of a build looks like this" {
	run -0 --separate-stderr otlp "$DATA/build.log"
	printf '%s\n' "$output" | diff -u "$DATA/build.otlp" -
	assert_equal "$stderr" "pt-format: recording 1 doesn't tell the time of day: its times count from boot, as if that was 1970"
}

@test "what is judged here is refused when it is wrong" {
	local judge=(node "$ROOT/tests/otlp.js" check)
	"${judge[@]}" < "$DATA/build.otlp" > /dev/null
	refused() {
		sed "$1" "$DATA/build.otlp" > wrong
		run cmp -s wrong "$DATA/build.otlp"
		assert_equal "$status" 1
		run "${judge[@]}" < wrong
		assert_equal "$status" 1
		assert_output --partial "$2"
	}
	refused 's/"kind":1/"kind":"SPAN_KIND_INTERNAL"/' 'SPAN_KIND_INTERNAL is not of'
	refused 's/"kind":1/"kind":9/' '9 is not of'
	refused 's/"kind":1/"kin":1/' 'Span has no such member'
	refused 's/"traceId"/"trace_id"/' 'Span has no such member'
	refused 's/"intValue":"4242"/"intValue":4242/' 'not decimal'
	refused 's/"startTimeUnixNano":"1/"startTimeUnixNano":"x/' 'not decimal'
	refused 's/"spanId":"[^"]*"/"spanId":"0000000000000000"/' 'not an identifier'
	refused 's/"spanId":"[^"]*"/"spanId":"7uFwQDdqCFE="/' 'not an identifier'
	refused 's/"spanId":"[^"]*"/"spanId":"00000000000000AB"/' 'not an identifier'
	refused 's/"parentSpanId":"[^"]*"/"parentSpanId":"00000000000000ab"/' 'its parent is unknown'
	refused 's/"process.vpid"\|"process.pid"/"process.parent_pid"/g' 'a key twice'
	refused 's/"endTimeUnixNano":"[0-9]*"/"endTimeUnixNano":"1"/' 'ends before it starts'
	refused 's/"events":\[\([^]]*\]\)/"events":{\1/' 'JSON'
}

@test "a span has the attributes of the semantic conventions" {
	printf '%s\n' "$HEADER" \
		'1000,FORK,42,41,40,39,1000,7,41,17,,,"sh",' \
		'2000,EXEC,42,41,40,39,1000,7,,,,,"/usr/bin/cc","cc -c '\''a b.c'\''"' \
		'9000,EXIT,42,41,40,39,1000,7,,512,1500000000,100,"cc",' > one.log
	run -0 jq -nS 'input.attributes' <(spans one.log)
	diff -u - <(echo "$output") <<-'END'
		{
		  "error.type": "exit 2",
		  "process.command_args": [
		    "cc",
		    "-c",
		    "a b.c"
		  ],
		  "process.executable.name": "cc",
		  "process.executable.path": "/usr/bin/cc",
		  "process.exit.code": "2",
		  "process.group_leader.pid": "40",
		  "process.parent_pid": "41",
		  "process.pid": "42",
		  "process.real_user.id": "1000",
		  "process.session_leader.pid": "39",
		  "process.vpid": "7",
		  "pt.cpu.time": 1.5,
		  "pt.memory.peak": "102400",
		  "pt.status": "exit 2"
		}
	END
}

@test "a span is the child of its creator's, and failed as the process did" {
	run -0 jq -r '[.name, .parent, .kind, .status.code, .status.message, .attributes["pt.status"]] | @csv' \
		<(spans "$DATA/build.log" 2>/dev/null)
	diff -u - <(echo "$output") <<-'END'
		"make",,1,2,"exit 2","exit 2"
		"timeout","make",1,2,"exit 124","exit 124"
		"sleep","timeout",1,2,"SIGTERM","SIGTERM"
		"sh","make",1,2,"SIGSEGV core","SIGSEGV core"
		"sh","sh",1,,,"ok"
		"daemon","sh",1,,,"running"
	END
}

@test "programs, failed attempts, signals, out of memory and marks are events in order of time" {
	log > events.log <<-'END'
		1|FORK|10|1
		2|EXECFAIL|10|1||13|||/bin/no
		3|EXEC|10|1|||||/bin/sh|sh x
		4|FORK|11|10
		5|EXEC|11|10|||||/usr/bin/pt-mark|pt-mark -- one 'two  three'
		6|EXIT|11|10||0
		7|SIGNAL|10|1|10|10
		8|EXEC|10|1|||||bin/y|y
		9|OOM|10|1
		10|SIGNAL|10|1|99|9
		11|EXIT|10|1||9
	END
	run -0 jq -c '.name, (.events[] | [.timeUnixNano, .name, (.attributes | to_entries[] | .value)])' <(spans events.log)
	diff -u - <(echo "$output") <<-'END'
		"y"
		["1000002000000","pt.exec_failed","no","/bin/no","13"]
		["1000003000000","pt.exec","sh","/bin/sh",["sh","x"]]
		["1000004000000","pt.mark","one two  three"]
		["1000007000000","pt.signal","10","SIGUSR1","10","y"]
		["1000008000000","pt.exec","y","bin/y",["y"]]
		["1000009000000","pt.oom"]
		["1000010000000","pt.signal","9","SIGKILL","99"]
	END
}

@test "a mark without a creator in the recording is a span" {
	run -0 jq -c '[.name, .attributes["process.command_args"], .events]' <(spans <(log <<-'END'
		1|FORK|10|1
		2|EXEC|10|1|||||/bin/pt-mark|pt-mark here
		3|EXIT|10|1||0
	END
	))
	assert_output '["pt-mark",["pt-mark","here"],[]]'
}

@test "lost births and ends, reused PIDs, processes from before and those left behind" {
	log > lost.log <<-'END'
		1|PROC|1|0|||||systemd|/sbin/init
		1|PROC|2|1|||||cron|cron -f
		2|FORK|40|1
		3|EXEC|40|1|||||/bin/a|first
		4|FORK|40|1
		5|EXEC|40|1|||||/bin/b|second
		6|LOST||||5
		7|EXEC|50|40|||||/bin/c|found
		8|EXIT|40|1
		9|SURVIVOR|50|1|||||c|found
		10|FORK|51|50
	END
	run -1 --separate-stderr spans lost.log
	assert_line --index 0 --partial '"pt.incomplete":true'
	run -0 jq -rs 'map([.name, .parent, .endTimeUnixNano[5:], .attributes["pt.status"], .attributes["pt.birth"],
		(.attributes | keys[] | select(test("fork|orphaned|survivor")))])[] | @csv' <<<"$output"
	diff -u - <(echo "$output") <<-'END'
		"systemd",,"10000000","running?","before"
		"a","systemd","03000000","?",
		"b","systemd","08000000","ended",
		"c","b","10000000","running","lost","pt.orphaned","pt.survivor"
		"c","c","10000000","running",,"pt.fork"
	END
	assert_equal "$(grep -o '"pt.incomplete"' spans.jsonl | wc -l)" 1
}

@test "a recording has the same identifiers each time, and others than any other" {
	spans "$DATA/build.log" 2>/dev/null | jq -r '.traceId, .spanId' > once
	spans < "$DATA/build.log" 2>/dev/null | jq -r '.traceId, .spanId' | diff once -
	sed 's/^1500000000,/1499999999,/' "$DATA/build.log" > other.log
	{ cat "$DATA/build.log"; echo '0,META,,,,,,,,,,,"bootid","x"'; } > boot.log
	grep -v ,4253, "$DATA/build.log" > cut.log
	for log in "$DATA/build.log" other.log boot.log cut.log; do
		spans $log 2>/dev/null | jq -r '.traceId' | uniq
	done > traces
	assert_equal "$(sort -u traces | wc -l) $(wc -l < traces)" '4 4'
}

@test "recordings one behind the other are traces of their own" {
	sed 's/^\([0-9]*\),/9\1,/' "$DATA/build.log" | cat "$DATA/build.log" - > two.log
	run -0 jq -rs 'group_by(.traceId)[] | length' <(spans two.log 2>/dev/null)
	assert_output $'6\n6'
}

@test "times are those of the clock when recording began" {
	sed '2a 1000000000,META,,,,,,,,,,,"realtime","1795425743042998397"' "$DATA/build.log" > clock.log
	run -0 --separate-stderr spans clock.log
	assert_equal "$stderr" ''
	assert_line --index 0 --partial '"startTimeUnixNano":"1795425744542998397","endTimeUnixNano":"1795425745579998397"'
}

@test "times that are no times stay within what the format takes" {
	for realtime in -5 -99999999999999999999 9223372036854775807 99999999999999999999; do
		{
			printf '%s\n' "$HEADER" "0,META,,,,,,,,,,,\"realtime\",\"$realtime\""
			rows_only <<-'END'
				1|FORK|10|1
				999999999999|FORK|11|10
				5|EXIT|10|1||0|999999999999999999|999999999999999999
				0|EXEC|11|10|||||/bin/x|x
			END
		} > far.log
		spans far.log > /dev/null
	done
}

@test "--traceparent makes it part of another trace" {
	run -0 jq -c '[.traceId, .parentSpanId == env.PARENT, .flags]' \
		<(spans --traceparent "$TRACEPARENT" "$DATA/build.log" 2>/dev/null)
	assert_line --index 0 '["0af7651916cd43dd8448eb211c80319c",true,769]'
	assert_line --index 1 '["0af7651916cd43dd8448eb211c80319c",false,257]'
	run -0 jq -r .flags <(spans --traceparent "${TRACEPARENT%1}0" "$DATA/build.log" 2>/dev/null)
	assert_line --index 0 768
	assert_line --index 1 256
	otlp --traceparent "cc${TRACEPARENT#00}-new" "$DATA/build.log" > /dev/null 2>&1
}

@test "what is no traceparent is refused" {
	for value in '' 00 "$TRACEPARENT-" "$TRACEPARENT-00" "${TRACEPARENT}0" "${TRACEPARENT%1}" " $TRACEPARENT" \
		"ff${TRACEPARENT#00}" "${TRACEPARENT^^}" "${TRACEPARENT//-/_}" "cc${TRACEPARENT#00}x" \
		"00-00000000000000000000000000000000-$PARENT-01" "${TRACEPARENT/$PARENT/0000000000000000}" \
		"${TRACEPARENT/af/ag}"; do
		run -2 --separate-stderr otlp --traceparent "$value" "$DATA/build.log"
		assert_equal "$output" ''
		assert_regex "$stderr" "^pt-format: --traceparent: '$value' is not as W3C Trace Context has it"
	done
	run -2 --separate-stderr pt-format -d tree --traceparent "$TRACEPARENT" "$DATA/build.log"
	assert_equal "$stderr" 'pt-format: --traceparent is not for the mode tree'
}

@test "the resource is the command, unless the environment has other attributes" {
	log > run.log <<-'END'
		1|FORK|10|1
		2|EXEC|10|1|||||/usr/bin/make|make
	END
	resource() {
		spans run.log 2>warning | jq -cS .resource
	}
	run -0 resource
	assert_output '{"host.name":"box","os.type":"linux","service.name":"make"}'
	OTEL_SERVICE_NAME=ci run -0 resource
	assert_output '{"host.name":"box","os.type":"linux","service.name":"ci"}'
	OTEL_RESOURCE_ATTRIBUTES=' service.name = a%2Cb ,run.id=%C3%A97,host.name=h' run -0 resource
	assert_output '{"host.name":"h","os.type":"linux","run.id":"é7","service.name":"a,b"}'
	OTEL_SERVICE_NAME=ci OTEL_RESOURCE_ATTRIBUTES=service.name=a,x= run -0 resource
	assert_output '{"host.name":"box","os.type":"linux","service.name":"ci","x":""}'
	for list in a a= =b a=b=c a=%4 a=%zz a%00=b a=b,a=c a=b,,c=d; do
		OTEL_RESOURCE_ATTRIBUTES=$list run -0 resource
		[ "$list" = a= ] || assert_output '{"host.name":"box","os.type":"linux","service.name":"make"}'
		[ "$list" = a= ] || grep -qF "pt-format: OTEL_RESOURCE_ATTRIBUTES is not used: '$list' is not" warning
	done
	echo '1|FORK|10|1' | log > run.log
	run -0 resource
	assert_output '{"host.name":"box","os.type":"linux","service.name":"unknown_service"}'
}

@test "any bytes in names and arguments are strings, and marked where they are not all there" {
	{
		echo '1|FORK|80|1'
		printf '2|EXEC|80|1|||||'"'"'/bin/\xff"\\'"'"'|x \xff\xfe \xed\xa0\x80 '"'</script> \"'"' \xe2\x80\xa8 \xf0\x9f\x98\x80\n'
		echo '3|FORK|81|80'
		echo "4|EXEC|81|80|||||/bin/y|\$'a\\nb\\x00\\x1b' '' ..."
		echo '5|FORK|82|80'
		echo "6|EXEC|82|80|||||'... 7'|..."
	} | log > hostile.log
	spans hostile.log > spans
	run -0 jq -c '[.name, .attributes["process.command_args"], .attributes["pt.lossy"], .attributes["pt.truncated"]]' spans
	assert_line --index 0 "$(printf '["\xef\xbf\xbd\\"\\\\",["x","\xef\xbf\xbd\xef\xbf\xbd","\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd","</script> \\"","\xe2\x80\xa8","\xf0\x9f\x98\x80"],true,null]')"
	assert_line --index 1 '["y",["a\nb\u0000\u001b",""],null,true]'
	assert_line --index 2 '["... 7",[],null,true]'
	iconv -f utf-8 -t utf-8 spans.jsonl > /dev/null
	run -1 grep -aP '[\x00-\x09\x0b-\x1f\x7f]' spans.jsonl
}

@test "text that is not quoted as words is reported, and the rest kept" {
	log > bad.log <<-'END'
		1|FORK|90|1
		2|EXEC|90|1|||||/bin/sh|sh -c 'x
	END
	run -1 --separate-stderr spans bad.log
	assert_equal "$stderr" "pt-format: bad.log:5: 'sh -c 'x' is not quoted as words"
	run -0 jq -c '[.attributes["process.command_args"], .attributes["pt.truncated"]]' <<<"$output"
	assert_output '[["sh","-c"],true]'
}

@test "a line ends after 500 spans or a mebibyte" {
	for i in $(seq 2 1202); do
		echo "$i|FORK|$i|1"
	done | log > many.log
	otlp many.log > many.jsonl
	run -0 jq -c '.resourceSpans[0].scopeSpans[0].spans | length' many.jsonl
	assert_output $'500\n500\n202'
	long=$(printf 'x%.0s' {1..300000})
	for i in $(seq 2 10); do
		printf '%s\n' "$i|FORK|$i|1" "$i|EXEC|$i|1|||||/bin/x|$long"
	done | log > long.log
	otlp long.log > long.jsonl
	run -0 jq -c '.resourceSpans[0].scopeSpans[0].spans | length' long.jsonl
	assert_output $'5\n4\n1'
}

@test "a process with more events than a receiver takes: the rest are counted" {
	awk -v header="$HEADER" 'BEGIN {
		print header
		print "1,FORK,7,1,,,,,,,,,,"
		for (i = 2; i <= 30001; i++)
			printf "%d,SIGNAL,7,1,,,,,,10,,,,\n", i
	}' > signals.log
	run -0 --separate-stderr spans signals.log
	run -0 jq -r '(.events | length) + .droppedEventsCount, .droppedEventsCount > 0' <<<"$output"
	assert_output $'30000\ntrue'
	assert_regex "$stderr" 'pt-format: left out [1-9][0-9]* events of processes that have more than 4 MiB of them$'
	[ "$(wc -c < spans.jsonl)" -lt 4400000 ]
}

@test "--limit and --min-duration choose the spans, and say what they leave out" {
	run -0 --separate-stderr spans --limit 3 "$DATA/build.log"
	assert_equal "${#lines[@]}" 3
	assert_regex "$stderr" 'left out 4 of 7 processes, all but the longest-lived \(--limit\)'
	run -0 --separate-stderr spans --min-duration 1 "$DATA/build.log"
	assert_equal "$(jq -r .name <<<"$output" | paste -sd ' ')" 'make timeout sleep sh sh daemon'
	run -0 --separate-stderr spans --min-duration 1.005 "$DATA/build.log"
	assert_equal "$(jq -r .name <<<"$output" | paste -sd ' ')" 'make timeout'
}

@test "a recording without processes gives nothing" {
	log < /dev/null > empty.log
	run -0 otlp empty.log
	assert_output ''
}

@test "processes that nest 100,000 deep take linear time and little memory" {
	nested 100000 > deep.log
	ulimit -v 110000
	run -0 timeout 20 sh -c "pt-format -d otlp deep.log 2>/dev/null | grep -o '\"spanId\"' | wc -l"
	assert_output 100000
}

# Starts a receiver; $port is its port.
receive() {
	node "$ROOT/tests/otlp.js" serve > received 3>&- &
	receiver=$!
	until_true test -s received
	read -r port < received
}

# The manual's example, to that port.
post() {
	sed -n '/^pt-format -d otlp run.log | while/,/^\.Ed/ { /^\.Ed/d; s/\\(aq/'\''/g; s/\\e/\\/g; p; }' \
		"$ROOT/man/pt-format.1" > post.sh
	grep -q localhost:4318 post.sh
	sed -i "s/localhost:4318/127.0.0.1:$port/" post.sh
	run -0 --separate-stderr sh post.sh
	assert_equal "$stderr" ''
}

@test "the manual's way of posting it is one that a receiver takes" {
	command -v curl || skip 'no curl: scripts/setup test installs it'
	receive
	{
		printf '%s\n' "$HEADER" '0,META,,,,,,,,,,,"realtime","1000000000000"' '1,FORK,7,1,,,,,,,,,,'
		echo "2,EXEC,7,1,,,,,,,,,\"/bin/echo\",\"echo \$'\\n\\\\\\\\n' '%s \$x \`y\`' -e @-  \$'\\xff'\""
		for i in $(seq 8 700); do
			echo "$i,FORK,$i,7,,,,,,,,,,"
		done
	} > run.log
	post
	run -0 tail -n +2 received
	assert_output $'200 500 spans\n200 194 spans'
}

@test "the trace of a real run is posted and taken" {
	need_recording
	command -v curl || skip 'no curl: scripts/setup test installs it'
	pt-record -o run.log -- sh -c 'pt-mark here; sh -c "exit 3"; kill -9 $$; :' 2> record.err || true
	receive
	before=$(($(date +%s) - 3600))
	post
	run -0 tail -n +2 received
	assert_output '200 2 spans'
	run -0 jq -c '[.name, .parent, .status.message, (.attributes["process.command_args"] | length),
		(.events | map(select(.name == "pt.mark")) | length), (.startTimeUnixNano | tonumber / 1e9 > '"$before"')]' <(spans run.log)
	assert_output '["sh",null,"SIGKILL",3,1,true]
["sh","sh","exit 3",3,0,true]'
}
