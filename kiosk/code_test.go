package kiosk_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/identity"
	"bukutamu/internal/visit"
	"bukutamu/internal/web/webtest"
)

// asks writes a code on the kiosk's page, as a guest or a keyboard scanner does.
func asks(c *webtest.Client, text string) *webtest.Page {
	return c.Get("/kios/kode").Want(200).Form("Periksa kode").Fill("Kode Anda?", text).Press("Periksa kode")
}

// A guest with a code: each state of the visit has its answer, and none of them says who
// the guest is. Everything works without scripts.
func TestAGuestWithACode(t *testing.T) {
	p := open(t)
	toTicket(p.browser())
	v := p.one()
	c := p.browser()
	shown := v.Code[:3] + "-" + v.Code[3:]
	says := func(text string, wants ...string) {
		t.Helper()
		page := asks(c, text).Want(200)
		if page.URL.RequestURI() != "/kios/kode/jawaban" {
			t.Fatalf("%q is answered on %s: %s", text, page.URL, page.Text())
		}
		for _, want := range wants {
			if !strings.Contains(page.Text(), want) {
				t.Errorf("it does not say %q: %s", want, page.Text())
			}
		}
		for _, no := range []string{"Anggrek", "Contohwati", "Ibu", "Pidana Umum", "Misal", "panggilan,", "B-000", "0812", "T-016", "Ponsel 3", "Tas", v.ID, v.Ticket, shown, v.Code} {
			if no != "panggilan," && strings.Contains(page.Body, no) {
				t.Errorf("the page holds %q", no)
			}
		}
		if again := c.Get("/kios/kode/jawaban"); again.H1() != page.H1() {
			t.Errorf("loaded again: %q", again.H1())
		}
		if done := page.Follow("Selesai"); done.H1() != "Selamat pagi." || c.Get("/kios/kode/jawaban").URL.Path != "/kios" {
			t.Error("the answer is still there after Selesai")
		}
	}
	says(shown, "Langsung ke meja petugas.", "terdaftar untuk hari ini", "Siapkan", "Kartu identitas asli", "Surat panggilan, kalau dibawa")
	says("HTTPS://TAMU.EXAMPLE/T/KAPUAS."+v.Ticket, "terdaftar untuk hari ini")
	says(strings.ToLower(strings.NewReplacer("0", "O", "1", "l").Replace(v.Code)), "terdaftar untuk hari ini")
	v = p.move(v, visit.Arrive{})
	says(shown, "Mohon tunggu sebentar.", "memeriksa identitas")
	v = p.move(v, visit.Verify{
		Document: identity.KTP, Number: "6203995508850001", Name: "ANGGREK CONTOHWATI", Sex: identity.Female, Origin: "masyarakat", PhotoWhy: "Kamera rusak",
		Screening: visit.Nothing, Badge: 16, Unit: "pidum", Host: "galih-misal", Items: []visit.TakenItem{{What: "Ponsel", Locker: "3"}, {What: "Tas"}},
	})
	says(shown, "ruang tunggu", "segera menanyakan", "Ingin pulang?", "Kembalikan tanda pengenal", "Ambil kartu identitas dari kantong", "Ambil 2 barang titipan")
	v = p.move(v, visit.Ask{})
	says("https://tamu.example/b/kapuas."+v.Facts.Badge.Token, "sudah ditanya")
	v = p.move(v, visit.Answer{Reply: visit.Accepted})
	v = p.move(v, visit.Escort{By: "elang-umpamanto", Room: "Ruang 2.04"})
	says(shown, "Anda sedang bertamu.", "Ambil 2 barang titipan")
	p.move(v, visit.Leave{Back: []string{visit.BadgeKey, visit.CardKey, "1", "2"}})
	if page := asks(c, shown).Want(422); !strings.Contains(page.Text(), "tidak dikenal atau tidak berlaku lagi") {
		t.Error(page.Text())
	}
}

func TestACodeForAnotherDay(t *testing.T) {
	p := open(t)
	if _, _, err := p.book.Register(context.Background(), p.officer(visit.Visit{}), visit.Register{
		Purpose: "bertemu", Host: "galih-misal", Name: "Bakung Contoh", Weapon: "no", Read: true, Source: visit.ByPhone, Lang: "id", Day: "2026-11-25",
	}); err != nil {
		t.Fatal(err)
	}
	c := p.browser()
	if page := asks(c, p.one().Code).Want(200); page.H1() != "Tiket ini untuk hari lain." || !strings.Contains(page.Text(), "Berlaku Rabu 25 November 2026.") {
		t.Error(page.Text())
	}
	if c.Get("/kios/kode/jawaban?lang=en").H1() != "This ticket is for another day." {
		t.Error("no English")
	}
}

