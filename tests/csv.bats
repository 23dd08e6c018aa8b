#!/usr/bin/env bats
# pt-format -d csv

load helper

csv() {
	pt-format -d csv "$@"
}

# ask SQL [FILE ...]: loads the table of the recordings into sqlite3 and asks it.
ask() {
	local sql=$1
	shift
	csv "$@" > run.csv 2> errors || [ $? -eq 1 ]
	rm -f run.db
	sqlite3 run.db '.import --csv run.csv run' "$sql"
}

@test "the table of a build looks like this" {
	csv "$DATA/build.log" > actual
	diff -u "$DATA/build.csv" actual
}

@test "sqlite3 loads it and answers" {
	run -0 ask 'select count(*), sum(execs), sum(children), count(distinct id) from run' "$DATA/build.log"
	assert_output '7|7|6|7'
	run -0 ask 'select executable, round(sum(duration), 3) from run
		group by executable order by sum(duration) desc limit 3' "$DATA/build.log"
	assert_output $'make|1.037\ntimeout|1.01\ndaemon|1.004'
	run -0 ask 'select creator.pid, count(*) from run join run as creator on creator.id = run.creator_id
		group by creator.id order by 2 desc, creator.id + 0' "$DATA/build.log"
	assert_output $'4242|3\n4243|1\n4251|1\n4252|1'
	run -0 ask "select pid, status, signal, core from run
		where status || signal not in ('', '0') order by id + 0" "$DATA/build.log"
	assert_output $'4242|2||0\n4243|124||0\n4244||SIGTERM|0\n4251||SIGSEGV|1'
	run -0 ask "select killed.pid, killer.command from run as killed
		join run as killer on killer.id = killed.killer_id" "$DATA/build.log"
	assert_output '4244|timeout 1 sleep 60'
	run -0 ask "select pid, state, end, ppid from run where left_behind = 1 and orphaned = 1" "$DATA/build.log"
	assert_output '4253|running||1'
	run -0 ask "select pid, mark from run where mark <> ''" "$DATA/build.log"
	assert_output '4250|test 12'
}

@test "Miller reads the same" {
	command -v mlr || skip 'Miller is missing'
	run -0 mlr --icsv --ojson filter '$pid == 4244' then cut -f id,creator_id,duration,command <(csv "$DATA/build.log")
	assert_line --regexp '"id": 3,'
	assert_line --regexp '"creator_id": 2,'
	assert_line --regexp '"duration": 1.001000000,'
	assert_line --regexp '"command": "sleep 60"'
}

@test "every row has as many cells as the header, and lines end in a newline alone" {
	csv "$DATA/build.log" > build.csv
	run -0 sqlite3 :memory: '.import --csv build.csv t' 'select count(*) from pragma_table_info("t")'
	assert_output 36
	run -1 grep -c $'\r' build.csv
	assert_equal "$(wc -l < build.csv)" 8
}

@test "times are exact to the nanosecond, and negative before the command" {
	printf '%s\n' "$HEADER" '1,META,,,,,,,,,,,"realtime","1795425743000000000"' \
		'999999999,PROC,7,1,,,,,,,,,"sh","sh"' '1000000000,FORK,8,7,,,,,,,,,,' \
		'1000000000,ROOT,8,7,,,,,,,,,,"x"' \
		'1000000001,FORK,9,8,,,,,,,,,,' \
		'999999999999999998,EXIT,9,8,,,,,,0,999999999999999999,,,' > exact.log
	run -0 ask 'select start, end, duration, cpu, unix_start from run' exact.log
	assert_line --index 0 '-0.000000001||999999998.999999999||1795425743.999999999'
	assert_line --index 2 '0.000000001|999999998.999999998|999999998.999999997|999999999.999999999|1795425744.000000001'
}

@test "what isn't known is empty" {
	printf '%s\n' "$HEADER" '1,FORK,8,7,,,,,,,,,,' '2,EXIT,9,8,,,,,,,,,,' '3,EXIT,8,7,,,,,,,,,,' > bare.log
	run -0 csv bare.log
	assert_line --index 1 '1,,8,7,0.000000000,0.000000002,0.000000002,,,,,0,1,0,,,1,recorded,ended,,,7,,,,,,0,,,0,,0,0,0,0'
	# A process whose birth was lost descends from the one that was its parent then.
	assert_line --index 2 '2,1,9,8,0.000000001,0.000000001,0.000000000,,,,,0,0,1,,,1,lost,ended,,,8,,,,,,0,,,0,,0,0,0,0'
}

@test "PIDs used again, lost events, processes that were there before" {
	{
		echo "$HEADER"
		echo '1,PROC,1,0,,,,,,,,,"init","/sbin/init"'
		echo '1,PROC,2,1,,,,,,,,,"cron","cron -f"'
		echo '2,FORK,30,1,,,,,,,,,,'
		echo '3,FORK,31,30,,,,,,,,,,'
		echo '4,EXIT,30,1,,,,,,0,,,,'
		echo '5,LOST,,,,,,,,,,,,'
		echo '6,FORK,30,1,,,,,,,,,,'
		echo '7,FORK,32,30,,,,,,,,,,'
		echo '8,FORK,31,1,,,,,,,,,,'
	} > again.log
	run -0 ask 'select id, creator_id, pid, parent, birth, state, depth, children from run' again.log
	assert_output "$(printf '%s\n' \
		'1||1||before|running?|0|4' \
		'2|1|2|1|before|running?|1|0' \
		'3|1|30|1|recorded|ended|1|1' \
		'4|3|31|30|recorded|lost|2|0' \
		'5|1|30|1|recorded|running|1|1' \
		'6|5|32|30|recorded|running|2|0' \
		'7|1|31|1|recorded|running|1|0')"
	assert_equal "$(cat errors)" 'pt-format: events were lost'
}

