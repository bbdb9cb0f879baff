package admin

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/web"
)

// HandoversPage lists the handovers, newest first.
type HandoversPage struct {
	web.Page
	Rows  []HandedRow
	Older string
}

// HandedRow is one handover.
type HandedRow struct {
	ID, When, From, To            string
	Held, Missing, Badges, Inside int
}

func (d *Door) handoversPage(c *fiber.Ctx) error {
	p := HandoversPage{Page: web.NewPage(c, web.Desk, "shift.past-head")}
	p.H1 = p.Title
	if err := d.deskBar(c, &p.Page); err != nil {
		return err
	}
	rows, next, err := d.Book.Handovers(c.UserContext(), p.Office.ID, time.Time{}, time.Time{}, c.Query("sesudah"))
	if err != nil {
		return err
	}
	for _, r := range rows {
		l := r.Brief
		p.Rows = append(p.Rows, HandedRow{r.ID, p.Day(r.At) + " " + p.Clock(r.At), d.who(c, l.From), d.who(c, l.To), l.Held, l.Missing, l.Badges, l.Inside})
	}
	if next != "" {
		p.Older = "/serah-terima/catatan?sesudah=" + next
	}
	return web.Show(c, "admin/handovers", p)
}

// HandedPage is the record of one handover.
type HandedPage struct {
	web.Page
	ID, From, To, When, Since string
	H                         book.Handover
	Badges                    []string
	Rows                      []CountedRow
	Log                       []LogLine
	May                       bool // the person may add a note
}

// CountedRow is a thing that was counted.
type CountedRow struct {
	Visit, Place, What, Why string
	Here                    bool
}

func (d *Door) handedPage(c *fiber.Ctx) error {
	p := HandedPage{Page: web.NewPage(c, web.Desk, "shift.one-head"), ID: c.Params("id")}
	p.H1, p.Path = p.Title, "/serah-terima/catatan/"+p.ID
	if err := d.deskBar(c, &p.Page); err != nil {
		return err
	}
	h, err := d.Book.Handover(c.UserContext(), p.Office.ID, p.ID)
	if err != nil {
		return err
	}
	p.H, p.From, p.To = h, d.who(c, h.From), d.who(c, h.To)
	p.When = p.Date(h.At) + ", " + p.Clock(h.At)
	p.Since = p.Clock(h.Since)
	for _, n := range h.Badges {
		p.Badges = append(p.Badges, badgeName(p.Page, n))
	}
	for _, x := range h.Counted {
		p.Rows = append(p.Rows, CountedRow{x.Visit, x.Place, x.What, x.Why, x.Here})
	}
	for _, e := range h.Log {
		l := LogLine{Time: p.Clock(e.At), Head: p.T("shift.log-" + e.What), Rest: e.Note, By: join(d.who(c, e.By), e.Device)}
		if !p.Office.SameDay(e.At, h.At) {
			l.Day = p.ShortDay(e.At)
		}
		p.Log = append(p.Log, l)
	}
	p.May = p.Can(string(account.SeeDesk))
	p.Focus = true
	return web.Show(c, "admin/handed", p)
}

func (d *Door) noteHandover(c *fiber.Ctx) error {
	m, err := web.Form[struct {
		Note string `form:"note,lines" max:"500"`
	}](c)
	id := c.Params("id")
	if err == nil && !web.Check(c) {
		err = d.Book.NoteHandover(c.UserContext(), web.Stamp(c), id, m.Note)
	}
	if err != nil || web.Check(c) {
		return d.refused(c, err, d.handedPage)
	}
	return web.Redirect(c, "/serah-terima/catatan/:id", id)
}
