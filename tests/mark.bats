load helper

@test "mark: does nothing, successfully" {
	for words in '' '"test 12"' '-- --help' 'a -x --version' '"" ""'; do
		run --separate-stderr eval "pt-mark $words"
		assert_equal "$status $output$stderr" '0 '
	done
}

@test "mark: doesn't read its input" {
	printf '%s\n' one two | { pt-mark x; cat; } > out
	assert_equal "$(cat out)" $'one\ntwo'
}

@test "mark: options" {
	run --separate-stderr pt-mark --help
	assert_equal "$status $stderr" '0 '
	assert_regex "${lines[0]}" '^usage: pt-mark '
	run --separate-stderr pt-mark -V
	assert_equal "$status ${output% *}" '0 pt-mark (pt)'
	run --separate-stderr pt-mark --loud
	assert_equal "$status $output" '2 '
	assert_equal "$stderr" 'pt-mark: unknown option --loud (see pt-mark --help)'
	run --separate-stderr eval 'pt-mark --help > /dev/full'
	assert_equal "$status $stderr" '2 pt-mark: write error'
}
