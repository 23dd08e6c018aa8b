#!/usr/bin/env bats
# pt-format -d folded

load helper

# The stacks, if they are as both flamegraph.pl and speedscope take them: names without
# control characters between semicolons, one blank and a whole number, no stack twice, and
# none that ends in another number.
folded() {
	local status=0
	pt-format -d folded "$@" > folded.txt || status=$?
	iconv -f utf-8 -t utf-8 folded.txt > /dev/null || return 3
	LC_ALL=C awk '
		function wrong(what) { print "line " NR ": " what ": " $0 > "/dev/stderr"; bad = 1; exit }
		!/^[^;]+(;[^;]+)* [1-9][0-9]*$/ { wrong("no stack and weight") }
		/[\001-\037\177]/ { wrong("a control character") }
		{ sub(/ [0-9]+$/, "") }
		/[ \t][0-9]+(\.[0-9]*)?$/ { wrong("two numbers") }
		seen[$0]++ { wrong("twice") }
		END { exit bad }' folded.txt || return 3
	cat folded.txt
	return "$status"
}

# Rows with the columns in order: time (us), event, pid, ppid, code, cpu (ns), name;
# text is given as the cell's content.
log() {
	awk -v header="$HEADER" 'BEGIN { FS = "|"; print header }
		function cell(s) { gsub(/"/, "\"\"", s); return s == "" ? "" : "\"" s "\"" }
		{ printf "%.0f,%s,%s,%s,,,,,,%s,%s,,%s,\n", $1 * 1000, $2, $3, $4, $5, $6, cell($7) }'
}

@test "the stacks of a build look like this" {
	folded "$DATA/build.log" > actual
	diff -u "$DATA/build.folded" actual
}

@test "stacks that a reader would misunderstand are found here" {
	wrong() {
		local stacks=$1
		pt-format() { printf '%b' "$stacks"; }
		run -3 folded
		unset -f pt-format
	}
	wrong 'a 1 2\n'
	wrong 'a 1. 2\n'
	wrong 'a;;b 2\n'
	wrong 'a;b 2.5\n'
	wrong 'a;b 0\n'
	wrong 'a;b\n'
	wrong 'a\t 1\n'
	wrong '\xff 1\n'
	wrong 'a 1\nb 1\na 2\n'
}

@test "wall time is what no child lived in, each microsecond once" {
	run -0 folded <(log <<-'END'
		0|FORK|10|1
		0|EXEC|10|1|||/bin/top
		10|FORK|11|10
		10|EXEC|11|10|||/bin/a
		20|FORK|12|10
		20|EXEC|12|10|||/bin/b
		30|EXIT|11|10|0
		50|EXIT|12|10|0
		60|FORK|13|10
		60|EXEC|13|10|||/bin/c
		70|FORK|14|10
		70|EXEC|14|10|||/bin/a
		75|EXIT|14|10|0
		80|EXIT|13|10|0
		100|EXIT|10|1|0
	END
	)
	assert_output - <<-'END'
		top 40
		top;a 25
		top;b 30
		top;c 20
	END
}

@test "a child that outlives its creator does not count beyond it" {
	run -0 folded <(log <<-'END'
		0|FORK|10|1
		0|EXEC|10|1|||/bin/top
		60|FORK|11|10
		60|EXEC|11|10|||/bin/daemon
		100|EXIT|10|1|0
		900|EXIT|11|1|0
	END
	)
	assert_output $'top 60\ntop;daemon 840'
}

@test "a stretch of a life counts for its program, and children for the one that created them" {
	log > chain.log <<-'END'
		0|FORK|10|1
		0|EXEC|10|1|||/bin/sh
		100|FORK|11|10
		110|FORK|12|11
		115|EXIT|12|11|0
		120|EXEC|11|10|||/bin/env
		130|FORK|13|11
		135|EXEC|13|11|||/bin/x
		150|EXEC|11|10|||/bin/make
		160|EXIT|13|11|0|3000
		200|EXIT|11|10|0|7000
		300|EXIT|10|1|0|9600
	END
	run -0 folded chain.log
	assert_output - <<-'END'
		sh 200
		sh;env 10
		sh;env;env 5
		sh;env;x 25
		sh;make 40
		sh;sh 15
		sh;sh;sh 5
	END
	run -0 folded --weight cpu chain.log
	assert_output - <<-'END'
		sh 10
		sh;env;x 3
		sh;make 7
	END
	run -0 folded --weight count chain.log
	assert_output - <<-'END'
		sh 1
		sh;env;x 1
		sh;make 1
		sh;sh;sh 1
	END
}

@test "equal stacks of all recordings are one" {
	sed 's/^\([0-9]*\),/9\1,/' "$DATA/build.log" | cat "$DATA/build.log" - > two.log
	run -0 folded two.log
	assert_output "$(awk '{ $NF *= 2; print }' "$DATA/build.folded")"
}

@test "marks are left out, and their time is their creator's" {
	run -0 folded <(log <<-'END'
		0|FORK|10|1
		0|EXEC|10|1|||/bin/sh
		10|FORK|11|10
		12|EXEC|11|10|||/usr/bin/pt-mark
		15|EXIT|11|10|0
		40|EXIT|10|1|0
	END
	)
	assert_output 'sh 40'
}

