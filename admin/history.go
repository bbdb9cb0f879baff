package admin

import (
	"fmt"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// historyRows is how many visits a page shows, historyDays the period it begins with.
const (
	historyRows = 50
	historyDays = 7
)

// HistoryPage lists visits, newest first.
type HistoryPage struct {
	web.Page
	From, To     string // as typed, 23-11-2026
	Units        []Option
	Name         string
	Rows         []HistoryRow
	Chips        []Chip
	Period       string
	Older, Newer string // addresses
	Further      bool   // the search stopped early: Older goes on
	Reached      string
	Lost         bool // the name of this address is no longer known
}

// HistoryRow is one visit.
type HistoryRow struct {
	ID, Day, Time, Guest        string
	From, Purpose, Unit, Left   string
	State                       Pill
	Minutes                     string // of service; empty: not measured
	Late, Secret, Held, Another bool   // Another is a companion's own visit
	Copied, Entered             bool   // from the paper form; in the official guest-book
}

// Chip is an active filter, and the address without it.
type Chip struct{ Text, Href string }

// historyQuery is the address: no name stands in it, only the mark of the search.
type historyQuery struct {
	From  time.Time `form:"dari"`
	To    time.Time `form:"sampai"`
	Unit  string    `form:"bagian" max:"40"`
	Find  string    `form:"cari" max:"40"`
	After string    `form:"sesudah" max:"400"`
	Above string    `form:"sebelum" max:"400"`
}

// historySearch is the name somebody looks for. It travels sealed, and its mark
// tells two searches in two tabs apart.
type historySearch struct{ Mark, Name string }

var historyName = web.NewSealed[historySearch]("search", 30*time.Minute)

var errPeriod = refusal.New(refusal.Invalid, "history.period")

// address is the history with this query; moved drops the place in the list.
func (q historyQuery) address(moved string, place string) string {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	if !q.From.IsZero() {
		set("dari", q.From.Format(time.DateOnly))
	}
	if !q.To.IsZero() {
		set("sampai", q.To.Format(time.DateOnly))
	}
	set("bagian", q.Unit)
	set("cari", q.Find)
	set(moved, place)
	if len(v) == 0 {
		return "/riwayat"
	}
	return "/riwayat?" + v.Encode()
}

func (d *Door) historyPage(c *fiber.Ctx) error {
	p := HistoryPage{Page: web.NewPage(c, web.Desk, "history.head")}
	q, err := web.Query[historyQuery](c)
	if err != nil {
		return err
	}
	p.H1 = p.Title
	if err := d.deskBar(c, &p.Page); err != nil {
		return err
	}
	today := p.Office.Day(p.Now)
	to, from := today, today.AddDate(0, 0, 1-historyDays)
	if !q.To.IsZero() {
		to = q.To
	}
	if !q.From.IsZero() {
		from = q.From
	} else if from.After(to) {
		from = to.AddDate(0, 0, 1-historyDays)
	}
	p.From, p.To = from.Format("02-01-2006"), to.Format("02-01-2006")
	p.Period = p.Day(from) + " – " + p.Day(to)
	if p.Office.SameDay(from, to) {
		p.Period = p.Day(from)
	}
	unit, _ := p.Office.Unit(q.Unit)
	p.Units = append([]Option{{"", p.T("history.all-units"), p.Typed("bagian", q.Unit) == ""}}, unitChoice(p.Page, p.Typed("bagian", q.Unit))...)
	if q.Find != "" {
		s, ok := historyName.Load(c)
		if p.Lost = !ok || s.Mark != q.Find; !p.Lost {
			p.Name = s.Name
		}
	}
	p.chips(q, unit)
	p.Keys = []web.Key{{Cap: "Alt Q", Text: p.T("history.key-find")}, {Cap: "Alt L", Text: p.T("history.older")}}
	if !p.Again() && !p.Lost {
		if err := d.readHistory(c, &p, q, from, to); err != nil {
			return err
		}
	}
	return web.Show(c, "admin/history", p)
}

// deskBar gives those who work at the desk its scan field and its two counts.
func (d *Door) deskBar(c *fiber.Ctx, p *web.Page) error {
	if !p.Can(string(account.SeeDesk)) {
		return nil
	}
	desk, err := d.Book.Desk(c.UserContext(), p.Office, p.Now)
	p.Scan, p.Counts = "/pindai", &web.Counts{Visits: desk.Visits, People: desk.People}
	return err
}

// readHistory reads the page's visits.
func (d *Door) readHistory(c *fiber.Ctx, p *HistoryPage, q historyQuery, from, to time.Time) error {
	f := book.Filter{From: from, To: p.Office.Day(to).AddDate(0, 0, 1), Unit: q.Unit, Name: p.Name, After: q.After, Limit: historyRows}
	s, err := d.Book.Browse(c.UserContext(), p.Office.ID, f, q.Above)
	if err != nil {
		return err
	}
	for _, r := range s.Rows {
		p.Rows = append(p.Rows, historyRow(p.Page, r.ID, r.At, r.Brief))
	}
	if s.Older != "" {
		p.Older = q.address("sesudah", s.Older)
	}
	if s.Newer != "" {
		p.Newer = q.address("sebelum", s.Newer)
	}
	if p.Further = s.Short && s.Older != ""; p.Further {
		p.Reached = p.Day(s.Reached)
	}
	return nil
}

func (p *HistoryPage) chips(q historyQuery, unit office.Unit) {
	if !q.From.IsZero() || !q.To.IsZero() {
		without := q
		without.From, without.To = time.Time{}, time.Time{}
		p.Chips = append(p.Chips, Chip{p.Period, without.address("", "")})
	}
	if unit.ID != "" {
		without := q
		without.Unit = ""
		p.Chips = append(p.Chips, Chip{unitName(p.Page, unit), without.address("", "")})
	}
	if p.Name != "" {
		without := q
		without.Find = ""
		p.Chips = append(p.Chips, Chip{"“" + p.Name + "”", without.address("", "")})
	}
}

// historyRow is a visit in words.
func historyRow(p web.Page, id string, at time.Time, l book.Line) HistoryRow {
	r := HistoryRow{ID: id, Day: p.ShortDay(at), From: l.From, State: historyPill(p, l.State, l.Closing), Secret: l.Secret, Held: l.Holds && !l.State.Inside(), Another: l.Party != ""}
	if at.Year() != p.Now.Year() {
		r.Day += " " + fmt.Sprint(at.Year())
	}
	if l.OutAt != 0 {
		r.State = Pill{"pill--outside", p.T("history.state-outside")}
	}
	r.Time = p.Clock(book.Moment(l.ArrivedAt))
	r.Left = p.Clock(book.Moment(l.LeftAt))
	r.Guest = lineName(p, l)
	if l.Others > 0 {
		r.Guest += fmt.Sprintf(" +%d", l.Others)
	}
	r.Unit = shortUnit(p, l.Unit)
	r.Purpose = purposeName(p, l.Purpose)
	r.Copied, r.Entered = l.Late, l.Entered
	if l.Secret {
		r.Guest, r.Purpose = lineName(p, l), p.T("history.secret")
	}
	if l.ArrivedAt != 0 && !l.Late && (l.MetAt != 0 || l.State.Inside()) {
		took, level := l.Clock(p.Now, p.Office.Rules)
		r.Minutes = fmt.Sprint(int(took / time.Minute))
		r.Late = level == visit.Late || took >= time.Duration(p.Office.Rules.TargetMinutes)*time.Minute
	}
	return r
}

// historyPill is a state as the history names it: when, stands in a column.
func historyPill(p web.Page, s visit.State, closing visit.Closing) Pill {
	class, word := string(s), string(s)
	switch {
	case s == visit.Left && closing == visit.ClosedByShift:
		class, word = "forced", "forced"
	case s == visit.Cancelled || s == visit.Expired:
		class = "registered"
	}
	return Pill{"pill--" + class, p.T("history.state-" + word)}
}

// searchHistory takes the filters. A name goes into the sealed cookie, everything
// else into the address.
func (d *Door) searchHistory(c *fiber.Ctx) error {
	m, err := web.Form[struct {
		From time.Time `form:"dari"`
		To   time.Time `form:"sampai"`
		Unit string    `form:"bagian" max:"40"`
		Name string    `form:"name" max:"80"`
	}](c)
	if err == nil && !m.From.IsZero() && !m.To.IsZero() && m.From.After(m.To) {
		err = errPeriod.At("dari")
	}
	if err == nil && m.Name != "" && !book.Searchable(m.Name) {
		err = book.ErrSearchShort.At("name")
	}
	if err != nil || web.Check(c) {
		return web.Again(c, err, d.historyPage)
	}
	q := historyQuery{From: m.From, To: m.To, Unit: m.Unit}
	if m.Name == "" {
		historyName.Clear(c)
	} else {
		q.Find = web.Stamp(c).Act[:8]
		if err := historyName.Save(c, historySearch{q.Find, m.Name}); err != nil {
			return err
		}
	}
	return web.Redirect(c, web.Path(q.address("", "")))
}
