#!/usr/bin/env bats
# The helpers of share/ for bats, shell scripts and make: what they mark, and what they
# find left behind. What is left holds no descriptor of bats, which would wait for it.

load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	mkdir tests
	cat > innocent.sh <<-'END'
		. "$1/share/pt.sh"
		trap pt_leaks EXIT
		pt_mark 'step 1'
		true & wait
	END
}

# Ends what a test has left, which wrote its PIDs to a file.
teardown() {
	[ ! -e "$BATS_TEST_TMPDIR/pids" ] || xargs kill < "$BATS_TEST_TMPDIR/pids" || true
}

# A command in an environment that knows nothing of this bats, as one in bats needs.
clean() {
	env -i PATH="$ROOT/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin" ROOT="$ROOT" "$@"
}

# script [SHELL ...] < SCRIPT: runs it with pt.sh; what it leaves has no descriptor of bats.
# `left COMMAND ...` leaves a process, and goes on when that has become a sleep.
script() {
	{
		cat <<-'END'
			. "$ROOT/share/pt.sh"
			trap pt_leaks EXIT
			left() {
				"$@" > /dev/null 2>&1 &
				echo $! >> pids
				tries=0
				until tr '\0' ' ' < "/proc/$!/cmdline" | grep -q '^sleep' || [ "$tries" -gt 500 ]; do
					tries=$((tries + 1))
					sleep 0.02
				done
			}
		END
		cat
	} > script.sh
	local code=0
	clean "${@:-sh}" script.sh > report 2>&1 3>&- 4>&- || code=$?
	run sh -c 'cat report; exit "$0"' "$code"
}

# bats_file NAME < TESTS: they begin with %test, as bats would take @test for one of ours.
bats_file() {
	{
		printf 'load "$ROOT/share/pt"\n'
		sed 's/^%test/@test/'
	} > "tests/$1"
}

@test "shell: the process and its mark are named, also what has another session or no environment" {
	script <<-'END'
		left sleep 1000
		pt_mark 'step 1'
		left setsid sleep 1001
		(left setsid sleep 1002)
		left env -i sleep 1003
		pt_mark step "2 isn't"
		left sh -c 'exec sleep "$0"' 1004
	END
	assert_success
	assert_line --regexp '^under no mark: left behind: [0-9]+ sleep 1000$'
	assert_line --regexp "^'step 1': left behind: [0-9]+ sleep 1001$"
	assert_line --regexp "^'step 1': left behind: [0-9]+ sleep 1002$"
	assert_line --regexp "^'step 1': left behind: [0-9]+ sleep 1003$"
	assert_line --regexp "^'step 2 isn't': left behind: [0-9]+ sleep 1004$"
	assert_equal "${#lines[@]}" 5
}

@test "shell: a copy of the shell that executed nothing is known by its place in memory" {
	script <<-'END'
		copy() { read -r line; }
		mkfifo fifo
		pt_mark before
		pt_mark copies
		(copy > out 2>&1 <> fifo & echo $! >> pids)
		pt_mark after
		copy > out 2>&1 <> fifo & echo $! >> pids
	END
	assert_success
	assert_line --regexp "^'copies': left behind: $(sed -n 1p pids) sh script.sh$"
	assert_line --regexp "^'after': left behind: $(sed -n 2p pids) sh script.sh$"
	assert_equal "${#lines[@]}" 2
}

@test "shell: nothing is reported where nothing is left, nor the same script beside it" {
	run clean sh innocent.sh "$ROOT"
	assert_success
	assert_output ''
}

@test "shell: the exit status is the script's, and with PT_FAIL_ON_LEAKS it is 1 at least" {
	local left='left sleep 1000'
	script <<< "$left"$'\nexit 3'
	assert_equal "$status" 3
	assert_output --partial 'left behind'
	script env PT_FAIL_ON_LEAKS=1 sh <<< "$left"
	assert_equal "$status" 1
	assert_output --partial 'left behind'
	script env PT_FAIL_ON_LEAKS=1 sh <<< "$left"$'\nexit 3'
	assert_equal "$status" 3
	script env PT_FAIL_ON_LEAKS=1 sh <<< 'sleep 0 &'
	assert_success
	assert_output ''
}

@test "shell: what ends within PT_GRACE is not left behind" {
	script env PT_GRACE=1 sh <<< 'sleep 0.2 > /dev/null 2>&1 &'
	assert_success
	assert_output ''
}

@test "shell: the pipe that a reader waits for is named" {
	printf '%s\n' '. "$ROOT/share/pt.sh"' 'trap pt_leaks EXIT' 'sleep 1000 & echo $! >> pids' > script.sh
	mkfifo fifo
	clean sh script.sh > fifo 2> report 3>&- &
	exec 9< fifo
	wait $!
	run cat report
	assert_output --regexp "left behind: [0-9]+ sleep 1000 \(holds the pipe that is descriptor 1 here\)$"
}

@test "shell: hostile names can't forge a line, a mark or a process" {
	script bash <<-'END'
		pt_mark $'a\n\'b\': left behind\e[31m'
		ln -s "$(command -v sleep)" $'x\n9 (y) S 1'
		$'./x\n9 (y) S 1' 1000 > /dev/null 2>&1 & echo $! >> pids
		bash -c $'exec -a "\n\e[31m\'" sleep 1001' > /dev/null 2>&1 & echo $! >> pids
		until tr -d '\0' < /proc/$!/cmdline | grep -q '1001$' && ! grep -q bash /proc/$!/comm; do sleep 0.02; done
	END
	assert_success
	assert_line --regexp "^'a.*left behind.*31m': left behind: [0-9]+ \\$'./x\\\\n9 \(y\) S 1' 1000$"
	assert_line --regexp "': left behind: [0-9]+ \\$'\\\\n\\\\x1b\[31m\\\\'' 1001$"
	refute_output --partial $'\e'
	assert_equal "${#lines[@]}" 2
}

