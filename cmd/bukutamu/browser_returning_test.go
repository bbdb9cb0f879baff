package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/identity"
	"bukutamu/internal/lang"
	"bukutamu/internal/visit"
)

// earlier looks at the page of a guest's earlier visits: new, refused, with no tries
// left, and at the check-in that it fills in.
func earlier(b *tab, h *house, l lang.Lang, visits map[string]string, at stop) {
	b.t.Helper()
	w := func(id string) string { return in(l, id) }
	s := stampOf(h)
	spent := visits["registered party"]
	for range book.MaxDigits {
		_ = h.Book.CarryOver(b.t.Context(), s, spent, "", "0000")
	}
	b.open(h.Staff + "/kunjungan/" + spent + "/pernah-datang")
	at(b, "returning, no tries left")
	b.open(h.Staff+"/kunjungan/"+visits["arrived party"]).press("link", w("Pernah datang"))
	at(b, "returning", "desk-returning")
	b.press("button", w("Pakai data ini"))
	at(b, "returning, refused")
	v, err := h.Book.Visit(b.t.Context(), s.Office, visits["arrived party"])
	if err != nil {
		b.t.Fatal(err)
	}
	list, _, err := h.Book.Returning(b.t.Context(), s, v)
	if err != nil || len(list) == 0 {
		b.t.Fatalf("nobody of the demo came again: %v", err)
	}
	old, err := h.Book.Visit(b.t.Context(), s.Office, list[0].ID)
	if err != nil {
		b.t.Fatal(err)
	}
	b.fill(w("4 angka terakhir pada kartu di depan Anda"), identity.LastFour(old.Facts.Document.Number)).press("button", w("Pakai data ini"))
	at(b, "verify, carried over")
}

// A guest with a phone comes for the second time: from the scan to the badge by
// keyboard, the four digits of the card and at most six keys that act, and no page
// takes longer than 300 ms.
func TestAReturningGuestByScannerAndKeyboard(t *testing.T) {
	h := demo(t)
	s := stampOf(h)
	register := func() visit.Visit {
		t.Helper()
		kiosk := s
		kiosk.By, kiosk.Roles, kiosk.Act = account.ByGuest, account.Roles{account.Guest}, ""
		v, _, err := h.Book.Register(t.Context(), kiosk, visit.Register{Purpose: "koordinasi", Unit: "pidum", Name: "Melur Contohwati", Salute: visit.Ibu,
			Phone: "0812 0000 0777", Weapon: "no", Read: true, Source: visit.AtKiosk, Lang: "id"})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	old := register()
	for _, m := range []visit.Move{visit.Arrive{}, visit.Verify{Document: identity.KTP, Number: nik, Name: "MELUR CONTOHWATI, S.H.", Sex: identity.Female, Origin: "asn", From: "Dinas Contoh",
		PhotoWhy: "Kamera rusak", Screening: visit.Nothing, Badge: freeBadge(t, h), Unit: "pidum"},
		visit.Leave{Back: []string{visit.BadgeKey, visit.CardKey}, Ending: visit.Withdrawn}} {
		s.Act = ""
		if _, err := h.Book.Move(t.Context(), s, old.ID, m); err != nil {
			t.Fatal(err)
		}
	}
	now := register()

	c := launch(t, chromedp.Flag("use-fake-device-for-media-stream", true), chromedp.Flag("use-fake-ui-for-media-stream", true))
	t.Cleanup(c.cancel)
	b := enter(t, c.tab(t, desk1366), h, "piket")
	o := &hands{tab: b}
	var slowest []string
	page := func(what string, do func()) {
		t.Helper()
		b.leads(do)
		ms := js[float64](b, "(() => { const n = performance.getEntriesByType('navigation')[0]; return n.responseEnd - n.startTime })()")
		for range 3 { // a busy machine may be slow once; the page itself is not
			if ms <= 300 {
				break
			}
			b.open(js[string](b, "location.href"))
			ms = js[float64](b, "(() => { const n = performance.getEntriesByType('navigation')[0]; return n.responseEnd - n.startTime })()")
		}
		if slowest = append(slowest, fmt.Sprintf("%s %.0f ms", what, ms)); ms > 300 {
			t.Errorf("%s took %.0f ms, 300 are allowed", what, ms)
		}
	}
	page("scan", func() { b.scan(strings.ToUpper(h.Guest+"/T/"+s.Office+"."+now.Ticket), true) })
	began := time.Now()
	page("arrival", func() { o.access("s") })
	page("earlier visits", func() { o.access("d") })
	b.until("document.activeElement?.id === 'digits'")
	if text := b.text(); strings.Contains(text, nik) || strings.Contains(text, nik[12:]) {
		t.Errorf("a digit of the number before it was compared: %s", text)
	}
	o.types(nik[12:])
	page("carried over", func() { o.access("s") })
	b.until("document.querySelector('video').videoWidth > 0")
	if got := js[string](b, "document.querySelector('#number').value"); got != "6203 0165 0590 0001" {
		t.Errorf("filled in with %q", got)
	}
	o.access("o")
	b.until("!document.querySelector('[data-photo-says=saved]').hidden")
	b.shot("returning-verify")
	page("saved", func() { o.access("s") })
	b.must("heading", "Tanda pengenal")
	t.Logf("a returning guest, scan to badge: %d keys that act, %d digits, %.1f s at machine speed; %s", o.acted, o.typed, time.Since(began).Seconds(), strings.Join(slowest, ", "))
	if o.acted > 6 || o.typed != 4 {
		t.Errorf("%d keys that act and %d that type, 6 and 4 are allowed", o.acted, o.typed)
	}
	v, err := h.Book.Visit(t.Context(), s.Office, now.ID)
	if err != nil {
		t.Fatal(err)
	}
	f := v.Facts
	if f.Carried != old.ID || f.Document.Number != nik || f.Guest.Sex != identity.Female || f.Guest.Origin != "asn" || f.Guest.From != "Dinas Contoh" || !f.Photo.Taken {
		t.Errorf("%+v", f)
	}
	seen := js[[]string](b, "performance.getEntriesByType('resource').map((e) => e.name).concat(location.href, document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage))")
	if slices.ContainsFunc(seen, func(x string) bool {
		x = strings.ReplaceAll(x, " ", "")
		return strings.Contains(x, nik) || strings.Contains(x, nik[4:])
	}) {
		t.Errorf("the number is in an address or kept by the browser: %v", seen)
	}
}
