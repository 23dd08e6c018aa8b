#!/usr/bin/env bats
# pt-format -d svg

load helper

svg() {
	pt-format -d svg "$@"
}

# N processes of a root one after the other, each longer-lived than the one before.
many() {
	awk -v n="$1" 'BEGIN {
		print "1|FORK|9|1"
		print "1|EXEC|9|1||/bin/sh|sh all"
		for (i = 10; i < n + 9; i++) {
			printf "%d|FORK|%d|9\n%d|EXEC|%d|9||/bin/p%d|p%d a rather long command line that ends in %d\n", i * 100, i, i * 100, i, i % 12, i % 12, i
			printf "%d|EXIT|%d|9|%d\n", i * 101, i, i % 3 * 256
		}
		printf "%d|EXIT|9|1|0\n", (n + 10) * 101
	}' | stream
}

# What is drawn, as numbers: nothing is left of the picture, above it or right of it.
inside() {
	xmllint --noout "$1"
	run -1 grep -aE '="-|nan|inf"' "$1"
	awk '
	match($0, /^<text class="[^"]*" x="[0-9.]+"/) {
		split($0, part, /"/)
		text = $0
		gsub(/<[^>]*>/, "", text)
		gsub(/&[a-z]+;/, "x", text)
		width = length(text) * (part[2] ~ /h/ ? 9.1 : 6.7)
		x = part[4] - (part[2] ~ /right/ ? width : part[2] ~ /mid/ ? width / 2 : 0)
		n++
		if (x < 0 || x + width > 960.5)
			print "outside: " $0
	}
	END { if (n == 0) print "no text" }' "$1" > outside
	run cat outside
	assert_output ''
}

@test "the picture of a build looks like this" {
	svg "$DATA/build.log" > actual
	diff -u "$DATA/build.svg" actual
	inside actual
}

@test "nothing is loaded, and no script is in it" {
	run svg "$DATA/build.log"
	refute_output --regexp '<script|href|@import|url\((http|data)| on[a-z]+='
	assert_line --partial '@media(prefers-color-scheme:dark)'
}

@test "it is well-formed XML whatever bytes names and arguments have" {
	{
		echo '1|FORK|80|1'
		printf '2|EXEC|80|1||/bin/x|x \xff\xfe \xef\xbf\xbe \xef\xbf\xbf \xed\xa0\x80 \xe2\x80\xae \xc2\x85\n'
		echo '3|FORK|81|80'
		echo "4|EXEC|81|80||/bin/pt-mark|pt-mark '</text><script>alert(1)</script>' ']]>' '<!--' \$'\\x01\\n' '&#1;'"
		echo '5|FORK|82|80'
		echo "6|EXEC|82|80||/bin/</title>|'</title>' '\"' '&amp;' '--' ''"
		printf '7|EXEC|82|80||\xff/\xfe|\xef\xb7\xbd\xef\xb7\xbd\xef\xb7\xbd \xf0\x9f\x91\xa9\n'
		printf '8|EXEC|82|80|| | \n'
	} | stream > hostile.log
	svg hostile.log > hostile.svg
	inside hostile.svg
	run -0 xmllint --xpath 'string(//*[@class="n"])' hostile.svg
	assert_output "</text><script>alert(1)</..."
	run -0 cat hostile.svg
	refute_output --partial '<script'
	run -1 grep -aP '[\x00-\x08\x0b-\x1f\x7f]|\xef\xbf[\xbe\xbf]' hostile.svg
}

@test "a text that doesn't fit is cut in the middle, and none is outside" {
	many 90 > many.log
	svg many.log > many.svg
	inside many.svg
	run cat many.svg
	assert_line --regexp '>p1 a rather l\.\.\.mand line that ends in 97</text>'
}

@test "bars are coloured by executable, the commonest in the legend" {
	many 90 > many.log
	run svg many.log
	assert_line --regexp '<text class="t".*>p10 ×8</text>'
	assert_line --regexp '<text class="t".*>others ×29</text>'
	assert_line --regexp '^<path class="c8" .*<title>PID 18: p6 a '
	assert_line --regexp '^<path class="c0" .*<title>PID 10: p10 a '
}

