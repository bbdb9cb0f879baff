package main

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"bukutamu/internal/lang"
)

// shortOf is a visit's code as its guest reads it.
func shortOf(h *house, id string) string {
	h.t.Helper()
	v, err := h.Book.Visit(h.t.Context(), stampOf(h).Office, id)
	if err != nil || len(v.Code) != 6 {
		h.t.Fatalf("visit %q has the code %q, %v", id, v.Code, err)
	}
	return v.Code[:3] + "-" + v.Code[3:]
}

// codeTour visits the pages for a guest who has a QR or a code.
func codeTour(b *tab, h *house, l lang.Lang, at stop) {
	b.t.Helper()
	w := func(id string) string { return in(l, id) }
	visits := today(b.t, h)
	ask := func(code string) {
		b.open(h.Guest + "/kios").open(h.Guest + "/kios?lang=" + string(l)) // the first forgets the answer, and the language with it
		b.press("link", w("Sudah punya QR atau kode")).fill(w("Kode Anda?"), code).press("button", w("Periksa kode"))
	}
	b.press("link", w("Sudah punya QR atau kode"))
	at(b, "code")
	b.click("button", w("Nyalakan kamera"))
	b.until("[...document.querySelectorAll('[data-camera-says]')].some((el) => !el.hidden) || document.documentElement.dataset.camera")
	at(b, "code, no camera")
	b.allow("status of 422", "status of 429")
	ask("000-000")
	at(b, "code, unknown")
	for _, state := range []string{"registered", "waiting", "meeting"} {
		ask(shortOf(h, visits[state]))
		at(b, "code, "+state)
	}
	if l == lang.EN { // the last of the tours: from here on this kiosk asks nothing more
		for range 5 {
			_, _ = h.Book.Glance(b.t.Context(), stampOf(h), "127.0.0.1", "000000")
		}
		b.open(h.Guest + "/kios/kode")
		at(b, "code, too often")
	}
	b.open(h.Guest + "/kios").open(h.Guest + "/kios?lang=" + string(l))
}

// A guest types the code on the kiosk's own keys, or holds it before a scanner, whatever
// has the focus; and without scripts a scanner's Enter sends the form.
func TestACodeAtTheKiosk(t *testing.T) {
	t.Parallel()
	h := demo(t)
	v, qr := ticketed(t, h, "Melur Contohwati")
	b := browser(t).tab(t, portrait1080)
	says := func(where string) {
		t.Helper()
		if b.url().Path != "/kios/kode/jawaban" || b.h1() != "Langsung ke meja petugas." || strings.Contains(b.text(), "Melur") {
			t.Errorf("%s: %s %s", where, b.url(), b.text())
		}
	}
	b.open(h.Guest + "/kios/kode")
	for _, letter := range v.Code {
		b.tap("button", string(letter))
	}
	if got := b.value("Kode Anda?"); got != v.Code {
		t.Errorf("the keys typed %q, want %q", got, v.Code)
	}
	b.press("button", "Periksa kode")
	says("typed")

	for _, c := range []struct {
		name    string
		enter   bool
		prepare func()
	}{
		{"scanned", true, func() {}},
		{"scanned without Enter", false, func() {}},
		{"scanned with the focus nowhere", true, func() { js[bool](b, "document.activeElement.blur(), true") }},
	} {
		b.open(h.Guest + "/kios").open(h.Guest + "/kios/kode")
		js[bool](b, "sessionStorage.clear(), true")
		c.prepare()
		b.leads(func() { b.scan(qr, c.enter) })
		says(c.name)
	}

	b.scripts(false)
	b.open(h.Guest + "/kios").open(h.Guest + "/kios/kode")
	b.until("document.activeElement?.id === 'kode'") // the page gives it the focus as it is drawn
	b.write(qr)
	b.leads(func() { b.keys(kb.Enter) })
	says("without scripts")
}

// The kiosk's camera reads a badge that is held before it. While it is on, the kiosk
// never resets.
func TestTheKiosksCamera(t *testing.T) {
	t.Parallel()
	h := demo(t)
	phone := browser(t).tab(t, landscape768)
	tapTicket(phone, h, "Kenarikan Contohwati")
	b := camera(t, film(t, phone.picture())).tab(t, landscape768)
	b.open(h.Guest+"/kios").press("link", "Sudah punya QR atau kode")
	b.leads(func() { b.click("button", "Nyalakan kamera") })
	if b.url().Path != "/kios/kode/jawaban" || b.h1() != "Langsung ke meja petugas." {
		t.Errorf("%s: %s", b.url(), b.text())
	}
	nothing(t, b, "the answer")
}

// However the guest with a code ends, the next one finds neither the code nor the answer.
func TestKioskPrivacyOfACode(t *testing.T) {
	t.Parallel()
	h := demo(t)
	v, qr := ticketed(t, h, "Kenarikan Contohwati")
	secrets := []string{shortOf(h, v.ID), v.Code, v.Ticket, v.ID, "terdaftar untuk hari ini"}
	home := func(b *tab) {
		b.until("location.pathname === '/kios' && document.readyState === 'complete' && document.querySelector('h1')?.innerText === 'Selamat pagi.'")
	}
	typed := func(b *tab) {
		b.fill("Kode Anda?", shortOf(h, v.ID)).press("button", "Periksa kode")
	}
	for _, end := range []struct {
		name string
		do   func(b *tab)
	}{
		{"Selesai", func(b *tab) { typed(b); b.click("link", "Selesai") }},
		{"the answer's 45 seconds", func(b *tab) { typed(b); b.later(50 * time.Second) }},
		{"a scan, and walking away", func(b *tab) {
			b.leads(func() { b.scan(qr, true) })
			b.later(50 * time.Second)
		}},
		{"half a code, typed and not sent", func(b *tab) { b.fill("Kode Anda?", shortOf(h, v.ID)); b.later(61 * time.Second) }},
		{"home by its address", func(b *tab) { typed(b); b.open(h.Guest + "/kios") }},
		{"the browser's own Back", func(b *tab) { typed(b); b.steps(-1); b.open(h.Guest + "/kios") }},
	} {
		b := browser(t).tab(t, landscape768)
		b.open(h.Guest+"/kios").press("link", "Sudah punya QR atau kode")
		end.do(b)
		home(b)
		nothing(t, b, end.name, secrets...)
		for b.steps(-1) {
			nothing(t, b, end.name+", back", secrets...)
		}
		for b.steps(1) {
			nothing(t, b, end.name+", forward", secrets...)
		}
		for _, path := range []string{"/kios/kode", "/kios/kode/jawaban", "/kios/panggil", "/tiket"} {
			b.open(h.Guest + path)
			nothing(t, b, end.name+", "+path, secrets...)
		}
		b.close()
	}
}
