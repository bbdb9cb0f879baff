package main

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"bukutamu/internal/account"
	"bukutamu/internal/visit"
)

// A party of five comes to the desk: from the scan to five badges by keyboard, each
// with a number and a photo of their own, in at most sixty keys that act.
func TestAPartyOfFiveByKeyboard(t *testing.T) {
	t.Parallel()
	h := demo(t)
	s := stampOf(h)
	kiosk := s
	kiosk.By, kiosk.Roles, kiosk.Act = account.ByGuest, account.Roles{account.Guest}, ""
	lead, _, err := h.Book.Register(t.Context(), kiosk, visit.Register{Purpose: "koordinasi", Unit: "pidum", Name: "Melur Contohwati", Salute: visit.Ibu,
		Companions: []string{"Bakung Contoh", "Cempaka Contoh", "Dahlia Contoh", "Euis Contoh"}, Weapon: "no", Read: true, Source: visit.AtKiosk, Lang: "id"})
	if err != nil {
		t.Fatal(err)
	}
	c := launch(t, chromedp.Flag("use-fake-device-for-media-stream", true), chromedp.Flag("use-fake-ui-for-media-stream", true))
	t.Cleanup(c.cancel)
	b := enter(t, c.tab(t, desk1366), h, "piket")
	o := &hands{tab: b}
	b.leads(func() { b.scan(strings.ToUpper(h.Guest+"/T/"+s.Office+"."+lead.Ticket), true) })
	began := time.Now()
	b.leads(func() { o.access("v") }) // everybody is here
	for i := range 5 {
		b.until("document.activeElement?.id === 'number' && document.querySelector('video').videoWidth > 0")
		o.types(nik[:len(nik)-1] + string(rune('1'+i)))
		o.acts("\t\t")
		b.until("document.activeElement?.name === 'sex'")
		o.acts(kb.ArrowRight)
		if i == 0 {
			o.acts("\t")
			b.until("document.activeElement?.id === 'origin'")
			o.acts(kb.ArrowDown)
		}
		o.access("o")
		b.until("!document.querySelector('[data-photo-says=saved]').hidden")
		b.shot("party-verify-" + string(rune('1'+i)))
		if i == 1 {
			b.axe("desk: the next of a party")
		}
		b.leads(func() { o.access("s") })
	}
	b.must("heading", "Tanda pengenal")
	b.shot("party-saved")
	t.Logf("a party of five, scan to five badges: %d keys that act, %d that type numbers, %.1f s at machine speed", o.acted, o.typed, time.Since(began).Seconds())
	if o.acted > 60 {
		t.Errorf("%d keys that act, 60 are allowed", o.acted)
	}
	badges := map[int]bool{}
	for i := range 5 {
		id := lead.ID
		if i > 0 {
			id = visit.MemberID(lead.ID, i)
		}
		v, err := h.Book.Visit(t.Context(), s.Office, id)
		if err != nil {
			t.Fatal(err)
		}
		f := v.Facts
		badges[f.Badge.Number] = true
		if f.State != visit.Waiting || !f.Photo.Taken || !f.Card.Held || f.Guest.Origin != visit.Origins[0] || len(f.Asks) != 1 || !strings.HasSuffix(f.Document.Number, string(rune('1'+i))) {
			t.Errorf("%s: %+v", id, f)
		}
	}
	if len(badges) != 5 {
		t.Errorf("%d badges for five guests", len(badges))
	}
}
