@test "starts a server" {
	pt-mark "$BATS_TEST_DESCRIPTION"
	sleep 1000 3>&3 &
}

@test "innocent" {
	pt-mark "$BATS_TEST_DESCRIPTION"
}
