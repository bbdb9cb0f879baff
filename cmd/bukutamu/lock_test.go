package main

import "testing"

// Two programs on one folder would be two front desks that know nothing of each other.
func TestOneFolderIsServedOnce(t *testing.T) {
	folder := demoOnSQLite(t)
	_, stop := serving(t, "--data", folder)
	refused(t, "another bukutamu serves the data in "+folder, listenAnywhere("serve", "--data", folder)...)
	if code, _, err := call(t, "staff", "list", "--data", folder); code != 0 {
		t.Errorf("the other commands run beside it: exit %d, %s", code, err)
	}
	stop()
	_, again := serving(t, "--data", folder)
	again()
}