@test "at most 100 processes are shown, and the picture says what is left out" {
	many 150 > many.log
	run -0 --separate-stderr svg many.log
	assert_equal "$stderr" 'pt-format: left out 50 of 150 processes, all but the longest-lived (--limit 100 by default)'
	assert_line --regexp '>left out: 50 of 150 processes, all but the longest-lived</text>$'
	assert_line --partial 'PID 158:'
	assert_line --partial 'PID 9:'
	refute_line --partial 'PID 11:'
	printf '%s\n' "${lines[@]}" > many.svg
	assert_equal "$(grep -c '<title>PID' many.svg)" 100
	run -0 --separate-stderr svg --limit 150 many.log
	assert_equal "$stderr" ''
	assert_equal "$(printf '%s\n' "${lines[@]}" | grep -c '<title>PID')" 150
}

@test "--limit and --min-duration choose the lanes, and keep the marks" {
	run -0 --separate-stderr svg --limit 2 "$DATA/build.log"
	assert_line --partial 'PID 4243:'
	refute_line --partial 'PID 4244:'
	assert_line --regexp '<text class="n".*>test 12<'
	run -0 --separate-stderr svg --min-duration 1.009 "$DATA/build.log"
	assert_line --partial 'PID 4243:'
	refute_line --partial 'PID 4251:'
	assert_line --regexp '<text class="n".*>test 12<'
	assert_line --regexp '>left out: 4 that lived shorter than asked for<'
	run -0 --separate-stderr svg --limit 0 "$DATA/build.log"
	refute_line --partial 'PID'
}

@test "how a process ended is said, and failure is marked with a sign" {
	stream > ends.log <<-'END'
		1|FORK|10|1
		1|EXEC|10|1||/bin/sh|sh
		2|FORK|11|10
		3|EXIT|11|10|256
		3|FORK|12|10
		4|EXIT|12|10|9
		4|FORK|13|10
		5|EXIT|13|10|0
		6|FORK|14|10
		9|SURVIVOR|14|1
	END
	run -0 svg ends.log
	assert_line --regexp '^<text class="e rim".*>× 1\.00ms exit 1, fork</text>$'
	assert_line --regexp '^<text class="e rim".*>× 1\.00ms SIGKILL, fork</text>$'
	assert_line --regexp '^<text class="d rim".*>1\.00ms, fork</text>$'
	assert_line --regexp '>&gt;3\.00ms running, fork, left behind, orphaned</text>$'
	assert_line --regexp '8\.00ms, 5 processes, 2 failed, 2 still running'
	# Its end is open: the outline has a tip.
	assert_line --regexp '^<path class="c0 o" d="M[0-9.]+ [0-9.]+h[0-9.]+l5\.0 6\.0l-5\.0 6\.0h-[0-9.]+Z"><title>PID 14'
	assert_line --regexp '^<path class="c0 o" d="M[0-9.]+ [0-9.]+h[0-9.]+v12\.0h-[0-9.]+Z"><title>PID 13'
}

@test "reused PIDs, lost births and ends, loss" {
	stream > lost.log <<-'END'
		1|FORK|40|1
		2|FORK|41|40
		3|EXEC|41|40||/bin/a|gone
		4|LOST|||5
		5|FORK|41|40
		6|EXEC|41|40||/bin/b|next
		7|EXEC|42|40||/bin/c|found
		8|EXIT|42|40|0
	END
	run -1 --separate-stderr svg lost.log
	assert_line --regexp '>incomplete: events were lost, 5 at least</text>$'
	assert_line --partial '<title>PID 41: gone'
	assert_line --partial '<title>PID 41: next'
	assert_line --regexp ', end lost</text>$'
	assert_line --regexp ', birth lost</text>$'
	assert_line --regexp '>&gt;7\.00ms running\?'
}

@test "recordings one behind the other are one picture, with the same colours" {
	cat "$DATA/build.log" "$DATA/build.log" > two.log
	svg two.log > two.svg
	inside two.svg
	assert_equal "$(grep -c '<svg' two.svg)" 1
	assert_equal "$(grep -c '^<text class="h".*>make check</text>' two.svg)" 2
	assert_equal "$(grep -c '^<path class="c3".*PID 4244: sleep 60$' two.svg)" 2
}

