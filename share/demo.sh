#!/bin/sh
# What scripts/demo records: a build and its tests in miniature. Two compilers run
# side by side, the linker's wrapper execs twice, one test is slow, one fails, and
# the helper they need is left behind.
case ${1-} in
compile)
	sleep 0.2
	;;
link)
	exec env LC_ALL=C sleep 0.1
	;;
test)
	pt-mark "test $2"
	sleep "$3"
	[ "$2" != errors ]
	;;
*)
	sh "$0" compile lexer.c &
	sh "$0" compile parser.c &
	wait
	sh "$0" link
	sleep 3 &
	sh "$0" test lexer 0.05 &&
		sh "$0" test parser 0.6 &&
		sh "$0" test errors 0.05
	;;
esac
