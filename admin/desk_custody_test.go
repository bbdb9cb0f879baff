package admin_test

import "testing"

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
