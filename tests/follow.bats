#!/usr/bin/env bats
# pt-format -d follow

load helper

export LC_ALL=C.UTF-8

follow() {
	pt-format -d follow "$@"
}

# Rows with the columns in order: time (ms), event, pid, ppid, by, code, name, detail;
# text is given as the cell's content.
rows() {
	awk -v header="$HEADER" 'BEGIN { FS = "|"; print header }
		function cell(s) { gsub(/"/, "\"\"", s); return s == "" ? "" : "\"" s "\"" }
		{ printf "%.0f,%s,%s,%s,,,,,%s,%s,,,%s,%s\n", $1 * 1000000, $2, $3, $4, $5, $6, cell($7), cell($8) }'
}

# What is said of each event, without the time and the PID; indented.
said() (
	set -o pipefail
	follow "$@" | cut -c 19-
)

@test "a build looks like this" {
	follow "$DATA/build.log" > actual
	diff -u "$DATA/build.follow" actual
}

@test "processes that were there before tell what others descend from, without a line" {
	run -0 follow <(rows <<-'END'
		5|PROC|1|0|||systemd|/sbin/init
		5|PROC|20|1|||bash|-bash
		6|FORK|21|20|20||bash
		7|EXEC|21|20|||/bin/ls|ls -l
		8|EXIT|21|20||0|ls
		1008|EXIT|20|1||256|bash
	END
	)
	assert_output '   0.001s       21      fork of 20 bash
   0.002s       21      exec ls -l
   0.003s       21      exit 0 after 0.002s: ls -l
   1.003s       20    exit 1 after >1.003s: -bash'
}

