package kiosk_test

import (
	"strings"
	"testing"

	"bukutamu/internal/identity"
	"bukutamu/internal/visit"
)

// A guest moves the ticket to another day: the same code and QR, one entry however
// often the form is sent.
func TestMovingATicketToAnotherDay(t *testing.T) {
	p := open(t)
	c := p.browser()
	ticket := filled(c).Press("Ambil tiket").Want(200)
	before := p.one()
	page := ticket.Follow("Pilih hari lain").Want(200)
	if page.H1() != "Pilih hari lain" || !strings.Contains(page.Text(), "Sekarang: Hari ini, Senin 23 November 2026") {
		t.Fatal(page.Text())
	}
	for day, says := range map[string]string{
		"": "Pilih tanggal kedatangan.", "2026-11-23": "Pilih hari lain dari yang sekarang.", "2026-11-20": "Pilih hari ini atau sesudahnya.", "2027-01-01": "paling jauh 14 hari lagi",
	} {
		back := page.Form("Simpan hari baru").Fill("Hari baru", day).Press("Simpan hari baru").Want(422)
		if alert := back.Find("alert", ""); alert == nil || !strings.Contains(alert.Text(), says) || !strings.HasPrefix(back.Title(), "Belum lengkap: ") {
			t.Errorf("%q: %s", day, back.Text())
		}
	}
	form := page.Form("Simpan hari baru").Fill("Hari baru", "2026-11-26")
	moved := form.Press("Simpan hari baru").Want(200)
	form.Press("Simpan hari baru").Want(200)
	v := p.one()
	if v.Facts.Day != "2026-11-26" || v.Code != before.Code || v.Ticket != before.Ticket || len(v.Log) != 2 || v.Last().By != "guest" {
		t.Errorf("%s, %d entries, by %s", v.Facts.Day, len(v.Log), v.Last().By)
	}
	if moved.URL.Path != ticket.URL.Path || !strings.Contains(moved.Text(), "Kamis 26 November 2026") || !moved.Has("img", "QR tiket") {
		t.Error(moved.Text())
	}
}

// A ticket that was used, or moved too often, is moved at the desk if at all.
func TestATicketThatCannotBeMoved(t *testing.T) {
	p := open(t)
	ticket := filled(p.browser()).Press("Ambil tiket").Want(200)
	form := ticket.Follow("Pilih hari lain").Form("Simpan hari baru").Fill("Hari baru", "2026-11-26")
	p.move(p.one(), visit.Arrive{})
	page := form.Press("Simpan hari baru").Want(409)
	if page.H1() != "Anda sudah tercatat datang" || !strings.Contains(page.Text(), "Belum bisa dipindah di sini") || strings.Contains(page.Text(), "piket") {
		t.Error(page.Text())
	}
	if gone := p.browser().Get(ticket.URL.Path + "/hari"); gone.URL.Path != ticket.URL.Path || page.Has("link", "Pilih hari lain") {
		t.Error("a used ticket offers another day")
	}

	often := open(t)
	c := often.browser()
	path := filled(c).Press("Ambil tiket").Want(200).URL.Path
	days := []string{"2026-11-24", "2026-11-25"}
	for i := range visit.GuestReschedules {
		c.Get(path+"/hari").Form("Simpan hari baru").Fill("Hari baru", days[i%2]).Press("Simpan hari baru").Want(200)
	}
	page = c.Get(path+"/hari").Form("Simpan hari baru").Fill("Hari baru", "2026-11-27").Press("Simpan hari baru").Want(409)
	if !strings.Contains(page.Text(), "sudah sering dipindah harinya. Hubungi meja depan.") || !page.Has("img", "QR tiket") {
		t.Error(page.Text())
	}
}

// The ticket says that its guest is outside, and where the fresh one is.
func TestTheTicketOfTheSecondHalf(t *testing.T) {
	p := open(t)
	c := p.browser()
	path := filled(c).Press("Ambil tiket").Want(200).URL.Path
	p.move(p.one(), visit.Arrive{})
	p.move(p.one(), visit.Verify{Document: identity.KTP, Number: "6203990101900001", Name: "Anggrek Contohwati", Badge: 7, PhotoWhy: "kamera rusak", Screening: "none", Unit: "pidum", Ask: true})
	p.move(p.one(), visit.Escort{By: p.office.Escorts()[0].ID})
	p.move(p.one(), visit.Out{Back: []string{"card"}})
	page := c.Get(path).Want(200)
	if page.H1() != "Sampai nanti" || !strings.Contains(page.Text(), "Sedang di luar") || page.Has("img", "QR tiket") {
		t.Error(page.Text())
	}
	if now := page.Root.Tags("li"); len(now) != 4 || now[3].Attr["aria-current"] != "step" {
		t.Error("the stage of a guest who stepped out is forgotten")
	}
	p.move(p.one(), visit.In{Taken: []string{"card"}})
	p.move(p.one(), visit.Transfer{Unit: "datun"})
	if page = c.Get(path).Want(200); page.H1() != "Silakan tunggu" || !strings.Contains(page.Text(), "Seksi Perdata dan Tata Usaha Negara") {
		t.Error(page.Text())
	}
	p.move(p.one(), visit.Leave{Back: []string{"badge", "card"}, Ending: visit.Rescheduled, Day: "2026-11-30"})
	page = c.Get(path).Want(410)
	next := page.Follow("Tiket baru untuk Senin 30 November 2026").Want(200)
	if next.URL.Path == path || next.H1() != "Tiket Anda siap" || !next.Has("img", "QR tiket") {
		t.Error(next.Text())
	}
}

// The kiosk shows no ticket that was used or moved while it was on the screen.
func TestTheKioskForgetsAMovedTicket(t *testing.T) {
	p := open(t)
	c := p.browser()
	toTicket(c).Want(200)
	c.Get("/tiket").Want(200).Must("img", "QR tiket")
	p.move(p.one(), visit.Reschedule{Day: "2026-11-25"})
	if page := c.Get("/tiket").Want(200); page.URL.Path != "/kios" {
		t.Errorf("%s: %s", page.URL.Path, page.Text())
	}
}
