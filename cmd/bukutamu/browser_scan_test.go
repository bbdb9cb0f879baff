package main

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"bukutamu/internal/account"
	"bukutamu/internal/visit"
)

// stampOf is how the tests look into the book beside the pages.
func stampOf(h *house) account.Stamp {
	o, err := h.Book.Home(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	return account.Stamp{Office: o.ID, By: "piket", Roles: account.Roles{account.Officer}, Seen: account.SeenAny}
}

// ticketed takes a ticket over HTTP and gives its visit and what its QR code holds.
func ticketed(t testing.TB, h *house, name string) (v visit.Visit, qr string) {
	t.Helper()
	s := stampOf(h)
	found, err := h.Book.Find(t.Context(), s, codeOf(t, takeTicket(h.guest(t), name)))
	if err != nil {
		t.Fatal(err)
	}
	return found.Visit, strings.ToUpper(h.Guest + "/T/" + s.Office + "." + found.Visit.Ticket)
}

// A USB scanner is a keyboard: it may press Enter or not, Caps Lock may be on, and any
// field may have the focus. What it types never stays in that field.
func TestTheUSBScanner(t *testing.T) {
	t.Parallel()
	h := demo(t)
	_, qr := ticketed(t, h, "Melur Contohwati")
	b := enter(t, browser(t).tab(t, desk1366), h, "piket")
	for _, c := range []struct {
		name, read string
		enter      bool
		prepare    func()
	}{
		{"with Enter", qr, true, func() {}},
		{"without Enter", qr, false, func() {}},
		{"with Caps Lock on", strings.ToLower(qr), true, func() {}},
		{"the focus is in the list", qr, true, func() { b.keys(kb.ArrowDown) }},
		{"the focus is nowhere", qr, true, func() { js[bool](b, "document.activeElement.blur(), true") }},
		{"the field holds half a name", qr, true, func() { b.focus("field", "Pindai QR").write("sar") }},
	} {
		b.open(h.Staff + "/")
		js[bool](b, "sessionStorage.clear(), true") // not the same guest within three seconds
		c.prepare()
		b.leads(func() { b.scan(c.read, c.enter) })
		if !b.has("heading", "Ibu Melur Contohwati") {
			t.Errorf("%s: %s", c.name, b.text())
		}
	}

	b.open(h.Staff+"/").focus("field", "Pindai QR")
	b.strokes("melur contoh", 100*time.Millisecond, false)
	if got := b.value("Pindai QR"); got != "melur contoh" {
		t.Errorf("a person's typing is taken for a scan: %q", got)
	}
	b.leads(func() { b.keys(kb.Enter) })
	if !b.has("link", "Melur Contohwati") && !b.has("heading", "Ibu Melur Contohwati") {
		t.Errorf("the name is not found: %s", b.text())
	}
}

// While something typed is not saved, a scan asks first; the typed text stays as it was.
func TestAScanAmidUnsavedWork(t *testing.T) {
	t.Parallel()
	h := demo(t)
	_, qr := ticketed(t, h, "Melur Contohwati")
	b := enter(t, browser(t).tab(t, desk1366), h, "piket")
	b.open(h.Staff + "/tamu/baru")
	b.fill("Nama tamu", "Sari Contohwati")
	b.scan(qr, true)
	b.until("document.querySelector('dialog[data-scan-ask]').open")
	if got := js[string](b, "document.getElementById('name').value"); got != "Sari Contohwati" {
		t.Errorf("the scan stays in the field: %q", got)
	}
	b.shot("scan-asks")
	b.click("button", "Tetap di sini")
	b.until("!document.querySelector('dialog[data-scan-ask]').open")
	if got := b.value("Nama tamu"); got != "Sari Contohwati" || b.url().Path != "/tamu/baru" {
		t.Errorf("staying lost %q on %s", got, b.url())
	}
	js[bool](b, "sessionStorage.clear(), true")
	b.scan(qr, false)
	b.until("document.querySelector('dialog[data-scan-ask]').open")
	b.press("button", "Buka hasil pindai")
	b.must("heading", "Ibu Melur Contohwati")
}

// enrolDesk makes the tab's browser a desk of the office.
func enrolDesk(t testing.TB, b *tab, h *house) {
	t.Helper()
	enrolDeskFor(t, b, h, "admin", "piket")
}

// enrolDeskFor is enrolDesk with an administrator who confirms and an officer who works there.
func enrolDeskFor(t testing.TB, b *tab, h *house, admin, officer string) {
	t.Helper()
	b.open(h.Staff+"/saya/meja").press("button", "Tampilkan kode")
	page := signIn(t, h, admin).Get("/pengaturan/perangkat")
	page.Form("Daftarkan").Fill("Kode di layarnya", code.FindString(b.text())).Fill("Jenis", "Meja").Fill("Nama", "Meja depan").
		Fill("Tempat", "Lobi").Press("Daftarkan").Want(200)
	b.press("link", "Sudah didaftarkan, lanjut").press("link", "Keluar, lalu masuk lagi").press("button", "Keluar")
	enter(t, b, h, officer)
}

// After fifteen quiet minutes the desk shows nothing; a scan is taken out of the
// password field and answered once the officer is back.
func TestTheLockedDesk(t *testing.T) {
	t.Parallel()
	h := demo(t)
	_, qr := ticketed(t, h, "Melur Contohwati")
	b := enter(t, browser(t).tab(t, desk1366), h, "piket")
	enrolDesk(t, b, h)
	b.open(h.Staff + "/tamu/baru")
	h.clock.forward(16 * time.Minute)
	b.open(h.Staff + "/tamu/baru")
	if b.h1() != "Meja terkunci" || strings.Contains(b.text(), "Ratna") || strings.Contains(js[string](b, "document.title"), "(") {
		t.Fatalf("after sixteen quiet minutes: %q %s", js[string](b, "document.title"), b.text())
	}
	b.keeps("locked", "id")
	b.shot("locked")
	b.until("document.activeElement.id === 'password'")
	b.scan(qr, true)
	b.until("document.querySelector('[data-scan-hold]').value !== ''")
	if got := b.value("Kata sandi"); got != "" {
		t.Errorf("the scan stands in the password field: %d letters", len(got))
	}
	b.fill("Kata sandi", password)
	b.until("document.activeElement.id === 'password' && document.activeElement.value !== ''")
	b.leads(func() { b.click("button", "Buka kunci") })
	b.must("heading", "Ibu Melur Contohwati")
}
