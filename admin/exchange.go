package admin

import (
	"fmt"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// Exchange is what the form of another badge needs.
type Exchange struct {
	Was     int
	Name    string // of the number that is given up, T-003
	Free    []Option
	Old     []Option // what became of the badge
	Lost    bool     // it was recorded as lost before
	Pocket  bool     // a card lies in its pocket
	Nothing bool     // no number is free
}

// exchanging fills in the number that is given up and those that are free, the next
// one chosen.
func (d *Door) exchanging(c *fiber.Ctx, p web.Page, v visit.Visit) (Exchange, error) {
	f := v.Facts
	x := Exchange{Was: f.Badge.Number, Name: visit.BadgeName(p.Office, f.Badge.Number), Lost: !f.Badge.LostAt.IsZero(), Pocket: f.Card.Out()}
	taken, err := d.Book.TakenBadges(c.UserContext(), p.Office)
	if err != nil {
		return x, err
	}
	next := nextBadge(p.Office.Badges.Count, func(n int) bool { _, t := taken[n]; return !t && p.Office.Badges.Has(n) }, lastGiven(taken))
	chosen := p.Typed("badge", next)
	for n := 1; n <= p.Office.Badges.Count; n++ {
		if _, gone := taken[n]; !gone && p.Office.Badges.Has(n) {
			x.Free = append(x.Free, Option{fmt.Sprint(n), visit.BadgeName(p.Office, n), chosen == fmt.Sprint(n)})
		}
	}
	x.Nothing = len(x.Free) == 0
	before := visit.Whole
	if x.Lost {
		before = visit.BadgeLost
	}
	for _, o := range []visit.Outcome{visit.Whole, visit.BadgeDamaged, visit.BadgeLost} {
		if x.Lost && o != visit.BadgeLost {
			continue
		}
		key := string(o)
		if o == visit.Whole {
			key = "whole"
		}
		x.Old = append(x.Old, Option{string(o), p.T("exchange.old-" + key), p.Ticked("old", string(o), o == before)})
	}
	return x, nil
}

// exchange gives the guest another badge and prints it. A lost one is confirmed by a
// supervisor's own sign-in and audited, as at the check-out.
func (d *Door) exchange(c *fiber.Ctx) error {
	id, s := c.Params("id"), web.Stamp(c)
	m, err := web.Form[visit.Exchange](c)
	by, berr := web.Form[struct {
		Login    string `form:"supervisor" max:"64"`
		Password string `form:"password,raw" max:"200"`
	}](c)
	if err == nil {
		err = berr
	}
	lost := m.Old == visit.BadgeLost
	if err == nil && lost && by.Login != "" && !web.Check(c) {
		m.Supervisor, err = d.supervisor(c, s, by.Login, by.Password)
	}
	var v visit.Visit
	if err == nil && !web.Check(c) {
		act := func() error {
			v, err = d.Book.Move(c.UserContext(), s, id, m)
			return err
		}
		if lost && m.Supervisor != "" {
			err = d.Book.Acting(c.UserContext(), s, "lose", id, m.Reason, act)
		} else {
			err = act()
		}
	}
	if err != nil || web.Check(c) {
		return d.refused(c, err, d.panel("exchange"))
	}
	undoable.Clear(c)
	return d.printed(c, v, false)
}

// moved says after an exchange where the card lies now; nothing once anything else was
// recorded, or when no card is held.
func moved(p web.Page, v visit.Visit) string {
	if v.Last().Move != "exchange" || !v.Facts.Card.Out() {
		return ""
	}
	m := details[visit.Exchange](v.Last())
	return p.T("exchange.moved", "from", visit.BadgeName(p.Office, m.Was), "to", visit.BadgeName(p.Office, m.Badge))
}