@test "every kind of event has its line" {
	run -1 --separate-stderr said <(rows <<-'END'
		0|META|||||host|box
		1|FORK|10|9|9||pt-launch
		1|ROOT|10|9||||make check
		1|FD|10|||0|/dev/null|r
		2|EXEC|10|9|||/usr/bin/make|make check
		3|FORK|11|10|10||make
		4|SETSID|11|10
		4|SETPGID|11|10
		5|EXECFAIL|11|10||13|/opt/daemon
		6|EXECFAIL|11|10||2|/usr/bin/daemon
		7|EXIT|11|10||32512|make
		8|FORK|12|10|10||make
		9|EXEC|12|10|||/bin/sleep|sleep 60
		10|SIGNAL|12|10|10|15|sleep
		10|SIGNAL|12|10|0|14|sleep
		10|SIGNAL|12|10||40|sleep
		11|SIGNAL|77|1|12|9|sshd
		12|OOM|12|10|||sleep
		13|EXIT|12|10||137|sleep
		14|FORK|13|10|10||make
		15|EXEC|13|10|||/usr/bin/pt-mark|pt-mark 'test 12'
		16|EXIT|13|10||0|pt-mark
		17|TIMEOUT|10|9||1500
		18|LOST||||17|tracer
		19|LOST
		19|MISSED||||2
		20|FORK|14|10|10||make
		21|EXIT|10|9|||make
		22|SURVIVOR|14|1|||make|make check
		23|WAIT|14|||3|pipe_read|pipe:[1]
		24|ZOMBIE|15|14|||cc
	END
	)
	assert_output "  fork of 9 pt-launch
  the command: make check
  exec make check
    fork of 10 make
    setsid
    setpgid
    can't execute /opt/daemon: EACCES
    exit 127 after 0.004s: (fork, can't execute /usr/bin/daemon) make check
    fork of 10 make
    exec sleep 60
    SIGTERM to sleep from 10 make
    SIGALRM to sleep from the kernel
    signal 40 to sleep
      SIGKILL to sshd from 12 sleep
    out of memory: the kernel chose it as victim
    killed by SIGKILL (core dumped) after 0.005s: sleep 60
    fork of 10 make
    === test 12 ===
  the time limit of 1.500s has passed
  *** events were lost (17): tracer ***
  *** events were lost (nobody knows how many) ***
  2 signals sent by interrupts, not seen
    fork of 10 make
  ended after 0.020s: make check
    left behind after 0.002s: (fork) make check
      zombie, not reaped by 14 make: cc"
	assert_equal "$stderr" 'pt-format: events were lost'
}

@test "a sender that isn't in the recording has the name that the kernel knew" {
	run -0 said <(rows <<-'END'
		1|FORK|10|1|1
		2|SIGNAL|10|1|77|9|sleep|python3
	END
	)
	assert_line --partial 'SIGKILL to sleep from 77 python3'
}

@test "a search along PATH is not told, unless it was in vain" {
	run -0 said <(rows <<-'END'
		1|FORK|30|1
		2|EXECFAIL|30|1||2|/usr/local/bin/true
		3|EXEC|30|1|||/bin/true|true
		4|EXIT|30|1||0|true
		5|FORK|31|1
		6|EXECFAIL|31|1||2|/usr/local/bin/tru
		7|EXECFAIL|31|1||2|/bin/tru
		8|EXIT|31|1||32512|sh
	END
	)
	assert_line '  exec true'
	assert_line "  exit 127 after 0.003s: (fork, can't execute /bin/tru) sh"
	refute_output --partial /usr/local/bin
}

@test "a mark that fails has an end" {
	run -0 said <(rows <<-'END'
		1|FORK|30|1
		2|EXEC|30|1|||bin/pt-mark|pt-mark
		3|EXIT|30|1||512|pt-mark
	END
	)
	assert_line '  ===  ==='
	assert_line '  exit 2 after 0.002s: pt-mark'
}

@test "a reused PID is another process" {
	run -0 said <(rows <<-'END'
		1|FORK|30|1
		2|EXEC|30|1|||/bin/top|top
		3|FORK|31|30|30
		4|EXEC|31|30|||/bin/a|first
		5|EXIT|31|30||0
		6|FORK|31|30|30||sh
		8|EXIT|31|30||0
		9|FORK|31|30|30
		10|FORK|31|1|1||other
		11|EXIT|31|1||0|other
	END
	)
	assert_line --index 3 '    exec first'
	assert_line --index 4 '    exit 0 after 0.002s: first'
	assert_line --index 6 '    exit 0 after 0.002s: (fork) top'
	assert_line --index 8 '  fork of 1 other'
	assert_line --index 9 '  exit 0 after 0.001s: (fork) other'
}

@test "what is known of a process whose birth was lost" {
	run -1 --separate-stderr follow <(rows <<-'END'
		4|LOST||||5
		5|FORK|40|1|1||sh
		6|EXEC|42|40|||/bin/c|found
		8|EXIT|42|40||0|found
		9|EXIT|43|42||0|never seen
		9|EXIT|44|40||0|comm
		10|SETPGID|44|40|40
	END
	)
	assert_output '                    *** events were lost (5) ***
   0.000s       40  fork of 1 sh
   0.001s       42    exec found
   0.003s       42    exit 0 after >0.002s: found
   0.004s       43  exit 0: never seen
   0.004s       44    exit 0: comm
   0.005s       44    setpgid by 40 sh'
}

@test "deep processes are indented no further" {
	for ((i = 2; i < 40; i++)); do
		echo "$i|FORK|$i|$((i - 1))|$((i - 1))||sh"
	done | rows > deep.log
	run -0 said deep.log
	assert_line --index 1 '    fork of 2 sh'
	assert_line --index 15 --regexp '^ {32}fork of 16 sh$'
	assert_line --index 37 --regexp '^ {34}fork of 38 sh$'
}

@test "recordings one behind the other have a rule between them, and times of their own" {
	cat "$DATA/build.log" "$DATA/build.log" > two.log
	{ cat "$DATA/build.follow"; echo ----------------------------------------; cat "$DATA/build.follow"; } > expected
	follow two.log | diff -u expected -
	follow "$DATA/build.log" "$DATA/build.log" | diff -u expected -
}

@test "nothing but printable UTF-8 reaches the terminal" {
	{
		echo "1|FORK|80|1|1||\$'a\\\\nb\\\\x1b'"
		printf '2|EXEC|80|1|||\xff/\xe2\x80\xae|x \xff\xfe \xc2\x9b31m \xe2\x80\xae\n'
		printf "3|EXECFAIL|80|1||13|\$'\\\\e[2J'\xc2\x85\n"
		echo '4|FORK|81|80|80'
		printf "5|EXEC|81|80|||/bin/pt-mark|pt-mark \$'\\\\e[31m\\\\n' \xff\n"
		printf "6|SIGNAL|80|1|81|9|\xc2\x9b\n"
		printf "7|ROOT|80|1||||\$'\\\\x9b'\n"
		printf "8|LOST||||1|\$'\\\\r'\n"
		printf "9|ZOMBIE|82|80||||\xed\xa0\x80\n"
		echo "10|EXIT|80|1||0|"
		echo "10|EXIT|83|1||0|\$'\\x07'"
	} | rows > hostile.log
	follow hostile.log > out || [ $? -eq 1 ]
	grep -qF "exec x \$'\\xff\\xfe' \$'\\xc2\\x9b'\$'31m' \$'\\xe2\\x80\\xae'" out
	grep -qF '=== ?[31m? ? ===' out
	[ "$(wc -l < out)" -eq 11 ]
	iconv -f utf-8 -t utf-8 out > /dev/null
	run -1 grep -aP '[\x00-\x09\x0b-\x1f\x7f]' out
	run -1 grep -P '\p{C}' out
}

@test "text that is not quoted as words is reported and shown quoted" {
	rows > bad.log <<-'END'
		1|FORK|90|1
		2|EXEC|90|1|||/bin/sh|sh -c 'x
	END
	run -1 --separate-stderr said bad.log
	assert_line "  exec sh -c ''\\''x'"
	assert_equal "$stderr" "pt-format: bad.log:3: detail 'sh -c 'x' is not quoted as a shell needs it"
}

@test "enormous and descending times" {
	run -0 follow <(rows <<-'END'
		900000000000|FORK|5|1|1||sh
		1|EXIT|5|1||0|sh
		3|TIMEOUT|5|1||999999999999999999
	END
	)
	assert_line --index 0 '   0.000s        5  fork of 1 sh'
	assert_line --index 1 --partial 'exit 0 after -899999999.999s'
	assert_line --index 2 --partial 'the time limit has passed'
}

@test "a recording without processes is nothing" {
	run -0 follow <(echo "$HEADER"; echo '1,META,,,,,,,,,,,"format","1"')
	assert_output ''
}

@test "long command lines are shown whole once, and shortened where a process ends" {
	local long
	long=$(printf 'cc -c%s a.c' "$(printf ' -DNUMBER_%d' {1..500})")
	run -0 said <(printf '1|FORK|5|1|1||sh\n2|EXEC|5|1|||/bin/cc|%s\n3|EXIT|5|1||0|cc\n' "$long" | rows)
	assert_line --index 1 "  exec $long"
	assert_line --index 2 '  exit 0 after 0.002s: cc -c -DNUMBER_1 -DN...BER_498 -DNUMBER_499 -DNUMBER_500 a.c'
}

# terminal FILE: what a terminal of 60 columns gets.
terminal() {
	command -v script > /dev/null || skip 'script(1) is missing'
	COLUMNS=60 script -qec "pt-format -d follow '$1'" /dev/null | tr -d '\r'
}

@test "a terminal gets colours, unless it or its user wants none" {
	local red=$'\e[31m' dim=$'\e[2m' bold=$'\e[1m' yellow=$'\e[33m' off=$'\e[m'
	TERM=xterm terminal "$DATA/build.log" > coloured
	grep -qF "4243    ${dim}fork of 4242 make$off" coloured
	grep -qF "    exec timeout 1 sleep 60" coloured
	grep -qF "${yellow}SIGTERM to sleep" coloured
	grep -qF "${red}exit 2 after" coloured
	grep -qF "${bold}=== test 12 ===$off" coloured
	TERM=xterm NO_COLOR=1 terminal "$DATA/build.log" > plain
	sed $'s/\e\\[[0-9;]*m//g' coloured | diff - plain
	run -1 grep -q $'\e' plain
	TERM=dumb terminal "$DATA/build.log" | diff - plain
	TERM=xterm NO_COLOR='' terminal "$DATA/build.log" | diff - coloured
}

@test "lost events can't be overlooked on a terminal" {
	rows <<< '18|LOST||||17|tracer' > lost.log
	TERM=xterm terminal lost.log > out
	grep -qF $'\e[1;7;31m*** events were lost (17): tracer ***\e[m' out
}

@test "lines are cut to the width of a terminal, and only there" {
	NO_COLOR=1 terminal "$DATA/build.log" > narrow
	[ "$(wc -L < narrow)" -eq 60 ]
	[ "$(wc -l < narrow)" -eq "$(wc -l < "$DATA/build.follow")" ]
	COLUMNS=60 follow "$DATA/build.log" | diff - "$DATA/build.follow"
}

@test "memory does not grow with the stream" {
	awk -v header="$HEADER" 'BEGIN {
		print header
		for (i = 0; i < 200000; i++) {
			pid = 100 + i % 30000
			printf "%d,FORK,%d,1,,,,,1,,,,\"sh\",\n", i, pid
			printf "%d,EXEC,%d,1,,,,,,,,,\"/bin/x%d\",\"x%d -o file%d %060d\"\n", i, pid, i, i, i, i
			printf "%d,EXIT,%d,1,,,,,,0,,,,\n", i, pid
		}
	}' > long.log
	ulimit -v 12000
	run -0 sh -c 'pt-format -d follow long.log | wc -l'
	assert_output 600000
}

