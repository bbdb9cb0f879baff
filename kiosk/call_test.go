package kiosk_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/book"
	"bukutamu/internal/visit"
	"bukutamu/internal/web/webtest"
)

func (p *place) calls() []book.Call {
	p.t.Helper()
	calls, err := p.book.Calls(context.Background(), p.office.ID)
	if err != nil {
		p.t.Fatal(err)
	}
	return calls
}

// refresh is where a browser without scripts is led by itself.
func refresh(p *webtest.Page) string {
	for _, n := range p.Root.Tags("meta") {
		if n.Attr["http-equiv"] == "refresh" {
			return n.Attr["content"]
		}
	}
	return ""
}

// The bell rings until an officer goes; the guest is told both, and goes on where they were.
func TestCallingAnOfficer(t *testing.T) {
	p := open(t)
	c := p.browser()
	page := c.Get("/kios").Follow("Panggil petugas").Form("Panggil sekarang").Press("Panggil sekarang").Want(200)
	if page.H1() != "Bel di meja depan berbunyi." || page.URL.RequestURI() != "/kios/panggil?dari=awal" {
		t.Errorf("%s: %q", page.URL, page.H1())
	}
	calls := p.calls()
	if len(calls) != 1 || calls[0].Device != "Kios" || strings.Contains(page.Body, calls[0].ID) {
		t.Fatalf("%v", calls)
	}
	if got := c.Get("/kios/panggil/kabar"); got.Status != 204 {
		t.Errorf("news while it rings: %d %s", got.Status, got.Body)
	}
	if again := c.Get("/kios/panggil"); again.H1() != page.H1() || again.Has("button", "Panggil") {
		t.Errorf("while it rings: %q", again.H1())
	}
	p.after(time.Minute)
	if err := p.book.Answered(context.Background(), p.officer(visit.Visit{}), calls[0].ID); err != nil {
		t.Fatal(err)
	}
	if got := c.Get("/kios/panggil/kabar"); got.Status != 200 || got.Body != "1" {
		t.Errorf("news once somebody comes: %d %q", got.Status, got.Body)
	}
	page = c.Get("/kios/panggil").Want(200)
	if page.H1() != "Petugas sedang menuju ke sini." || strings.Contains(page.Text(), "piket") {
		t.Error(page.Text())
	}
	if page = page.Form("Panggil lagi").Press("Panggil lagi").Want(200); page.H1() != "Bel di meja depan berbunyi." || len(p.calls()) != 1 {
		t.Errorf("called again: %q, %v", page.H1(), p.calls())
	}
	c.Get("/kios")
	if page = c.Get("/kios/panggil"); page.H1() != "Perlu petugas di sini?" {
		t.Errorf("the next guest reads %q", page.H1())
	}
}

// A second tap while the bell rings, and the same form sent twice, are one call.
func TestACallIsOneCall(t *testing.T) {
	p := open(t)
	c := p.browser()
	form := c.Get("/kios/panggil").Form("Panggil sekarang")
	other := c.Get("/kios/panggil").Form("Panggil sekarang")
	for range 2 {
		form.Press("Panggil sekarang").Want(200)
		other.Press("Panggil sekarang").Want(200)
	}
	if n := len(p.calls()); n != 1 {
		t.Errorf("%d calls", n)
	}
}

// Without scripts the page asks by itself, for as long as a page may be quiet, and then
// asks whether anybody is there.
func TestTheBellWithoutScripts(t *testing.T) {
	p := open(t)
	c := p.browser()
	page := toReview(c).Follow("Panggil petugas").Form("Panggil sekarang").Press("Panggil sekarang")
	n := 0
	for ; n < 20; n++ {
		after, to, _ := strings.Cut(refresh(page), ";url=")
		if after != "5" {
			t.Fatalf("led on by %q", refresh(page))
		}
		if page = c.Get(to).Want(200); page.URL.Path != "/kios/panggil" {
			break
		}
	}
	if n != 8 || page.H1() != "Masih di sini?" {
		t.Errorf("after %d: %q", n, page.H1())
	}
	page = page.Follow("Ya, lanjutkan").Want(200)
	if page.H1() != "Bel di meja depan berbunyi." || page.Follow("Kembali").URL.Path != "/kios/periksa" {
		t.Errorf("%q leads back to %s", page.H1(), page.Follow("Kembali").URL)
	}
}
