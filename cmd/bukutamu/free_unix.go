//go:build unix

package main

import "golang.org/x/sys/unix"

// freeBytes is the room left for ordinary users on the folder's file system.
func freeBytes(folder string) (uint64, bool) {
	var s unix.Statfs_t
	if err := unix.Statfs(folder, &s); err != nil {
		return 0, false
	}
	return uint64(s.Bavail) * uint64(s.Bsize), true //nolint:unconvert // the field's type differs between systems
}
