# Loaded by every bats file: the suite from bin/, bats-assert, and a directory of
# the test's own as working directory.
# shellcheck disable=SC2034 # the variables are for the tests
bats_require_minimum_version 1.5.0
bats_load_library bats-support
bats_load_library bats-assert

ROOT=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
DATA=$ROOT/tests/data
PATH=$ROOT/bin:$PATH
HEADER=$(awk -F '\t' '$1 == "column" { printf "%s%s", comma, $2; comma = "," }' "$ROOT/share/events.tsv")

setup() {
	cd "$BATS_TEST_TMPDIR" || return
}

# Skips the test where this machine can't record; asks only once a run.
need_recording() {
	local answer=$BATS_RUN_TMPDIR/recording
	[ -e "$answer" ] || pt-capture --check >"$answer.new" 2>&1 || true
	[ -e "$answer" ] || mv "$answer.new" "$answer"
	! grep -q FAIL "$answer" || skip "$(grep -m 1 FAIL "$answer")"
}

# rows FILE KIND [COLUMN=VALUE ...]: the rows of that kind, by awk's field numbers.
rows() {
	local file=$1 kind=$2 condition=
	shift 2
	for pair; do
		condition="$condition && \$${pair%%=*} == \"${pair#*=}\""
	done
	awk -F, "\$2 == \"$kind\"$condition" "$file"
}

# stream [COLUMN ...]: a recording of the lines of standard input, cells of those columns
# with | between them (time event pid ppid code name detail, where none is named). time and
# cpu are in milliseconds; text is given as the cell's content.
stream() {
	[ $# -gt 0 ] || set -- time event pid ppid code name detail
	awk -v header="$HEADER" -v given="$*" 'BEGIN {
		FS = "|"
		print header
		columns = split(header, names, ",")
		for (i = split(given, list, " "); i > 0; i--)
			place[list[i]] = i
	}
	{
		line = ""
		for (i = 1; i <= columns; i++) {
			cell = names[i] in place ? $place[names[i]] : ""
			if (names[i] ~ /^(time|cpu)$/ && cell != "")
				cell = sprintf("%.0f", cell * 1000000)
			if (names[i] ~ /^(name|detail)$/ && cell != "") {
				gsub(/"/, "\"\"", cell)
				cell = "\"" cell "\""
			}
			line = line (i > 1 ? "," : "") cell
		}
		print line
	}'
}

# nested N: a recording of processes each of which is the child of the one before.
nested() {
	awk -v header="$HEADER" -v n="$1" 'BEGIN {
		print header
		for (i = 2; i <= n + 1; i++)
			printf "%d,FORK,%d,%d,,,,,,,,,,\n", i, i, i - 1
	}'
}

# siblings N: a recording of that many children of one, with a program and an end each.
siblings() {
	awk -v header="$HEADER" -v n="$1" 'BEGIN {
		print header
		for (i = 2; i <= n + 1; i++) {
			printf "%.0f,FORK,%d,1,1,1,0,,1,17,,,\"sh\",\n", i * 1e6, i
			printf "%.0f,EXEC,%d,1,1,1,0,,,,,,\"/usr/bin/cc\",\"cc -O2 -g -Wall -Wextra -c -o build/module%d.o src/module%d.c\"\n", i * 1e6 + 1, i, i, i
			printf "%.0f,EXIT,%d,1,1,1,0,,,0,1,1,\"cc\",\n", i * 1e6 + 2, i
		}
	}'
}

# modes [MEMBER]: the modes of pt-format, by the files of the renderers; those that have
# that member of struct format (recording: they show whole runs).
modes() {
	grep -lE "^const struct format .*${1+\.$1 =}" "$ROOT"/filters/format-*.c |
		sed 's/.*format-\(.*\)\.c$/\1/'
}

# Waits until a command succeeds, at most a minute.
until_true() {
	local end=$((SECONDS + 60))
	until "$@"; do
		((SECONDS < end)) || return 1
		read -rt 0.02 <> <(:) || true
	done
}

# Whether the process has ended. A tracer that was killed may still be detaching its
# probes for a second, with no code of its own left to run.
gone() {
	! kill -0 "$1" 2>/dev/null
}

# prove WORKLOAD [ARGUMENT ...]: records a program of tests/workloads and compares the
# recording with its own facts, both ways.
prove() {
	local program=$1
	shift
	rm -f facts
	FACTS=$PWD/facts pt-record -o run.log -- "$ROOT/build/tests/workloads/$program" "$@" >output 2>&1 || {
		status=$?
		cat output >&2
		return "$status"
	}
	"$ROOT/tests/facts" facts run.log
}
