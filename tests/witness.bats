# A second witness: what strace says of commands that nobody here wrote is what was
# recorded of them in the same run. Differences are listed, and must be none.
# bats file_tags=tracer
load helper

setup_file() {
	bats_load_library bats-support
	export SOURCES=$BATS_FILE_TMPDIR
	local parts=$SOURCES/etc
	mkdir -p "$parts" "$SOURCES/state/lists/partial" "$SOURCES/cache/archives/partial"
	# The machine's own package archives, as archives of sources.
	find /etc/apt/sources.list.d -regex '.*/\(debian\|ubuntu\).sources' 2>/dev/null | while read -r file; do
		sed 's/^Types:.*/Types: deb-src/' "$file" >"$parts/${file##*/}"
	done
	[ ! -s /etc/apt/sources.list ] || sed -n 's/^deb /deb-src /p' /etc/apt/sources.list >"$parts/main.list"
	chmod -R a+rX "$SOURCES"
	sources update >"$SOURCES/update" 2>&1 || true
}

# apt-get with these archives, and nothing of the machine's lists.
sources() {
	apt-get -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$SOURCES/etc" \
		-o Dir::State="$SOURCES/state" -o Dir::Cache="$SOURCES/cache" \
		-o Dir::State::status=/var/lib/dpkg/status -o Acquire::Retries=3 -qq "$@"
}

# witness COMMAND ...: both records of one run, compared.
witness() {
	pt-record -o run.log -- strace -f -q -o trace -s 4096 -e trace=process,setsid,setpgid \
		"$@" >output 2>&1 </dev/null || { cat output >&2 && return 1; }
	assert_equal "$(rows run.log LOST)" ''
	local root
	root=$(awk '{ print $1; exit }' trace)
	awk -f "$ROOT/tests/witness/strace.awk" trace | by_process >seen
	# Before it executes the command, strace's child is strace.
	awk -v root="$root" -f "$ROOT/tests/witness/recording.awk" run.log | by_process >recorded
	diff seen recorded || return
	echo "$(grep -c ' FORK ' seen) processes, $(grep -c ' EXEC ' seen) programs"
}

# A birth is told by the creator, so before or after what the child did.
by_process() {
	awk '{ print ($2 == "FORK" ? 0 : 1) " " $0 }' | sort -s -k2,2n -k1,1n | cut -d ' ' -f 2-
}

# The source of a package, unpacked to a directory of that name.
unpack() {
	[ -e "$SOURCES/$1.tar" ] || (
		cd "$SOURCES" && sources source --download-only "$1" &&
			mv "$1"_*.orig.tar.* "$1.tar"
	) >"$SOURCES/$1.out" 2>&1 || skip "no source of $1: $(tail -n 1 "$SOURCES/$1.out")"
	mkdir "$1" && tar -xf "$SOURCES/$1.tar" -C "$1" --strip-components 1
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	need_recording
	command -v strace >/dev/null || skip "no strace"
}

@test "a configure script and make -j2 of a library in C" {
	unpack libcsv
	cd libcsv
	run -0 witness sh -c './configure && make -j2'
	assert_output --regexp '^[0-9]{3,} processes, [0-9]{3,} programs$'
}

@test "bats" {
	run -0 witness bats "$ROOT/tests/words.bats" "$ROOT/tests/schema.bats"
	assert_output --regexp '^[0-9]{3,} processes, [0-9]{2,} programs$'
}

@test "apt-get source" {
	unpack libcsv
	run -0 witness bash -c "$(declare -f sources); sources source --download-only libcsv"
	assert_output --regexp '^[0-9]+ processes, [0-9]+ programs$'
}