@test "live: what a shell does is seen within 300 ms" {
	need_recording
	mkfifo commands rows
	bash <commands >/dev/null 2>&1 3>&- &
	local shell=$! i line before after times=()
	exec 6>commands
	(pt-capture 2>capture.err | pt-prune --root-pid "$shell" | pt-format -d follow >rows) 3>&- 6>&- &
	local pipeline=$!
	exec 5<rows
	until_true eval 'echo "pt-mark ready" >&6; IFS= read -rt 1 line <&5'
	# In a machine that is busy some lines are late; a stream that waits for something
	# is late with each.
	for i in {1..15}; do
		read -r before _ </proc/uptime
		echo "pt-mark number $i" >&6
		while IFS= read -rt 60 line <&5; do
			[[ $line != *"=== number $i ===" ]] || break
		done
		read -r after _ </proc/uptime
		times+=($(((${after/./} - ${before/./}) * 10)))
	done
	assert_regex "$line" "^ +[0-9]+\.[0-9]{3}s +[0-9]+    === number 15 ===\$"
	assert [ "$(printf '%s\n' "${times[@]}" | sort -n | sed -n 4p)" -lt 300 ]

	echo 'sh -c "exit 3"; exit 7' >&6
	exec 6>&-
	until_true eval "IFS= read -rt 60 line <&5 && [[ \$line == *' exit 7 after >'* ]]"
	assert_regex "$line" "^ +[0-9]+\.[0-9]{3}s +$shell  exit 7 after >[0-9.]+s, cpu [0-9.]+s: bash\$"
	exec 5<&-
	pt-mark # which nobody reads: that ends them
	wait "$pipeline" || true
}

@test "live: a whole run as a log" {
	need_recording
	pt-record -o run.log -- sh -c 'pt-mark one; sh -c "kill -TERM \$\$"; sleep 0; exit 4' 2>/dev/null || [ $? -eq 4 ]
	said run.log > out
	grep -q '^  the command: sh -c ' out
	grep -q '^    === one ===$' out
	grep -q '^    SIGTERM to sh$' out
	grep -qE '^    killed by SIGTERM after [0-9.]+s, cpu [0-9.]+s: sh -c ' out
	grep -qE '^    exit 0 after [0-9.]+s, cpu [0-9.]+s: sleep 0$' out
	grep -qE '^  exit 4 after [0-9.]+s, cpu [0-9.]+s: sh -c ' out
}

@test "the manual shows what it looks like" {
	sed -n '/^\.It Cm follow/,/^\.Ed/p' "$ROOT/man/pt-format.1" |
		sed '1,/^\.Bd/d; /^\.Ed/d; s/\\(aq/'\''/g' > manual
	head -n "$(wc -l < manual)" "$DATA/build.follow" | diff - manual
	[ "$(wc -l < manual)" -gt 10 ]
}
