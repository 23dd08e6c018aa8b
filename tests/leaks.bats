#!/usr/bin/env bats
# pt-format -d leaks, and what pt-record and pt-launch do for it: a situation made, and
# the culprit and its test named.

load helper

leaks() {
	pt-format -d leaks "$@"
}

# record [OPTION ...] -- COMMAND ...: the report in `output`, the recording in run.log. It
# has no descriptor of bats, which would wait for what is left behind.
record() {
	run pt-record --grace 0.3 --kill-survivors --report -o run.log "$@" 3>&-
	refute_line --partial 'events were lost'
}

# See stream.
rows_by() {
	stream time event pid ppid by code name detail
}

@test "the leaks of a build look like this" {
	run -1 leaks "$DATA/build.log"
	diff -u "$DATA/build.leaks" <(echo "$output")
}

@test "a command that leaves nothing" {
	run -0 leaks <(rows_by <<-'END'
		1|FORK|10|1|1
		1|ROOT|10|1||||make
		2|FORK|11|10|10
		3|EXIT|11|10||0
		4|EXIT|10|1||0
	END
	)
	assert_output 'nothing was left behind'
}

@test "what outlives something by less than --min-duration, 0.1 s, isn't worth a report" {
	rows_by > brief.log <<-'END'
		1|FORK|10|1|1
		1|ROOT|10|1||||make
		2|FORK|11|10|10
		3|FORK|12|11|11
		4|EXIT|11|10||0
		60|EXIT|12|1||0
		61|FORK|13|10|10
		70|EXIT|10|1||0
		80|EXIT|13|1||0
	END
	run -0 leaks brief.log
	run -1 leaks --min-duration 50ms brief.log
	assert_line '(no mark): 1 process outlived its creator'
	assert_line '    outlived its creator by 0.056 s, 0.057 s old'
	run -1 leaks --min-duration 0 brief.log
	assert_line --partial 'left 1 process behind'
	assert_line '    ended 0.010 s after the command, 0.019 s old'
}

@test "an ended server, a pipeline's end by SIGPIPE, and marks are no leaks" {
	run -0 leaks <(rows_by <<-'END'
		1|FORK|10|1|1
		1|ROOT|10|1||||make
		2|FORK|11|10|10
		3|EXEC|11|10|||/bin/server|server
		4|SIGNAL|11|10|10|15|server
		5|EXIT|11|10||15
		6|FORK|12|10|10
		7|SIGNAL|12|10||13|yes
		8|EXIT|12|10||13
		9|EXIT|10|1||0
	END
	)
}

@test "a mark holds for what the process that made it becomes, as a recipe of make does" {
	run -1 leaks <(rows_by <<-'END'
		1|FORK|10|1|1
		1|ROOT|10|1||||make
		2|FORK|11|10|10
		3|FORK|12|11|11
		4|EXEC|12|11|||/usr/bin/pt-mark|pt-mark all
		5|EXIT|12|11||0
		6|EXEC|11|10|||/bin/sh|sh -c sleep
		300|SIGNAL|11|10|77|9|sh|python3
		301|EXIT|11|10||9
		302|EXIT|10|1||0
	END
	)
	assert_line --index 0 "'all': 1 process killed by a signal"
	assert_line --partial 'SIGKILL from 77 python3, '
}

@test "a process that was started to send a signal sends it for its creator" {
	killed_by() { # the PID of the sender
		rows_by <<-END
			1|FORK|10|1|1
			1|ROOT|10|1||||make
			2|FORK|11|10|10
			3|FORK|12|10|10
			3000|FORK|13|10|10
			3001|SIGNAL|11|10|$1|15|server
			3002|EXIT|11|10||15
			3003|EXIT|12|10||0
			3003|EXIT|13|10||0
			3004|EXIT|10|1||0
		END
	}
	run -0 leaks <(killed_by 13)
	run -1 leaks <(killed_by 12)
	assert_line --partial 'SIGTERM from 12'
}

