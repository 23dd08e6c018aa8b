# pt-format -d sequential: JSON lines in the shape of proctrace.
load helper

sequential() {
	printf '%s\n' "$HEADER" "$@" | pt-format -d sequential
}

@test "Fork" {
	run -0 sequential '1000,FORK,6,5,4,3,1000,2,7,18874385,,,"make",'
	assert_output '{"Fork":{"seq":1,"timestamp":0,"parent_pid":5,"child_pid":6,"parent_pgid":4,"sid":3,"uid":1000,"nspid":2,"by":7,"clone_flags":18874385,"comm":"make"}}'
}

@test "ExecFull" {
	run -0 sequential '1000,EXEC,6,5,4,3,1000,2,,,,,"/bin/sh","sh -c '\''exit 3'\'' '\'\''"'
	assert_output '{"ExecFull":{"seq":1,"timestamp":0,"pid":6,"ppid":5,"pgid":4,"filename":"/bin/sh","args":["sh","-c","exit 3",""],"sid":3,"uid":1000,"nspid":2}}'
}

@test "BadExec" {
	run -0 sequential '1000,EXECFAIL,6,5,4,3,1000,2,,2,,,"/opt/sh",'
	assert_output '{"BadExec":{"seq":1,"timestamp":0,"pid":6,"ppid":5,"pgid":4,"sid":3,"uid":1000,"nspid":2,"errno":2,"filename":"/opt/sh"}}'
}

@test "Exit: with a status, by a signal, with a core dump" {
	run -0 sequential '1000,EXIT,6,5,4,3,1000,2,,65280,70,80,"sh",' \
		'1000,EXIT,6,5,4,3,0,,,15,,,,' '1000,EXIT,6,5,4,3,0,,,139,,,,'
	assert_output '{"Exit":{"seq":1,"timestamp":0,"pid":6,"ppid":5,"pgid":4,"sid":3,"uid":1000,"nspid":2,"status":255,"cpu_ns":70,"max_rss_kib":80,"comm":"sh"}}
{"Exit":{"seq":2,"timestamp":0,"pid":6,"ppid":5,"pgid":4,"sid":3,"uid":0,"signal":15}}
{"Exit":{"seq":3,"timestamp":0,"pid":6,"ppid":5,"pgid":4,"sid":3,"uid":0,"signal":11,"core_dumped":true}}'
}

@test "SetSID and SetPGID" {
	run -0 sequential '1000,SETSID,6,5,6,6,0,,,,,,,' '1000,SETPGID,6,5,6,3,0,,5,,,,,'
	assert_output '{"SetSID":{"seq":1,"timestamp":0,"pid":6,"ppid":5,"pgid":6,"sid":6,"uid":0}}
{"SetPGID":{"seq":2,"timestamp":0,"pid":6,"ppid":5,"pgid":6,"sid":3,"uid":0,"by":5}}'
}

@test "what isn't known is 0 where proctrace needs it, otherwise left out" {
	run -0 sequential '1000,FORK,6,,,,,,,,,,,' '1000,EXEC,6,,,,,,,,,,,' '1000,EXECFAIL,6,,,,,,,,,,,' \
		'1000,EXIT,6,,,,,,,,,,,' '1000,SETSID,6,,,,,,,,,,,' '1000,SETPGID,6,,,,,,,,,,,'
	assert_output '{"Fork":{"seq":1,"timestamp":0,"parent_pid":0,"child_pid":6,"parent_pgid":0}}
{"ExecFull":{"seq":2,"timestamp":0,"pid":6,"ppid":0,"pgid":0,"filename":"","args":[]}}
{"BadExec":{"seq":3,"timestamp":0,"pid":6}}
{"Exit":{"seq":4,"timestamp":0,"pid":6,"ppid":0,"pgid":0}}
{"SetSID":{"seq":5,"timestamp":0,"pid":6,"ppid":0,"pgid":0,"sid":0}}
{"SetPGID":{"seq":6,"timestamp":0,"pid":6,"ppid":0,"pgid":0}}'
}

