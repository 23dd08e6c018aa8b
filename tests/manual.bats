# The manual pages: their examples work, and --help, manual and completion name the
# same options.
load helper

PROGRAMS=(pt-capture pt-decode pt-diff pt-format pt-import-proctrace pt-launch pt-mark pt-prune pt-record)

# examples LIVE: runs the examples of all pages, each page in a directory of its own
# with a recording by the names that the pages use. What bats puts into the environment
# is kept from them: an example runs bats itself.
examples() {
	local page log status=0
	for page in "$ROOT"/man/*.[157]; do
		mkdir "${page##*/}"
		for log in demo.log run.log raw.log; do
			cp "$ROOT/share/demo.log" "${page##*/}/$log"
		done
		(cd "${page##*/}" && exec env -i \
			PATH="$ROOT/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin" \
			awk -v live="$1" -f "$ROOT/tests/examples" "$page" 3>&-) || status=1
	done
	return "$status"
}

# Options as "-x" and "--long" lines, sorted.
in_help() {
	"$1" --help | grep -E '^ +-' | sed 's/  *[^ -].*//' |
		grep -oE -- '-(-[a-z][a-z-]*|[A-Za-z])' | sort -u
}

in_manual() {
	grep -E '^\.It Fl' "$ROOT/man/$1.1" | sed 's/Fl Fl /Fl -/g; s/\\-/-/g' |
		grep -oE 'Fl -?[A-Za-z][a-z-]*' | sed 's/^Fl /-/' | sort -u
}

in_completion() {
	(
		# shellcheck source=/dev/null
		. "$ROOT/share/completions/pt.bash"
		COMP_WORDS=("$1" -) COMP_CWORD=1
		_pt "$1" - "$1"
		printf '%s\n' "${COMPREPLY[@]}" | sort -u
	)
}

@test "there is a manual page for each program, and none for anything else" {
	printf '%s.1\n' "${PROGRAMS[@]}" pt-events pt-helpers pt |
		sed 's/^pt-events.1/pt-events.5/; s/^pt-helpers.1/pt-helpers.7/; s/^pt.1/pt.7/' |
		sort > expected
	(cd "$ROOT/man" && printf '%s\n' *) | sort > found
	run diff expected found
	assert_success
	printf '%s\n' "${PROGRAMS[@]}" | sort > expected
	(cd "$ROOT/bin" && printf '%s\n' *) | sort > found
	run diff expected found
	assert_success
}

@test "the examples of all pages print what the pages show" {
	run examples 0
	assert_success
	refute_line --partial 'pt-events.5: 0 run'
	refute_line --partial 'pt-diff.1: 0 run'
	refute_line --partial 'pt-format.1: 0 run'
	refute_line --partial 'pt-prune.1: 0 run'
}

@test "the examples that record work" {
	pt-capture --check > check.txt 2>&1 || skip "$(grep FAIL check.txt)"
	run examples 1
	assert_success
	refute_line --partial 'pt.7: 0 run'
	refute_line --partial 'pt-record.1: 0 run'
}

@test "an example that fails, or prints something else, is found" {
	printf '%s\n' .Sh\ EXAMPLES '.Bd -literal' '$ echo a' a '$ printf "%s\en" "\eb" |' '> cat' '\eb' .Ed > good.1
	run awk -v live=0 -f "$ROOT/tests/examples" good.1
	assert_success
	assert_output 'good.1: 2 run, 0 failed'
	printf '%s\n' '.Bd -literal' '$ echo a' b '$ exit 3' .Ed > bad.1
	run awk -v live=0 -f "$ROOT/tests/examples" bad.1
	assert_failure 1
	assert_line 'bad.1: 2 run, 2 failed'
}

