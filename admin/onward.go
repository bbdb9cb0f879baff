package admin

import (
	"html/template"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/paper"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// Onward is what a visit may go on with: another host, a step out of the building
// and back, another day.
type Onward struct {
	Transfer, StepOut, StepIn, Reschedule bool
	NewUnits                              []Option
	NewHosts                              HostChoice
	Goes, Outs, Ins                       []Join   // others of the party who go along
	Takes, Hands                          []Option // what the guest takes along; what is handed in again
	First, Last                           string   // the days a ticket can be moved to
	WasFor                                string   // the day it is for now
}

// onward says what a visit may go on with now, by this person.
func onward(p web.Page, v visit.Visit, party []visit.Visit) Onward {
	f := v.Facts
	outside := f.Outside()
	n := Onward{
		Transfer: may(p, v, "transfer") && !outside, StepOut: may(p, v, "out") && !outside, StepIn: may(p, v, "in") && outside,
		Reschedule: may(p, v, "reschedule") && !v.Past(p.Now, p.Office),
	}
	if n.Transfer {
		n.NewUnits, n.NewHosts = unitChoice(p, p.Typed("unit", "")), hostChoice(p, "", p.Typed("host", ""))
		n.Goes = joins(p, v, party, func(w visit.Visit) bool {
			return has(w, visit.Meeting) && !w.Facts.Outside() && w.Facts.Unit == f.Unit && w.Facts.Host == f.Host
		})
	}
	if n.StepOut {
		n.Outs = joins(p, v, party, func(w visit.Visit) bool { return has(w, visit.Waiting, visit.Meeting) && !w.Facts.Outside() })
		for _, t := range f.Things() {
			if t.Key != visit.BadgeKey && t.Back.IsZero() {
				n.Takes = append(n.Takes, Option{t.Key, thingLabel(p, f, t), p.Ticked("back", t.Key, false)})
			}
		}
	}
	if n.StepIn {
		n.Ins = joins(p, v, party, func(w visit.Visit) bool { return w.Facts.Outside() })
		for _, t := range f.TakenAlong() {
			n.Hands = append(n.Hands, Option{t.Key, thingLabel(p, f, t), p.Ticked("taken", t.Key, true)})
		}
	}
	if n.Reschedule {
		n.WasFor = wantedDay(p, f.Day)
	}
	if n.Reschedule || may(p, v, "leave") {
		n.First, n.Last = dayRange(p)
	}
	return n
}

// thingLabel is the card or an item as a tick names it.
func thingLabel(p web.Page, f visit.Facts, t visit.Thing) string {
	switch {
	case t.Key == visit.CardKey:
		return p.T("visit.card-of-pocket", "kind", p.T(f.Document.Kind.TextKey()), "number", visit.BadgeName(p.Office, f.Badge.Number))
	case t.Locker != "":
		return p.T("visit.item-at", "what", t.What, "locker", t.Locker)
	}
	return t.What
}

// dayRange are the first and the last day that a ticket can be for.
func dayRange(p web.Page) (first, last string) {
	return p.Now.Format(time.DateOnly), p.Now.AddDate(0, 0, p.Office.Rules.Filled().AheadDays).Format(time.DateOnly)
}

// wantedDay is a stored day in words.
func wantedDay(p web.Page, day string) string {
	t, err := time.ParseInLocation(time.DateOnly, day, p.Now.Location())
	if err != nil {
		return day
	}
	return p.Date(t)
}

// goesAlong is the move of the others of a party: what is given back or handed in
// is the chosen guest's alone.
func goesAlong(m visit.Move) visit.Move {
	switch m.(type) {
	case visit.Out:
		return visit.Out{}
	case visit.In:
		return visit.In{}
	}
	return m
}

// Renewed is the ticket of the registration that takes a visit's place.
type Renewed struct {
	ID, Code, Day string
	QR            template.HTML
}

// renewed is the ticket to offer to a guest who was rescheduled, nil when there is
// none or it was used.
func (d *Door) renewed(c *fiber.Ctx, p web.Page, v visit.Visit) (*Renewed, error) {
	next, err := d.Book.Next(c.UserContext(), p.Office.ID, v)
	if err != nil || next.Facts.State != visit.Registered {
		return nil, err
	}
	code, err := paper.QR(strings.ToUpper(d.BaseURL() + "/t/" + p.Office.ID + "." + next.Ticket))
	return &Renewed{next.ID, shownCode(next.Code), wantedDay(p, next.Facts.Day), code.SVG("QR tiket")}, err
}
