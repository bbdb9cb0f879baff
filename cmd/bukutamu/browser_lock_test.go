package main

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

// The desk locks itself while nobody is there: nothing of anybody stays on the screen,
// in the title or behind Back, and the password alone brings the page back, half-typed.
func TestADeskThatNobodyTouchesLocksItself(t *testing.T) {
	t.Parallel()
	h := demo(t)
	b := enter(t, browser(t).tab(t, desk1366), h, "piket")
	enrolDesk(t, b, h)
	b.open(h.Staff + "/riwayat").open(h.Staff + "/tamu/baru")
	b.fill("Nama tamu", "Kenarikan Contohwati")
	b.later(14 * time.Minute)
	b.keys("x") // somebody is there after all
	b.later(14 * time.Minute)
	if b.h1() == "Meja terkunci" {
		t.Fatal("locked although a key was pressed fourteen minutes ago")
	}
	b.leads(func() { b.later(2 * time.Minute) })
	b.until("location.pathname === '/kunci' && document.readyState === 'complete'")
	if b.h1() != "Meja terkunci" || js[string](b, "document.title") != "Meja terkunci" {
		t.Fatalf("after fifteen quiet minutes: %q %s", js[string](b, "document.title"), b.text())
	}
	shows := func(where string) {
		t.Helper()
		for _, w := range []string{"Kenarikan", "Ratna", "Kunjungan hari ini", "Sitirah"} {
			if strings.Contains(b.text(), w) {
				t.Errorf("%s shows %s", where, w)
			}
		}
	}
	shows("the lock")
	for n := range 3 {
		b.steps(-1)
		b.until("document.readyState === 'complete' && document.querySelector('h1')")
		if shows("Back"); n == 0 && b.h1() != "Meja terkunci" {
			t.Errorf("Back leads to %q", b.h1())
		}
	}
	b.open(h.Staff + "/kunci")
	b.until("document.activeElement.id === 'password'")
	b.write(password)
	b.leads(func() { b.keys(kb.Enter) })
	if got := b.value("Nama tamu"); got != "Kenarikan Contohwatix" {
		t.Errorf("back on %s with %q", b.url().Path, got)
	}
}

// While the server is away the screen is empty all the same, and locks when it is back.
func TestADeskLocksWithoutTheServer(t *testing.T) {
	t.Parallel()
	h := empty(t)
	freshOffice(t, h)
	b := enter(t, browser(t).tab(t, desk1366), h, "bima").allow(away...)
	enrolDeskFor(t, b, h, "bima", "bima")
	b.open(h.Staff+"/tamu/baru").fill("Nama tamu", "Kenarikan Contohwati")
	h.stop()
	b.later(16 * time.Minute)
	b.until("document.title === 'Meja terkunci'")
	if strings.Contains(b.text(), "Bima") || js[bool](b, "document.querySelector('input') !== null") || !strings.Contains(b.text(), "Sambungan terputus") {
		t.Errorf("the screen of a desk without its server: %s", b.text())
	}
	b.leads(h.start)
	b.until("location.pathname === '/kunci'")
}
