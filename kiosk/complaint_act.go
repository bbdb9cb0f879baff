package kiosk

import (
	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/complaint"
	"bukutamu/internal/web"
)

// act makes a move of the complainant's, and leads back to the complaint.
func act[M complaint.Move](d *Door, c *fiber.Ctx, page fiber.Handler) error {
	now, t, err := d.tracked(c)
	if err != nil || t.ID == "" {
		return or(err, web.Redirect(c, here(c, atTrack)))
	}
	m, err := web.Form[M](c)
	if err == nil {
		s := web.Stamp(c)
		if !news(now, s.Seen) {
			s.Seen = account.SeenAny
		}
		_, err = d.Book.Complain(c.UserContext(), s, t.ID, m)
	}
	if err != nil {
		return web.Again(c, err, page)
	}
	return web.Redirect(c, here(c, atTrack))
}

// news reports whether the complainant would see anything new: a note inside the office
// is no reason to make them send again.
func news(c complaint.Complaint, seen int) bool {
	for i, e := range c.Log {
		if e.N > seen && (i == 0 || e.State != c.Log[i-1].State) {
			return true
		}
	}
	for _, m := range c.Facts.Public() {
		if m.N > seen && !m.Mine() {
			return true
		}
	}
	return false
}

func (d *Door) reply(c *fiber.Ctx) error { return act[complaint.Reply](d, c, d.track) }

func (d *Door) rate(c *fiber.Ctx) error { return act[complaint.Rate](d, c, d.track) }

func (d *Door) closeComplaint(c *fiber.Ctx) error { return act[complaint.Close](d, c, d.track) }

func (d *Door) reopen(c *fiber.Ctx) error { return act[complaint.Reopen](d, c, d.askReopen) }

func (d *Door) withdrawComplaint(c *fiber.Ctx) error {
	return act[complaint.Withdraw](d, c, d.askWithdraw)
}

// leaveTrack closes the complaint in this browser.
func (d *Door) leaveTrack(c *fiber.Ctx) error { return d.forget(c) }

// AgainPage asks for the words, or the nod, that a further step needs.
type AgainPage struct {
	complaining
	Code string
	Kind string // reopen, withdraw
}

// Writes is the id of the page's text field.
func (p AgainPage) Writes() string {
	if p.Kind == "reopen" {
		return "text"
	}
	return "reason"
}

func (d *Door) askReopen(c *fiber.Ctx) error { return d.ask(c, "reopen", atReopen) }

func (d *Door) askWithdraw(c *fiber.Ctx) error { return d.ask(c, "withdraw", atWithdraw) }

// ask shows the page of a step, where the step can be made; else the complaint.
func (d *Door) ask(c *fiber.Ctx, kind string, path web.Path) error {
	now, t, err := d.tracked(c)
	if err != nil {
		return err
	}
	can := mayNow(now, kind) && (kind != "reopen" || now.Facts.Reopenable(d.Book.Now(), d.complaining(c, "track.title").Office))
	if t.ID == "" || !can {
		return d.track(c)
	}
	p := AgainPage{complaining: d.complaining(c, "track."+kind), Code: book.ShowCode(t.Code), Kind: kind}
	p.Path, p.Back, p.Seen = string(here(c, path)), string(here(c, atTrack)), now.Seen()
	p.Next = p.T("track." + kind + "-send")
	return web.Show(c, "kiosk/complaint_again", p)
}
