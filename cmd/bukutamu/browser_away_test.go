package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"bukutamu/internal/book"
	"bukutamu/internal/visit"
)

// named counts today's visits of a guest.
func named(t testing.TB, h *house, name string) (n int) {
	t.Helper()
	o, err := h.Book.Home(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rows, _, _, err := h.Book.History(t.Context(), o.ID, book.Filter{Name: name, From: o.Day(h.clock.now()), To: o.Day(h.clock.now()).AddDate(0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.Brief.Name == name {
			n++
		}
	}
	return n
}

// away are the complaints of a browser whose server is gone.
var away = []string{"ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED_ENCODING", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE", "Failed to load resource", "ERR_NETWORK_CHANGED"}

// The server goes away before the last form of the kiosk: the guest is told, everything
// stays, and the form goes out by itself when the server is back, once.
func TestTheKioskWithoutTheServer(t *testing.T) {
	t.Parallel()
	h := demo(t)
	b := tell(browser(t).tab(t, landscape768), h).allow(away...)
	b.click("choice", "Tidak membawa").click("choice", "Saya sudah membaca")
	h.stop()
	b.click("button", "Ambil tiket")
	b.until("document.querySelector('dialog[data-send-bar]').open")
	b.shot("kiosk-away")
	if !strings.Contains(b.text(), "Kenarikan") || !js[bool](b, "document.querySelector('[name=rules]').checked") {
		t.Errorf("something is gone: %s", b.text())
	}
	b.leads(h.start)
	if !strings.HasPrefix(b.h1(), "Terima kasih, Ibu Kenarikan") {
		t.Fatalf("no ticket when the server is back: %s", b.text())
	}
	if n := named(t, h, "Kenarikan Contohwati"); n != 1 {
		t.Errorf("%d visits of one guest", n)
	}
}

// The same at the desk, with a form full of typing.
func TestTheDeskWithoutTheServer(t *testing.T) {
	t.Parallel()
	h := empty(t) // a demo that starts again gives new passwords, which ends every session
	freshOffice(t, h)
	b := enter(t, browser(t).tab(t, desk1366), h, "bima").allow(away...)
	b.open(h.Staff+"/tamu/baru").fill("Nama tamu", "Cempaka Contohwati").fill("Apa keperluannya?", "Sidang").fill("Bagian", "Seksi Intelijen")
	h.stop()
	b.click("button", "Catat tiba, lanjut verifikasi")
	b.until("!document.querySelector('[data-send-bar]').hidden")
	if got := b.value("Nama tamu"); got != "Cempaka Contohwati" {
		t.Errorf("typed and lost: %q", got)
	}
	b.shot("desk-away")
	b.leads(h.start)
	if b.h1() != "Verifikasi" || named(t, h, "Cempaka Contohwati") != 1 {
		t.Errorf("%d visits, and the page is %q", named(t, h, "Cempaka Contohwati"), b.h1())
	}
}

// However often and fast somebody presses, a form is one entry.
func TestPressingTwice(t *testing.T) {
	t.Parallel()
	h := demo(t)
	b := tell(browser(t).tab(t, landscape768), h)
	b.click("choice", "Tidak membawa").click("choice", "Saya sudah membaca")
	x, y, _ := b.place(b.must("button", "Ambil tiket"))
	b.leads(func() {
		b.call(func() error {
			return chromedp.Do(b.ctx, chromedp.MouseClickXY(x, y, chromedp.ClickCount(1)), chromedp.MouseClickXY(x, y, chromedp.ClickCount(2)))
		})
	})
	if n := named(t, h, "Kenarikan Contohwati"); n != 1 || !strings.HasPrefix(b.h1(), "Terima kasih") {
		t.Errorf("a double click made %d visits: %s", n, b.h1())
	}
	v := visitOf(t, h, code.FindString(b.text()))
	desk := enter(t, browser(t).tab(t, desk1366), h, "piket").open(h.Staff + "/kunjungan/" + v.ID)
	x, y, _ = desk.place(desk.must("button", "Catat tiba"))
	desk.leads(func() {
		desk.call(func() error {
			return chromedp.Do(desk.ctx, chromedp.MouseClickXY(x, y), chromedp.MouseClickXY(x, y), chromedp.MouseClickXY(x, y))
		})
	})
	now, err := h.Book.Visit(t.Context(), stampOf(h).Office, v.ID)
	if err != nil || now.Facts.State != visit.Arrived || now.Seen() != v.Seen()+1 {
		t.Errorf("three clicks: %d entries, %v %v", now.Seen()-v.Seen(), now.Facts.State, err)
	}
}

// A camera that may not be used is said in words, and the way without it stays open.
func TestTheCameraIsRefused(t *testing.T) {
	t.Parallel()
	h := demo(t)
	v, _ := ticketed(t, h, "Melur Contohwati")
	step(t, h, "/t/kapuas."+v.Ticket, "arrive")
	shy := launch(t, chromedp.Flag("use-fake-device-for-media-stream", true), chromedp.Flag("deny-permission-prompts", true))
	t.Cleanup(shy.cancel)
	for name, c := range map[string]struct {
		browser          *chromium
		scanned, checked string
	}{
		"refused": {shy, "Kamera belum diizinkan di peramban ini. Pakai pemindai USB", "Kamera belum diizinkan di peramban ini. Pilih berkas"},
		"none":    {browser(t), "Tidak ada kamera. Pakai pemindai USB", "Tidak ada kamera. Pilih berkas"},
	} {
		b := enter(t, c.browser.tab(t, desk1366), h, "piket")
		b.click("button", "Pindai dengan kamera")
		b.until("document.body.innerText.includes(" + quoted(c.scanned) + ")")
		b.open(h.Staff + "/kunjungan/" + v.ID + "/verify")
		b.until("document.body.innerText.includes(" + quoted(c.checked) + ")")
		b.must("button", "Tanpa foto …")
		if !js[bool](b, "document.querySelector('#photo-file').checkVisibility()") {
			t.Errorf("%s: no file can be chosen", name)
		}
	}
}

// The kiosk in Chromium with scripts switched off.
func TestTheKioskWithoutScripts(t *testing.T) {
	t.Parallel()
	h := demo(t)
	b := browser(t).tab(t, portrait1080)
	b.scripts(false)
	tell(b, h)
	b.shot("kiosk-no-scripts")
	b.click("choice", "Tidak membawa").click("choice", "Saya sudah membaca").press("button", "Ambil tiket")
	if !strings.HasPrefix(b.h1(), "Terima kasih, Ibu Kenarikan") || named(t, h, "Kenarikan Contohwati") != 1 {
		t.Errorf("without scripts: %s", b.text())
	}
	b.press("link", "Selesai")
	nothing(t, b, "without scripts, after Selesai")
	for b.steps(-1) {
		nothing(t, b, "without scripts, back")
	}
}
