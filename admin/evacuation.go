package admin

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/paper"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// EvacuationPage shows who is inside by the place last known, to be ticked off by
// everybody who looks for them.
type EvacuationPage struct {
	web.Page
	Rows              []EvacuationRow
	People, Bare, Aid int // inside, without a badge, who need help
	Found             int
	Going             bool   // a counting goes on
	Since             string // when it began
	Stale             string // the store is away: the list is of this moment
	Print             *Printing
}

// EvacuationRow is one guest.
type EvacuationRow struct {
	ID, Number, Name, Place, Arrived, Note string
	Found                                  bool
	By                                     string // who found them, and when
	Gone                                   bool   // left the building since the counting began
}

// inside reads the list: now, or where the store is away, as this machine kept it.
func (d *Door) inside(c *fiber.Ctx, p web.Page) (in book.Inside, stale bool, err error) {
	if !web.StoreAway(c) {
		in, err = d.Book.Inside(c.UserContext(), p.Office)
		if err == nil || !errors.Is(err, book.ErrUnavailable) || d.LastInside == nil {
			return in, false, err
		}
	}
	if d.LastInside == nil {
		return in, true, book.ErrUnavailable
	}
	sealed, err := d.LastInside()
	if err != nil {
		d.Log.Error("the kept evacuation list", "error", err)
		return in, true, book.ErrUnavailable
	}
	in, err = d.Book.OpenInside(sealed)
	return in, true, err
}

func (d *Door) evacuationPage(c *fiber.Ctx) error {
	p, err := d.evacuation(c)
	if err != nil {
		return err
	}
	p.H1 = p.Title
	if p.Stale == "" {
		if err := d.deskBar(c, &p.Page); err != nil {
			return err
		}
		p.Scan = "" // nothing else is done on this page, and its title is long
	}
	p.Focus = true
	p.Keys = []web.Key{{Cap: "Alt C", Text: p.T("evacuation.print")}, {Cap: "Esc", Text: p.T("desk.key-back")}}
	p.Print = &Printing{Path: "/evakuasi/daftar.pdf", Once: "evakuasi-" + p.ISO(p.Now.Truncate(time.Minute)), Auto: web.Device(c).Kind == "desk"}
	return web.Show(c, "admin/evacuation", p)
}

// evacuationList is the live region.
func (d *Door) evacuationList(c *fiber.Ctx) error {
	p, err := d.evacuation(c)
	if err != nil {
		return err
	}
	return web.Show(c, "admin/evacuation_list", p)
}

func (d *Door) evacuation(c *fiber.Ctx) (EvacuationPage, error) {
	p := EvacuationPage{Page: web.NewPage(c, web.Desk, "evacuation.title")}
	in, stale, err := d.inside(c, p.Page)
	if err != nil {
		return p, err
	}
	p.Path = "/evakuasi"
	p.People = len(in.People)
	for _, o := range in.People {
		p.Rows = append(p.Rows, p.row(o))
	}
	p.figures(in)
	if stale {
		p.Stale = p.Day(in.At) + ", " + p.Clock(in.At)
		return p, nil
	}
	roll, err := d.Book.Rollcall(c.UserContext(), p.Office.ID)
	if errors.Is(err, book.ErrNotFound) {
		return p, nil
	}
	if err != nil {
		return p, err
	}
	p.Going, p.Since = true, p.Clock(roll.Begun)
	for _, o := range roll.Expected { // whoever was checked out since was still to be looked for
		if slices.ContainsFunc(p.Rows, func(r EvacuationRow) bool { return r.ID == o.Visit }) {
			continue
		}
		r := p.row(o)
		r.Gone = true
		if v, err := d.Book.Visit(c.UserContext(), p.Office.ID, o.Visit); err == nil && !v.Facts.Confidential {
			r.Name = v.Facts.Guest.Name
		}
		p.Rows = append(p.Rows, r)
	}
	for i, r := range p.Rows {
		if s, ok := roll.Latest(r.ID); ok && s.Found {
			p.Rows[i].Found, p.Rows[i].By = true, p.T("evacuation.found-by", "who", d.who(c, s.By), "time", p.Clock(s.At))
			p.Found++
		}
	}
	return p, nil
}

