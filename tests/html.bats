#!/usr/bin/env bats
# pt-format -d html: what is written, and what it is in a browser. All that is seen there
# is looked at in one run of tests/browser/report.mjs, whose checks are tests here.

load helper

export LC_ALL=C.UTF-8

html() {
	pt-format -d html "$@"
}

# See stream.
rows() {
	stream time event pid ppid code name detail cpu
}

# The data of each recording, one a line.
data() {
	sed -n 's/^<script type="application\/json" class="recording">\(.*\)<\/script>$/\1/p'
}

# One column a line.
columns() {
	data | jq -c 'to_entries[] | if (.value | type) == "object" then .key as $group |
		.value | to_entries[] | { ($group + "." + .key): .value } else { (.key): .value } end'
}

# Names and arguments that would like to be markup, script or the end of something.
hostile() {
	local n=10 line
	echo '1|FORK|9|1'
	echo '1|EXEC|9|1||/bin/sh|sh all'
	while IFS= read -r line; do
		n=$((n + 1))
		printf '%d|FORK|%d|9\n%d|EXEC|%d|9||%s\n' $n $n $n $n "$line"
	done <<-'END'
		/bin/a|a '</script><script>window.injected=1</script>'
		/bin/b|b '<!--<script>' '-->' ']]>'
		'</title><img src=x onerror=window.injected=1>'|'<img src=x onerror=window.injected=1>'
		/bin/c|c $'\xe2\x80\xa8' $'\xe2\x80\xa9' '"onmouseover="window.injected=1'
		/bin/d|d $'\xff\xfe' $'\x01\x1b[31m' $'\xed\xa0\x80'
		__proto__|__proto__ constructor toString
		'{{code}}'|'{{code}}' '${window.injected=1}' '`'
		/bin/e|e '\u003c/script>' '\' \" '&lt;script>'
		'<script>window.injected=1</script>'|'<script>window.injected=1</script>'
		/bin/f|f '' $'\n' $'\r\n' $'\t' 'אב' '‮'
	END
	printf '30|FORK|30|9\n30|EXEC|30|9||/bin/g|g %s\n' "$(printf '%0100000d' 0)"
	echo '31|FORK|31|9'
	echo "31|EXEC|31|9||/usr/bin/pt-mark|pt-mark '</script><b>mark'"
	echo "32|SIGNAL|31|9|15"
	echo '33|FORK|32|9'
	echo "34|EXECFAIL|32|9|2|'</script><script>alert(1)</script>'"
	echo '35|EXIT|32|9|256'
}

# A chain of 50,000 processes and 49,999 more of one parent.
big() {
	awk -v header="$HEADER" 'BEGIN {
		print header
		for (i = 2; i <= 50001; i++)
			printf "%d,FORK,%d,%d,,,,,,,,,,\n", i * 1000, i, i - 1
		for (; i <= 100001; i++) {
			printf "%.0f,FORK,%d,2,1,1,0,,2,17,,,\"sh\",\n", i * 1e5, i
			printf "%.0f,EXEC,%d,2,1,1,0,,,,,,\"/usr/bin/cc\",\"cc -O2 -g -Wall -c -o build/module%d.o src/module%d.c\"\n", i * 1e5 + 1, i, i - 50000, i - 50000
			printf "%.0f,EXIT,%d,2,1,1,0,,,0,2000000,1,\"cc\",\n", i * 1e5 + 5e6, i
		}
	}' | sort -t, -s -n -k1,1
}

