package main

import (
	"fmt"
	"testing"

	"bukutamu/internal/lang"
)

// stop is called on every page and state of a tour.
type stop func(b *tab, where string, screens ...string)

// kioskTour visits every page of the touch kiosk in every state that a guest can
// bring it into.
func kioskTour(b *tab, h *house, l lang.Lang, at stop) {
	b.t.Helper()
	w := func(id string) string { return in(l, id) }
	b.open(h.Guest + "/kios?lang=" + string(l))
	at(b, "home", "kiosk-home")
	codeTour(b, h, l, at)
	b.press("link", w("Daftar bertamu"))
	at(b, "purpose", "kiosk-purpose")
	b.press("button", w("Keperluan lain"))
	at(b, "note")
	b.fill(w("Apa keperluannya?"), "Mengantar undangan").press("link", w("Kembali"))
	b.press("button", w("Memenuhi panggilan"))
	at(b, "letter", "kiosk-letter")
	b.fill(w("Nomor surat panggilan?"), "B-000/O.2.12/contoh").press("button", w("Lanjut"))
	at(b, "unit", "kiosk-unit")
	b.fill(w("Nama pegawai"), "Zzyzx")
	at(b, "unit with keys", "kiosk-unit")
	b.press("button", w("Cari nama"))
	at(b, "unit, nobody found")
	b.fill(w("Nama pegawai"), "gading").press("button", w("Cari nama"))
	at(b, "unit, somebody found")
	b.press("button", "Gading Andaikan")
	at(b, "name", "kiosk-identity")
	b.allow("status of 422").press("button", w("Lanjut"))
	at(b, "name, refused", "phone-register-error")
	b.fill(w("Siapa nama Anda?"), "Anggrek Contohwati").click("choice", w("Ibu")).press("button", w("Lanjut"))
	at(b, "number", "kiosk-identity-phone")
	b.fill(w("Nomor ponsel Anda?"), "123").press("button", w("Lanjut"))
	at(b, "number, refused")
	b.fill(w("Nomor ponsel Anda?"), "081200000001").press("button", w("Lanjut"))
	at(b, "companions", "kiosk-companions")
	b.fill(w("Nama pendamping"), "Rimba Umpama")
	at(b, "companions with keys", "kiosk-companions")
	b.press("button", w("Tambah orang"))
	at(b, "companions, one", "kiosk-companions")
	b.click("choice", w("Kursi roda")).press("button", w("Lanjut"))
	at(b, "review", "kiosk-review")
	b.press("button", w("Ambil tiket"))
	at(b, "review, refused")
	b.press("link", w("Tata tertib"))
	at(b, "house rules")
	b.press("link", w("Kembali")).press("link", w("Data pribadi"))
	at(b, "privacy")
	b.press("link", w("Kembali")).press("link", w("Panggil petugas"))
	at(b, "call")
	b.press("button", w("Panggil sekarang"))
	at(b, "called")
	b.leads(func() { h.answerCalls() })
	at(b, "somebody comes")
	b.press("link", w("Kembali"))
	b.click("choice", w("Membawa, saya titipkan")).click("choice", w("Saya sudah membaca tata tertib dan pemberitahuan data pribadi.")).press("button", w("Ambil tiket"))
	at(b, "ticket", "kiosk-ticket", "kiosk-ticket-printer")
	b.press("link", w("Cetak tiket"))
	at(b, "ticket, printed")
	b.open(h.Guest + "/tiket/cetak")
	at(b, "printing without scripts")
	b.press("link", w("Kembali"))
	b.press("link", w("Selesai"))
	b.open(h.Guest + "/kios/standar?lang=" + string(l))
	at(b, "standard")
	b.open(h.Guest + "/kios/keperluan?lang=" + string(l) + "&besar=1")
	at(b, "purpose, large")
	b.open(h.Guest + "/kios/masih?dari=keperluan")
	at(b, "idle without scripts", "kiosk-idle")
	b.open(h.Guest + "/kios/keperluan?besar=0")
	js[bool](b, "setTimeout(() => 0), Date.now = ((now) => () => now() + 45000)(Date.now.bind(Date)), true")
	b.until("document.querySelector('dialog[open]')")
	at(b, "idle", "kiosk-idle")
	b.open(h.Guest + "/kios/daftarkan?lang=" + string(l))
	at(b, "enrol")
	b.press("button", w("Tampilkan kode"))
	at(b, "enrol, code")
	b.allow("status of 404").open(h.Guest + "/kios/tidak-ada")
	at(b, "not found")
}

// Every page of the kiosk, in both languages, at both sizes: axe, words.csv, one
// heading, nothing to scroll, and targets that a finger meets.
func TestEveryPageOfTheKiosk(t *testing.T) {
	t.Parallel()
	newLedger(t, "kiosk-").inEach(t, func(t *testing.T, l lang.Lang, book *ledger) {
		h := reachable(t)
		b := browser(t).tab(t, portrait1080)
		look := func(b *tab, where string, screens ...string) {
			b.t.Helper()
			where += " (" + string(l) + ")"
			book.tick(b, l, screens...)
			for _, s := range []struct {
				screen screen
				least  string
			}{{landscape768, "48"}, {portrait1080, "64"}} {
				b.size(s.screen)
				b.keeps(where, l)
				if (s.screen == portrait1080) == (l == lang.ID) { // each size once with all rules
					b.axe(where)
				} else {
					b.axe(where, "target-size", "scrollable-region-focusable") // the rules that know the size
				}
				found := b.look(s.least)
				if found.Tall > 0 && !scrolls[where] {
					b.t.Errorf("%s: %v px below the screen at %d×%d", where, found.Tall, s.screen.width, s.screen.height)
				}
				if len(found.Small) > 0 {
					b.t.Errorf("%s: targets under %s px: %q", where, s.least, found.Small)
				}
				b.shot(fmt.Sprintf("kiosk-%s-%d", where, s.screen.width))
			}
		}
		kioskTour(b, h, l, look)
		b.close() // it would miss the program that noTicket ends
		noTicket(h, l, look)
	})
}

// noTicket brings the guest to the last form while the book cannot be written.
func noTicket(h *house, l lang.Lang, at stop) {
	t := h.t
	t.Helper()
	w := func(id string) string { return in(l, id) }
	b := browser(t).tab(t, portrait1080).allow("status of 503")
	b.open(h.Guest+"/kios?lang="+string(l)).press("link", w("Daftar bertamu")).press("button", w("Sidang"))
	b.press("button", w("Belum tahu, bantu saya")).fill(w("Siapa nama Anda?"), "Anggrek Contohwati").press("button", w("Lanjut"))
	b.press("button", w("Lewati")).press("button", w("Lanjut"))
	b.click("choice", w("Tidak membawa")).click("choice", w("Saya sudah membaca tata tertib dan pemberitahuan data pribadi."))
	if err := h.store.Close(); err != nil {
		t.Fatal(err)
	}
	b.leads(func() { js[bool](b, "document.getElementById('f').submit(), true") }) // past the script that asks first
	at(b, "no ticket", "kiosk-error")
	b.close()
	_ = h.Program.Stop() // what it lost its store for is logged, and meant
	h.Program = nil
}

// scrolls are the pages of the kiosk that may be longer than the screen: rules text.
var scrolls = map[string]bool{"house rules (id)": true, "house rules (en)": true, "privacy (id)": true, "privacy (en)": true, "purpose, large (id)": true, "purpose, large (en)": true}
