package admin

import (
	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// ReturningPage offers the earlier visits of the same guest. It shows no digit of a
// document: the officer reads the last four off the card.
type ReturningPage struct {
	Frame
	Visit   string
	Same    string // the question: is this the same person?
	Matches string
	Watch   *Clock
	Earlier []EarlierVisit
	Older   string // how many more there are than the page lists
	Afresh  string // address of the check-in without any of it
	Spent   bool   // no tries are left
}

// EarlierVisit is one of them, as a choice.
type EarlierVisit struct {
	ID, Day, What, Card string
	On                  bool
}

// returning is the form.
type returning struct {
	Earlier string `form:"earlier" max:"40"`
	Digits  string `form:"digits" max:"12"`
}

func (d *Door) returningPage(c *fiber.Ctx) error {
	s, id := web.Stamp(c), c.Params("id")
	v, err := d.Book.Visit(c.UserContext(), s.Office, id)
	if err != nil {
		return err
	}
	list, all, err := d.Book.Returning(c.UserContext(), s, v)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return d.cardWith(c, "")
	}
	f, err := d.frame(c, id, "returning.head")
	if err != nil {
		return err
	}
	p := ReturningPage{Frame: f, Visit: id, Same: f.T("returning.same", "who", fullName(f.Page, v)), Matches: f.T("returning.matches", "n", all)}
	p.Frame.Seen, p.Focus, p.Afresh = v.Seen(), true, visitPath(id)
	if has(v, visit.Arrived) {
		p.Watch, p.Afresh = serviceClock(f.Page, v.Facts), visitPath(id)+"/verify?baru=1"
	}
	for i, e := range list {
		p.Earlier = append(p.Earlier, EarlierVisit{
			ID: e.ID, Day: f.Day(e.At), What: join(purposeName(f.Page, e.Purpose), shortUnit(f.Page, e.Unit)), Card: join(f.T(e.Kind.TextKey()), e.From),
			On: f.Ticked("earlier", e.ID, i == 0),
		})
	}
	if n := all - len(list); n > 0 {
		p.Older = f.T("returning.older", "n", n)
	}
	left, err := d.Book.TriesLeft(c.UserContext(), s.Office, id)
	if err != nil {
		return err
	}
	p.Spent = left == 0
	p.Keys = []web.Key{
		{Cap: "↑ ↓", Text: f.T("returning.key-choose")}, {Cap: "Alt S", Text: f.T("returning.use")}, {Cap: "Esc", Text: f.T("returning.key-back")},
	}
	return web.Show(c, "admin/returning", p)
}

// carryOver takes the digits. What they open is kept in the book, never in the
// address that follows.
func (d *Door) carryOver(c *fiber.Ctx) error {
	s, id := web.Stamp(c), c.Params("id")
	m, err := web.Form[returning](c)
	if err == nil && !web.Check(c) {
		err = d.Book.CarryOver(c.UserContext(), s, id, m.Earlier, m.Digits)
	}
	if err != nil || web.Check(c) {
		if refusal.Of(err).Is(visit.ErrState) {
			return web.Again(c, err, d.card)
		}
		return d.refused(c, err, d.returningPage)
	}
	v, err := d.Book.Visit(c.UserContext(), s.Office, id)
	if err != nil {
		return err
	}
	if has(v, visit.Arrived) {
		return web.Redirect(c, "/kunjungan/:id/verify", id)
	}
	return web.Redirect(c, "/kunjungan/:id", id) // the arrival comes first
}

// cameBefore is the link's text on the card of a guest who was here before; empty for
// everybody else.
func (d *Door) cameBefore(c *fiber.Ctx, p web.Page, v visit.Visit) (string, error) {
	n, err := d.Book.TimesBefore(c.UserContext(), web.Stamp(c), v)
	if err != nil || n == 0 {
		return "", err
	}
	return p.T("returning.times", "n", n), nil
}

// carried fills the check-in in from the earlier visit that the officer matched, and
// says so; "isi baru" leaves it out.
func (d *Door) carried(c *fiber.Ctx, p web.Page, v visit.Visit) (web.Page, string, error) {
	if c.Query("baru") != "" {
		return p, "", nil
	}
	m, when, err := d.Book.Filled(c.UserContext(), web.Stamp(c), v)
	if err != nil || m.Carried == "" {
		return p, "", err
	}
	fields := map[string]string{
		"document": string(m.Document), "number": m.Number, "number_why": m.NumberWhy, "name": m.Name,
		"sex": string(m.Sex), "origin": string(m.Origin), "from": m.From,
	}
	if m.AsWritten {
		fields["as_written"] = "1"
	}
	return p.Filled(fields), p.T("returning.carried", "day", p.Day(when)), nil
}

// carriedFrom is the fact on a record that the document was carried over: the day of
// the earlier visit, with the way to it. One that is confidential now is not named,
// for it would tell whose it was.
func (d *Door) carriedFrom(c *fiber.Ctx, p web.Page, id string) (Fact, error) {
	e, err := d.Book.Visit(c.UserContext(), p.Office.ID, id)
	if err != nil && !refusal.Of(err).Is(visit.ErrNotFound) {
		return Fact{}, err
	}
	if err != nil || e.Facts.Confidential {
		return Fact{Term: p.T("returning.fact"), Text: p.T("returning.fact-some")}, nil
	}
	return Fact{Term: p.T("returning.fact"), Text: p.T("returning.fact-day", "day", p.Day(e.Facts.ArrivedAt)), Href: "/riwayat/" + e.ID}, nil
}