setup_file() {
	command -v chromium node > /dev/null || return 0
	[ -d "$ROOT/tests/node_modules/playwright-core" ] ||
		{ echo 'no playwright-core: scripts/setup test installs it' >&2; return 1; }
	cd "$BATS_FILE_TMPDIR" || return
	html "$DATA/build.log" > build.html
	html "$ROOT/share/demo.log" "$DATA/build.log" > two.html
	hostile | rows | html > hostile.html
	{ cat "$DATA/build.log"; echo '3600000000,LOST,,,,,,,,17,,,,'; } | html > lost.html 2> /dev/null || true
	html --limit 3 "$DATA/build.log" > part.html 2> /dev/null
	rows <<-'END' | html > odd.html 2> /dev/null || true
		1|PROC|1|0||systemd|/sbin/init
		1|PROC|20|1||bash|-bash
		1|PROC|21|1||cron|cron -f
		2|FORK|22|20||bash
		3|EXEC|22|20||/bin/ls|ls
		4|EXIT|22|20|0
		5|FORK|40|1
		6|FORK|41|40
		7|EXEC|41|40||/bin/a|gone
		8|LOST|||5
		9|FORK|41|40
		10|EXEC|41|40||/bin/b|next
		11|EXEC|42|40||/bin/c|found
		12|EXIT|42|40|0
		13|FORK|43|40
	END
	rows <<-'END' | html > load.html
		1000|FORK|7|1
		2000|FORK|8|7
		3500|EXIT|8|7|0|||750
		5000|EXIT|7|1|0|||1000
	END
	stream time event pid by code name detail <<-'END' | html > left.html
		1|FORK|10|1
		1|ROOT|10||||make
		1|FD|10||1|'pipe:[1]'|w
		2|EXEC|10|||/usr/bin/make|make
		3|FORK|11|10
		4|EXEC|11|||/usr/bin/pt-mark|pt-mark -x
		5|EXIT|11||512
		6|FORK|12|10
		7|EXEC|12|||/usr/bin/server|server
		8|EXIT|10||0
		100|SURVIVOR|12|||server|server
		100|FD|12||0|/dev/null|r
		100|FD|12||1|'pipe:[1]'|w
		100|FD|12||9|$'/tmp/</script>\n<img src=x onerror=window.injected=1>' (deleted)|rw flock-write
		100|WAIT|12|||hrtimer_nanosleep
	END
	{ echo "$HEADER"; echo '1,META,,,,,,,,,,,"format","1"'; } | html > empty.html
	echo "$HEADER" | html > none.html
	big | html > big.html
	node "$ROOT/tests/browser/report.mjs" "$BATS_FILE_TMPDIR" > checks 2>&1 || true
}

# seen NAME: the check has passed.
seen() {
	command -v chromium > /dev/null || skip 'chromium is missing'
	command -v node > /dev/null || skip 'node is missing'
	grep -qxF "ok $1" "$BATS_FILE_TMPDIR/checks" || {
		awk -v name="not ok $1" '/^(not )?ok / { found = $0 == name } found' "$BATS_FILE_TMPDIR/checks"
		grep -qF "ok $1" "$BATS_FILE_TMPDIR/checks" || cat "$BATS_FILE_TMPDIR/checks"
		return 1
	}
}

@test "the data of a build looks like this" {
	html "$DATA/build.log" | columns > actual
	diff -u "$DATA/build.report" actual
}

@test "the report is one document without addresses to load from" {
	html "$DATA/build.log" "$ROOT/share/demo.log" > two.html
	assert_equal "$(grep -c '</html>' two.html)" 1
	assert_equal "$(grep -c '<script' two.html)" 4
	assert_equal "$(tail -n 1 two.html)" '</html>'
	assert_equal "$(data < two.html | wc -l)" 2
	run -1 grep -nE '<(script|link|img|iframe|object|embed|base|form|a)[^>]* (src|href|action|data)=' two.html
}

@test "data can't end its script or begin another" {
	hostile | rows | html | data > hostile.json
	jq -e '.strings | map(select(contains("</script>"))) | length >= 4' hostile.json
	run -1 grep -c '<' hostile.json
	run -1 grep -cP '\xe2\x80[\xa8\xa9]|[\x00-\x09\x0b-\x1f\x7f]' hostile.json
	iconv -f utf-8 -t utf-8 hostile.json > /dev/null
}

@test "the longest-lived 100,000 are shown unless --limit says otherwise" {
	{ big; echo '100000000000,FORK,200000,2,,,,,,,,,,'; } > more.log
	run -0 --separate-stderr pt-format -d html more.log
	assert_equal "$stderr" 'pt-format: left out 1 of 100001 processes, all but the longest-lived (--limit N for more than 100,000)'
	run -0 --separate-stderr pt-format -d html --limit 100001 more.log
	assert_equal "$stderr" ''
	run -0 --separate-stderr pt-format -d html --limit 3 "$DATA/build.log"
	assert_equal "$stderr" 'pt-format: left out 4 of 7 processes, all but the longest-lived (--limit)'
	run -0 --separate-stderr pt-format -d html --min-duration 1.005 "$DATA/build.log"
	assert_equal "$stderr" 'pt-format: left out 4 processes that lived shorter than --min-duration'
}

