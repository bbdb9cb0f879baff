package main

import (
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
)

// answerCalls is an officer who goes wherever somebody calls.
func (h *house) answerCalls() {
	h.t.Helper()
	s := stampOf(h)
	calls, err := h.Book.Calls(h.t.Context(), s.Office)
	if err != nil || len(calls) == 0 {
		h.t.Fatalf("%d calls, %v", len(calls), err)
	}
	for _, c := range calls {
		if err := h.Book.Answered(h.t.Context(), s, c.ID); err != nil {
			h.t.Fatal(err)
		}
	}
}

// ring is a guest who calls at a kiosk of this name.
func (h *house) ring(kiosk string) {
	h.t.Helper()
	s := account.Stamp{Office: stampOf(h).Office, By: account.ByGuest, Roles: account.Roles{account.Guest}, Device: kiosk}
	if err := h.Book.CallOfficer(h.t.Context(), s, "Lobi"); err != nil {
		h.t.Fatal(err)
	}
}

// enrolKiosk makes the tab's browser a kiosk of the office.
func enrolKiosk(t testing.TB, b *tab, h *house, name, place string) {
	t.Helper()
	b.open(h.Guest+"/kios/daftarkan").press("button", "Tampilkan kode")
	s := stampOf(h)
	s.By, s.Roles = "admin", account.Roles{account.Admin}
	if _, err := h.Book.Enrol(t.Context(), s, code.FindString(b.text()), "kiosk", name, place); err != nil {
		t.Fatal(err)
	}
	b.until("location.pathname === '/kios' && document.readyState === 'complete'")
}

// A guest at an enrolled kiosk calls: the desk rings with the kiosk's name and place, on
// a page where something is half typed; an officer goes, and the kiosk says so. Nobody
// loads a page anew, and what was typed stays at both ends.
func TestTheBell(t *testing.T) {
	t.Parallel()
	h := demo(t)
	kiosk := browser(t).tab(t, portrait1080)
	enrolKiosk(t, kiosk, h, "Kios lobi", "Pintu utama")
	tell(kiosk, h)
	desk := enter(t, browser(t).tab(t, desk1366), h, "piket")
	desk.open(h.Staff+"/tamu/baru").fill("Nama tamu", "Sari Contohwati")
	until(t, "the desk listens", func() bool { return h.hub.Open() >= 1 })

	kiosk.press("link", "Panggil petugas").press("button", "Panggil sekarang")
	began := time.Now()
	desk.until("document.getElementById('bell').innerText.includes('Kios lobi · Pintu utama memanggil petugas')")
	desk.until("document.documentElement.dataset.sounded === 'call'")
	t.Logf("from the call to the bell: %v", time.Since(began))
	if kiosk.h1() != "Bel di meja depan berbunyi." {
		t.Errorf("the kiosk says %q", kiosk.h1())
	}
	desk.shot("bell")

	// It rings again, gently, as long as nobody goes.
	js[bool](desk, "delete document.documentElement.dataset.sounded, true")
	desk.later(21 * time.Second)
	desk.until("document.documentElement.dataset.sounded === 'call'")

	began = time.Now()
	desk.click("button", "Saya ke sana")
	desk.until("document.getElementById('bell').innerText.includes('menuju ke Kios lobi · Pintu utama')")
	kiosk.until("document.querySelector('h1')?.innerText === 'Petugas sedang menuju ke sini.'")
	t.Logf("from the answer to the kiosk: %v", time.Since(began))
	if got := desk.value("Nama tamu"); got != "Sari Contohwati" || desk.url().Path != "/tamu/baru" {
		t.Errorf("answering lost %q, on %s", got, desk.url())
	}
	js[bool](desk, "delete document.documentElement.dataset.sounded, true")
	desk.later(60 * time.Second)
	time.Sleep(1100 * time.Millisecond) // the bell looks once a second
	if js[bool](desk, "'sounded' in document.documentElement.dataset") {
		t.Error("it rings on")
	}
	for range 5 { // the stream may renew the bell before its own button is answered
		h.ring("Kios samping")
		desk.until("document.querySelector('[data-sound-again]')")
		desk.click("button", "Saya ke sana").until("!document.querySelector('[data-sound-again]')")
	}
	if n := js[int](desk, "document.querySelectorAll('#bell').length"); n != 1 {
		t.Errorf("%d bells", n)
	}
	kiosk.press("link", "Kembali")
	if !strings.Contains(kiosk.text(), "Kenarikan") {
		t.Errorf("the guest's answers are gone: %s", kiosk.text())
	}
}

// A muted desk is silent, and still shows the words; a kiosk that waits for an officer
// and is left alone goes home as ever.
func TestTheBellInSilence(t *testing.T) {
	t.Parallel()
	h := demo(t)
	desk := enter(t, browser(t).tab(t, desk1366), h, "piket")
	desk.open(h.Staff + "/meja/tombol")
	js[bool](desk, "document.querySelector('button[data-sound-mute]').click(), true")
	kiosk := tell(browser(t).tab(t, landscape768), h)
	kiosk.press("link", "Panggil petugas").press("button", "Panggil sekarang")
	desk.open(h.Staff + "/")
	desk.must("button", "Saya ke sana")
	if js[string](desk, "localStorage.getItem('sound')") != "off" {
		t.Error("this device is not muted")
	}
	kiosk.later(61 * time.Second)
	kiosk.until("location.pathname === '/kios' && document.readyState === 'complete' && document.querySelector('h1')?.innerText === 'Selamat pagi.'")
	nothing(t, kiosk, "after the call")
	kiosk.press("link", "Panggil petugas")
	if kiosk.h1() != "Perlu petugas di sini?" {
		t.Errorf("the next guest reads %q", kiosk.h1())
	}
}
