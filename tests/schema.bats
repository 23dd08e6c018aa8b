# share/events.tsv is the one definition of the stream; pt-events(5) says the same.
load helper

TSV=$ROOT/share/events.tsv
PAGE=$ROOT/man/pt-events.5

# list SECTION KIND_OF_LIST: the lines of that list there.
list() {
	awk -v section="$1" -v type="$2" '
		$1 == ".Sh" { inside = $2 == section }
		inside && $1 == ".Bl" && $2 == type { listed = 1; next }
		$1 == ".El" && listed { exit }
		listed' "$PAGE"
}

@test "pt-events(5) lists the columns of events.tsv in their order" {
	awk -F '\t' '$1 == "column" { print ".It Cm " $2 "\n" $4 }' "$TSV" > defined
	list COLUMNS -tag > documented
	assert [ "$(wc -l < defined)" -ge 28 ]
	run diff defined documented
	assert_success
}

@test "pt-events(5) lists the kinds of events.tsv in their order" {
	awk -F '\t' '$1 == "kind" { print ".It Cm " $2 "\n" $3 }' "$TSV" > defined
	list EVENTS -tag > documented
	assert [ "$(wc -l < defined)" -ge 28 ]
	run diff defined documented
	assert_success
}

@test "pt-events(5) tells what code, name and detail are in each kind" {
	awk -F '\t' '$1 == "kind" { print ".It " $2 " Ta " $4 " Ta " $5 " Ta " $6 }' "$TSV" |
		sed 's/  */ /g; s/ $//' > defined
	list EVENTS -column | grep -v 'Sy event' > documented
	run diff defined documented
	assert_success
}

@test "every line of events.tsv is a column or a kind, with all its fields" {
	run awk -F '\t' '/^#/ { next }
		$1 == "column" && NF == 4 && $3 ~ /^(number|kind|text)$/ && $4 != "" { next }
		$1 == "kind" && NF == 6 && $2 ~ /^[A-Z]+$/ && $3 != "" { next }
		{ print FILENAME ":" FNR ": " $0 }' "$TSV"
	assert_success
	assert_output ''
}

@test "the recording that comes with the suite has these columns and kinds" {
	run head -n 1 "$ROOT/share/demo.log"
	assert_output "$HEADER"
	tail -n +2 "$ROOT/share/demo.log" | cut -d, -f2 | sort -u > used
	awk -F '\t' '$1 == "kind" { print $2 }' "$TSV" | sort > known
	run comm -23 used known
	assert_output ''
}

@test "a program writes the header that events.tsv defines" {
	run pt-decode <(echo 'T 1 0')
	assert_success
	assert_output "$HEADER"
}
