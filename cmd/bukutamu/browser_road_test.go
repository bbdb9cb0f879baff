package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

// enter signs in at the staff door with the keyboard.
func enter(t testing.TB, b *tab, h *house, login string) *tab {
	t.Helper()
	b.open(h.Staff + "/")
	b.fill("Nama pengguna", login).fill("Kata sandi", password)
	b.leads(func() { b.keys(kb.Enter) })
	if b.h1() == "Masuk" {
		t.Fatalf("%s is not let in: %s", login, b.text())
	}
	return b
}

// tapName types a name on the kiosk's own keys.
func (b *tab) tapName(name string) (taps int) {
	b.t.Helper()
	for _, r := range name {
		key := string(r)
		if r == ' ' {
			key = "Spasi"
		}
		b.tap("button", key)
		taps++
	}
	return taps
}

var code = regexp.MustCompile(`[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}`)

// A guest comes to the kiosk and touches nothing but the screen.
func tapTicket(b *tab, h *house, name string) (taps int) {
	b.t.Helper()
	tap := func(role, name string) {
		b.leads(func() { b.tap(role, name) })
		taps++
	}
	b.open(h.Guest + "/kios")
	began := time.Now()
	tap("link", "Daftar bertamu")
	tap("button", "Koordinasi atau konsultasi")
	tap("button", "Seksi Tindak Pidana Umum")
	taps += b.tapName(name)
	b.tap("choice", "Ibu")
	taps++
	tap("button", "Lanjut")
	tap("button", "Lewati")
	tap("button", "Lanjut")
	b.tap("choice", "Tidak membawa").tap("choice", "Saya sudah membaca")
	taps += 2
	tap("button", "Ambil tiket")
	if !strings.HasPrefix(b.h1(), "Terima kasih, Ibu") {
		b.t.Fatalf("no ticket: %s", b.text())
	}
	b.t.Logf("home to ticket: %d taps, %d of them letters of the name, %.1f s at machine speed", taps, len(name), time.Since(began).Seconds())
	return taps
}

// The whole road in two real browsers: the kiosk's screen is held before the desk's
// camera, the officer works by keyboard alone, and the badge that comes back is read
// by the USB scanner.
func TestTheRoadByCameraAndKeyboard(t *testing.T) {
	h := demo(t)
	kiosk := browser(t).tab(t, screen{1366, 768, true})
	tapTicket(kiosk, h, "Melur Contohwati")
	ticket := code.FindString(kiosk.text())
	kiosk.shot("ticket")

	b := enter(t, camera(t, film(t, kiosk.picture())).tab(t, desk1366), h, "piket")
	b.leads(func() { b.click("button", "Pindai dengan kamera") })
	b.must("heading", "Ibu Melur Contohwati")
	b.until("document.documentElement.dataset.sounded === 'accepted'")
	if !strings.Contains(b.text(), ticket) {
		t.Errorf("the card does not bear the code %s: %s", ticket, b.text())
	}
	b.shot("scanned")
	road(t, h, b)
}

// The same guest by a USB scanner.
func TestTheRoadByScannerAndKeyboard(t *testing.T) {
	h := demo(t)
	kiosk := browser(t).tab(t, screen{1366, 768, true})
	tapTicket(kiosk, h, "Melur Contohwati")
	b := enter(t, camera(t, film(t, kiosk.picture())).tab(t, desk1366), h, "piket")
	b.leads(func() { b.scan(qrOnScreen(t, kiosk), true) })
	b.must("heading", "Ibu Melur Contohwati")
	road(t, h, b)
}

// qrOnScreen is what zbarimg reads on the tab's screen.
func qrOnScreen(t testing.TB, b *tab) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "screen.png")
	if err := os.WriteFile(file, b.picture(), 0o600); err != nil {
		t.Fatal(err)
	}
	return readQR(t, file)
}

// hands count the keys that the officer presses: those that type what stands on the
// card, and those that act.
type hands struct {
	*tab
	typed, acted int
}

func (o *hands) types(text string) {
	o.t.Helper()
	o.typed += len(text)
	o.strokes(text, 100*time.Millisecond, false)
}

func (o *hands) acts(keys string) {
	o.t.Helper()
	o.acted += len([]rune(keys))
	o.keys(keys)
}

func (o *hands) access(letter string) {
	o.t.Helper()
	o.acted++
	o.alt(letter)
}

// road goes on from the guest's card to the end of the visit without a mouse.
func road(t testing.TB, h *house, b *tab) {
	began := time.Now()
	o := &hands{tab: b}
	b.leads(func() { o.access("s") }) // record the arrival
	if b.h1() != "Verifikasi" {
		t.Fatalf("the arrival leads to %q", b.h1())
	}
	b.until("document.activeElement?.id === 'number' && document.querySelector('video').videoWidth > 0")
	o.types(nik)
	o.acts("\t\t") // the name is there already
	b.until("document.activeElement?.name === 'sex'")
	o.acts(kb.ArrowRight)
	o.access("o") // photo
	b.until("!document.querySelector('[data-photo-says=saved]').hidden")
	b.shot("verify")
	b.leads(func() { o.access("s") })
	b.must("heading", "Tanda pengenal")
	t.Logf("scan to badge: %d keys that act, %d that type the number, %.1f s at machine speed", o.acted, o.typed, time.Since(began).Seconds())
	if o.acted > 6 {
		t.Errorf("%d keys from the scan to the badge, 6 are allowed", o.acted)
	}
	b.until("document.querySelector('iframe.printframe[data-loaded]')")
	b.shot("badge-printed")
	if at := js[string](b, "document.activeElement.tagName"); at == "IFRAME" {
		t.Error("printing took the keyboard away from the desk")
	}
	paper := readPDF(t, b.file(js[string](b, "document.querySelector('iframe.printframe').src")))
	if !paper.isSize(86, 54) || !strings.Contains(paper.text, "Melur Contohwati") {
		t.Errorf("the badge has %v × %v points and says %s", paper.width, paper.height, paper.text)
	}
	o.acted = 0
	b.leads(func() { o.access("b") }) // the host will see the guest
	b.leads(func() { o.access("a") })
	b.until("document.activeElement?.id === 'by'")
	o.acts(kb.ArrowDown)
	b.leads(func() { o.access("s") })
	if !strings.Contains(b.text(), "Bertemu") {
		t.Fatalf("not with the host: %s", b.text())
	}
	b.leads(func() { b.scan(paper.qr, false) }) // a scanner without Enter
	if b.h1() != "Tamu pulang" {
		t.Fatalf("the badge leads to %q", b.h1())
	}
	b.shot("leave")
	o.access("y")
	b.until("[...document.querySelectorAll('.give input')].every((box) => box.checked)")
	b.leads(func() { o.access("s") })
	if !strings.Contains(b.text(), "Pulang 09.0") {
		t.Errorf("still here: %s", b.text())
	}
	t.Logf("badge to goodbye: %d keys that act", o.acted)
	b.press("link", "Riwayat")
	if !strings.Contains(b.text(), "Melur Contohwati") {
		t.Errorf("not in the history: %s", b.text())
	}
}
