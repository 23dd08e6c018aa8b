# make install, and the two commands of the README.
load helper

# make in the working tree, unaffected by a make that runs the tests.
make_root() {
	env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make -s -C "$ROOT" "$@"
}

@test "make install puts programs, manuals, data and completions below DESTDIR and PREFIX" {
	make_root install DESTDIR="$PWD/d" PREFIX=/opt/pt
	ls "$ROOT/bin" > built
	ls d/opt/pt/bin > installed
	run diff built installed
	assert_success
	assert [ -f d/opt/pt/share/pt/lifecycle.bt ]
	assert [ -f d/opt/pt/share/pt/demo.log ]
	assert [ -f d/opt/pt/share/pt/pt.bash ]
	assert [ -f d/opt/pt/share/pt/pt.sh ]
	assert [ -x d/opt/pt/share/pt/make/sh ]
	assert [ -f d/opt/pt/share/man/man1/pt-record.1 ]
	assert [ -f d/opt/pt/share/man/man5/pt-events.5 ]
	assert [ -f d/opt/pt/share/man/man7/pt.7 ]
	assert [ -f d/opt/pt/share/zsh/site-functions/_pt ]
	assert [ -f d/opt/pt/share/bash-completion/completions/pt-format ]
	assert [ -e d/opt/pt/share/bash-completion/completions/pt-record ]
	run ls d d/opt
	assert_line opt
	assert_line pt
}

@test "make uninstall leaves no file behind" {
	make_root install DESTDIR="$PWD/d" PREFIX=/usr
	make_root uninstall DESTDIR="$PWD/d" PREFIX=/usr
	run find d ! -type d
	assert_success
	assert_output ''
}

@test "the installed suite works without the source, also through a symbolic link" {
	make_root install PREFIX="$PWD/to"
	mkdir links
	ln -s "$PWD/to/bin/pt-capture" "$PWD/to/bin/pt-format" links
	run env -i PATH="$PWD/links:/usr/bin:/bin" pt-format -d tree to/share/pt/demo.log
	assert_success
	assert_line --partial 'share/demo.sh'
	grep -rlF "$ROOT" to/bin/pt-capture to/bin/pt-record && return 1
	run env -i PATH="$PWD/links:/usr/bin:/bin:/usr/sbin" pt-capture --check
	assert_line --regexp '(ok|FAIL) +bpftrace'
	refute_output --partial 'lifecycle.bt is missing'
}

@test "the installed suite records" {
	pt-capture --check > check.txt 2>&1 || skip "$(grep FAIL check.txt)"
	make_root install PREFIX="$PWD/to"
	env -i PATH=/usr/bin:/bin:/usr/sbin "$PWD/to/bin/pt-record" -o run.log -- sh -c 'exit 3' ||
		status=$?
	assert_equal "$status" 3
	run grep -c ,ROOT, run.log
	assert_output 1
}

# count STATUS: tally of the report on standard input.
count() {
	run awk -v status="$1" -f "$ROOT/scripts/tally"
}

@test "the count of tests is true" {
	count 1 <<< $'1..4\nok 1 a\nok 2 b # skip no reason\nnot ok 3 c\n# ok 9 output\nok 4 d'
	assert_failure 1
	assert_equal "${lines[-1]}" '2 passed, 1 failed, 1 skipped'
	count 0 <<< $'1..2\nok 1 a\nok 2 b'
	assert_success
	assert_output '2 passed, 0 failed, 0 skipped'
}

@test "a run of tests that falls over has failed" {
	count 0 <<< $'1..3\nok 1 a'
	assert_failure 1
	assert_equal "${lines[-1]}" '1 passed, 2 failed, 0 skipped'
	count 1 <<< $'1..1\nok 1 a'
	assert_failure 1
	assert_equal "${lines[-1]}" '1 passed, 1 failed, 0 skipped'
	count 127 <<< ''
	assert_failure 1
	assert_equal "${lines[-1]}" '0 passed, 1 failed, 0 skipped'
}

@test "scripts/setup installs nothing when nothing is missing, and knows its groups" {
	run timeout 10 "$ROOT/scripts/setup" build test
	assert_success
	refute_output --partial installing
	run "$ROOT/scripts/setup" frobnicate
	assert_failure 2
	assert_output --partial "frobnicate"
}

@test "scripts/setup without root and sudo says what root is to install" {
	mkdir bin
	for name in sh tr id grep; do ln -s "$(command -v "$name")" bin; done
	printf '#!/bin/sh\necho 1000\n' > id && chmod +x id && mv -f id bin/id
	printf '#!/bin/sh\n' > bin/apt-get && chmod +x bin/apt-get
	sed '/^PATH=/d' "$ROOT/scripts/setup" > setup
	run env PATH="$PWD/bin" sh setup build
	assert_failure 1
	assert_output --partial 'apt-get install make gcc'
}

@test "scripts/demo shows the shipped recording where the kernel refuses to record" {
	clone=$PWD/pt
	mkdir "$clone"
	cp -a "$ROOT"/{Makefile,filters,scripts,share,bin,build} "$clone"
	printf '#!/bin/sh\necho "ok   root          root"\necho "FAIL btf           no BTF"\nexit 2\n' \
		> "$clone/scripts/pt-capture"
	run --separate-stderr env -u MAKEFLAGS -u MAKELEVEL "$clone/scripts/demo" < /dev/null
	assert_success
	assert_line --partial 'sh share/demo.sh'
	assert_line gantt
	assert_regex "${stderr_lines[-1]}" "^demo: can't record here.*no BTF.*share/demo.log"
}

@test "scripts/demo records, in any working directory" {
	pt-capture --check > check.txt 2>&1 || skip "$(grep FAIL check.txt)"
	mkdir pt
	cp -a "$ROOT"/{Makefile,filters,scripts,share,bin,build} pt
	run env -u MAKEFLAGS -u MAKELEVEL pt/scripts/demo < /dev/null
	assert_success
	assert_line --partial 'in build/demo.log'
	assert_line --partial 'sleep 0.6'
	assert_line gantt
}
