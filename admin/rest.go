package admin

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// verifiedLast is the member of the party that was verified last and is still
// inside: the rest of the party is likely to be as they are. False for nobody.
func verifiedLast(v visit.Visit, party []visit.Visit) (visit.Visit, bool) {
	var last visit.Visit
	for _, w := range party {
		if w.ID != v.ID && has(w, visit.Waiting, visit.Meeting) && w.Facts.VerifiedAt.After(last.Facts.VerifiedAt) {
			last = w
		}
	}
	return last, last.ID != ""
}

// sameForTheRest fills the check-in in with what a party has in common, from the
// member verified before. Number, name, sex, photo, badge and items are each one's
// own, and so is the number of a permit. What may tell who a confidential guest is
// (an institution, a reason in somebody's words) is never carried from or to one.
func sameForTheRest(p web.Page, v visit.Visit, party []visit.Visit) (web.Page, string) {
	w, ok := verifiedLast(v, party)
	if !ok {
		return p, ""
	}
	f := w.Facts
	fields := map[string]string{"origin": string(f.Guest.Origin), "screening": string(f.Screening), "unit": f.Unit, "host": f.Host, "from": "", "ask": "1"}
	if f.Screening == visit.Surrendered {
		fields["screening"] = string(visit.Nothing) // that thing is in custody; the next guest is looked at anew
	}
	secret := f.Confidential || v.Facts.Confidential
	if secret {
		fields["confidential"] = "1"
	} else {
		fields["from"] = f.Guest.From
	}
	if why := f.Card.Why; why != "" && !secret {
		fields["only_seen"], fields["seen_why"] = "1", why
	}
	if !f.Question().At.IsZero() {
		fields["ask"] = "" // the host has one question and one answer for all of them
	}
	return p.Filled(fields), p.T("verify.same", "who", shortName(p, w))
}

// nextOfParty is the member who is here and not verified yet: the first after v in
// the order of the party, going round.
func nextOfParty(v visit.Visit, party []visit.Visit) (visit.Visit, bool) {
	at := 0
	for i, w := range party {
		if w.ID == v.ID {
			at = i
		}
	}
	for i := range party {
		if w := party[(at+1+i)%len(party)]; w.ID != v.ID && has(w, visit.Arrived) {
			return w, true
		}
	}
	return visit.Visit{}, false
}

// onToNext leads from a saved check-in to that of the next member, where the badge
// prints in its frame. Whoever was verified meanwhile by another desk is passed over.
func (d *Door) onToNext(c *fiber.Ctx, v visit.Visit) error {
	party, err := d.Book.Party(c.UserContext(), web.Stamp(c).Office, v)
	if err != nil {
		return err
	}
	next, ok := nextOfParty(v, party)
	if !ok {
		return d.printed(c, v, false)
	}
	return web.Redirect(c, web.Path("/kunjungan/:id/verify?"+d.handBadge(c, v, false)+"&dari="+v.ID), next.ID)
}

// printingOf tells of the badge of the member saved a moment ago.
func printingOf(c *fiber.Ctx, p web.Page, party []visit.Visit) *Printing {
	for _, w := range party {
		if w.ID == strings.TrimSpace(c.Query("dari")) {
			return printing(c, p, w)
		}
	}
	return nil
}
