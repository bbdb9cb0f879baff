package main

import (
	"testing"

	"bukutamu/internal/book"
	"bukutamu/internal/lang"
	"bukutamu/internal/visit"
)

// shiftTour visits the pages of a shift.
func shiftTour(b *tab, h *house, l lang.Lang, at stop) {
	b.t.Helper()
	w := func(id string) string { return in(l, id) }
	b.open(h.Staff + "/masuk?lang=" + string(l))
	b.fill(w("Nama pengguna"), "piket").fill(w("Kata sandi"), password).press("button", w("Masuk"))
	visits := today(b.t, h)
	b.allow("status of 422")
	b.open(h.Staff + "/serah-terima")
	at(b, "handover", "desk-handover")
	b.press("button", w("Serahkan piket"))
	at(b, "handover, to be explained", "desk-handover")
	b.open(h.Staff + "/serah-terima/tutup")
	at(b, "closing")
	b.open(h.Staff + "/kunjungan/" + visits["meeting"] + "/close")
	at(b, "closing, one")
	b.open(h.Staff + "/titipan")
	at(b, "not fetched")
	b.open(h.Staff + "/buku-tamu-nasional")
	at(b, "national guest-book")
	b.open(h.Staff + "/buku-tamu-nasional/" + visits["left"])
	at(b, "copy sheet")
	b.open(h.Staff + "/pengenal")
	at(b, "badges and pockets")
	b.open(h.Staff + "/catat-belakangan")
	at(b, "late entry", "late-entry")
	b.press("button", w("Simpan catatan"))
	at(b, "late entry, refused", "late-entry")
	b.open(h.Staff + "/evakuasi")
	at(b, "evacuation", "evacuation")
	b.open(h.Staff + "/serah-terima/catatan")
	at(b, "handovers")
	b.open(h.Staff + "/serah-terima/catatan/" + handedOver(b.t, h))
	at(b, "handover, its record")
}

// handedOver hands the demo's shift over, everything but one thing in its place.
func handedOver(t testing.TB, h *house) string {
	t.Helper()
	s := stampOf(h)
	o, err := h.Book.Office(t.Context(), s.Office)
	if err != nil {
		t.Fatal(err)
	}
	charge, err := h.Book.Charge(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	var one book.Handover
	for _, v := range charge {
		for _, x := range v.Facts.Things() {
			if x.Key != visit.BadgeKey && x.Back.IsZero() {
				one.Counted = append(one.Counted, book.Counted{Visit: v.ID, Key: x.Key, What: x.What, Place: x.Locker, Here: len(one.Counted) > 0, Why: "Dipinjam Pidum"})
			}
		}
	}
	one, err = h.Book.HandOver(t.Context(), s, one, "atasan", password, "Kunci cadangan di laci")
	if err != nil {
		t.Fatal(err)
	}
	return one.ID
}

// Every page of a shift, in both languages and themes.
func TestEveryPageOfTheShift(t *testing.T) {
	t.Parallel()
	newLedger(t, "desk-handover").inEach(t, func(t *testing.T, l lang.Lang, book *ledger) {
		shiftTour(atDesk(t, l), demo(t), l, onStaffPages(l, book))
	})
}