@test "killed: by whom, and by timeout(1)" {
	run -1 leaks <(rows_by <<-'END'
		1|FORK|10|1|1
		1|ROOT|10|1||||make
		2|FORK|11|10|10
		3|EXEC|11|10|||/usr/bin/timeout|timeout 1 sleep 5
		4|FORK|12|11|11
		5|EXEC|12|11|||/bin/sleep|sleep 5
		1004|SIGNAL|12|11|11|15|sleep
		1004|SIGNAL|12|11|11|18|sleep
		1005|EXIT|12|11||15
		1006|EXIT|11|10||31744
		1007|FORK|13|10|10
		1008|EXEC|13|10|||/bin/server|server
		1009|SIGNAL|13|10|77|9|server
		1010|EXIT|13|10||9
		1011|EXIT|10|1||0
	END
	)
	assert_line '    SIGTERM from 11 timeout, 1.000 s after its birth: its time was up'
	assert_line '    SIGKILL from 77, 0.002 s after its birth'
}

@test "--ignore leaves out known daemons; a wrong expression is refused" {
	run -1 leaks --ignore '^daemon ' "$DATA/build.log"
	refute_output --partial 'daemon --serve 8080'$'\n''    still'
	run -0 leaks --ignore '^daemon ' --ignore 'sleep|sh -c' "$DATA/build.log"
	assert_output 'nothing was left behind'
	run -2 leaks --ignore '(' "$DATA/build.log"
	assert_output --regexp "^pt-format: --ignore: '\(': "
	run -2 pt-format -d tree --ignore x "$DATA/build.log"
	assert_output 'pt-format: --ignore is not for the mode tree'
}

@test "without a ROOT row: what was created and never ended" {
	run -1 leaks <(rows_by <<-'END'
		1|PROC|10|1|||bash|bash
		2|FORK|11|10|10
		3|EXEC|11|10|||/bin/server|server
	END
	)
	assert_line '(no mark) left 1 process behind'
	assert_line '    still running at the end of the recording, 0.001 s old'
}

@test "lost events are said to hide leaks" {
	run -1 --separate-stderr leaks <(rows_by <<-'END'
		1|FORK|10|1|1
		1|ROOT|10|1||||make
		2|FORK|11|10|10
		3|LOST||||7
		4|EXIT|10|1||0
	END
	)
	assert_line --index 0 'events were lost: more may have been left behind'
}

@test "hostile names can't forge a line of the report" {
	run -1 leaks <(rows_by <<-'END'
		1|FORK|10|1|1
		1|ROOT|10|1||||make
		2|FORK|9|10|10
		2|EXEC|9|10|||/pt-mark|pt-mark $'a\x1b[31m\nb'
		3|EXIT|9|10||0
		4|FORK|11|10|10
		5|EXEC|11|10|||$'\n  99 x'|$'\n  99 x'
		6|EXIT|10|1||0
		2000|SURVIVOR|11|1|||x|$'\n  99 x'
		2000|FD|11|||1|$'pipe:[1]\n    holds'|w
		2000|WAIT|11|||1|$'a\nb'|$'c\nd'
		2000|FD|11||||Permission\ denied
	END
	)
	refute_line --regexp '^  99 x'
	refute_line --regexp '^    holds$'
	refute_output --partial $'\e'
}

@test "chains that are deep, and many processes at one pipe, are reported in linear time" {
	awk -v header="$HEADER" 'BEGIN {
		print header
		print "1,FORK,10,1,,,,,1,,,,,"
		print "1,ROOT,10,1,,,,,,,,,,\"make\""
		for (i = 11; i < 20011; i++)
			printf "%d,FORK,%d,%d,,,,,%d,,,,,\n", i, i, i - 1, i - 1
		print "30000,EXIT,10,1,,,,,,0,,,,"
		for (i = 11; i < 20011; i++) {
			printf "900000000,SURVIVOR,%d,1,,,,,,,,,\"x\",\"x\"\n", i
			printf "900000000,FD,%d,,,,,,,1,,,\"pipe:[1]\",\"w\"\n", i
		}
	}' > deep.log
	timeout 20 pt-format -d leaks deep.log > report || [ $? -eq 1 ]
	grep -qx '(no mark) left 20000 processes behind' report
	grep -qx '      ... 19989 more' report
	assert_equal "$(grep -cx "    holds 1: the write end of 'pipe:\[1\]'" report)" 20000
}