@test "bats: a leak is named with its test, in a comment" {
	bats_file one.bats <<-'END'
		%test "starts a server" {
			sleep 1000 > /dev/null 2>&1 3>&- 4>&- & echo $! >> pids
		}
		%test "innocent" {
			sleep 0
		}
		%test "a copy" {
			copy() { read -r line; }
			mkfifo fifo
			copy <> fifo & echo $! >> pids
		}
		teardown_file() {
			pt_teardown_file
			xargs kill < pids
		}
	END
	run clean timeout 60 bats tests < /dev/null 3>&-
	assert_success
	assert_line --regexp "^# 'one.bats: starts a server': left behind: $(sed -n 1p pids) sleep 1000"
	assert_line --regexp "^# 'one.bats: a copy': left behind: $(sed -n 2p pids) .*holds the pipe that is descriptor 3 here"
	assert_equal "$(grep -c 'left behind' <<< "$output")" 2
}

@test "bats: functions of the file's own go on, before and behind the helper" {
	bats_file behind.bats <<-'END'
		setup() {
			pt_setup
			own=1
		}
		teardown_file() {
			echo '# own behind' >&3
			pt_teardown_file
		}
		%test "behind" {
			[ "$own" = 1 ]
			sleep 1000 > /dev/null 2>&1 3>&- 4>&- & echo $! >> pids
		}
	END
	{
		printf '%s\n' 'setup_file() { export shared=1; }' 'setup() { own=$shared; }' \
			'teardown_file() { echo "# own before" >&3; false; }'
		sed 's/behind/before/; /^setup/,/^@test/{/^@test/!d}' tests/behind.bats
	} > tests/before.bats
	run -1 clean timeout 60 bats tests < /dev/null 3>&-
	assert_line 'ok 1 before'
	assert_line 'ok 2 behind'
	assert_line '# own before'
	assert_line '# own behind'
	assert_line --regexp "^# 'before.bats: before': left behind: [0-9]+ sleep 1000"
	assert_line --regexp "^# 'behind.bats: behind': left behind: [0-9]+ sleep 1000"
	assert_line 'not ok 2 teardown_file failed'
	refute_line 'not ok 3 teardown_file failed'
}

@test "bats: PT_FAIL_ON_LEAKS fails the file that leaks, and no other" {
	bats_file leaks.bats <<< '%test "leaks" { sleep 1000 > /dev/null 2>&1 3>&- 4>&- & echo $! >> pids; }'
	bats_file sound.bats <<< '%test "sound" { true; }'
	run -1 clean PT_FAIL_ON_LEAKS=1 timeout 60 bats tests < /dev/null 3>&-
	assert_equal "$(grep -c '^not ok' <<< "$output")" 1
	assert_line 'not ok 2 teardown_file failed'
	assert_equal "$(grep -c '^ok' <<< "$output")" 2
}

@test "make: targets are marks, and the recipes are what they were" {
	mkdir tools
	printf '#!/bin/sh\nshift\nprintf "<%%s>\\n" "$*" >> "$MARKS"\n' > tools/pt-mark
	chmod +x tools/pt-mark
	cat > Makefile <<-'END'
		.RECIPEPREFIX = >
		top := $(shell echo top)
		all: a b x\ y it's
		a: ; @echo "$$0 $$HOME" '$@ "#"' $(top)
		b:
		>-@false
		>+@$(MAKE) -s -f sub.mk inner
		x\ y it's:
		>@echo "$@" '"'; echo $$?
	END
	printf '%s\n' '.RECIPEPREFIX = >' .ONESHELL: inner: '>@echo 1' '>@x=2' '>@echo $$x' > sub.mk
	run clean HOME=/home make -sj2
	sort <<< "$output" | grep -v '^make' > plain
	run clean HOME=/home MARKS="$PWD/marks" PATH="$PWD/tools:/usr/bin:/bin" \
		make -sj2 SHELL="$ROOT/share/make/sh" PT_TARGET='$@'
	assert_success
	sort <<< "$output" | grep -v '^make' | diff plain -
	assert_equal "$(sort -u marks)" "$(printf '<%s>\n' a b inner "it's" 'x y' | sort)"
	run clean make -s SHELL="$ROOT/share/make/sh" PT_SHELL=/bin/bash --eval 'v: ; @echo $${BASH_VERSION:+bash}' v
	assert_output bash
}

@test "live: a bats file with the helper, whose test leaves a process" {
	need_recording
	bats_file one.bats <<-'END'
		%test "innocent" { true; }
		%test "starts a server" { sleep 1000 > /dev/null 2>&1 3>&- 4>&- & }
	END
	run clean pt-record --grace 0.3 --kill-survivors --report -o run.log -- timeout 60 bats tests < /dev/null 3>&-
	assert_success
	assert_line --regexp "^# 'one.bats: starts a server': left behind: [0-9]+ sleep 1000"
	assert_line "'one.bats: starts a server' left 1 process behind"
	refute_line --partial "'one.bats: innocent'"
}

@test "live: the targets of make and the steps of a script are marks in the recording" {
	need_recording
	printf '%s\n' 'all: one two' 'one two: ; @sleep 0' > Makefile
	printf '%s\n' '. "$ROOT/share/pt.sh"' 'pt_mark "step 1"' \
		'make -s SHELL="$ROOT/share/make/sh" PT_TARGET=\$@' > script.sh
	clean pt-record -o run.log -- sh script.sh 3>&-
	run pt-format -d tree run.log
	assert_line --partial '=== step 1 ==='
	assert_line --partial '=== one ==='
	assert_line --partial '=== two ==='
}
