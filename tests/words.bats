# Quoting of argument vectors: what words_add() writes, shells and word_next() read.
load helper

export LC_ALL=C.UTF-8
WORDS=$ROOT/build/tests/words

# The shells that read $'...'; all that are there, bash always.
shells() {
	local shell
	for shell in bash zsh mksh ksh93 busybox; do
		! command -v "$shell" > /dev/null || echo "$shell"
	done
}

# vector holds words, each with a 00 behind it: through the cell and back they are
# the same, read by word_next() and by shells, and the cell is printable.
round_trip() {
	"$WORDS" write < vector > cell
	assert_equal "$(wc -l < cell)" 1
	run ! grep -aP '[\x00-\x1f\x7f]' cell
	iconv -f utf-8 -t utf-8 cell > /dev/null
	"$WORDS" read < cell | cmp - vector

	local shell program='eval "set -- $(cat cell)"; test $# = 0 || printf "%s\0" "$@"'
	for shell in $(shells); do
		local command=("$shell" -c)
		test "$shell" != busybox || command=(busybox sh -c)
		for locale in C C.UTF-8; do
			echo "$shell, $locale: $(cat cell)"
			LC_ALL=$locale "${command[@]}" "$program" | cmp - vector
		done
	done
}

cell_of() {
	printf "$@" | "$WORDS" write
}

words_of() {
	printf '%s\n' "$1" | "$WORDS" read | tr '\0' '\n'
}

@test "no word, empty words, many words" {
	: > vector
	round_trip
	assert_equal "$(cat cell)" ''
	printf '\0' > vector
	round_trip
	assert_equal "$(cat cell)" "''"
	printf 'a\0\0\0b\0\0' > vector
	round_trip
	assert_equal "$(cat cell)" "a '' '' b ''"
	seq 5000 | tr '\n' '\0' > vector
	round_trip
}

@test "every byte: alone, at either end, in the middle, twice, before a hex digit" {
	for ((i = 1; i < 256; i++)); do
		printf -v byte '\\x%02x' "$i"
		printf "$byte\0${byte}a\0a$byte\0z${byte}z\0$byte$byte\0${byte}1$byte'$byte\0"
	done > vector
	round_trip
}

@test "UTF-8 of every length stays readable" {
	printf 'é\0ß€x\0日本語\0🐚 z\0e\u0301\0\uffee\0' > vector
	round_trip
	assert_equal "$(cat cell)" "é ß€x 日本語 '🐚 z' e$(printf '\u0301') ￮"
}

@test "what isn't UTF-8 is written in hex" {
	assert_equal "$(cell_of '\xff\0')" "\$'\\xff'"
	assert_equal "$(cell_of '\xc3\0')" "\$'\\xc3'"
	assert_equal "$(cell_of 'a\xe2\x82\0')" "\$'a\\xe2\\x82'"
	assert_equal "$(cell_of '\xc0\xaf\0')" "\$'\\xc0\\xaf'"           # overlong
	assert_equal "$(cell_of '\xe0\x80\xaf\0')" "\$'\\xe0\\x80\\xaf'"
	assert_equal "$(cell_of '\xf0\x80\x80\xaf\0')" "\$'\\xf0\\x80\\x80\\xaf'"
	assert_equal "$(cell_of '\xed\xa0\x80\0')" "\$'\\xed\\xa0\\x80'"  # a surrogate
	assert_equal "$(cell_of '\xf4\x90\x80\x80\0')" "\$'\\xf4\\x90\\x80\\x80'"
	assert_equal "$(cell_of 'é\xff日\0')" "\$'é\\xff日'"
	printf '\xff\0\xc3\0a\xe2\x82\0\xc0\xaf\0\xe0\x80\xaf\0\xf0\x80\x80\xaf\0\xed\xa0\x80\0\xf4\x90\x80\x80\0é\xff日\0\xe9a\0\xc3(\0' > vector
	round_trip
}