@test "live: a daemon that holds the command's stdout" {
	need_recording
	record -- sh -c 'pt-mark "test 7"; setsid sleep 1000 & exit 0'
	assert_line "'test 7' left 1 process behind"
	assert_line --regexp '^  [0-9]+ sleep 1000$'
	assert_line --regexp '^    holds .*1.*: the write end of the pipe that was the command.s stdout and stderr$'
	assert_line '    waits in hrtimer_nanosleep'
	assert_line --regexp 'SIGTERM from pt-launch'
	assert_line --regexp '^      [0-9]+ sh -c'
	# Only it was ended, and the report can be had again.
	run -1 leaks run.log
	assert_line "'test 7' left 1 process behind"
}

@test "live: a server is named by its addresses" {
	need_recording
	cat > server.pl <<-'END'
		use Socket;
		$path = "a b";
		socket($inet, PF_INET, SOCK_STREAM, 0) && bind($inet, sockaddr_in(0, INADDR_LOOPBACK))
			&& listen($inet, 1) or die;
		socket($unix, PF_UNIX, SOCK_STREAM, 0) && bind($unix, sockaddr_un($path))
			&& listen($unix, 1) or die;
		socket($datagrams, PF_INET, SOCK_DGRAM, 0) && bind($datagrams, getsockname($inet))
			or die;
		socket($client, PF_INET, SOCK_STREAM, 0) && connect($client, getsockname($inet)) or die;
		print STDERR join " ", map({ (sockaddr_in(getsockname($_)))[0] } $inet, $client), "\n";
		fork and exit;
		accept($first, $inet), accept($second, $inet);
	END
	record -- sh -c 'exec perl server.pl 2>ports >/dev/null'
	read -r server client < ports
	assert_line --regexp "^    holds [0-9]+: a TCP socket, listening on 127.0.0.1:$server\$"
	assert_line --regexp "^    holds [0-9]+: a TCP socket, 127.0.0.1:$client to 127.0.0.1:$server\$"
	assert_line --regexp "^    holds [0-9]+: a TCP socket, 127.0.0.1:$server to 127.0.0.1:$client\$"
	assert_line --regexp "^    holds [0-9]+: a UDP socket, 127.0.0.1:$server\$"
	assert_line --regexp "^    holds [0-9]+: a UNIX socket, listening on 'a b'\$"
	assert_line --regexp "^    waits in inet_csk_accept for [0-9]+: a TCP socket, listening on 127.0.0.1:$server\$"
}

@test "who is at the other end of a pipe is told as of that look, and each once" {
	run -1 leaks <(rows_by <<-'END'
		1|FORK|10|1|1
		1|ROOT|10|1||||make
		1|FD|10|||0|/dev/null|r
		2|FORK|11|10|10
		3|FORK|12|10|10
		4|FORK|13|10|10
		100|TIMEOUT|10|||100
		100|FD|10|||4|'pipe:[1]'|w
		100|FD|11|||0|'pipe:[1]'|r
		100|WAIT|11|||0|anon_pipe_read|'pipe:[1]'
		100|FD|12|||1|'pipe:[1]'|w
		100|FD|12|||2|'pipe:[1]'|rw
		100|FD|13|||1|'pipe:[1]'|r
		101|EXIT|13|10||15
		101|EXIT|10|1||15
		900|SURVIVOR|11|1|||sh|sh
		900|FD|11|||0|'pipe:[1]'|r
		900|WAIT|11|||0|anon_pipe_read|'pipe:[1]'
		900|SURVIVOR|12|1|||sleep|sleep
		900|FD|12|||1|'pipe:[1]'|w
		900|FD|12|||2|'pipe:[1]'|rw
	END
	)
	assert_line "    waits in anon_pipe_read for 0: 'pipe:[1]', written by 12 sleep, 10 ?"
	assert_line "    waits in anon_pipe_read for 0: 'pipe:[1]', written by 12 sleep"
	assert_line "    holds 1: the write end of 'pipe:[1]', read by 11 sh"
}

