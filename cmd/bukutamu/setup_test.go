package main

import (
	"strings"
	"testing"
)

// Before the first run nothing at the guest door can be filled in: it says that the
// office is being prepared, and nothing is a fault.
func TestTheGuestDoorBeforeSetUp(t *testing.T) {
	h := empty(t)
	c := h.guest(t)
	for _, path := range []string{"/", "/kios", "/kios/keperluan", "/kios/periksa", "/tiket", "/kios/panggil", "/kios/daftarkan"} {
		page := c.Get(path).Want(200)
		if !strings.Contains(page.Text(), "sedang disiapkan") {
			t.Errorf("%s: %s", path, page.Text())
		}
	}
	if got := c.Get("/kios/standar").Want(200).H1(); got != "Standar pelayanan" { // the same in every office
		t.Error(got)
	}
	for _, door := range []string{h.Guest, h.Staff} {
		if got := status(t, door+"/readyz"); got != 200 {
			t.Errorf("%s/readyz: %d", door, got)
		}
	}
}