func (p *EvacuationPage) figures(in book.Inside) {
	for _, o := range in.People {
		if o.Number == 0 {
			p.Bare++
		}
		if len(o.Needs) > 0 {
			p.Aid++
		}
	}
}

// row is a guest in words. A confidential guest is a number.
func (p *EvacuationPage) row(o book.Occupant) EvacuationRow {
	r := EvacuationRow{ID: o.Visit, Name: o.Name, Arrived: p.Clock(o.Arrived), Place: p.place(o), Number: "–"}
	if !p.Office.SameDay(o.Arrived, p.Now) {
		r.Arrived = sinceText(p.Page, o.Arrived)
	}
	var note []string
	if o.Number > 0 {
		r.Number = badgeName(p.Page, o.Number)
	} else {
		note = append(note, p.T("evacuation.no-badge"))
	}
	if o.Secret {
		r.Name = secretName(p.Page, o.Number)
		note = append(note, p.T("evacuation.secret"))
	}
	for _, n := range o.Needs {
		note = append(note, strings.ToLower(p.T("visit.need-"+string(n))))
	}
	r.Note = strings.Join(note, ", ")
	return r
}

// place is where a guest was last known to be.
func (p *EvacuationPage) place(o book.Occupant) string {
	switch o.State {
	case visit.Arrived:
		return p.T("evacuation.at-desk")
	case visit.Waiting:
		return p.T("evacuation.at-waiting")
	}
	known := o.Room
	if u, ok := p.Office.Unit(o.Unit); ok && known == "" {
		known = u.Room
	}
	room := roomName(p.Page, known)
	if o.Secret && room != "" {
		return room
	}
	unit := shortUnit(p.Page, o.Unit)
	if room == "" || unit == "" {
		return unit + room
	}
	return unit + ", " + lowerFirst(room)
}

// sight ticks a guest off, or takes that back.
func (d *Door) sight(c *fiber.Ctx) error {
	m, err := web.Form[struct {
		Found string `form:"found" max:"40"`
		Not   string `form:"not" max:"40"`
		End   bool   `form:"end"`
	}](c)
	if err == nil && !web.Check(c) {
		ctx, s := c.UserContext(), web.Stamp(c)
		switch {
		case visitID.MatchString(m.Found):
			err = d.Book.Sight(ctx, s, m.Found, true)
		case visitID.MatchString(m.Not):
			err = d.Book.Sight(ctx, s, m.Not, false)
		case m.End:
			err = d.Book.EndRollcall(ctx, s)
		}
	}
	if err != nil || web.Check(c) {
		return d.refused(c, err, d.evacuationPage)
	}
	return web.Redirect(c, "/evakuasi")
}

// evacuationPDF is the list on paper.
func (d *Door) evacuationPDF(c *fiber.Ctx) error {
	p := EvacuationPage{Page: web.NewPage(c, web.Desk, "evacuation.title")}
	in, stale, err := d.inside(c, p.Page)
	if err != nil {
		return err
	}
	p.figures(in)
	e := paper.Evacuation{Head: letterhead(p.Page), Lang: p.Lang, At: p.Now, Zone: p.Office.ZoneName(), Bare: p.Bare, Aid: p.Aid, Assembly: p.Office.Assembly}
	if stale {
		e.Known = in.At.In(p.Now.Location())
	}
	for _, o := range in.People {
		r := p.row(o)
		e.People = append(e.People, paper.Occupant{Number: r.Number, Name: r.Name, Place: r.Place, Arrived: r.Arrived, Note: r.Note})
	}
	doc, err := d.Press.Evacuation(c.UserContext(), e)
	if err != nil {
		return err
	}
	return web.PDF(c, doc, "daftar-evakuasi.pdf")
}

// evacuationTable are the pages of the day on which the building is left at once.
func (d *Door) evacuationTable() []officeRoute {
	return []officeRoute{
		{fiber.MethodGet, "/evakuasi", account.SeeDesk, d.evacuationPage},
		{fiber.MethodPost, "/evakuasi", account.SeeDesk, d.sight},
		{fiber.MethodGet, "/evakuasi/daftar.pdf", account.SeeDesk, d.evacuationPDF},
	}
}