@test "other kinds are left out; seq and timestamp count what is shown" {
	run -0 sequential '900,META,,,,,,,,,,,"format","1"' '900,PROC,5,1,5,5,0,,,,,,"sh","sh"' \
		'1000,FORK,6,5,,,,,5,,,,,' '1001,ROOT,6,,,,,,,,,,,"sh"' '1002,SIGNAL,6,,,,,,5,9,,,,' \
		'1003,OOM,6,,,,,,,,,,,' '1004,SURVIVOR,6,,,,,,,,,,,' '1004,FD,6,,,,,,,1,,,"x",' \
		'987654321012345678,EXIT,6,5,6,,,,,0,,,,'
	assert_output '{"Fork":{"seq":1,"timestamp":0,"parent_pid":5,"child_pid":6,"parent_pgid":0,"by":5}}
{"Exit":{"seq":2,"timestamp":987654321012344678,"pid":6,"ppid":5,"pgid":6,"status":0}}'
}

@test "in another recording seq goes on and the time starts again" {
	run -0 sequential '5000,EXIT,6,,,,,,,,,,,' '5007,EXIT,7,,,,,,,,,,,' "$HEADER" \
		'900,META,,,,,,,,,,,"format","1"' '1000,EXIT,8,,,,,,,,,,,' '1002,EXIT,9,,,,,,,,,,,'
	run jq -c '.Exit | [.seq, .timestamp, .pid]' <<< "$output"
	assert_output '[1,0,6]
[2,7,7]
[3,0,8]
[4,2,9]'
}

@test "a vector cut short" {
	run -0 sequential '1000,EXEC,6,5,4,,,,,,,,"/bin/sh","sh -c ..."' '1000,EXEC,6,5,4,,,,,,,,"/bin/sh","..."' \
		"1000,EXEC,6,5,4,,,,,,,,\"/bin/sh\",\"sh '...'\""
	assert_output '{"ExecFull":{"seq":1,"timestamp":0,"pid":6,"ppid":5,"pgid":4,"filename":"/bin/sh","args":["sh","-c"],"truncated":true}}
{"ExecFull":{"seq":2,"timestamp":0,"pid":6,"ppid":5,"pgid":4,"filename":"/bin/sh","args":[],"truncated":true}}
{"ExecFull":{"seq":3,"timestamp":0,"pid":6,"ppid":5,"pgid":4,"filename":"/bin/sh","args":["sh","..."]}}'
}

@test "what isn't UTF-8 becomes U+FFFD, the object is lossy" {
	run -0 sequential "1000,EXEC,6,5,4,,,,,,,,\"\$'/bin/\\xff'\",\"sh\"" "1000,EXIT,6,5,4,,,,,,,,\"\$'\\xff'\"," \
		"1000,EXIT,6,5,4,,,,,,,,\"sh\","
	assert_output '{"ExecFull":{"seq":1,"timestamp":0,"pid":6,"ppid":5,"pgid":4,"filename":"/bin/�","args":["sh"],"lossy":true}}
{"Exit":{"seq":2,"timestamp":0,"pid":6,"ppid":5,"pgid":4,"comm":"�","lossy":true}}
{"Exit":{"seq":3,"timestamp":0,"pid":6,"ppid":5,"pgid":4,"comm":"sh"}}'
}

@test "text that isn't quoted is reported, its row doesn't count" {
	run -1 --separate-stderr sequential '900,EXEC,6,5,4,,,,,,,,"/bin/sh","sh $x"' '900,EXIT,6,5,4,,,,,,,,"a b",' \
		'900,FORK,6,5,4,,,,,,,,"`",' '1000,SETSID,6,5,4,,,,,,,,,'
	assert_output '{"SetSID":{"seq":1,"timestamp":0,"pid":6,"ppid":5,"pgid":4,"sid":0}}'
	assert_equal "$stderr" "pt-format: <stdin>:2: detail 'sh \$x' is not quoted as a shell needs it
pt-format: <stdin>:3: name 'a b' is not quoted as a shell needs it
pt-format: <stdin>:4: name '\`' is not quoted as a shell needs it"
}

@test "lines come out while the input is still open" {
	local line in pid
	coproc pt-format -d sequential
	in=${COPROC[1]} pid=$COPROC_PID
	echo '1000,SETSID,6,5,6,6,0,,,,,,,' >&"$in"
	read -r -t 10 -u "${COPROC[0]}" line
	assert_equal "$line" '{"SetSID":{"seq":1,"timestamp":0,"pid":6,"ppid":5,"pgid":6,"sid":6,"uid":0}}'
	exec {in}>&-
	wait "$pid"
}
