# pt-format -d jsonl: every row as a flat JSON object.
load helper
export LC_ALL=C.UTF-8

jsonl() {
	printf '%s\n' "$HEADER" "$@" | pt-format -d jsonl
}

# exec_of CELL...: EXEC rows with these command lines.
exec_of() {
	local cell
	for cell; do
		printf '1,EXEC,6,,,,,,,,,,,"%s"\n' "${cell//\"/\"\"}"
	done
}

# argv CELL: the argv member as it is written.
argv() {
	local line
	line=$(jsonl "$(exec_of "$1")")
	line=${line#'{"time":1,"event":"EXEC","pid":6,"argv":'}
	echo "${line%\}}"
}

@test "members are named like the columns, in their order; empty cells are left out" {
	local column row='' json='{' n=0
	while read -r column; do
		case $column in
		event) row+=,EXEC json+=',"event":"EXEC"' ;;
		name) row+=',"a"' json+=',"name":"a"' ;;
		detail) row+=',"b c"' json+=',"argv":["b","c"]' ;;
		*) row+=,$((++n)) json+=",\"$column\":$n" ;;
		esac
	done < <(tr , '\n' <<< "$HEADER")
	run -0 jsonl "${row#,}" '1,EXIT,6,,,,,,,,,,,'
	assert_output "{${json#'{,'}}"$'\n{"time":1,"event":"EXIT","pid":6}'
}

@test "every kind has an object; command lines are argv, other details a string" {
	local kind is_command rows=() expected=()
	while IFS=$'\t' read -r kind is_command; do
		rows+=("1,$kind,6,,,,,,,,,,,\"b 'c d'\"")
		if [ "$is_command" = 'command line' ]; then
			expected+=("{\"time\":1,\"event\":\"$kind\",\"pid\":6,\"argv\":[\"b\",\"c d\"]}")
		else
			expected+=("{\"time\":1,\"event\":\"$kind\",\"pid\":6,\"detail\":\"b c d\"}")
		fi
	done < <(awk -F '\t' '$1 == "kind" { print $2 "\t" $6 }' "$ROOT/share/events.tsv")
	[ "${#rows[@]}" -ge 14 ]
	run --separate-stderr jsonl "${rows[@]}"
	assert_equal "$status" 1 # there is a LOST row
	assert_output "$(printf '%s\n' "${expected[@]}")"
}

@test "large numbers are exact" {
	run -0 jsonl '999999999999999999,EXIT,4194304,,,,4294967295,,,,999999999999999999,0,,'
	assert_output '{"time":999999999999999999,"event":"EXIT","pid":4194304,"uid":4294967295,"cpu":999999999999999999,"rss":0}'
}

@test "words are decoded" {
	run -0 jsonl "1,EXIT,6,,,,,,,,,,\"\$'a\\nb'\"," "1,EXIT,6,,,,,,,,,,\"'a b'\","
	assert_output '{"time":1,"event":"EXIT","pid":6,"name":"a\nb"}
{"time":1,"event":"EXIT","pid":6,"name":"a b"}'
	assert_equal "$(argv "sh -c 'echo \"\$1\"' '' '...' \$'\\''")" '["sh","-c","echo \"$1\"","","...","'\''"]'
}

@test "a vector cut short" {
	assert_equal "$(argv 'sh -c ...')" '["sh","-c"],"truncated":true'
	assert_equal "$(argv '...')" '[],"truncated":true'
	assert_equal "$(argv "\$'\\xff' ...")" '["�"],"truncated":true,"lossy":true'
}

@test "control characters and what JSON needs escaped" {
	assert_equal "$(argv "\$'\\b\\t\\n\\f\\r\\e\\x01\\x1f\\x7f'")" '["\b\t\n\f\r\u001b\u0001\u001f\u007f"]'
	assert_equal "$(argv "'\"\\/'")" '["\"\\/"]'
}

@test "characters that aren't printable are escaped" {
	assert_equal "$(argv "\$'\\xe2\\x80\\xa8\\xe2\\x80\\xa9'")" '["\u2028\u2029"]'
	assert_equal "$(argv "\$'\\xc2\\x9b\\xe2\\x80\\xae\\xef\\xbb\\xbf'")" '["\u009b\u202e\ufeff"]'
	assert_equal "$(argv "\$'\\xf3\\xa0\\x81\\x81\\xf4\\x8f\\xbf\\xbf'")" '["\udb40\udc41\udbff\udfff"]'
	assert_equal "$(argv 'é€日🐚�')" '["é€日🐚�"]'
}

# What a WHATWG decoder makes of the same bytes.
@test "each maximal part that isn't UTF-8 becomes one U+FFFD" {
	assert_equal "$(argv "\$'a\\xffb\\xfe\\x80c'")" '["a�b��c"],"lossy":true'
	assert_equal "$(argv "\$'\\xc3'")" '["�"],"lossy":true'
	assert_equal "$(argv "\$'\\xe2\\x82'")" '["�"],"lossy":true'
	assert_equal "$(argv "\$'\\xf0\\x9f\\x90('")" '["�("],"lossy":true'
	assert_equal "$(argv "\$'\\xf0\\x9f\\xe2\\x82\\xac'")" '["�€"],"lossy":true'
	assert_equal "$(argv "\$'\\xc0\\xaf'")" '["��"],"lossy":true'
	assert_equal "$(argv "\$'\\xe0\\x80\\xaf'")" '["���"],"lossy":true'
	assert_equal "$(argv "\$'\\xed\\xa0\\x80'")" '["���"],"lossy":true'
	assert_equal "$(argv "\$'\\xf0\\x8f\\xbf\\xbf'")" '["����"],"lossy":true'
	assert_equal "$(argv "\$'\\xf4\\x90\\x80\\x80'")" '["����"],"lossy":true'
	assert_equal "$(argv "\$'\\xf5\\x80'")" '["��"],"lossy":true'
}

@test "raw bytes in a cell that aren't UTF-8" {
	assert_equal "$(argv $'a\xffb \xe2\x82')" '["a�b","�"],"lossy":true'
}

@test "any bytes give valid JSON that jq reads back" {
	local i byte
	for ((i = 1; i < 256; i++)); do
		printf -v byte '\\x%02x' "$i"
		printf "$byte\0a$byte\0${byte}a\0$byte\\xbf\0\\xe2$byte\0"
		[ "$i" -lt 128 ] || continue
		printf "é$byte日\0" >> valid
	done > vector
	cat valid >> vector
	jsonl "$(exec_of "$("$ROOT/build/tests/words" write < vector)")" > json
	iconv -f utf-8 -t utf-8 json > /dev/null
	jq -e '.argv | length == 255 * 5 + 127' json
	jq -j '.argv[-127:][] + "\u0000"' json | cmp - valid
}

@test "text that isn't quoted is reported, and the row left out" {
	run -1 --separate-stderr jsonl "$(exec_of "'a" ok)" '1,META,,,,,,,,,,,"a","""b"""' '1,EXIT,6,,,,,,,,,,"a b",'
	assert_output '{"time":1,"event":"EXEC","pid":6,"argv":["ok"]}'
	assert_equal "$stderr" "pt-format: <stdin>:2: detail ''a' is not quoted as a shell needs it
pt-format: <stdin>:4: detail '\"b\"' is not quoted as a shell needs it
pt-format: <stdin>:5: name 'a b' is not quoted as a shell needs it"
}
