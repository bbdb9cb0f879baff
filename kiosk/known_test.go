package kiosk_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/identity"
	"bukutamu/internal/visit"
	"bukutamu/internal/web/webtest"
)

// ofEachTime is what differs from one page to the next whoever the guest is: tokens,
// codes, the marks of a form.
var ofEachTime = regexp.MustCompile(`[0-9A-HJKMNP-TV-Z]{26}(\.[0-9a-f]{24})?|[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}|(?:session|ticket|draft|drop)=[0-9A-Za-z_-]+|(name="(csrf|act)" value|meta name="csrf" content)="[^"]*"|d="[MmhvzHV0-9. -]+"`)

// seenByGuest is everything that the guest door answers to one who registers: at the
// kiosk and on a phone, up to the ticket, sent twice, and refused.
func seenByGuest(t *testing.T, p *place) (seen []string) {
	t.Helper()
	keep := func(page *webtest.Page) *webtest.Page {
		var head []string
		for name, values := range page.Header {
			if !slices.Contains([]string{"Date", "Content-Length", "X-Request-Id", "Etag"}, name) {
				head = append(head, name+": "+strings.Join(values, "; "))
			}
		}
		slices.Sort(head)
		text := strings.Join(head, "\n") + "\n\n" + page.Body
		seen = append(seen, ofEachTime.ReplaceAllString(page.URL.Path+" "+text, "…"))
		return page
	}
	c := p.browser()
	review := keep(toReview(c))
	keep(review.Form("Ambil tiket").Press("Ambil tiket")) // nothing declared
	form := review.Form("Ambil tiket").Choose("Tidak membawa").Choose("Saya sudah membaca")
	keep(form.Press("Ambil tiket"))
	keep(form.Press("Ambil tiket"))
	phone := p.browser()
	typed := filled(phone)
	keep(typed.Set("tel", "0812").Press("Ambil tiket"))
	keep(typed.Set("tel", "081200000001").Press("Ambil tiket"))
	all := p.visits()
	slices.SortFunc(all, func(a, b visit.Visit) int { return len(a.Facts.Companions) - len(b.Facts.Companions) })
	for _, v := range all {
		if v.Facts.State == visit.Registered {
			keep(p.browser().Get("/t/kapuas." + v.Ticket))
			keep(p.browser().Get("/kunjungan/" + v.ID + "/pernah-datang")) // the desk's page is on no guest's door
		}
	}
	return seen
}

// The guest door never says whether a person is known: one who came last week with this
// name and phone is answered to the letter like one whom the book has never seen.
func TestAKnownGuestIsAnsweredLikeAnUnknownOne(t *testing.T) {
	known, secretly := open(t), open(t)
	for i, p := range []*place{known, secretly} {
		toTicket(p.browser())
		v := p.move(p.one(), visit.Arrive{})
		m := visit.Verify{Document: identity.KTP, Number: "6203995508850001", Name: v.Facts.Guest.Name, PhotoWhy: "Kamera rusak", Screening: visit.Nothing, Badge: 3, Unit: "pidum"}
		m.Confidential = i == 1
		p.move(p.move(v, m), visit.Leave{Back: []string{visit.BadgeKey, visit.CardKey}, Ending: visit.Withdrawn})
		p.after(7 * 24 * time.Hour)
	}
	never := open(t)
	never.after(7 * 24 * time.Hour)
	want := seenByGuest(t, never)
	counts := func(p *place, want int) { // else the test would compare strangers
		t.Helper()
		for _, v := range p.visits() {
			n, err := p.book.TimesBefore(t.Context(), p.officer(v), v)
			if err != nil || v.Facts.State == visit.Registered && n != want {
				t.Errorf("the desk counts %d earlier visits, want %d: %v", n, want, err)
			}
		}
	}
	for what, got := range map[string][]string{"known": seenByGuest(t, known), "known, confidential": seenByGuest(t, secretly)} {
		if len(got) != len(want) || len(want) < 8 {
			t.Fatalf("%s: %d answers, %d to the unknown", what, len(got), len(want))
		}
		for i := range want {
			if got[i] != want[i] {
				a, b := apart(got[i], want[i])
				t.Errorf("%s: answer %d differs:\n%s\n%s", what, i, a, b)
			}
		}
	}
	counts(known, 1)
	counts(secretly, 0)
	counts(never, 0)
}

// apart shows where two texts begin to differ.
func apart(a, b string) (string, string) {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	from := max(0, n-80)
	return a[from:min(len(a), n+120)], b[from:min(len(b), n+120)]
}
