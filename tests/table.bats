#!/usr/bin/env bats
# pt-format -d table

load helper

export LC_ALL=C.UTF-8

table() {
	pt-format -d table "$@"
}

@test "the table of a build looks like this" {
	table "$DATA/build.log" > actual
	diff -u "$DATA/build.table" actual
}

@test "every process has the line that the tree has, in order of creation" {
	pt-format -d tree "$DATA/build.log" | awk '{ print $1, $2 }' > tree
	table "$DATA/build.log" | awk '{ print $1, $3 }' > table
	diff -u tree table
}

@test "depth counts the processes shown, whatever is left out" {
	run -0 --separate-stderr table --limit 3 "$DATA/build.log"
	assert_equal "${#lines[@]}" 4
	assert_line --regexp '^4251 .* 1  sh '
	assert_equal "$stderr" 'pt-format: left out 4 of 7 processes, all but the longest-lived (--limit)'
	run -0 --separate-stderr table --min-duration 1.005 "$DATA/build.log"
	assert_equal "${#lines[@]}" 4
	assert_line --regexp '^4250 .* 1 +=== test 12 ===$'
	assert_equal "$stderr" 'pt-format: left out 4 processes that lived shorter than --min-duration'
}

@test "what isn't known is empty, and said to be at least that or earlier" {
	printf '%s\n' "$HEADER" '1000000000,PROC,1,0,,,,,,,,,"init","/sbin/init"' \
		'2000000000,FORK,22,1,,,,,,,,,,' \
		'3000000000,EXEC,23,22,,,,,,,,,"/bin/x","x"' \
		'3500000000,LOST,,,,,,,,7,,,,' \
		'4000000000,FORK,22,1,,,,,,,,,,' \
		'5000000000,EXIT,23,22,,,,,,0,20000000,,,' > lost.log
	run -1 --separate-stderr table lost.log
	assert_line --index 0 'events were lost (at least 7): the table may be incomplete'
	assert_line --regexp '^  1          <0\.000s +>4\.000s +running\? +0 +2 +0  init +/sbin/init$'
	assert_line --regexp '^ 22       1   1\.000s +>0\.000s +\? +0 +1 +1  init +\(fork, end lost\) /sbin/init$'
	assert_line --regexp '^ 23      22  <2\.000s  4\.000s  >2\.000s  0\.020s +ok +1 +0 +2  x +\(birth lost\) x$'
	assert_line --regexp '^ 22 +1   3\.000s +>1\.000s +running +0 +0 +1  init +\(fork\) /sbin/init$'
}

@test "memory has units for people" {
	for kib in 0 1 999 1000 1023 1024 102348 102400 1048576 1099511627776 999999999999999999; do
		i=$((${i-9} + 1))
		printf '%s\n' "1,FORK,$i,1,,,,,,,,,," "2,EXIT,$i,1,,,,,,0,0,$kib,,"
	done > rows
	run -0 table <(echo "$HEADER"; cat rows)
	assert_equal "$(grep -o '[0-9.]*[KMGP]iB' <<< "$output" | tr '\n' ' ')" \
		'0KiB 1KiB 999KiB 1.0MiB 1.0MiB 1.0MiB 99.9MiB 100MiB 1.0GiB 1.0PiB 909495PiB '
}

@test "names of any bytes and characters keep the columns aligned and the terminal safe" {
	{
		printf '%s\n' "$HEADER" '1,FORK,80,1,,,,,,,,,,'
		printf '2,EXEC,80,1,,,,,,,,,"/bin/\xe4\xb8\xad\xe6\x96\x87","x"\n'
		echo '3,FORK,81,80,,,,,,,,,,'
		printf '4,EXEC,81,80,,,,,,,,,"/bin/\xff$(printf x%.0s {1..300})","\xff\xc2\x9b31m"\n'
	} > hostile.log
	run table hostile.log
	assert_line --regexp $' 0  \u4e2d\u6587 +x$'
	refute_output --partial $'\xff'
	table hostile.log | iconv -f utf-8 -t utf-8 > /dev/null
	run -1 grep -aP '[\x00-\x08\x0b-\x1f\x7f]' <(table hostile.log)
}

on_terminal() { # COLUMNS
	COLUMNS=$1 NO_COLOR=1 script -qec "pt-format -d table '$DATA/build.log'" /dev/null | tr -d '\r'
}

@test "a narrow terminal has fewer columns, and always the beginnings of commands" {
	command -v script || skip 'script(1) is missing'
	on_terminal 80 > narrow
	[ "$(wc -L < narrow)" -le 80 ]
	run -0 head -1 narrow
	assert_output ' PID   START     TIME     CPU  MEMORY  STATUS        COMMAND'
	grep -q 'sh -c .*\.\.\.$' narrow
	on_terminal 100 > wider
	[ "$(wc -L < wider)" -le 100 ]
	run -0 head -1 wider
	assert_line --partial 'PARENT'
	refute_line --partial 'EXECUTABLE'
	on_terminal 300 | diff -u "$DATA/build.table" -
}

@test "a terminal shows failures in colour" {
	command -v script || skip 'script(1) is missing'
	TERM=xterm COLUMNS=200 script -qec "pt-format -d table '$DATA/build.log'" /dev/null > terminal
	grep -q $'\e\\[31mexit 2' terminal
}

@test "recordings one behind the other are tables with a blank line between" {
	cat "$DATA/build.log" "$DATA/build.log" > two.log
	table two.log > actual
	{ cat "$DATA/build.table"; echo; cat "$DATA/build.table"; } | diff -u - actual
}

@test "a recording without processes gives nothing" {
	run -0 table <(echo "$HEADER")
	assert_output ''
	run -0 table <(printf '%s\n' "$HEADER" '1,META,,,,,,,,,,,"format","1"')
	assert_output ''
}

@test "processes that nest 100,000 deep are listed in linear time" {
	nested 100000 > deep.log
	run -0 timeout 20 sh -c "pt-format -d table deep.log > deep.table"
	assert_equal "$(wc -l < deep.table)" 100001
	assert_equal "$(tail -1 deep.table | awk '{ print $7, $8 }')" '0 99999'
}

@test "the manual's sample is real" {
	sed -n '/^\.It Cm table/,/^\.Ed/p' "$ROOT/man/pt-format.1" |
		sed '1,/^\.Bd/d; /^\.Ed/d' > sample
	[ -s sample ]
	LC_ALL=C table "$DATA/build.log" | cut -c 1-78 | diff -u - sample
}

@test "a real command's table" {
	need_recording
	pt-record -o run.log -- sh -c 'sh -c "exit 3"; env true' || true
	run -0 table run.log
	assert_line --regexp ' exit 3 +1 +0 +1  sh +sh -c .exit 3.$'
	assert_line --regexp ' ok +2 +0 +1  true +true$'
}