@test "a reused PID is another process" {
	rows <<-'END' | html | data > reused.json
		1|FORK|30|1
		2|FORK|31|30
		3|EXEC|31|30||/bin/a|first
		4|EXIT|31|30|0
		5|FORK|31|30
		6|EXEC|31|30||/bin/b|second
		7|FORK|32|31
		8|SIGNAL|31|30|15
		9|EXIT|31|30|15
	END
	run -0 jq -c '.process.pid, .process.depth, .process.outcome, .signal.process' reused.json
	assert_output $'[30,31,31,32]\n[0,1,1,2]\n[3,0,2,3]\n[3]'
}

@test "a real run" {
	need_recording
	pt-record -o run.log -- sh -c 'pt-mark "half way"; sleep 0.1; sh -c "kill -TERM \$\$"; exit 3' || true
	html run.log | data > run.json
	run -0 jq -r '.strings as $s | .process.status | map($s[.]) | @tsv' run.json
	assert_output $'exit 3\tok\tok\tSIGTERM'
	run -0 jq -r '.strings as $s | .stretch.command | map($s[.]) | unique | .[]' run.json
	assert_line 'half way'
	assert_line 'sleep 0.1'
	run -0 jq -r '.process.end[2] - .process.start[2] | . > 1e8 and . < 6e10' run.json
	assert_output true
	run -0 jq -r '.host + " " + (.epoch > 1.7e12 | tostring)' run.json
	assert_output "$(uname -n) true"
}

@test "a lane for each process, drawn in the colour of its executable" {
	seen "$BATS_TEST_DESCRIPTION"
}

@test "texts in a lane have room beside each other" {
	seen "$BATS_TEST_DESCRIPTION"
}

@test "zoom and pan by keys, buttons, wheel and drag" {
	seen "$BATS_TEST_DESCRIPTION"
}

@test "the overview goes to a place and chooses a part of the time" {
	seen "$BATS_TEST_DESCRIPTION"
}

@test "search by text, PID and regular expression" {
	seen "$BATS_TEST_DESCRIPTION"
}

@test "filters by executable, status and duration" {
	seen "$BATS_TEST_DESCRIPTION"
}

@test "the table is sorted by its headings" {
	seen "$BATS_TEST_DESCRIPTION"
}

@test "everything works by keyboard" {
	seen "$BATS_TEST_DESCRIPTION"
}

@test "lanes collapse and expand" {
	seen "$BATS_TEST_DESCRIPTION"
}

@test "lanes only for what is alive in sight" {
	seen "$BATS_TEST_DESCRIPTION"
}

@test "details tell everything, and link to the rest" {
	seen "$BATS_TEST_DESCRIPTION"
}

@test "details tell what was held and waited for" {
	seen "$BATS_TEST_DESCRIPTION"
}

@test "a mark that failed" {
	seen "$BATS_TEST_DESCRIPTION"
}

@test "a link to a process opens it" {
	seen "$BATS_TEST_DESCRIPTION"
}

@test "several recordings can be chosen from" {
	seen "$BATS_TEST_DESCRIPTION"
}

@test "no process can inject anything" {
	seen "$BATS_TEST_DESCRIPTION"
}

@test "the policy runs no other script and loads nothing" {
	seen "$BATS_TEST_DESCRIPTION"
}

@test "what was lost or left out is said" {
	seen "$BATS_TEST_DESCRIPTION"
}

@test "lives of which only a part is recorded" {
	seen "$BATS_TEST_DESCRIPTION"
}

@test "a recording without processes, and none at all" {
	seen "$BATS_TEST_DESCRIPTION"
}

@test "the load is that of the processes" {
	seen "$BATS_TEST_DESCRIPTION"
}

@test "a phone and the dark" {
	seen "$BATS_TEST_DESCRIPTION"
}

@test "100,000 processes" {
	seen "$BATS_TEST_DESCRIPTION"
}

@test "every check in the browser is a test here" {
	sed -n "s/^checks\['\(.*\)'\].*/\1/p" "$ROOT/tests/browser/report.mjs" | sort > checks
	sed -n '/seen "\$BATS/{x;s/^@test "\(.*\)" {$/\1/p;x};h' "$ROOT/tests/html.bats" | sort > tests
	[ -s checks ]
	diff checks tests
}