@test "characters that change or hide text are written in hex" {
	printf '\u202e\0a\u2066b\0\u200b\0\u2028\0\ufeff\0\u0085\0\u00ad\0\ue000\0\ufffe\0\U000e0041\0\u061c\0' > vector
	round_trip
	run ! grep -P '[^\x20-\x7e]' cell
}

@test "blanks beyond ASCII are quoted" {
	printf '\u00a0\0a\u2003b\0\u3000\0\u1680\0à\0‐\0' > vector
	round_trip
	assert_regex "$(cat cell)" "'$(printf 'a\u2003b')'"
}

@test "quotes, backslashes, newlines and what shells expand" {
	printf '%s\0' "'" "''" "'\\''" '"' '\' '\\' 'a\' $'\n' $'a\nb' $'\t\r' '$x' '${x}' '$(x)' \
		'`x`' '*' '?' '[a]' '{a,b}' '~' '~root' 'a=~' '!' '!!' '^a' '#' 'a#' '<' '>' '>&2' \
		'2>x' '|' '&' ';' '(' ')' '=ls' '=' '==' '%1' '-n' '--' '+x' '@(a)' "$'" "\$'\\x41'" \
		'$"a"' ' ' '  a  b ' 'a b' ',' ':' 'a,b' > vector
	round_trip
}

@test "a hex escape doesn't swallow the hex digit behind it" {
	assert_equal "$(cell_of '\x1b1\0')" "\$'\\x1b'\$'1'"
	printf '\x1b1\0\x01F\0\xff0\0\x1bg\0\x1b\x1b0\0\n1\0' > vector
	round_trip
}

@test "a vector cut short ends in an unquoted ..., the word ... is quoted" {
	assert_equal "$(printf 'a\0b' | "$WORDS" write-cut)" 'a b ...'
	assert_equal "$(printf '' | "$WORDS" write-cut)" '...'
	assert_equal "$(cell_of 'a\0...\0')" "a '...'"
	run -3 words_of_status 'a b ...'
	assert_output $'a\nb'
	run -3 words_of_status '...'
	assert_output ''
	printf 'a\0...\0' > vector
	round_trip
	printf '...\0....\0a...\0..\0' > vector
	round_trip
}

words_of_status() {
	printf '%s\n' "$1" | "$WORDS" read | tr '\0' '\n'
	return "${PIPESTATUS[1]}"
}

@test "typed as it stands, a first word that looks like syntax is run as a command" {
	mkdir commands
	local word script=$'#!/bin/sh\nprintf "%s\\n" "${0##*/}" "$@"\n'
	local first=('FOO=bar' 'A+=b' 'a[1]=x' if 'then' else elif 'fi' for in 'do' 'done' while until case
		'esac' select function time coproc '{' '}' '!' '[[' ']]' '...' '~' '=x')
	for word in "${first[@]}"; do
		printf '%s' "$script" > "commands/$word"
		chmod +x "commands/$word"
		run -0 env PATH="$PWD/commands:$PATH" bash -c "$(cell_of '%s\0FOO=bar\0if\0' "$word")"
		assert_output "$word"$'\nFOO=bar\nif'
	done
	assert_equal "$(cell_of 'env\0FOO=bar\0if\0')" 'env FOO=bar if'
}

@test "other ways of quoting are read, too" {
	assert_equal "$(words_of "a\\ b 'c'd\\'e")" $'a b\ncd\'e'
	assert_equal "$(words_of "\$'\\101\\x42\\e\\a\\?'")" $'AB\e\a?'
	assert_equal "$(words_of '  a   b  ')" $'a\nb'
}

@test "text that isn't quoted words is refused" {
	local bad
	for bad in "'a" "\$'a" "\$'a\\'" 'a\' '"a"' '$x' 'a`b`' "\$'\\q'" "\$'\\u20ac'" "b 'a"; do
		run -1 words_of_status "$bad"
	done
}
