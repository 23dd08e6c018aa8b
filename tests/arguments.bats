# Argument vectors: what is read back from a recording, by a shell, is what the processes
# were given, byte for byte.
# bats file_tags=tracer
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	need_recording
}

# The command lines of the processes of workloads/arguments.c, without CSV's quotes.
command_lines() {
	LC_ALL=C awk -F, '$2 == "EXEC" {
		for (i = 0; i < 12; i++) sub(/^[^,]*,/, "")
		if (!sub(/^"\/proc\/self\/exe",/, "")) next
		gsub(/^"|"$/, "")
		gsub(/""/, "\"")
		print
	}' run.log
}

# read_back SIZE: compares each vector with its command line, which may be cut where the
# vector is longer than that many bytes, and then holds as much.
read_back() {
	local LC_ALL=C exact=$1 line number=0 size
	while IFS= read -r line; do
		eval "set -- ${line% ...}"
		printf '%s\0' "$@" >back
		[ -e "vector.$number" ] || { echo "a process more: ${line:0:100}" && return 1; }
		size=$(wc -c <"vector.$number")
		if [[ $line != *' ...' ]]; then
			cmp back "vector.$number" || return
		elif [ "$size" -le "$exact" ] || [ $(($(wc -c <back) - 1)) -lt "$exact" ]; then
			echo "vector.$number: $size bytes, cut at $(wc -c <back)" && return 1
		else
			cmp <(head -c -1 back) <(head -c "$(($(wc -c <back) - 1))" "vector.$number") || return
		fi
		((++number))
	done < <(command_lines)
	[ -z "$(rows run.log EXEC 13=)" ] || { echo "rows of pieces that came too late" && return 1; }
	[ ! -e "vector.$number" ] || { echo "vector.$number and more are missing" && return 1; }
	echo "$number vectors"
}

@test "of processes that end at once: 6 KiB" {
	pt-record -o run.log -- "$ROOT/build/tests/workloads/arguments" 0 2>err
	run -0 read_back 6144
	assert_output '90 vectors'
	assert_equal "$(rows run.log LOST)" ''
}

# A machine that stands still meanwhile may make it less, but not each time.
@test "of processes that live 10 ms: 32 KiB" {
	local try
	for try in 1 2 3; do
		pt-record -o run.log -- "$ROOT/build/tests/workloads/arguments" 10 2>err
		run read_back 32768
		[ "$status" -ne 0 ] || break
	done
	assert_output '90 vectors'
}

@test "of processes that live on: all" {
	mkfifo go
	pt-record -o run.log -- "$ROOT/build/tests/workloads/arguments" on <go 2>err 3>&- &
	exec 5>go
	until_true [ -e vector.89 ]
	until_true eval '[ "$(command_lines | wc -l)" -eq 90 ]'
	echo >&5
	exec 5>&-
	wait $!
	run -0 read_back 2000000
	assert_output '90 vectors'
}

@test "JSON has the same words" {
	pt-record -o run.log -- "$ROOT/build/tests/workloads/arguments" 0 2>err
	pt-format -d jsonl run.log >run.jsonl
	# Of vector 2 and others in plain text; what isn't UTF-8 is U+FFFD there.
	jq -r 'select(.event == "EXEC" and .name == "/proc/self/exe") | .argv | @json' run.jsonl >argv
	assert_equal "$(sed -n 1,5p argv)" $'[""]\n[""]\n["..."]\n["","a",""]\n["a","..."]'
	assert_equal "$(wc -l <argv)" 90
}