@test "refreshing the examples of a page changes nothing but what is printed" {
	printf '%s\n' text '.Bd -literal' '$ echo "\(aq\(ha.\(aq"' old .Ed end > page.1
	run awk -v live=0 -v update=1 -f "$ROOT/tests/examples" page.1
	assert_success
	assert_output "$(printf '%s\n' text '.Bd -literal' '$ echo "\(aq\(ha.\(aq"' '\(aq\(ha.\(aq' .Ed end)"
}

@test "the README shows what the programs print" {
	local readme
	readme=$(< "$ROOT/README.md")
	run env LC_ALL=C.UTF-8 pt-format -d tree "$ROOT/share/demo.log"
	assert_success
	output="    ${output//$'\n'/$'\n'    }"
	[[ $readme == *"$output"* ]] || fail "README.md does not show this: $output"
	pt-format -d svg "$ROOT/share/demo.log" | cmp - "$ROOT/share/demo.svg"
}

# png FILE: its width and height.
png() {
	assert_equal "$(head -c 8 "$1" | od -An -tx1 | tr -d ' ')" 89504e470d0a1a0a
	head -c 24 "$1" | tail -c 8 | od -An -tu1 | awk '{ print $3 * 256 + $4, $7 * 256 + $8 }'
}

@test "the README's pictures are there, and not installed" {
	local pictures picture
	pictures=$(grep -oE '!\[[^]]+\]\([^)]+\)' "$ROOT/README.md" | sed 's/.*(\(.*\))/\1/')
	assert_equal "$pictures" $'share/demo.png\nshare/demo.svg'
	assert_equal "$(png "$ROOT/share/demo.png")" '1200 794'
	assert [ "$(wc -c < "$ROOT/share/demo.png")" -lt 120000 ]
	run make -n -C "$ROOT" install
	assert_output --partial share/demo.log
	for picture in $pictures; do
		refute_output --partial "$picture"
	done
}

@test "scripts/pictures makes the README's pictures" {
	command -v chromium node > /dev/null || skip 'chromium or node is missing'
	mkdir share tests
	cp -r "$ROOT"/{bin,scripts} .
	cp "$ROOT/share/demo.log" share
	ln -s "$ROOT/tests/browser" tests/browser
	scripts/pictures
	cmp "$ROOT/share/demo.svg" share/demo.svg
	assert_equal "$(png share/demo.png)" "$(png "$ROOT/share/demo.png")"
}

@test "the README names every program and every mode" {
	local program mode
	sed -n '/^## Programs/,/^## Where/p' "$ROOT/README.md" > programs
	for program in "${PROGRAMS[@]}"; do
		grep -q "^    $program  " programs || fail "README.md does not list $program"
	done
	sed -n '/^`pt-format -d` shows/,$p' programs > forms
	for mode in $(modes); do
		grep -qE "[ ,]$mode([ ,:]|\$)" forms || fail "README.md does not list $mode"
	done
}

@test "--help and the manual name the same options" {
	local program
	for program in "${PROGRAMS[@]}"; do
		in_help "$program" > help
		in_manual "$program" > manual
		grep -qx -- --help help
		diff --label "$program --help" --label "$program.1" -u help manual
	done
}

@test "--help and the completion name the same options" {
	local program
	for program in "${PROGRAMS[@]}"; do
		in_help "$program" > help
		in_completion "$program" > completion
		diff --label "$program --help" --label "completion of $program" -u help completion
	done
}

@test "the completion knows pt-format's modes" {
	. "$ROOT/share/completions/pt.bash"
	COMP_WORDS=(pt-format -d '') COMP_CWORD=2
	_pt pt-format '' -d
	run printf '%s\n' "${COMPREPLY[@]}"
	assert_line sequential
	assert_line mermaid
	assert_line tree
	assert_line summary
	assert_line svg
	assert_line chrome
	refute_line --help
	refute_line modes:
}

@test "the completion gives commands behind --" {
	. "$ROOT/share/completions/pt.bash"
	COMP_WORDS=(pt-record -o x -- pt-mar) COMP_CWORD=4
	_pt pt-record pt-mar --
	assert_equal "${COMPREPLY[*]}" pt-mark
}

@test "both completions are for all programs" {
	local program
	for program in "${PROGRAMS[@]}"; do
		grep -qw -- "$program" "$ROOT/share/completions/_pt"
		(. "$ROOT/share/completions/pt.bash" && complete -p "$program")
	done
}

@test "every program answers --version with its name, and an unknown option with one line" {
	local program
	for program in "${PROGRAMS[@]}"; do
		run --separate-stderr "$program" --version
		assert_success
		assert_regex "$output" "^$program \(pt\) [0-9.]+$"
		run --separate-stderr "$program" --frobnicate
		assert_failure
		assert_equal "$output" ''
		assert_equal "${#stderr_lines[@]}" 1
		assert_regex "$stderr" "^$program: .*--frobnicate"
	done
}
