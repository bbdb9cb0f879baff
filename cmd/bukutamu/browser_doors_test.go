package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// A port is no border for cookies: the guest door's pages share the jar of the staff
// door. What they must not do is read, set or ride the officer's session.
func TestTheGuestDoorCannotUseTheStaffSession(t *testing.T) {
	t.Parallel()
	h := demo(t)
	desk := enter(t, browser(t).tab(t, desk1366), h, "piket")
	guest := desk.sibling()
	guest.allow("violates the following Content Security Policy", "Content Security Policy", "ERR_BLOCKED_BY_CSP", "Refused to")
	guest.open(h.Guest + "/kios")
	signedIn := func(after string) {
		t.Helper()
		if desk.open(h.Staff + "/"); desk.h1() != "Meja depan" {
			t.Fatalf("%s: the officer finds %q", after, desk.h1())
		}
	}
	if c := js[string](guest, "document.cookie"); c != "" {
		t.Errorf("the guest page reads %q", c)
	}
	for _, set := range []string{"staff=x; path=/", "staff=x; path=/; max-age=0", "__Host-staff=x; path=/; secure", "guest=x; path=/"} {
		js[string](guest, "document.cookie = "+quoted(set))
		signedIn("the guest page sets " + set)
	}
	for name, try := range map[string]string{
		"reads the desk":     "fetch(" + quoted(h.Staff+"/") + ", { credentials: 'include' }).then((r) => r.text(), (e) => 'refused')",
		"reads it as opaque": "fetch(" + quoted(h.Staff+"/riwayat") + ", { credentials: 'include', mode: 'no-cors' }).then((r) => r.text(), (e) => 'refused')",
		"signs out":          "fetch(" + quoted(h.Staff+"/keluar") + ", { method: 'POST', credentials: 'include', mode: 'no-cors', body: new URLSearchParams({ a: 1 }) }).then((r) => r.text(), (e) => 'refused')",
	} {
		if got := js[string](guest, try); strings.Contains(got, "Meja") || got != "refused" && got != "" {
			t.Errorf("the guest page %s: %.80q", name, got)
		}
	}
	signedIn("requests from the guest page")
	for _, path := range []string{"/kunjungan", "/pindai", "/riwayat", "/pengaturan", "/masuk", "/keluar", "/metrics"} {
		if r, err := http.Get(h.Guest + path); err != nil || r.StatusCode != http.StatusNotFound {
			t.Errorf("the guest door has %s: %v %v", path, r.StatusCode, err)
		}
	}
}

// Another program on the same machine gets the officer's cookie with every request, and
// still cannot act with it, nor frame the desk.
func TestAnotherPortCannotRideTheStaffSession(t *testing.T) {
	t.Parallel()
	h := demo(t)
	v, _ := ticketed(t, h, "Melur Contohwati")
	var seen sync.Map
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, c := range r.Cookies() {
			seen.Store(c.Name, true)
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<!doctype html><html lang="id"><title>Lain</title><h1>Lain</h1>
			<form id="arrive" method="post" action="%[1]s/kunjungan/%[2]s/arrive"><input name="seen" value="-1"></form>
			<form id="walk" method="post" action="%[1]s/kunjungan"><input name="name" value="Tamu Gelap"><input name="purpose" value="sidang"></form>
			<form id="out" method="post" action="%[1]s/keluar"></form>
			<iframe id="frame" src="%[1]s/"></iframe>`, h.Staff, v.ID)
	}))
	defer other.Close()
	desk := enter(t, browser(t).tab(t, desk1366), h, "piket")
	evil := desk.sibling()
	evil.allow("status of 403", "Framing", "a request to elsewhere: data:image/png") // the last is the picture of the browser's own "refused" in the frame
	for _, form := range []string{"arrive", "walk", "out"} {
		evil.open(other.URL)
		evil.leads(func() { js[bool](evil, "document.getElementById("+quoted(form)+").submit(), true") })
		if got := js[int](evil, "performance.getEntriesByType('navigation')[0].responseStatus"); got != http.StatusForbidden {
			t.Errorf("the form %q from another port is answered %d: %s", form, got, evil.text())
		}
	}
	evil.mu.Lock()
	if framed := strings.Join(evil.faults, "\n"); !strings.Contains(framed, "frame-ancestors") {
		t.Errorf("the desk shows in another page's frame: %.300s", framed)
	}
	evil.mu.Unlock()
	if _, ok := seen.Load("staff"); !ok {
		t.Error("the other port never got the staff cookie: this test shows nothing")
	}
	if desk.open(h.Staff + "/"); desk.h1() != "Meja depan" || strings.Contains(desk.text(), "Tamu Gelap") {
		t.Errorf("another port acted for the officer: %s", desk.text())
	}
	if now, err := h.Book.Visit(t.Context(), stampOf(h).Office, v.ID); err != nil || now.Seen() != v.Seen() {
		t.Errorf("another port recorded an arrival: %v %v", now.Facts.State, err)
	}
}