@test "processes from before count from there, lost ends until they were last seen" {
	run -1 --separate-stderr folded <(log <<-'END'
		1000|PROC|1|0|||init
		1000|PROC|2|1|||idle
		2000|FORK|30|1
		2000|EXEC|30|1|||/bin/a
		2500|SETSID|30|1
		2600|LOST|||
		3000|FORK|30|1
		3000|EXEC|30|1|||/bin/b
		4000|EXIT|30|1|0
		4500|EXEC|31|1|||/bin/c
		5000|SETSID|31|1
		5000|EXIT|1|0|0|99999999
	END
	)
	assert_output - <<-'END'
		init 2000
		init;a 500
		init;b 1000
		init;c 500
	END
	assert_line --index 0 --regexp . # not empty
	assert_regex "$stderr" 'left out 1 processes that were there before and did nothing'
	assert_regex "$stderr" 'events were lost'
}

@test "names can't end a frame, a line or the stack, nor be taken for a number" {
	{
		printf '%s\n' '0|FORK|10|1' '0|EXEC|10|1|||'"'/bin/a;b 12'"
		n=11
		for name in "'/bin/x 12'" "'x 1.5'" "'x 3.'" "'x 1.2.3'" "'x .5'" "'12'" "'x12'" "'1 2 3'" "\$'a\\nb\\t\\x1b\\x00 4'" \
			"\$'\\xff\\xfe'" "'   '" "''" / "'...'" $'\xe2\x80\xae' 'é' "'x 5 '"; do
			printf '%s\n' "$n|FORK|$n|10" "$n|EXEC|$n|10|||$name" "$((n + 1))|EXIT|$n|10|0"
			n=$((n + 1))
		done
		echo "50|EXIT|10|1|0"
	} | log > names.log
	run -0 folded names.log
	for name in x_12 x_1.5 x_3. 'x 1.2.3' 'x .5' 12 x12 '1 2_3' 'a?b???_4' '??' '   ' / ... é 'x 5 '; do
		assert_line "a:b_12;$name 1"
	done
}

@test "times that are no times don't wrap" {
	run -0 folded <(log <<-'END'
		999999999999999|FORK|10|1
		1|EXEC|10|1|||/bin/a
		999999999999999|FORK|11|10
		0|EXEC|11|10|||/bin/b
		5|EXIT|11|10|0|999999999999999999
		0|EXIT|10|1|0|999999999999999999
	END
	)
	assert_output ''
	for i in {1..40}; do
		printf '%s\n' "1|FORK|$i|99" "1|EXEC|$i|99|||/bin/a" "2|EXIT|$i|99|0|999999999999999999"
	done | log > sum.log
	run -0 folded --weight cpu sum.log
	assert_output '?;a 18446744073709552'
}

@test "--weight refuses what it doesn't know, and other modes refuse it" {
	run -2 --separate-stderr pt-format -d folded --weight time "$DATA/build.log"
	assert_equal "$stderr" "pt-format: --weight: 'time' is not wall, cpu or count"
	run -2 --separate-stderr pt-format -d tree --weight cpu "$DATA/build.log"
	assert_equal "$stderr" 'pt-format: --weight is not for the mode tree'
	run -2 --separate-stderr pt-format -d folded --limit 1 "$DATA/build.log"
	assert_equal "$stderr" 'pt-format: --limit is not for the mode folded'
}

@test "a recording without processes gives nothing" {
	log < /dev/null > empty.log
	run -0 folded empty.log
	assert_output ''
}

@test "processes that nest 100,000 deep make stacks of 256 names" {
	awk -v header="$HEADER" 'BEGIN {
		print header
		for (i = 2; i <= 100001; i++)
			printf "%d,FORK,%d,%d,,,,,,,,,\"x\",\n", i * 1000, i, i - 1
		for (i = 100001; i > 1; i--)
			printf "%d,EXIT,%d,%d,,,,,,,,,\"x\",\n", 300000000 - i * 1000, i, i - 1
	}' > deep.log
	ulimit -v 110000
	run -0 timeout 20 pt-format -d folded --weight count deep.log
	assert_equal "${#lines[@]}" 256
	assert_line --index 254 --regexp '^(x;){254}x 1$'
	assert_line --index 255 --regexp '^(x;){255}\.\.\. 99745$'
}

@test "one process with 100,000 children that overlap takes n log n" {
	awk -v header="$HEADER" 'BEGIN {
		print header
		print "0,FORK,1,9,,,,,,,,,,"
		for (i = 2; i <= 100001; i++)
			printf "%d,FORK,%d,1,,,,,,,,,,\n", i * 1000, i
		for (i = 2; i <= 100001; i++)
			printf "%d,EXIT,%d,1,,,,,,0,,,,\n", 200000000 + i * 1000, i
		print "400000000,EXIT,1,9,,,,,,0,,,,"
	}' > wide.log
	run -0 timeout 20 pt-format -d folded wide.log
	assert_output $'? 100001\n?;? 20000000000'
}

@test "the manual's sample is real" {
	sed -n '/^\.It Cm folded/,/^\.Ed/p' "$ROOT/man/pt-format.1" | sed '1,/^\.Bd/d; /^\.Ed/d' > sample
	[ -s sample ]
	folded "$DATA/build.log" | diff -u - sample
}

@test "the stacks of a real run" {
	need_recording
	pt-record -o run.log -- sh -c 'sleep 0.2 & timeout 5 sleep 0.3; wait' 2> record.err
	run -0 folded --weight count run.log
	assert_output $'sh 1\nsh;sleep 1\nsh;timeout 1\nsh;timeout;sleep 1'
	run -0 folded run.log
	[ "$(sed -n 's/^sh;timeout;sleep //p' folded.txt)" -ge 250000 ]
	[ "$(sed -n 's/^sh;sleep //p' folded.txt)" -ge 150000 ]
}
