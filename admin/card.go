package admin

import (
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// CardPage is a visit beside the list: who, the eight steps, what is held, and
// the next thing to do. Panel names the move whose form is open.
type CardPage struct {
	Frame
	Live
	Panel   string
	Scanned bool // came here by a scan: the band with its sound
	Next    Next
	Lockers Lockers // under the locker of a late item
	Print   *Printing
	Renewed *Renewed // the ticket of a guest who comes back another day
}

func (d *Door) card(c *fiber.Ctx) error { return d.cardWith(c, "") }

// panel shows the card with the form of a move open.
func (d *Door) panel(move string) fiber.Handler {
	return func(c *fiber.Ctx) error { return d.cardWith(c, move) }
}

func (d *Door) cardWith(c *fiber.Ctx, panel string) error {
	f, err := d.frame(c, c.Params("id"), "desk.head")
	if err != nil {
		return err
	}
	v, party, err := d.visit(c, f.Page)
	if err != nil {
		return err
	}
	p := CardPage{Frame: f, Live: d.live(c, f.Page, v, party), Scanned: c.Query("pindai") == "1" && !v.Facts.State.Inside() && v.Facts.State.Open()}
	p.Frame.Seen, p.Since = v.Seen(), v.Seen()
	p.settle()
	if err := d.warnOfLockers(c, p.Page, v, &p.Live); err != nil {
		return err
	}
	if p.Before, err = d.cameBefore(c, p.Page, v); err != nil {
		return err
	}
	p.Next = d.next(c, p.Page, v, party)
	if p.Renewed, err = d.renewed(c, p.Page, v); err != nil {
		return err
	}
	if panel == "exchange" && p.Next.Exchange {
		if p.Next.Swap, err = d.exchanging(c, p.Page, v); err != nil {
			return err
		}
	}
	if panel == "custody" {
		if p.Lockers, err = d.lockersTyped(c, p.Page, v.ID); err != nil {
			return err
		}
	}
	r, known := visit.Find(panel)
	if known && (r.May(v, p.Person.Roles) || r.Name == "here" && v.Party == "") {
		p.Panel = panel
	}
	p.Print = printing(c, p.Page, v)
	p.Focus = p.Panel != ""
	p.Keys = f.deskKeys()
	return web.Show(c, "admin/card", p)
}

// settle gives a form that was saved with other content before a fresh act, since
// the old one would be refused for ever.
func (f *Frame) settle() {
	if f.Refusals.Is(visit.ErrOther) {
		f.Act = ""
	}
}

// visit reads the visit of the address and its party.
func (d *Door) visit(c *fiber.Ctx, p web.Page) (visit.Visit, []visit.Visit, error) {
	v, err := d.Book.Visit(c.UserContext(), p.Office.ID, c.Params("id"))
	if err != nil {
		return v, nil, err
	}
	party, err := d.Book.Party(c.UserContext(), p.Office.ID, v)
	return v, party, err
}

// opened says whose name this officer opened a moment ago.
var opened = web.NewSealed[openedName]("name", 5*time.Minute)

type openedName struct{ Visit, By string }

// reveal opens the name of a confidential guest: an act with a reason, written
// down before it is done.
func (d *Door) reveal(c *fiber.Ctx) error {
	in, err := web.Form[struct {
		Reason string `form:"reason" max:"300"`
		Own    string `form:"own,raw" max:"200"`
	}](c)
	if err == nil && in.Reason == "" {
		err = visit.ErrReason.At("reason")
	}
	id := c.Params("id")
	if err == nil && !web.Check(c) {
		err = d.askOwn(c, in.Own)
	}
	if err == nil && !web.Check(c) {
		s := web.Stamp(c)
		if _, err = d.Book.Visit(c.UserContext(), s.Office, id); err == nil {
			err = d.Book.Acting(c.UserContext(), s, string(account.Reveal), id, in.Reason, func() error {
				return opened.Save(c, openedName{id, s.By})
			})
		}
	}
	if err != nil || web.Check(c) {
		return web.Again(c, err, d.card)
	}
	return web.Redirect(c, "/kunjungan/:id", id)
}

// may reports whether the person could make a move on v now.
func may(p web.Page, v visit.Visit, move string) bool {
	r, _ := visit.Find(move)
	return r.May(v, p.Person.Roles)
}

// has reports whether a visit's state is one of these.
func has(v visit.Visit, states ...visit.State) bool { return slices.Contains(states, v.Facts.State) }
