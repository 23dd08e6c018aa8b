# The same facts as strace.awk's, from a recording: of the process -v root=PID and all
# that descend from it.

BEGIN {
	FS = ","
	errors = "1 EPERM 2 ENOENT 5 EIO 7 E2BIG 8 ENOEXEC 12 ENOMEM 13 EACCES 14 EFAULT " \
	    "20 ENOTDIR 21 EISDIR 22 EINVAL 26 ETXTBSY 36 ENAMETOOLONG 40 ELOOP"
	for (i = split(errors, error, " "); i > 0; i -= 2)
		errno[error[i - 1]] = error[i]
	inside[root] = 1
}

# The name of a row, without CSV's and the shell's quotes.
function plain(row) {
	for (i = 0; i < 12; i++)
		sub(/^[^,]*,/, "", row)
	match(row, /^"([^"]|"")*"/)
	row = substr(row, 2, RLENGTH - 2)
	gsub(/""/, "\"", row)
	if (row ~ /^'.*'$/)
		row = substr(row, 2, length(row) - 2)
	return row
}

$2 == "FORK" && inside[$9] {
	inside[$3] = 1
	print $3, "FORK", $9
}
!inside[$3] { next }
$2 == "EXEC" { print $3, "EXEC", plain($0) }
$2 == "EXECFAIL" { print $3, "EXECFAIL", errno[$10] " " plain($0) }
$2 == "SETSID" { print $3, "SETSID" }
$2 == "SETPGID" { print $3, "SETPGID", $5 }
$2 == "EXIT" { print $3, "EXIT", $10 }
