package admin

import (
	"fmt"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// ErrNobody refuses a closing in which no visit was ticked.
var ErrNobody = refusal.New(refusal.Invalid, "desk.close-nobody")

// Ending reminds the desk of the end of the day while somebody is still inside.
type Ending struct {
	At     string // when the office closes; empty on a day on which it is closed
	People int    // inside, with or without a badge
}

// Evening is what an earlier day left: the first thing that a morning looks at.
type Evening struct {
	Inside, Badges, Held int
}

// shift puts what the hour asks for on top of the list.
func (f *Frame) shift(desk book.Desk) {
	today := f.Office.Day(f.Now)
	var e Evening
	inside := 0
	for _, rows := range [][]book.Row{desk.Act, desk.Meeting, desk.Outside, desk.Held} {
		for _, r := range rows {
			l := r.Brief
			if l.State.Inside() && l.OutAt == 0 {
				inside++
			}
			if !book.Moment(l.ArrivedAt).Before(today) {
				continue
			}
			switch {
			case l.State.Inside():
				e.Inside++
			case l.Holds:
				e.Held++
			}
			if l.Number > 0 {
				e.Badges++
			}
		}
	}
	if e != (Evening{}) {
		f.Evening = &e
	}
	if inside > 0 && f.Office.Ending(f.Now) {
		f.Ends = &Ending{People: inside}
		if at, ok := f.Office.ClosesAt(f.Now); ok {
			f.Ends.At = f.Page.Clock(at)
		}
	}
}

// ClosingPage ends by force what is still open at the end of the shift, each visit
// with its own reason.
type ClosingPage struct {
	web.Page
	Rows []ClosingRow
}

// ClosingRow is a visit that is still open.
type ClosingRow struct {
	ID, Saw, Field    string // Field is the beginning of its fields' names, close[0]
	Name, Since, Unit string
	Pill              Pill
	Out               string // what stays out
	On                bool
}

type closing struct {
	ID     string `form:"id" max:"40"`
	Saw    string `form:"saw" max:"50"`
	On     bool   `form:"on"`
	Reason string `form:"reason" max:"300"`
}

func (d *Door) closingPage(c *fiber.Ctx) error {
	p := ClosingPage{Page: web.NewPage(c, web.Desk, "shift.close-head")}
	p.H1, p.Path = p.Title, "/serah-terima/tutup"
	if err := d.deskBar(c, &p.Page); err != nil {
		return err
	}
	charge, err := d.Book.Charge(c.UserContext(), p.Office)
	if err != nil {
		return err
	}
	for _, v := range charge {
		if !v.Facts.State.Inside() {
			continue
		}
		f := v.Facts
		field := fmt.Sprintf("close[%d]", len(p.Rows))
		p.Rows = append(p.Rows, ClosingRow{
			ID: v.ID, Saw: saw(v), Field: field, Name: shortName(p.Page, v), Since: sinceText(p.Page, f.ArrivedAt), Unit: shortUnit(p.Page, f.Unit), Pill: visitPill(p.Page, v),
			Out: strings.Join(outWords(p.Page, f), ", "), On: p.Ticked(field+".on", "1", false),
		})
	}
	p.Focus = true
	p.Keys = []web.Key{{Cap: "Alt S", Text: p.T("shift.close-do")}, {Cap: "Esc", Text: p.T("desk.key-back")}}
	return web.Show(c, "admin/closing", p)
}

// closeAll makes the move close on each visit that was ticked: on all or on none, as
// long as nobody is faster.
func (d *Door) closeAll(c *fiber.Ctx) error {
	m, err := web.Form[struct {
		Close []closing `form:"close"`
		Own   string    `form:"own,raw" max:"200"`
	}](c)
	if err == nil && !web.Check(c) {
		err = d.askOwn(c, m.Own)
	}
	if err == nil && !web.Check(c) {
		err = d.closeEach(c, m.Close)
	}
	if err != nil || web.Check(c) {
		return d.refused(c, err, d.closingPage)
	}
	return web.Redirect(c, "/serah-terima")
}

func (d *Door) closeEach(c *fiber.Ctx, all []closing) error {
	ctx, s := c.UserContext(), web.Stamp(c)
	o, err := d.Book.Office(ctx, s.Office)
	if err != nil {
		return err
	}
	var no refusal.List
	any := false
	for _, write := range []bool{false, true} { // everything is tried before the first is written
		for i, one := range all {
			if !one.On || !visitID.MatchString(one.ID) {
				continue
			}
			any = true
			stamp := s
			stamp.Seen = sawNumbers([]string{one.Saw})[one.ID]
			move := visit.Close{Reason: one.Reason}
			if write {
				_, err = d.Book.Move(ctx, stamp, one.ID, move)
			} else {
				err = d.wouldClose(c, o, stamp, one.ID, move)
			}
			if list := refusal.Of(err); list != nil {
				no = append(no, refusal.Of(at(list, map[string]string{"reason": fmt.Sprintf("close[%d].reason", i), "": fmt.Sprintf("close[%d].on", i)}))...)
			} else if err != nil {
				return err
			}
		}
		if !any {
			return ErrNobody
		}
		if err := no.Err(); err != nil {
			return err
		}
	}
	return nil
}

// closeOne is the same for one visit, from its card.
func (d *Door) closeOne(c *fiber.Ctx) error {
	id := c.Params("id")
	m, err := web.Form[struct {
		Reason string `form:"reason" max:"300"`
		Own    string `form:"own,raw" max:"200"`
	}](c)
	if err == nil && !web.Check(c) {
		err = d.askOwn(c, m.Own)
	}
	if err == nil && !web.Check(c) {
		_, err = d.Book.Move(c.UserContext(), web.Stamp(c), id, visit.Close{Reason: m.Reason})
	}
	if err != nil || web.Check(c) {
		return d.refused(c, err, d.panel("close"))
	}
	undoable.Clear(c)
	return web.Redirect(c, "/kunjungan/:id", id)
}

// wouldClose tries the move without writing.
func (d *Door) wouldClose(c *fiber.Ctx, o office.Office, s account.Stamp, id string, m visit.Close) error {
	v, err := d.Book.Visit(c.UserContext(), s.Office, id)
	if err == nil {
		_, err = visit.Do(v, m, s, o)
	}
	return err
}

// sinceText is a moment as lists of what is held name it: today's by the clock, another day's by
// its date.
func sinceText(p web.Page, t time.Time) string {
	if p.Office.SameDay(t, p.Now) {
		return p.Clock(t)
	}
	return p.Weekday(t)[:3] + " " + p.ShortDay(t)
}
