# What strace -f saw of processes, one line a fact, each beginning with the process:
#
#	4243 FORK 4242
#	4243 EXEC /bin/sh
#	4243 EXECFAIL ENOENT /usr/local/bin/cc
#	4243 SETSID
#	4243 SETPGID 4243
#	4243 EXIT 256
#
# EXIT is the wait status. The first process of the trace has no FORK.

BEGIN {
	names = "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM"
	for (i = split(names, name, " "); i > 0; i--)
		number["SIG" name[i]] = i
}

function process(tid) {
	return tid in group ? group[tid] : tid
}

function fact(pid, text) {
	print pid, text
}

# The first quoted string, without its quotes and escapes of quotes.
function path(text) {
	sub(/^[^"]*"/, "", text)
	match(text, /^([^"\\]|\\.)*/)
	text = substr(text, 1, RLENGTH)
	gsub(/\\"/, "\"", text)
	return text
}

function result(text) {
	sub(/.*\) += /, "", text)
	return text
}

function failure(text) {
	split(result(text), word, " ")
	return word[2]
}

{
	tid = $1
	line = $0
	sub(/^[0-9]+ +/, "", line)
}

line ~ /<unfinished \.\.\.>$/ {
	sub(/ *<unfinished \.\.\.>$/, "", line)
	begun[tid] = line
	next
}
# The thread that executes is the leader from here on.
line ~ /^\+\+\+ superseded by execve in pid/ {
	match(line, /pid [0-9]+/)
	begun[tid] = begun[substr(line, RSTART + 4, RLENGTH - 4)]
	next
}
line ~ /^<\.\.\. .* resumed>/ {
	sub(/^<\.\.\. [a-z0-9_]+ resumed>/, "", line)
	line = begun[tid] line
}

line ~ /^(clone3?|v?fork)\(/ && result(line) ~ /^[0-9]+/ {
	child = result(line)
	sub(/[^0-9].*/, "", child)
	if (line ~ /CLONE_THREAD/)
		group[child] = process(tid)
	else
		fact(child, "FORK " process(tid))
}
line ~ /^execve(at)?\(/ {
	if (result(line) ~ /^0/)
		fact(process(tid), "EXEC " path(line))
	else if (result(line) ~ /^-1/)
		fact(process(tid), "EXECFAIL " failure(line) " " path(line))
}
line ~ /^setsid\(/ && result(line) ~ /^[0-9]+/ { fact(process(tid), "SETSID") }
line ~ /^setpgid\(/ && result(line) ~ /^0/ {
	match(line, /[0-9]+, [0-9]+/)
	split(substr(line, RSTART, RLENGTH), argument, ", ")
	target = argument[1] ? argument[1] : process(tid)
	fact(target, "SETPGID " (argument[2] ? argument[2] : target))
}
process(tid) == tid && line ~ /^\+\+\+ exited with / {
	match(line, /[0-9]+/)
	fact(tid, "EXIT " substr(line, RSTART, RLENGTH) * 256)
}
process(tid) == tid && line ~ /^\+\+\+ killed by / {
	split(line, word, " ")
	fact(tid, "EXIT " (number[word[4]] + (line ~ /core dumped/ ? 128 : 0)))
}
