# shellcheck shell=sh
# Marks and leaks for shell scripts: POSIX sh, Linux, no recording needed; pt-helpers(7).
#
#	. /usr/local/share/pt/pt.sh
#	trap pt_leaks EXIT
#	pt_mark 'step 1'
#
#	'step 1': left behind: 4935 sleep 1000 (holds the pipe that is descriptor 1 here)
#
# What belongs to a shell has a word in its environment, PT_SCOPE, as /proc/PID/environ
# shows it, or a parent that does; a copy of a shell that executed nothing is known by its
# place in memory, which the kernel chooses anew for each program.

# pt_scope WORD: what is started from now on belongs to it. Scopes nest.
pt_scope() {
	pt_word="$1;"
	case ${PT_SCOPE-} in
	*"$pt_word"*) ;;
	*) PT_SCOPE=${PT_SCOPE-}$pt_word ;;
	esac
	export PT_SCOPE
}

# pt_stat CONTENTS: of /proc/PID/stat, the start in ticks since boot, the place in memory
# (start_code, startstack and arg_start of proc(5)) and the PID.
pt_stat() (
	IFS=' '
	set -f
	# shellcheck disable=SC2086 # words; those behind the name, which may hold anything
	set -- "${1%% *}" ${1##*') '}
	echo "${21} ${25} ${27} ${47} $1"
)

# Keeps a mark for what has no PT_MARK: the shell's place, start and PID of a process of
# this moment, words.
pt_note() {
	pt_now=$(pt_stat "$(cat /proc/self/stat)")
	pt_now="note $pt_place ${pt_now%% *} ${pt_now##* } $(printf %s "$*" | tr '\n' ' ')"
	if [ -n "${pt_notes_file-}" ]; then
		printf '%s\n' "$pt_now" >> "$pt_notes_file"
	else
		pt_notes="${pt_notes-}$pt_now
"
	fi
}

# pt_mark WORD ...: what is started from now on is under this mark.
pt_mark() {
	PT_MARK=$*
	export PT_MARK
	pt_note "$PT_MARK"
	pt-mark -- "$PT_MARK" 2> /dev/null || :
}

# The notes, a line for each process that has our word, and all as in /proc/PID/stat.
pt_look() {
	printf '%s' "${pt_notes-}"
	[ -z "${pt_notes_file-}" ] || cat "$pt_notes_file"
	grep -lszF "$pt_word" /proc/[0-9]*/environ | while IFS=/ read -r _ _ pid _; do
		echo "known $pid $(grep -sz '^PT_MARK=' "/proc/$pid/environ" |
			tr '\n\0' ' \n' | sed 's/^PT_MARK=//; q')"
	done
	echo look
	cat /proc/[0-9]*/stat 2> /dev/null
}

# pt_choose SHELL SELF: of two looks, what belongs to the shell and was there both times:
# start, PID and mark. SELF and what it descends from don't count.
pt_choose() {
	awk -v shell="$1" -v self="$2" '
	part == "" && $1 == "look" { looks++; next }
	part == "" && $1 == "note" {
		place[++notes] = $2 " " $3 " " $4
		time[notes] = $5
		witness[notes] = $6
		sub(/^note [0-9]+ [0-9]+ [0-9]+ [0-9]+ [0-9]+ /, "")
		words[notes] = $0
		next
	}
	part == "" && $1 == "known" {
		pid = $2
		sub(/^known [0-9]+ /, "")
		known[pid] = $0
		next
	}
	{
		# A name may hold anything, newlines too; numbers begin behind the last ")".
		part = (part == "" ? "" : part "\n") $0
		rest = part
		sub(/^.*\) /, "", rest)
		if (split(rest, f, " ") < 40)
			next
		pid = substr(part, 1, index(part, " ") - 1)
		part = ""
		if (looks == 1) {
			before[pid] = f[20]
			next
		}
		parent[pid] = f[2]
		start[pid] = f[20]
		at[pid] = f[24] " " f[26] " " f[46]
		if (before[pid] == f[20] && !(f[1] ~ /[ZX]/ && f[18] < 2))
			alive[pid]
	}
	# The mark of the shell at that place when the process was started; in the same tick
	# by the order of PIDs.
	function noted(where, pid,    i) {
		for (i = notes; i > 0; i--)
			if (place[i] == where && (time[i] < start[pid] ||
			    time[i] == start[pid] && witness[i] + 0 < pid + 0))
				return words[i]
		return ""
	}
	function belongs(pid,    up, child, n) {
		for (up = pid; up in parent; up = parent[up]) {
			if (up in ours && up != shell || n++ > 1000)
				return 0
			if (up == shell)
				mark = noted(at[shell], child)
			else if (at[up] in places)
				mark = noted(at[up], up)
			else if (up in known)
				mark = known[up]
			else {
				child = up
				continue
			}
			return 1
		}
		return 0
	}
	END {
		for (i = 1; i <= notes; i++)
			if (place[i] !~ /^0 /)
				places[place[i]]
		for (; self in parent; self = parent[self])
			ours[self]
		for (pid in alive)
			if (!(pid in ours) && belongs(pid))
				print start[pid], pid, mark
	}'
}

