package main

import (
	"path"
	"testing"
	"time"

	"bukutamu/internal/book"
	"bukutamu/internal/identity"
	"bukutamu/internal/lang"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// today are the demo's visits of today by their state, the first of each.
func today(t testing.TB, h *house) map[string]string {
	t.Helper()
	o, err := h.Book.Home(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d, err := h.Book.Desk(t.Context(), o, h.clock.now())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, rows := range [][]store.Row[book.Line]{d.Act, d.Meeting, d.Outside, d.Registered, d.Left, d.Held} {
		for _, r := range rows {
			key := string(r.Brief.State)
			switch {
			case r.Brief.Secret:
				key = "secret"
			case r.Brief.OutAt != 0:
				key = "outside"
			case r.Brief.Reply == visit.Accepted && r.Brief.State == visit.Waiting:
				key = "accepted"
			case r.Brief.Others > 0:
				key += " party"
			case r.Brief.Lost:
				key = "lost"
			}
			if out[key] == "" {
				out[key] = r.ID
			}
		}
	}
	return out
}

// atDesk is a tab at the desk's size: light in Indonesian, dark in English. So axe
// looks at every state in each language and in each theme once; the colours of a text
// know no language, and nothing but colours knows the theme.
func atDesk(t testing.TB, l lang.Lang) *tab {
	t.Helper()
	b := browser(t).tab(t, desk1366)
	b.dark(l == lang.EN)
	return b
}

// onStaffPages is what is looked at on each page of the staff door.
func onStaffPages(l lang.Lang, book *ledger) stop {
	return func(b *tab, where string, screens ...string) {
		b.t.Helper()
		where += " (" + string(l) + ")"
		book.tick(b, l, screens...)
		b.keeps(where, l)
		b.axe(where)
		b.shot("staff-" + where)
		b.size(narrow320)
		b.keeps(where, l)
		b.shot("staff-" + where + "-narrow")
		b.size(desk1366)
	}
}

// deskTour visits every page of the duty desk in every state of a visit.
func deskTour(b *tab, h *house, l lang.Lang, at stop) {
	b.t.Helper()
	w := func(id string) string { return in(l, id) }
	b.open(h.Staff + "/?lang=" + string(l))
	at(b, "sign-in", "sign-in")
	b.allow("status of 422").fill(w("Nama pengguna"), "piket").fill(w("Kata sandi"), "bukan kata sandinya").press("button", w("Masuk"))
	at(b, "sign-in, refused", "sign-in")
	b.fill(w("Kata sandi"), password).press("button", w("Masuk"))
	at(b, "desk", "desk")
	visits := today(b.t, h)
	for _, state := range []string{"registered", "registered party", "arrived party", "waiting", "accepted", "meeting", "outside", "secret", "left", "lost", "refused"} {
		if visits[state] == "" {
			b.t.Errorf("the demo has no visit %q today", state)
			continue
		}
		b.open(h.Staff + "/kunjungan/" + visits[state])
		at(b, "card, "+state, "desk")
	}
	for _, p := range []struct{ state, panel string }{
		{"registered", "cancel"}, {"registered", "reschedule"}, {"meeting", "transfer"}, {"meeting", "out"}, {"outside", "in"}, {"arrived party", "refuse"}, {"arrived party", "withdraw"}, {"waiting", "exchange"}, {"waiting", "correct"}, {"waiting", "print"}, {"waiting", "custody"}, {"waiting", "escort"}, {"accepted", "escort"},
	} {
		b.open(h.Staff + "/kunjungan/" + visits[p.state] + "/" + p.panel)
		at(b, p.panel+", "+p.state, "desk")
	}
	b.open(h.Staff+"/kunjungan/"+visits["waiting"]).press("button", w("Tunggu … menit"))
	at(b, "answer, wait")
	b.open(h.Staff+"/kunjungan/"+visits["waiting"]).press("button", w("Alihkan …"))
	at(b, "answer, forward")
	if b.open(h.Staff + "/kunjungan/" + visits["waiting"]); !b.has("button", w("Kirim ulang tautan")) {
		b.click("choice", w("Tautan")).press("button", w("Tanyakan"))
	}
	at(b, "asked by link", "desk")

	earlier(b, h, l, visits, at)
	h.ring("Kios samping")
	h.answerCalls()
	h.ring("Kios lobi")
	b.open(h.Staff+"/tamu/baru").must("button", w("Saya ke sana"))
	at(b, "walk-in, a call")
	b.click("button", w("Saya ke sana")).until("!document.querySelector('[data-sound-again]')")
	b.press("button", w("Catat tiba, lanjut verifikasi"))
	at(b, "walk-in, refused")
	b.open(h.Staff + "/meja/tombol")
	at(b, "keys")
	b.open(h.Staff + "/keluar")
	at(b, "sign-out", "desk")
	checkIn(b, h, l, at)
	scans(b, h, l, at)
}

// checkIn takes a party through verification and to the check-out.
func checkIn(b *tab, h *house, l lang.Lang, at stop) {
	b.t.Helper()
	w := func(id string) string { return in(l, id) }
	lookUp := codeOf(b.t, takeTicket(h.guest(b.t), "Lestari Contohwati", "Rimba Umpama"))
	find := func(text string) {
		b.open(h.Staff+"/").fill(w("Pindai QR, ketik kode, nama, atau nomor ponsel"), text)
		b.leads(func() { b.keys("\r") })
	}
	find(lookUp)
	at(b, "card, scanned", "desk")
	b.press("button", w("Catat tiba"))
	b.until("document.activeElement?.id === 'number'")
	b.allow("Requested device not found")
	at(b, "verify", "desk-verify")
	b.press("button", w("Simpan, ke ruang tunggu"))
	at(b, "verify, refused")
	b.fill("NIK", "6203016502300000").fill(w("Nama di kartu"), "Lestari Contohwati").click("choice", w("Perempuan"))
	other := today(b.t, h)["waiting"] // whose bag lies in the locker that is typed
	if _, err := h.Book.Move(b.t.Context(), stampOf(h), other, visit.Custody{What: "Tas", Locker: "Loker 7"}); err != nil {
		b.t.Fatal(err)
	}
	b.fill(w("Barang titipan"), "Ponsel").fill(w("Loker"), "loker7")
	b.fill(w("Alasan tanpa foto"), "Kamera rusak")
	b.until("document.querySelector('#neighbours .notice')")
	b.press("button", w("Simpan, ke ruang tunggu"))
	at(b, "verify, a doubtful number")
	b.fill("NIK", nik).press("button", w("Simpan, ke ruang tunggu"))
	at(b, "card, saved", "desk")
	lead := path.Base(b.url().Path)
	b.press("button", w("Cetak tanda terima"))
	at(b, "card, receipt", "custody-receipt")
	b.click("button", w("Tambah orang …")).must("field", w("Atau kode tiketnya"))
	at(b, "card, one more of the party")
	b.press("button", w("Semua hadir"))
	at(b, "card, the party is here")
	m := visit.Verify{Document: identity.KTP, Number: "6203015505900002", Name: "Rimba Umpama", Sex: identity.Female, Screening: visit.Nothing,
		Badge: freeBadge(b.t, h), Unit: "pidum", PhotoWhy: "Kamera rusak", Token: lead}
	if _, err := h.Book.Move(b.t.Context(), stampOf(h), lead+".1", m); err != nil {
		b.t.Fatal(err)
	}
	b.open(h.Staff+"/kunjungan/"+lead).press("link", w("Pulang …"))
	at(b, "leave", "desk-checkout")
	b.press("link", w("Pulang sebagian …"))
	at(b, "leave, some")
	b.open(h.Staff + "/kunjungan/" + lead + "/leave")
	b.fill(w("Bagaimana kunjungan berakhir?"), w("Dijadwalkan ulang"))
	at(b, "leave, another day")
	b.press("button", w("Ada masalah …"))
	at(b, "leave, the badge is lost", "desk-checkout")
	again := visit.Leave{Back: []string{visit.BadgeKey, visit.CardKey}, Ending: visit.Rescheduled, Day: h.clock.now().AddDate(0, 0, 2).Format(time.DateOnly)}
	if _, err := h.Book.Move(b.t.Context(), stampOf(h), lead+".1", again); err != nil {
		b.t.Fatal(err)
	}
	b.open(h.Staff + "/kunjungan/" + lead + ".1")
	at(b, "card, another day")
	b.open(h.Staff + "/riwayat/" + lead + ".1")
	at(b, "record, another day")
}

// freeBadge is the highest number that is free.
func freeBadge(t testing.TB, h *house) int {
	t.Helper()
	o, err := h.Book.Home(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	taken, err := h.Book.TakenBadges(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	for n := o.Badges.Count; n > 0; n-- {
		if _, gone := taken[n]; !gone && o.Badges.Has(n) {
			return n
		}
	}
	t.Fatal("no badge is free")
	return 0
}

// scans shows what a scan that does not count leads to.
func scans(b *tab, h *house, l lang.Lang, at stop) {
	b.t.Helper()
	w := func(id string) string { return in(l, id) }
	find := func(text string) {
		b.open(h.Staff+"/").fill(w("Pindai QR, ketik kode, nama, atau nomor ponsel"), text)
		b.leads(func() { b.keys("\r") })
	}
	find("Contoh")
	at(b, "scan, a list")
	used, qr := ticketed(b.t, h, "Mawar Contohwati")
	if _, err := h.Book.Move(b.t.Context(), stampOf(h), used.ID, visit.Arrive{}); err != nil {
		b.t.Fatal(err)
	}
	find(qr)
	at(b, "scan, used", "desk-refused-scan")
	find(h.Guest + "/T/KAPUAS.00000000000000000000000000")
	at(b, "scan, unknown", "desk-refused-scan")
	find(h.Guest + "/T/LAIN.00000000000000000000000000")
	at(b, "scan, another office")
	find(laterTicket(b.t, h))
	at(b, "scan, another day", "desk-refused-scan")
	b.press("link", w("Terima hari ini …"))
	at(b, "another day, accept")
}

// locked looks at the locked desk, last, since the clock is put forward for it.
func locked(b *tab, h *house, l lang.Lang, at stop) {
	b.t.Helper()
	enter(b.t, b, h, "piket")
	enrolDesk(b.t, b, h)
	h.clock.forward(6 * time.Minute) // the password was typed too long ago for what is sensitive
	b.open(h.Staff + "/kunjungan/" + today(b.t, h)["secret"] + "?lang=" + string(l))
	b.must("field", in(l, "Pindai QR, ketik kode, nama, atau nomor ponsel"))
	js[bool](b, "[...document.querySelectorAll('details')].forEach((d) => (d.open = true)), true")
	at(b, "card, secret, the password is asked")
	h.clock.forward(16 * time.Minute)
	b.open(h.Staff + "/kunci?lang=" + string(l))
	at(b, "locked", "desk-locked")
}

// laterTicket is the code of a registration for a later day.
func laterTicket(t testing.TB, h *house) string {
	t.Helper()
	o, err := h.Book.Home(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rows, _, _, err := h.Book.History(t.Context(), o.ID, book.Filter{From: h.clock.now(), To: h.clock.now().Add(4 * 24 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if v, err := h.Book.Visit(t.Context(), o.ID, r.ID); err == nil && v.Facts.State == visit.Registered && v.Facts.Day > o.Day(h.clock.now()).Format(time.DateOnly) {
			return v.Code
		}
	}
	t.Fatal("the demo has no registration for a later day")
	return ""
}

// Every page of the duty desk: axe in both languages and both themes, words.csv,
// one heading, nothing that sticks out at 320 px.
func TestEveryPageOfTheDesk(t *testing.T) {
	t.Parallel()
	newLedger(t, "desk", "sign-in", "custody-receipt").inEach(t, func(t *testing.T, l lang.Lang, book *ledger) {
		h, at := demo(t), onStaffPages(l, book)
		deskTour(atDesk(t, l), h, l, at)
		locked(atDesk(t, l), h, l, at)
	})
}
