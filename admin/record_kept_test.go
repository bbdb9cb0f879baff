package admin_test

import (
	"strings"
	"testing"
	"time"

	"bukutamu/internal/office"
	"bukutamu/internal/visit"
)

// nightAfter is two o'clock at night, so many days after the first, with the night's
// work done.
func (d *deskTest) nightAfter(days int) {
	d.t.Helper()
	d.now.Store(nineAtDesk.Add(time.Duration(days)*24*time.Hour + 16*time.Hour + 18*time.Minute).UnixMilli())
	d.book.RunJobs(d.t.Context())
}

// After the office's days a record says that photo and names are gone, and since when;
// what was left behind can still be given back.
func TestARecordSaysWhatWasRemoved(t *testing.T) {
	d := openDesk(t, func(o *office.Office) { o.Keep = office.Keep{Photo: 7, Unused: 7, Record: 90} })
	ratna := d.as("ratna")
	var all []string
	for i, name := range []string{"Anggrek Contohwati", "Bakung Contohsari"} {
		id, page := d.arrives(ratna, func(m *visit.Register) { m.Name = name })
		filled(page, i+3).Set("photo_why", "").Attach("photo", picture(320, 240)).Press("Simpan, ke ruang tunggu").Want(200)
		all = append(all, id)
	}
	d.moves(all[1], visit.Custody{What: "Ponsel Bakung", Locker: "L-7"})
	d.moves(all[0], visit.Leave{Back: []string{visit.BadgeKey, visit.CardKey}})
	d.moves(all[1], visit.Leave{Back: []string{visit.BadgeKey}, Behind: []string{visit.CardKey, "1"}, Reason: "Lupa"})

	says(t, ratna.Get("/riwayat/"+all[0]).Want(200), "Foto tersimpan")
	d.nightAfter(7)
	ratna = d.as("ratna")
	page := ratna.Get("/riwayat/" + all[0]).Want(200)
	says(t, page, "dihapus sesuai masa simpan, 1 Desember 2026")
	if strings.Contains(page.Body, "/foto") || strings.Contains(page.Text(), "Foto tersimpan") {
		t.Error("a photo that is gone is said to be kept")
	}
	ratna.Get("/kunjungan/" + all[0] + "/foto").Want(404)

	d.nightAfter(98)
	ratna = d.as("ratna")
	for _, id := range all {
		page := ratna.Get("/riwayat/" + id).Want(200)
		says(t, page, "Data pribadi sudah dihapus", "Data pribadi dihapus sesuai masa simpan, 2 Maret 2027.")
		if strings.Contains(page.Body, "Anggrek") || strings.Contains(page.Body, "Bakung") || strings.Contains(page.Text(), "Tidak diberikan") {
			t.Errorf("%s", page.Text())
		}
	}
	says(t, ratna.Get("/").Want(200), "Data pribadi sudah dihapus")
	card := ratna.Get("/kunjungan/" + all[1]).Want(200)
	says(t, card, "Barang titipan, L-7", "KTP T-004, dari kantong")
	card.Form("Catat kembali").Choose("KTP T-004, dari kantong").Choose("Barang titipan T-004").Press("Catat kembali").Want(200)
	if f := d.visit(all[1]).Facts; f.Holds() || f.TakesNumber() != 0 {
		t.Errorf("still out: %+v", f.Things())
	}
	says(t, ratna.Get("/riwayat/"+all[1]).Want(200), "Barang titipan")
}