@test "what was seen when the time was up and ended soon after is no survivor" {
	run -1 leaks <(rows_by <<-'END'
		1|FORK|10|1|1
		1|ROOT|10|1||||make
		2|FORK|11|10|10
		3|FORK|12|10|10
		100|TIMEOUT|10|||100
		100|FD|11|||1|'pipe:[1]'|w
		100|WAIT|11||||hrtimer_nanosleep
		100|FD|12|||2|'pipe:[2]'|w
		100|WAIT|12||||hrtimer_nanosleep
		102|EXIT|10|1||15
		302|EXIT|11|1||0
		902|SURVIVOR|12|1|||sh|sh
		902|FD|12|||3|'pipe:[3]'|w
	END
	)
	assert_line '    ended 0.200 s after the command, 0.300 s old'
	assert_line '    still running 0.800 s after the command'\''s end, 0.899 s old'
	assert_line "    holds 3: the write end of 'pipe:[3]'"
	refute_line --partial 'holds 1'
	refute_line --partial 'holds 2'
	assert_equal "$(grep -c waits <<< "$output")" 2
}

@test "nothing is said of the command's end where the recording doesn't have it" {
	rows_by > run.log <<-'END'
		1000|FORK|10|1|1
		1000|ROOT|10|1||||make
		2000|FORK|11|10|10
		3000|FORK|12|11|11
		4000|EXIT|10|1||0
		5000|SURVIVOR|12|1|||sh|sh
		5000|WAIT|12||||hrtimer_nanosleep
	END
	run -1 leaks <(pt-prune -p 11 run.log)
	assert_line '    still running when pt-launch looked, 2.000 s old'
	assert_line '    waits in hrtimer_nanosleep'
	run -1 leaks <(grep -v ,EXIT, run.log)
	assert_line '    still running when pt-launch looked, 2.000 s old'
}

@test "who waits for room in a pipe waits for its reader" {
	run -1 leaks <(rows_by <<-'END'
		1|FORK|10|1|1
		1|ROOT|10|1||||make
		2|FORK|11|10|10
		3|EXIT|10|1||0
		4|SURVIVOR|11|1|||yes|yes
		4|FD|11|||0|'pipe:[1]'|r
		4|FD|11|||1|'pipe:[1]'|w
		4|FD|11|||2|'pipe:[2]'|rw
		4|WAIT|11|||0|anon_pipe_read|'pipe:[1]'
		4|WAIT|11|||1|do_poll|'pipe:[1]'
		4|WAIT|11|||2|anon_pipe_write|'pipe:[2]'
		4|WAIT|11|||2|do_poll|'pipe:[2]'
		4|SURVIVOR|12|1|||sleep|sleep
		4|FD|12|||0|'pipe:[1]'|r
		4|FD|12|||3|'pipe:[2]'|r
		4|SURVIVOR|13|1|||sh|sh
		4|FD|13|||1|'pipe:[1]'|w
		4|FD|13|||2|'pipe:[2]'|w
	END
	)
	assert_line "    waits in anon_pipe_read for 0: 'pipe:[1]', written by 13 sh"
	assert_line "    waits in do_poll for 1: 'pipe:[1]', read by 12 sleep"
	assert_line "    waits in anon_pipe_write for 2: 'pipe:[2]', read by 12 sleep"
	assert_line "    waits in do_poll for 2: 'pipe:[2]', written by 13 sh"
}

@test "a FIFO is a pipe, and may be locked and given to the command" {
	run -1 leaks <(rows_by <<-'END'
		1|FORK|10|1|1
		1|ROOT|10|1||||make
		1|FD|10|||1|/given|w fifo
		2|FORK|11|10|10
		3|EXIT|10|1||0
		4|SURVIVOR|11|1|||a|a
		4|FD|11|||1|/given|w fifo
		4|FD|11|||2|/f|w fifo
		4|FD|11|||3|/f|rw fifo flock-write
		4|FD|11|||4|/g|r fifot
		4|WAIT|11|||2|do_poll|/f
		4|WAIT|11||||fifo_open|/g
		4|WAIT|11|||||/g
		4|SURVIVOR|12|1|||b|b
		4|FD|12|||0|/f|r fifo
	END
	)
	assert_line '    holds 1: the write end of the FIFO /given, the command'\''s stdout'
	assert_line '    holds 2: the write end of the FIFO /f, read by 12 b'
	assert_line '    holds 3: the FIFO /f, read by 12 b, locked (flock-write)'
	assert_line '    holds 4: /g, locked (fifot)'
	assert_line '    waits in do_poll for 2: the FIFO /f, read by 12 b'
	assert_line '    waits in fifo_open to open /g'
	assert_line '    what it waits for can'\''t be read: /g'
}

