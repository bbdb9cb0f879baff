package main

import (
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/identity"
	"bukutamu/internal/lang"
	"bukutamu/internal/visit"
)

// phoneTour visits every page of the guest's own phone.
func phoneTour(b *tab, h *house, l lang.Lang, at stop) {
	b.t.Helper()
	w := func(id string) string { return in(l, id) }
	b.open(h.Guest + "/?lang=" + string(l))
	at(b, "register", "phone-register")
	b.allow("status of 422").press("button", w("Ambil tiket"))
	at(b, "register, refused", "phone-register-error")
	b.fill(w("Apa keperluan Anda?"), w("Memenuhi panggilan")).fill(w("Siapa nama Anda?"), "Teratai Contohwati").click("choice", w("Hari ini"))
	b.click("choice", w("Tidak membawa")).click("choice", w("Saya sudah membaca")).press("button", w("Ambil tiket"))
	at(b, "ticket", "phone-ticket")
	ticket := b.url().Path
	b.open(h.Guest + ticket + "/batal")
	at(b, "cancel")
	b.open(h.Guest+ticket).press("link", w("Pilih hari lain"))
	at(b, "another day")
	b.press("button", w("Simpan hari baru"))
	at(b, "another day, refused")
	for _, move := range []string{"arrive", "verify", "answer", "escort", "out", "leave"} {
		step(b.t, h, ticket, move)
		b.allow("status of 410").open(h.Guest + ticket)
		at(b, "ticket after "+move)
	}
	other := takeTicket(h.guest(b.t), "Kenanga Contohwati")
	v := visitOf(b.t, h, codeOf(b.t, other))
	b.open(h.Guest+"/t/kapuas."+v.Ticket+"/batal").press("button", w("Ya, batalkan"))
	at(b, "ticket, cancelled")
	for _, page := range []string{"/standar", "/tata-tertib", "/data-pribadi", "/?kios=1"} {
		b.open(h.Guest + page)
		at(b, page)
	}
	for _, page := range []string{"/t/kapuas.00000000000000000000000000", "/b/kapuas.00000000000000000000000000", "/tidak-ada"} {
		b.allow("status of 404").open(h.Guest + page)
		at(b, "nothing at "+page[:3])
	}
}

func visitOf(t testing.TB, h *house, code string) visit.Visit {
	t.Helper()
	found, err := h.Book.Find(t.Context(), stampOf(h), code)
	if err != nil {
		t.Fatal(err)
	}
	return found.Visit
}

// step takes the visit of a ticket one move further, as the desk would.
func step(t testing.TB, h *house, ticket, move string) {
	t.Helper()
	v, o, err := h.Book.Ticket(t.Context(), strings.TrimPrefix(ticket, "/t/"))
	if err != nil {
		t.Fatal(err)
	}
	var m visit.Move = visit.Arrive{}
	switch move {
	case "verify":
		m = visit.Verify{Document: identity.KTP, Number: nik, Name: "Teratai Contohwati", Sex: identity.Female, Screening: visit.Nothing,
			Badge: freeBadge(t, h), Unit: "pidum", PhotoWhy: "Kamera rusak", Token: v.ID}
	case "answer":
		m = visit.Answer{Reply: visit.Wait, Minutes: 5, Channel: visit.Telephone}
	case "escort":
		for _, p := range o.Persons {
			if p.Escort {
				m = visit.Escort{By: p.ID}
			}
		}
	case "out":
		m = visit.Out{}
	case "leave":
		var keys []string
		for _, thing := range v.Facts.Things() {
			keys = append(keys, thing.Key)
		}
		m = visit.Leave{Back: keys, Ending: visit.Rescheduled, Day: h.clock.now().AddDate(0, 0, 2).Format(time.DateOnly)}
	}
	s := stampOf(h)
	s.Roles = append(s.Roles, account.Supervisor)
	if _, err := h.Book.Move(t.Context(), s, v.ID, m); err != nil {
		t.Fatalf("%s: %v", move, err)
	}
}

// Every page of the phone: axe in both languages, words.csv, nothing that sticks out
// at 390 and 320 px, targets of a finger's size.
func TestEveryPageOfThePhone(t *testing.T) {
	t.Parallel()
	newLedger(t, "phone-").inEach(t, func(t *testing.T, l lang.Lang, book *ledger) {
		b := browser(t).tab(t, phone390)
		phoneTour(b, reachable(t), l, func(b *tab, where string, screens ...string) {
			b.t.Helper()
			where += " (" + string(l) + ")"
			book.tick(b, l, screens...)
			b.keeps(where, l)
			b.axe(where)
			b.shot("phone-" + strings.ReplaceAll(where, "/", "_"))
			b.size(narrow320)
			b.keeps(where, l)
			b.size(phone390)
		})
	})
}

// The ticket on the phone follows the visit by itself.
func TestThePhoneFollowsTheVisit(t *testing.T) {
	t.Parallel()
	h := reachable(t)
	v := visitOf(t, h, codeOf(t, takeTicket(h.guest(t), "Teratai Contohwati")))
	ticket := "/t/kapuas." + v.Ticket
	b := browser(t).tab(t, phone390).open(h.Guest + ticket)
	b.must("image", "QR tiket")
	for _, s := range []struct{ move, says string }{
		{"arrive", "Anda sudah tercatat datang"},
		{"verify", "Silakan tunggu"},
		{"answer", "5 menit"},
		{"escort", "Ikuti petugas"},
	} {
		before := b.text()
		step(t, h, ticket, s.move)
		began := time.Now()
		b.until("document.readyState === 'complete' && document.body.innerText.replace(/\\s+/g, ' ').trim() !== " + quoted(before))
		t.Logf("%s: %.1f s, %s", s.move, time.Since(began).Seconds(), b.h1())
		if !strings.Contains(b.text(), s.says) {
			t.Errorf("after %s the phone says %s", s.move, b.text())
		}
	}
}