// Unknown, used up and cancelled are one page, to the letter; a slip of the finger says
// what a code looks like. What a scanner read does not come back into the field.
func TestACodeThatIsNotKnown(t *testing.T) {
	p := open(t)
	toTicket(p.browser())
	v := p.move(p.one(), visit.Cancel{})
	var first string
	for i, text := range []string{v.Code, "000-000"} {
		page := asks(p.browser(), text).Want(422)
		if got := page.Root.ID("kode").Attr["value"]; got != text {
			t.Errorf("typed %q, shown %q", text, got)
		}
		if !strings.HasPrefix(page.Title(), "Belum lengkap: ") || page.Find("alert", "") == nil || page.Header.Get("Permissions-Policy") != c200(p).Header.Get("Permissions-Policy") {
			t.Error("no summary, or no camera")
		}
		if i == 0 {
			first = page.Text()
		} else if page.Text() != first {
			t.Errorf("a cancelled code reads %q, an unknown one %q", first, page.Text())
		}
	}
	if page := asks(p.browser(), "K7P").Want(422); !strings.Contains(page.Text(), "Tulis enam huruf dan angka, misalnya K7P-4M2.") {
		t.Error(page.Text())
	}
	qr := "HTTPS://TAMU.EXAMPLE/T/KAPUAS." + v.Ticket
	if page := asks(p.browser(), qr).Want(422); strings.Contains(page.Body, v.Ticket) {
		t.Error("the token stays on the screen")
	}
	if strings.Contains(p.log.String(), v.Ticket) || strings.Contains(p.log.String(), v.Code) {
		t.Error("a code is in the log")
	}
}

func c200(p *place) *webtest.Page { return p.browser().Get("/kios/kode").Want(200) }

// The sixth try is sent to the desk, by a code that is known as well; a reload, a reset
// and a fresh session do not help, and some minutes do.
func TestTheSixthTryGoesToTheDesk(t *testing.T) {
	p := open(t)
	toTicket(p.browser())
	v := p.one()
	for i := range 5 {
		asks(p.browser(), fmt.Sprintf("00000%d", i)).Want(422)
	}
	c := p.browser()
	page := c.Get("/kios/kode").Want(200)
	if page.H1() != "Langsung ke meja petugas." || page.Has("button", "Periksa kode") || page.Find("link", "Panggil petugas") == nil {
		t.Fatal(page.Text())
	}
	token := c.Get("/kios/panggil").Form("Panggil sekarang").Values.Get("csrf")
	send := func(text string) *webtest.Page {
		return c.Post("/kios/kode", url.Values{"csrf": {token}, "kode": {text}}).Want(429)
	}
	known, unknown := send(v.Code), send("000009")
	if known.Text() != unknown.Text() || !strings.Contains(known.Text(), "Langsung ke meja petugas.") {
		t.Errorf("known: %s\nunknown: %s", known.Text(), unknown.Text())
	}
	c.Post("/kios/ulang", url.Values{"csrf": {token}})
	if c.Get("/kios/kode").Has("button", "Periksa kode") {
		t.Error("a reset forgives")
	}
	p.after(10 * time.Minute)
	if page := asks(c, v.Code).Want(200); page.H1() != "Langsung ke meja petugas." {
		t.Error(page.Text())
	}
}

// The kiosk's code page is no business of a phone's, and its home has no tile for it there.
func TestNoCodePageWithoutAKiosk(t *testing.T) {
	p := open(t)
	c := p.browser()
	c.Header["X-Forwarded-For"] = "192.0.2.7"
	token := c.Get("/").Want(200).Form("Ambil tiket").Values.Get("csrf")
	page := c.Post("/kios/kode", url.Values{"csrf": {token}, "kode": {"000000"}})
	if page.URL.Path != "/" || page.Has("link", "Sudah punya QR atau kode") {
		t.Errorf("%s: %s", page.URL, page.Text())
	}
	if !p.browser().Get("/kios").Has("link", "Sudah punya QR atau kode") {
		t.Error("the kiosk has no tile")
	}
}