@test "marks are lines with labels that don't overlap" {
	{
		echo '0|FORK|9|1'
		for i in {1..60}; do
			printf '%s|FORK|1%s|9\n%s|EXEC|1%s|9||/bin/pt-mark|pt-mark "a label %s"\n%s|EXIT|1%s|9|0\n' \
				"$i" "$i" "$i" "$i" "$i" "$i" "$i" | tr -d '"'
		done
		echo '70|EXIT|9|1|0'
	} | stream > marks.log
	svg marks.log > marks.svg
	inside marks.svg
	assert_equal "$(grep -c '^<path class="m"' marks.svg)" 60
	assert_equal "$(grep -c '<title>PID' marks.svg)" 1
	awk -F '"' '/^<text class="n"/ {
		if ($4 < ends[$6]) { print "overlap: " $0 }
		text = $7; gsub(/^>|<.*/, "", text)
		ends[$6] = $4 + length(text) * 6.7; n++
	} END { if (n < 20) print "only " n }' marks.svg > overlaps
	run cat overlaps
	assert_output ''
}

@test "the axis has readable ticks from nanoseconds to days" {
	local span
	for span in 1:1ns 50:10ns 2000000:0.5ms 900000000:0.2s 7200000000000:20m 864000000000000:2d; do
		printf '%s\n' "$HEADER" '1000,FORK,7,1,,,,,,,,,,' "$((1000 + ${span%:*})),EXIT,7,1,,,,,,0,,,," > span.log
		run -0 svg span.log
		assert_line --regexp "^<text class=\"d mid rim\".*>${span#*:}</text>"
		[ "$(printf '%s\n' "${lines[@]}" | grep -c 'class="d mid rim"')" -le 20 ]
	done
}

@test "times no clock gives are drawn inside the picture" {
	awk -F, -v OFS=, 'NR > 1 { $1 = NR * 7919 % 13 }  1' "$DATA/build.log" > mixed.log
	svg mixed.log > mixed.svg
	inside mixed.svg
	awk -F, -v OFS=, 'NR > 1 { $1 = sprintf("%.0f", (40 - NR) * 2e16) } $2 == "EXIT" { $11 = "999999999999999999" } 1' \
		"$DATA/build.log" > huge.log
	svg huge.log > huge.svg
	inside huge.svg
}

@test "a recording without processes, and none, give an empty picture" {
	stream < /dev/null > empty.log
	svg empty.log > empty.svg
	xmllint --noout empty.svg
	{ cat empty.log; echo '5,META,,,,,,,,,,,"format","1"'; } > meta.log
	svg meta.log > meta.svg
	inside meta.svg
	grep -q '>no processes<' meta.svg
}

@test "processes that nest 100,000 deep are drawn in linear time" {
	nested 100000 > deep.log
	run -0 --separate-stderr timeout 20 pt-format -d svg deep.log
	printf '%s\n' "${lines[@]}" > deep.svg
	inside deep.svg
}

@test "a real run" {
	need_recording
	pt-record -o run.log -- sh -c 'pt-mark begin; sh -c "exit 3"; sleep 0.01'
	svg run.log > run.svg
	inside run.svg
	run cat run.svg
	assert_line --regexp '^<text class="h".*>sh -c .pt-mark begin; sh -c "exit 3"; sleep 0\.01.</text>$'
	assert_line --regexp '^<text class="n".*>begin</text>$'
	assert_line --regexp '>× .* exit 3</text>$'
	assert_line --regexp '^<path .*: sleep 0\.01$'
}

@test "the manual's sample is real" {
	sed -n '/^\.It Cm svg/,/^\.Ed/p' "$ROOT/man/pt-format.1" | sed -n '/^PID/,/^killed/p' > sample
	[ -s sample ]
	svg "$DATA/build.log" | sed 's/.*<title>//; s/<.*//' | grep -A 3 'PID 4244: sleep' | diff -u - sample
}
