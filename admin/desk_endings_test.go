package admin_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/visit"
)

// A guest who went away or was refused is among those who left, with a word of its
// own, and for five minutes it can be undone: by the toast and on the card.
func TestGoingAwayAndRefusingAreUndone(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	for _, c := range []struct {
		link, button, pill, toast, undo, log string
		state                                visit.State
	}{
		{"Tamu pergi …", "Catat pergi", "Pulang 09.42", "Anggrek Contohwati pergi sebelum masuk, 09.42", "Urungkan: mencatat tamu pergi, 09.42", "Pergi sebelum diperiksa", visit.Left},
		{"Tolak …", "Tolak masuk", "Ditolak masuk", "Anggrek Contohwati ditolak masuk, 09.42", "Urungkan: menolak masuk, 09.42", "Ditolak masuk", visit.Refused},
	} {
		id, _ := d.arrives(ratna)
		page := ratna.Get("/kunjungan/" + id).Follow(c.link).Want(200)
		page.Form(c.button).Press("Periksa isian").Want(200)
		page = page.Form(c.button).Fill("Alasan", "Tidak membawa kartu").Press(c.button).Want(200)
		says(t, page, c.toast, "Tidak membawa kartu")
		if f := d.visit(id).Facts; f.State != c.state {
			t.Fatalf("%s: %s", c.button, f.State)
		}
		if left := group(ratna.Get("/"), "Sudah pulang"); !strings.Contains(left, c.pill) {
			t.Errorf("%s: the list says %q", c.button, left)
		}
		says(t, ratna.Get("/riwayat/"+id).Want(200), c.log+", ", "alasan: Tidak membawa kartu")
		page = ratna.Get("/kunjungan/" + id)
		page.Form(c.undo).Press(c.undo).Want(200)
		if f := d.visit(id).Facts; f.State != visit.Arrived || f.Reason != "" || !f.LeftAt.IsZero() {
			t.Errorf("%s undone: %+v", c.button, f)
		}
		page = ratna.Get("/kunjungan/" + id).Follow(c.link)
		page.Form(c.button).Fill("Alasan", "Tetap").Press(c.button).Want(200)
		if s := d.visit(id).Facts.State; s != c.state {
			t.Errorf("%s after the undo: %s", c.button, s)
		}
	}
}

// A registration that was cancelled or has expired is off the list, cannot be undone,
// and its ticket says so when it is scanned.
func TestCancelledAndExpiredAtTheDesk(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	cancelled, expired := d.registers(), d.registers(func(m *visit.Register) { m.Name = "Bakung Contoh" })
	page := ratna.Get("/kunjungan/"+cancelled.ID).Follow("Batalkan …").Form("Batalkan kunjungan").Fill("Alasan", "Sakit").Press("Batalkan kunjungan").Want(200)
	says(t, page, "Dibatalkan", "Sakit")
	if page.Find("button", "Urungkan") != nil || page.Has("link", "Jadwalkan ulang …") || page.Has("button", "Catat tiba") {
		t.Error("a cancelled visit is offered more")
	}
	if strings.Contains(group(ratna.Get("/"), "Terdaftar, belum tiba"), "Anggrek") {
		t.Error("a cancelled visit is awaited")
	}
	says(t, scans(ratna, cancelled.Ticket).Want(200), "Kunjungan ini dibatalkan", "oleh Ratna Umpama")

	d.later(24 * time.Hour)
	ratna = d.as("ratna")
	card := ratna.Get("/kunjungan/" + expired.ID).Want(200)
	if card.Has("link", "Jadwalkan ulang …") {
		t.Error("a day that is over can be moved")
	}
	s := account.Stamp{Office: d.office.ID, By: account.BySystem, Roles: account.Roles{account.System}, Act: "job", Seen: account.SeenAny}
	if _, err := d.book.Move(context.Background(), s, expired.ID, visit.Expire{}); err != nil {
		t.Fatal(err)
	}
	says(t, ratna.Get("/kunjungan/"+expired.ID).Want(200), "Kedaluwarsa")
	says(t, scans(ratna, expired.Code).Want(200), "Tiket ini sudah kedaluwarsa")
	says(t, ratna.Get("/riwayat/"+expired.ID).Want(200), "Kedaluwarsa, harinya sudah lewat")
}
