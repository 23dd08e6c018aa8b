# Marks and leaks for a bats file, see pt-helpers(7):
#
#	load /usr/local/share/pt/pt
#
#	# 'login.bats: starts a server': left behind: 4935 sleep 1000 (holds the pipe that is descriptor 3 here)
#
# Functions of the file's own that are defined before are called, too. Those that are
# defined later call pt_setup_file, pt_setup and pt_teardown_file themselves.

# shellcheck source-path=SCRIPTDIR source=pt.sh
. "${BASH_SOURCE[0]%/*}/pt.sh"

pt_setup_file() {
	pt_mark "${BATS_TEST_FILENAME##*/}"
}

pt_setup() {
	pt_mark "${BATS_TEST_FILENAME##*/}: $BATS_TEST_DESCRIPTION"
}

# With PT_FAIL_ON_LEAKS the file fails.
pt_teardown_file() {
	local list
	list=$(pt_left) || list='pt: /proc could not be looked through'
	[ -n "$list" ] || return 0
	printf '# %s\n' "${list//$'\n'/$'\n# '}" >&3
	[ -z "${PT_FAIL_ON_LEAKS-}" ]
}

# pt_keep FUNCTION: by the name pt_own_FUNCTION; the ones that bats itself has, too.
pt_keep() {
	eval "pt_own_$(declare -f "$1" || echo "$1() { :; }")"
}

# Where there is no such directory, bats only counts the tests. A file is read once more
# for each test, and may load this twice.
if [ -n "${BATS_FILE_TMPDIR-}" ] && ! declare -F pt_own_setup > /dev/null; then
	# All tests of the file keep their notes together.
	pt_notes_file=$BATS_FILE_TMPDIR/pt-notes
	pt_scope "$BATS_FILE_TMPDIR"

	pt_keep setup_file
	setup_file() {
		pt_setup_file
		pt_own_setup_file
	}
	pt_keep setup
	setup() {
		pt_setup
		pt_own_setup
	}
	pt_keep teardown_file
	teardown_file() {
		local status=0
		pt_own_teardown_file || status=$?
		pt_teardown_file || status=1
		return "$status"
	}
fi