@test "recordings one behind the other are one table, ids and all" {
	cat "$DATA/build.log" "$DATA/build.log" > two.log
	run -0 ask 'select recording, min(id + 0), max(id + 0), min(creator_id + 0), count(*) from run
		where creator_id <> "" group by recording' two.log "$DATA/build.log"
	assert_output $'1|2|7|1|6\n2|9|14|8|6\n3|16|21|15|6'
	assert_equal "$(grep -c '^id,' run.csv)" 1
}

@test "a recording without processes has a header" {
	run -0 csv <(echo "$HEADER")
	assert_output "$(head -1 "$DATA/build.csv")"
	run -0 csv <(printf '%s\n' "$HEADER" '1,META,,,,,,,,,,,"format","1"')
	assert_output "$(head -1 "$DATA/build.csv")"
}

@test "no cell of text begins like a formula, and a shell reads the same words" {
	local words="$ROOT/build/tests/words" word i=9
	for word in -bash '@SUM(1+9)*cmd' +1 =1 "=cmd|'/c x'!A1" $'\uff1d1' $'\uff0b1' $'\uff0d1' \
		$'\uff201' $'\t=1' $'\r=1' '-"' "-a'b" - ... '' 1; do
		printf '%s\0' "$word" '-x y' =2 > vector$((++i))
		printf '%s\0' "$word" | "$words" write | sed 's/"/""/g' > name
		"$words" write < vector$i | sed 's/"/""/g' > command
		printf '%s\n' "$i,FORK,$i,1,,,,,,,,,," "$i,EXECFAIL,$i,1,,,,,,2,,,\"$(< name)\"," \
			"$i,EXEC,$i,1,,,,,,,,,\"$(< name)\",\"$(< command)\"" \
			"$i,EXECFAIL,$i,1,,,,,,2,,,\"$(< name)\","
	done > rows
	{
		echo "$HEADER"
		cat rows
		printf '%s\n' '90,FORK,90,1,,,,,,,,,,' \
			'90,EXEC,90,1,,,,,,,,,"/bin/pt-mark","pt-mark '\''=HYPERLINK()'\''"'
	} > formula.log
	run -0 ask "select count(*) from run" formula.log
	assert_output 18
	run -0 ask "select * from run where
		substr(executable, 1, 1) in ('=', '+', '-', '@', char(65309), char(65291), char(65293), char(65312), char(9), char(13)) or
		substr(command, 1, 1) in ('=', '+', '-', '@', char(65309), char(65291), char(65293), char(65312), char(9), char(13)) or
		substr(file, 1, 1) in ('=', '+', '-', '@', char(65309), char(65291), char(65293), char(65312), char(9), char(13)) or
		substr(cant_execute, 1, 1) in ('=', '+', '-', '@', char(65309), char(65291), char(65293), char(65312), char(9), char(13)) or
		substr(mark, 1, 1) in ('=', '+', '-', '@')" formula.log
	assert_output ''
	for ((i = 10; i < 27; i++)); do
		sqlite3 run.db "select command from run where pid = $i" | "$words" read | cmp - vector$i
	done
	assert_equal "$(sqlite3 run.db "select command, file, executable, cant_execute from run where pid = 10")" \
		"'-bash' '-x y' '=2'|'-bash'|'-bash'|'-bash'"
	assert_equal "$(sqlite3 run.db "select mark from run where pid = 90")" "'=HYPERLINK()"
}

@test "1,000 rows are as many rows, whatever their bytes" {
	{
		echo "$HEADER"
		for i in {2..1001}; do
			printf '%s,FORK,%s,1,,,,,,,,,,\n' $i $i
			printf '%s,EXEC,%s,1,,,,,,,,,"/bin/""\\n%s","\xff,"",\xe2\x80\xa8 %s"\n' $i $i $i $i
		done
	} > hostile.log
	run -0 ask 'select count(*), count(distinct command) from run' hostile.log
	assert_output '1000|1000'
	iconv -f utf-8 -t utf-8 run.csv > /dev/null
	run -1 grep -aP '[\x00-\x09\x0b-\x1f\x7f]' run.csv
}

@test "the manual names the columns in their order" {
	sed -n '/^\.It Cm csv/,/^\.It Cm summary/p' "$ROOT/man/pt-format.1" | sed '1d;$d' |
		sed -n 's/^\.It Cm //p' | sed 's/ , /\n/g' > manual
	head -1 "$DATA/build.csv" | tr , '\n' | diff -u - manual
}

@test "a real command's table" {
	need_recording
	pt-record -o run.log -- sh -c 'sh -c "exit 3"; env true' || true
	run -0 ask "select status, execs, depth, command from run where creator_id <> '' order by id + 0" run.log
	assert_line --index 0 "3|1|1|sh -c 'exit 3'"
	assert_line --index 1 '0|2|1|true'
	run -0 ask "select children, root from run where id = 1" run.log
	assert_output '2|1'
}
