package admin_test

import (
	"strings"
	"testing"

	"bukutamu/internal/visit"
)

// A guest in the waiting room and one with the host hand over a phone; it is on
// the card, on the check-out and in the way until it is back.
func TestAnItemHandedInAfterwards(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	waits, _ := d.waits(ratna, 3)
	meets, _ := d.meets(ratna, 4)
	for _, id := range []string{waits, meets} {
		before := d.visit(id)
		page := ratna.Get("/kunjungan/" + id).Follow("Titip barang …").Want(200)

		page = page.Form("Catat titipan").Fill("Loker", "L-9").Press("Catat titipan").Want(422)
		says(t, page, "Tulis barangnya.")
		if d.visit(id).Seen() != before.Seen() {
			t.Fatal("a refused item is in the log")
		}

		page = page.Form("Catat titipan").Fill("Barang titipan", "Ponsel kedua").Press("Catat titipan").Want(200)
		says(t, page, "Ponsel kedua")
		f := d.visit(id).Facts
		if n := len(f.Items); n != len(before.Facts.Items)+1 || f.Items[n-1].Locker != "L-9" || f.State != before.Facts.State {
			t.Fatalf("kept as %+v", f.Items)
		}
		says(t, ratna.Get("/kunjungan/"+id+"/leave").Want(200), "Ponsel kedua")
	}
}

func TestNoItemIsTakenBeforeTheCheck(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	id, _ := d.arrives(ratna)
	if page := ratna.Get("/kunjungan/" + id).Want(200); page.Has("link", "Titip barang …") {
		t.Error("an item is offered to be taken from somebody who was not verified")
	}
}

// A locker that another guest uses is said beside the field, and on both cards after
// it was taken all the same.
func TestTwoGuestsInOneLocker(t *testing.T) {
	d := openDesk(t)
	ratna := d.as("ratna")
	first, _ := d.waits(ratna, 3)
	d.moves(first, visit.Custody{What: "Laptop", Locker: "Loker 9"})
	second, _ := d.waits(ratna, 4)
	warns := "Di loker9 juga ada titipan Anggrek Contohwati (T-003)."

	page := ratna.Get("/kunjungan/" + second + "/custody").Want(200)
	form := page.Form("Catat titipan").Fill("Barang titipan", "Tas").Fill("Loker", "loker9")
	part := ratna.Post("/kunjungan/"+second+"/loker", form.Values).Want(200)
	says(t, part, warns)
	says(t, form.Press("Periksa isian").Want(200), warns)
	if n := len(d.visit(second).Facts.Items); n != 0 {
		t.Fatalf("looking took %d things", n)
	}
	says(t, form.Press("Catat titipan").Want(200), warns)
	says(t, ratna.Get("/kunjungan/"+first).Want(200), "Di Loker 9 juga ada titipan Anggrek Contohwati (T-004).")
	says(t, ratna.Get("/kunjungan/"+first+"/kartu").Want(200), "Di Loker 9 juga ada titipan")

	third, _ := d.arrives(ratna)
	check := ratna.Get("/kunjungan/" + third + "/verify").Want(200)
	form = check.Form("Simpan, ke ruang tunggu").Fill("Barang titipan", "Tas").Fill("Loker", "LOKER 9")
	says(t, form.Press("Periksa isian").Want(200), "Di LOKER 9 juga ada titipan Anggrek Contohwati (T-003).", "(T-004)")

	d.moves(first, visit.Leave{Back: []string{"badge", "card", "1", "2"}})
	if page := ratna.Get("/kunjungan/" + second).Want(200); strings.Contains(page.Text(), "juga ada titipan") {
		t.Error("a guest who has everything back is still in the way")
	}
}
