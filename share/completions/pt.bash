# bash completion for all programs of pt: options and modes as --help lists them,
# then the command to run, or files.

# COMMAND ... from word $1 on.
_pt_command() {
	local cur=${COMP_WORDS[COMP_CWORD]}
	if ((COMP_CWORD == $1)); then
		mapfile -t COMPREPLY < <(compgen -c -- "$cur" | sort -u)
	elif declare -F _command_offset > /dev/null; then
		_command_offset "$1"
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	fi
}

_pt() {
	local program=$1 cur=$2 before=$3 help words='' i

	for ((i = 1; i < COMP_CWORD; i++)); do
		if [[ ${COMP_WORDS[i]} == -- ]]; then
			_pt_command $((i + 1))
			return
		fi
	done
	help=$("$program" --help 2> /dev/null)
	if [[ $before == -d || $before == --display ]]; then
		words=$(sed -n '/^modes:/,$s/^  *\([a-z][a-z-]*\)  .*/\1/p' <<< "$help")
	elif [[ $before == --weight ]]; then
		words='wall cpu count'
	elif [[ $cur == -* ]]; then
		words=$(grep -E '^ +-' <<< "$help" | sed 's/  *[^ -].*//' |
			grep -oE -- '-(-[a-z][a-z-]*|[A-Za-z])')
	fi
	if [[ -n $words ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	fi
}

complete -o filenames -F _pt pt-capture pt-decode pt-diff pt-format \
	pt-import-proctrace pt-launch pt-mark pt-prune pt-record
