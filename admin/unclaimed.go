package admin

import (
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/lang"
	"bukutamu/internal/paper"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// UnclaimedPage lists whose visit is over while something is still out, the oldest first.
type UnclaimedPage struct {
	web.Page
	Rows []Unclaimed
}

// Unclaimed is a visit that is over while something is out.
type Unclaimed struct {
	ID, Name, Since, Out, Why string
	Days                      int
	Pill                      Pill
}

func (d *Door) unclaimedPage(c *fiber.Ctx) error {
	p := UnclaimedPage{Page: web.NewPage(c, web.Desk, "shift.unclaimed-head")}
	p.H1 = p.Title
	if err := d.deskBar(c, &p.Page); err != nil {
		return err
	}
	charge, err := d.Book.Charge(c.UserContext(), p.Office)
	if err != nil {
		return err
	}
	for _, v := range charge {
		f := v.Facts
		if f.State.Inside() {
			continue
		}
		p.Rows = append(p.Rows, Unclaimed{
			ID: v.ID, Name: shortName(p.Page, v), Since: p.Day(f.LeftAt), Days: daysBetween(p.Page, f.LeftAt), Out: strings.Join(outWords(p.Page, f), ", "),
			Why: d.words(c, p.Page, v, behind(f)), Pill: visitPill(p.Page, v),
		})
	}
	p.Keys = []web.Key{{Cap: "Esc", Text: p.T("desk.key-back")}}
	return web.Show(c, "admin/unclaimed", p)
}

// daysBetween counts the office's days from t to today.
func daysBetween(p web.Page, t time.Time) int {
	return int(p.Office.Day(p.Now).Sub(p.Office.Day(t)).Hours()+12) / 24
}

// behind is why something stayed: the reason of the closing, or of what was left.
func behind(f visit.Facts) string {
	if f.Closing == visit.ClosedByShift {
		return f.Reason
	}
	for _, t := range f.Things() {
		if t.Back.IsZero() && t.Behind != "" {
			return t.Behind
		}
	}
	return f.Badge.LostWhy
}

// reminderPDF is the letter to whoever has not fetched their things. Of a confidential
// visit it names the badge alone, unless this officer opened the name.
func (d *Door) reminderPDF(c *fiber.Ctx) error {
	p := web.NewPage(c, web.Desk, "desk.head")
	v, err := d.Book.Visit(c.UserContext(), p.Office.ID, c.Params("id"))
	if err != nil {
		return err
	}
	f := v.Facts
	if f.State != visit.Left || !f.Holds() {
		return book.ErrNotFound
	}
	l := lang.ID // a letter of the office; the guest's own language where it is English
	if f.Guest.Lang == string(lang.EN) {
		l = lang.EN
	}
	p.Lang = l
	to, from := fullName(p, v), f.Guest.From
	if f.Confidential {
		if from = ""; nameOpen(c, v) {
			to = properName(p, f.Guest)
		}
	}
	r := paper.Reminder{Head: letterhead(p), To: to, From: from, At: p.Now, Since: f.ArrivedAt.In(p.Now.Location()), Hours: hoursLine(l, p.Office.Hours), Phone: p.Office.Phone, Signer: p.Person.Name, Lang: l}
	if b := f.Badge; b.Number > 0 && b.BackAt.IsZero() && b.RetiredAt.IsZero() {
		r.Things = append(r.Things, paper.Kept{What: p.T("record.thing-badge", "number", badgeName(p, b.Number)), Where: p.T("shift.with-guest"), Since: p.Day(b.GivenAt)})
	}
	for _, t := range heldThings(p, v) {
		r.Things = append(r.Things, paper.Kept{What: t.What, Where: t.Place, Since: p.Day(f.ArrivedAt)})
	}
	doc, err := d.Press.Reminder(c.UserContext(), r)
	if err != nil {
		return err
	}
	return web.PDF(c, doc, "surat-titipan.pdf")
}

// letterhead is the office as it stands on top of a sheet.
func letterhead(p web.Page) paper.Letterhead {
	return paper.Letterhead{Chain: p.Office.Chain, Office: p.Office.Name, Address: join(p.Office.Address, p.Office.Phone), Logo: p.Office.Logo}
}

func badgeName(p web.Page, n int) string { return visit.BadgeName(p.Office, n) }