@test "who has the lock that others wait for" {
	run -1 leaks <(rows_by <<-'END'
		1|FORK|10|1|1
		1|ROOT|10|1||||make
		2|FORK|11|10|10
		2|FORK|14|10|10
		2|FORK|15|10|10
		3|EXIT|10|1||0
		4|SURVIVOR|11|1|||a|a
		4|FD|11|||3|/f|r flock-read
		4|SURVIVOR|12|1|||b|b
		4|FD|12|||3|/f|r flock-read
		4|FD|12|||4|/f|rw ofdlck-write:0-9 posix-read
		4|FD|12|||5|/f|r lease-read
		4|SURVIVOR|13|1|||c|c
		4|FD|13|||3|/f|r posix-write
		4|SURVIVOR|14|1|||d|d
		4|FD|14|||1|/f|w
		4|WAIT|14||12|1|locks_lock_inode_wait|/f
		4|WAIT|14|||1|fcntl_setlk|/f
		4|SURVIVOR|15|1|||e|e
		4|WAIT|15||13|1|fcntl_setlk|/f
		4|WAIT|15||13|2|elsewhere|/g
		4|WAIT|15|||3|fcntl_setlk|/g
	END
	)
	assert_line '    waits in locks_lock_inode_wait for a lock on 1: /f, locked by 12 b, 11 a'
	assert_line '    waits in fcntl_setlk for a lock on 1: /f, locked by 13 c, 12 b'
	assert_line '    waits in fcntl_setlk for a lock on 1: /f, locked by 13 c'
	assert_line '    waits in elsewhere for a lock on 2: /g, locked by 13 c'
	assert_line '    waits in fcntl_setlk for a lock on 3: /g'
}

@test "of many that hang the newest are told of, and how many others there are" {
	{
		rows_by <<-'END'
			1|FORK|10|1|1
			1|ROOT|10|1||||make
		END
		for ((i = 0; i < 120; i++)); do
			printf '2000000,FORK,%d,10,,,,,10,,,,,\n' $((1000 - i))
		done
		echo '9000000,TIMEOUT,10,,,,,,,9,,,,'
		for ((i = 0; i < 120; i++)); do
			printf '9000000,WAIT,%d,,,,,,,,,,"pipe_read",\n' $((1000 - i))
		done
	} > many.log
	run -1 leaks many.log
	assert_line --index 1 '  ... 20 older ones'
	assert_line --index 2 '  980 ?'
	assert_line --index 201 '    waits in pipe_read'
	assert_line --index 200 '  881 ?'
	sed -i '/WAIT,99[0-9]\|WAIT,98[0-9]/d' many.log
	run -1 leaks many.log
	assert_line --index 1 '  1000 ?'
	refute_line --partial older
}

@test "addresses that are none are shown as words" {
	run -1 leaks <(rows_by <<-'END'
		1|FORK|10|1|1
		1|ROOT|10|1||||make
		2|FORK|11|10|10
		3|EXIT|10|1||0
		4|SURVIVOR|11|1|||sh|sh
		4|FD|11|||3|'socket:[1]'|rw tcp:1.2.3.4:5-$'\x1b[31m'
		4|FD|11|||4|'socket:[2]'|rw 'tcp-listen:[::1]:80'
		4|FD|11|||5|'socket:[3]'|rw sctp:1
		4|FD|11|||6|'socket:[4]'|rw
	END
	)
	assert_line "    holds 3: a TCP socket, \$'1.2.3.4:5-\x1b[31m'"
	assert_line "    holds 4: a TCP socket, listening on [::1]:80"
	assert_line "    holds 5: 'socket:[3]'"
	assert_line "    holds 6: 'socket:[4]'"
}

