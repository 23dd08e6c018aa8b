# pt-record: the whole pipeline around a command.
# bats file_tags=tracer
load helper

@test "its own errors" {
	run -125 pt-record
	assert_output 'pt-record: the command is missing (see pt-record --help)'
	run -125 pt-record --nope true
	assert_output 'pt-record: unknown option --nope (see pt-record --help)'
	run -125 pt-record -o
	assert_output 'pt-record: an argument is missing after option -o (see pt-record --help)'
	run -125 pt-record -o /nosuch/run.log true
	assert_output "pt-record: /nosuch/run.log can't be written: No such file or directory"
	run -0 pt-record --version
	assert_output --regexp '^pt-record \(pt\) [0-9]'
	run -125 pt-record -b /nosuch/bpftrace -o run.log touch started
	assert_output 'pt-capture: bpftrace is not installed (/nosuch/bpftrace): apt-get install bpftrace
pt-launch: recording did not begin, the command was not started: its stream has ended'
	refute [ -e started ]
}

@test "the command's input, output and status stay its own" {
	need_recording
	run --separate-stderr -7 bash -c 'echo in | pt-record -o run.log -- sh -c "cat; echo out; echo err >&2; exit 7"'
	assert_output "$(printf 'in\nout')"
	assert_equal "$(sort <<<"$stderr" | sed 's/[0-9][0-9]*$/N/')" "$(printf 'err\npt-launch: the command is PID N')"
	run -0 pt-format -d tree run.log
	assert_line --regexp "exit 7 .*sh -c 'cat; echo out; echo err >&2; exit 7'\$"
	assert_line --regexp 'ok .*cat$'
	refute_output --partial pt-canary
}

@test "the command has the descriptors that it was given, and no others" {
	need_recording
	exec 5<"$ROOT/README.md"
	run -0 bash -c 'ls -l /proc/self/fd | sed "s/.* \([0-9]* ->\)/\1/" | sort >alone'
	run -0 bash -c 'pt-record -o run.log -- bash -c "ls -l /proc/self/fd | sed \"s/.* \\([0-9]* ->\\)/\\1/\" | sort >recorded"'
	exec 5<&-
	run diff <(grep -oE '^[0-9]+ ->' alone) <(grep -oE '^[0-9]+ ->' recorded)
	assert_output ''
	run grep -c '^5 -> .*README.md' recorded
	assert_output 1
}

@test "what is recorded is the command's tree; -r keeps the machine" {
	need_recording
	run -0 pt-record -o run.log true
	run rows run.log PROC
	assert_output ''
	assert_equal "$(rows run.log ROOT | grep -c '"true"$')" 1
	run -0 pt-record --raw --output=raw.log true
	assert [ "$(rows raw.log PROC | wc -l)" -gt 1 ]
	run diff <(pt-prune raw.log | cut -d, -f2 | grep -v EXECFAIL) <(cut -d, -f2 run.log | grep -v EXECFAIL)
	assert_output ''
	run -0 pt-record -o - true
	assert_line --regexp ',ROOT,.*"true"$'
	run -0 pt-record true
	assert [ -s pt-record.log ]
}

@test "it ends within a second of the command's end, and leaves nothing" {
	need_recording
	cat >command <<-'END'
		pgrep -x bpftrace -P "$(pgrep -P $PPID -f pt-decode)" >tracer
		date +%s%N >ended
	END
	pt-record -o run.log -- sh command 2>/dev/null
	local now
	now=$(date +%s%N)
	assert [ $(((now - $(cat ended)) / 1000000)) -lt 1000 ]
	assert [ -s tracer ]
	until_true gone "$(cat tracer)"
}

@test "a recording for standard output, which is closed" {
	run -125 bash -c 'pt-record -o - -- touch started >&-'
	assert_output 'pt-record: standard output is closed'
	refute [ -e started ]
}

@test "a disk that is full" {
	need_recording
	run -125 pt-record -o /dev/full -- touch started
	assert_line --partial 'No space left on device'
}

# terminal COMMAND: runs it on a terminal; when the file ready is there, types what
# standard input says.
terminal() {
	(until_true test -e ready && cat && until_true test -e end) |
		timeout 60 script -qec "trap : INT; $1; touch end" /dev/null
}

@test "Ctrl-C reaches the command, which cleans up, and all is recorded" {
	need_recording
	cat >command <<-'END'
		trap '/bin/echo cleaned; exit 5' INT
		touch ready
		while :; do /bin/sleep 0.05; done
	END
	printf '\003' | terminal 'pt-record -o run.log sh command; echo "status $?"' >output
	assert_equal "$(tr -d '\r' <output | grep -c 'status 5')" 1
	assert_equal "$(grep -c '"/bin/echo cleaned"' run.log)" 1
	assert_equal "$(rows run.log EXIT 10=1280 | wc -l)" 1
}

@test "the command reads from the terminal" {
	need_recording
	printf 'typed\n' | terminal 'pt-record -o run.log sh -c "touch ready; read x; echo got \$x; test -t 1"; echo "status $?"' >output
	assert_equal "$(tr -d '\r' <output | grep -c 'got typed')" 1
	assert_equal "$(tr -d '\r' <output | grep -c 'status 0')" 1
}

@test "timeout(1) ends the command, and the recording shows its end" {
	need_recording
	run -124 timeout 6 pt-record -o run.log -- sh -c 'trap "/bin/echo cleaned; exit 3" TERM; while :; do sleep 0.05; done'
	assert_line cleaned
	until_true grep -q ',EXIT,.*,768,' run.log
	run -0 pt-format -d tree run.log
}

@test "in a PID namespace of its own" {
	need_recording
	unshare --pid --fork --mount-proc true 2>/dev/null || skip "no new PID namespace here"
	run -3 unshare --pid --fork --mount-proc pt-record -g 0.2 -o run.log -- \
		bash -c '/bin/echo hi; (read x < <(sleep 100)) & exit 3'
	assert_line --partial "still running 0.2 s after the command's end"
	run pt-format -d tree run.log
	assert_line --regexp 'exit 3 .*bash -c'
	assert_line --regexp 'ok .*/bin/echo hi'
	run rows run.log SURVIVOR
	assert_line --regexp ',[0-9]+,,,,,"sleep","sleep 100"$'
	assert [ "$(rows run.log FD | wc -l)" -gt 3 ]
}

@test "as a user with sudo for bpftrace alone" {
	need_recording
	[ "$(id -u)" -eq 0 ] && command -v sudo runuser useradd >/dev/null || skip "not root, or no sudo"
	local user=pt-test$$
	useradd "$user"
	echo "$user ALL=(root) NOPASSWD: $(command -v bpftrace)" >"/etc/sudoers.d/$user"
	make -s -C "$ROOT" install PREFIX=/usr DESTDIR="$BATS_TEST_TMPDIR/root" >/dev/null
	mkdir home && chmod -R go+rX "$BATS_RUN_TMPDIR" && chown "$user" home
	run runuser -u "$user" -- env PATH="$BATS_TEST_TMPDIR/root/usr/bin:$PATH" \
		sh -c 'cd home && pt-record -o run.log -- sh -c "id -un; exit 4"'
	rm "/etc/sudoers.d/$user"
	userdel "$user"
	assert_failure 4
	assert_line "$user"
	assert_equal "$(stat -c %U home/run.log)" UNKNOWN # the user is gone, but it wasn't root
	run pt-format -d tree home/run.log
	assert_line --regexp 'ok .*id -un'
}