# The command line of a process, as a shell would need it typed.
pt_command() {
	tr '\n\0' '\001\n' 2> /dev/null < "/proc/$1/cmdline" | awk '
	BEGIN {
		for (i = 1; i < 256; i++)
			hex[sprintf("%c", i)] = sprintf("\\x%02x", i)
		hex["\001"] = "\\n"
	}
	function quoted(s,    i, c, t) {
		if (s ~ /^[A-Za-z0-9_@%+=:,.\/-]+$/)
			return s
		if (s !~ /[\001-\037\177-\377]/) {
			gsub(/'\''/, "'\''\\\\&'\'''\''", s)
			return "'\''" s "'\''"
		}
		for (i = 1; i <= length(s); i++) {
			c = substr(s, i, 1)
			t = t (c ~ /[\001-\037\177-\377]/ ? hex[c] : c ~ /['\''\\]/ ? "\\" c : c)
		}
		return "$'\''" t "'\''"
	}
	{ line = line (NR > 1 ? " " : "") quoted($0) }
	END { print (length(line) > 200 ? substr(line, 1, 197) "..." : line) }'
}

# Who reads the pipe that the shell writes to waits for this process, too.
pt_held() {
	for ours in "/proc/$$/fd"/[1-9]; do
		[ -p "$ours" ] || continue
		for theirs in "/proc/$1/fd"/*; do
			# shellcheck disable=SC3013 # POSIX.1-2024 has it, and shells had it before
			[ "$theirs" -ef "$ours" ] || continue
			echo " (holds the pipe that is descriptor ${ours##*/} here)"
			return
		done
	done
}

# Prints what belongs to this shell and is still alive, also after PT_GRACE seconds (0.1).
# Must not be run in a pipeline: what is beside it would be alive, too.
pt_left() (
	set +eu
	unset -v IFS
	LC_ALL=C
	export LC_ALL
	# shellcheck disable=SC2016 # for that shell
	self=$(exec sh -c 'echo $PPID')
	before=$(pt_look)
	left=$(printf '%s\n' "$before" "$(pt_look)" | pt_choose $$ "$self") || exit
	[ -n "$left" ] || exit 0
	sleep "${PT_GRACE:-0.1}"
	left=$(printf '%s\n' "$before" "$(pt_look)" | pt_choose $$ "$self")
	[ -n "$left" ] || exit 0
	printf '%s\n' "$left" | sort -n -k 1,1 -k 2,2 | while read -r _ pid mark; do
		[ -z "$mark" ] || mark="'$(printf %s "$mark" | tr '\001-\037\177' '?')'"
		echo "${mark:-under no mark}: left behind: $pid $(pt_command "$pid")$(pt_held "$pid")"
	done
)

# For trap pt_leaks EXIT: says on standard error what is left. Then, and if
# PT_FAIL_ON_LEAKS is set, a script that succeeded ends with status 1.
pt_leaks() {
	pt_status=$?
	pt_list=$(pt_left) || echo 'pt_leaks: /proc could not be looked through' >&2
	[ -n "$pt_list" ] || return "$pt_status"
	printf '%s\n' "$pt_list" >&2
	[ "$pt_status" -ne 0 ] || [ -z "${PT_FAIL_ON_LEAKS-}" ] || exit 1
	return "$pt_status"
}

pt_now=$(pt_stat "$(cat "/proc/$$/stat")")
pt_place=${pt_now#* }
pt_place=${pt_place% *}
pt_scope "pt:$$:${pt_now%% *}"