@test "live: a lock, what waits for it, a deleted file, a zombie, an orphan in its own session" {
	need_recording
	cat > mess.sh <<-'END'
		pt-mark locks
		exec 8> lock 9> scratch
		rm scratch
		flock 8
		flock lock true 8>&- 9>&- &
		until grep -q 'locks_lock_inode\|flock' /proc/$!/wchan; do :; done
		pt-mark zombies
		sh -c 'true & exec sleep 1000' 8>&- 9>&- &
		until ps -o stat= --ppid $! | grep -q Z; do :; done
		pt-mark orphans
		sh -c 'setsid sleep 1001 &' 8>&- 9>&-
		pt-mark holders
		sleep 1002 &
	END
	record -- sh mess.sh
	# When what has the lock is ended, the other one may go on.
	assert_line --regexp "^'locks' left [12] process(es)? behind"
	assert_line --regexp "waits in .*lock.* for a lock on [0-9]+: .*/lock, locked by [0-9]+ sleep"
	assert_line --regexp "^'zombies' left 1 process behind, 1 process not waited for"
	assert_line '    it has ended, but its parent hasn'\''t waited for it: a zombie'
	assert_line --regexp "^'orphans' left 1 process behind"
	assert_line --regexp "^    session ([0-9]+), group [0-9]+, its parent is 1 now"
	assert_line --regexp "^    holds 8: .*/lock, locked \(flock-write\)$"
	assert_line --regexp "^    holds 9: .*scratch \(deleted\)"
}

@test "live: where only the wait channel can be read, it is told" {
	need_recording
	# As where ptrace(2) is restricted: another user's wchan can be read, syscall can't.
	pt-capture 2> capture.err | setpriv --bounding-set -dac_override,-dac_read_search \
		"$ROOT/bin/pt-launch" --grace 0.1 --kill-survivors \
		sh -c 'setpriv --reuid 65534 --clear-groups sleep 1000 & until grep -q nanosleep /proc/$!/wchan; do :; done' \
		> run.log 2> launch.err 3>&-
	run -1 leaks run.log
	assert_line '    waits in hrtimer_nanosleep'
	assert_line '    what it waits for can'\''t be read: Permission denied'
}

@test "live: locks, pipes, FIFOs and children that are waited for" {
	need_recording
	cat > waits.pl <<-'END'
		use Fcntl ":DEFAULT", ":flock";
		$lock = pack "ssx4qqlx4", F_WRLCK, 0, 0, 0, 0;
		sub child {
			my ($until, $function) = @_;
			my $pid = fork;
			if ($pid == 0) { close $_ for @kept; $function->(); sleep 1000 }
			until (`cat /proc/locks /proc/$pid/wchan` =~ /$until|FLOCK.* $pid /) { }
			print "$pid\n";
		}
		$| = 1;
		%commands = (posix => F_SETLKW, ofd => 38);
		for $held (keys %commands) {
			open my $file, ">", $held;
			fcntl $file, $commands{$held}, $lock or die;
			push @kept, $file;
			for (values %commands) {
				child "setlk", sub { open $file, ">", $held; fcntl $file, $_, $lock };
			}
		}
		child "-", sub { open F, "shared"; flock F, LOCK_SH } for 1..2;
		child "lock", sub { open F, "shared"; flock F, LOCK_EX };
		pipe R, W;
		child "nanosleep", sub { close W };
		child "pipe_write", sub { close R; syswrite W, "x" x 4096 while 1 };
		open READY, ">", "ready";
		close READY;
		sleep 1000;
	END
	cat > waits.sh <<-'END'
		perl waits.pl > pids &
		echo $! > holder
		read -r x < ready
		sleep 1000 > fifo &
		cat < fifo > /dev/null &
		until grep -q pipe_read /proc/$!/wchan; do :; done
		sh -c ': > lonely' &
		until grep -q 'partner\|fifo' /proc/$!/wchan; do :; done
		sh -c 'sleep 1000 & wait' &
		until grep -q 'sigsuspend\|do_wait' /proc/$!/wchan; do :; done
	END
	mkfifo ready fifo lonely
	: > shared
	record --timeout 30 -- sh waits.sh
	local pids holder file line='^    waits in fcntl_setlk for a lock on [0-9]+: .*'
	mapfile -t pids < pids
	holder=$(< holder)
	for file in posix ofd; do
		assert_equal "$(grep -cE "$line/$file, locked by $holder perl$" <<< "$output")" 2
	done
	assert_line --regexp "waits in .*lock.* for a lock on [0-9]+: .*/shared, locked by (${pids[4]} perl, ${pids[5]}|${pids[5]} perl, ${pids[4]}) perl$"
	assert_line --regexp "waits in .*pipe_write for [0-9]+: 'pipe:.*', read by .*${pids[7]} perl"
	assert_line --regexp "waits in .*pipe_read for 0: the FIFO .*/fifo, written by [0-9]+ sleep$"
	assert_line --regexp "holds 0: the read end of the FIFO .*/fifo, written by [0-9]+ sleep$"
	assert_line --regexp "holds 1: the write end of the FIFO .*/fifo, read by [0-9]+ cat$"
	assert_line --regexp "waits in .* to open $PWD/lonely$"
	assert_line --regexp "waits in (sigsuspend|do_wait).* for [0-9]+ sleep$"
}

@test "live: SIGKILL by another process" {
	need_recording
	record -- sh -c 'pt-mark victims; sleep 1000 & victim=$!; sh -c "kill -KILL $victim"; wait; exit 0'
	assert_success
	assert_line "'victims': 1 process killed by a signal"
	assert_line --regexp '^    SIGKILL from [0-9]+ sh, [0-9.]+ s after its birth$'
}

@test "live: bats hangs, and the test and the process are named" {
	need_recording
	# A bats within bats works only with an environment of its own.
	run -124 env -i PATH="$ROOT/bin:/usr/bin:/bin:/usr/sbin:/sbin" pt-record --timeout 6 --grace 0.3 -o run.log --report -- bats "$DATA/hang.bats" 3>&-
	assert_line 'pt-launch: the command hasn'\''t ended within 6 s: it is sent SIGTERM'
	assert_line --regexp '^  [0-9]+ sleep 1000  \(.starts a server.\)$'
	assert_line --regexp '^    waits in .*pipe_read for 0: .pipe:\[[0-9]+\].*, written by [0-9]+ sleep$'
	refute_line --partial "('innocent')"
}

@test "live: a command that ignores SIGTERM is killed, with its group and nobody else" {
	need_recording
	run -124 pt-record --timeout 0.5 --grace 0.3 -o run.log -- \
		sh -c 'trap "" TERM; setsid sleep 1000 > /dev/null 2>&1 & sleep 1001' 3>&-
	assert_line 'pt-launch: the command hasn'\''t ended 0.3 s after SIGTERM: it is sent SIGKILL'
	assert_equal "$(rows run.log TIMEOUT | cut -d, -f10)" 500
	local pid
	pid=$(rows run.log SURVIVOR | cut -d, -f3)
	kill -KILL "$pid" # it is in a group of its own, and alive, and ignores SIGTERM
	run -1 leaks run.log
	assert_line --regexp 'sh -c .trap'
	assert_line --regexp "^  $pid sleep 1000$"
}

@test "live: a victim of the out-of-memory killer" {
	need_recording
	local group
	if [ -e /sys/fs/cgroup/memory/tasks ]; then
		group=/sys/fs/cgroup/memory/pt-leaks-$$
		mkdir "$group"
		echo 8M > "$group/memory.limit_in_bytes"
	elif grep -qw memory /sys/fs/cgroup/cgroup.subtree_control 2> /dev/null; then
		group=/sys/fs/cgroup/pt-leaks-$$
		mkdir "$group"
		echo 8M > "$group/memory.max"
		echo 0 > "$group/memory.swap.max" || true
	else
		skip "no memory cgroup"
	fi
	FACTS=facts record -- sh -c 'pt-mark hungry; "$0" "$1"' "$ROOT/build/tests/workloads/oom" "$group"
	rmdir "$group"
	assert_line "'hungry': 1 process killed for want of memory"
	assert_line '    the kernel chose it as out-of-memory victim'
}
