package admin

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// HandoverPage passes the shift on: what is held is counted, differences are explained,
// and the incoming officer signs with the own password.
type HandoverPage struct {
	web.Page
	Inside, Secret int
	Badges, Pool   int
	Held, Older    int // things held, and those of them since an earlier day
	Oldest         string
	Groups         []HeldGroup
	Out            []BadgeOut
	Ringing        int
	From           string
	Visits, InTime int
	People         int
	Ask            bool // something was not ticked: the page asks where it is
}

// HeldGroup are the things held of one visit: they share the explanation.
type HeldGroup struct {
	Field, ID, Name, Why string
	Things               []HeldThing
	Missing              bool // one is not ticked, and the page asks why
}

// HeldThing is a pocket or a locker with what lies in it.
type HeldThing struct {
	Key, Place, What, Since string
	Pill                    Pill
	On                      bool
}

// BadgeOut is a badge that somebody has.
type BadgeOut struct{ ID, Number, Name, Unit, Since string }

func (d *Door) handoverPage(c *fiber.Ctx) error {
	p := HandoverPage{Page: web.NewPage(c, web.Desk, "shift.head")}
	p.H1, p.Path = p.Title, "/serah-terima"
	ctx := c.UserContext()
	if err := d.deskBar(c, &p.Page); err != nil {
		return err
	}
	charge, err := d.Book.Charge(ctx, p.Office)
	if err != nil {
		return err
	}
	p.charge(charge)
	desk, err := d.Book.Desk(ctx, p.Office, p.Now)
	if err != nil {
		return err
	}
	p.Ringing = len(desk.Calls)
	day, err := d.Book.Daily(ctx, p.Office, p.Now)
	if err != nil {
		return err
	}
	p.Visits, p.InTime, p.People = day.Visits, day.InTime, day.People
	p.From = p.T("shift.from", "who", p.Person.Name, "since", p.Clock(web.Session(c).Begun), "now", p.Clock(p.Now))
	p.Focus = true
	p.Keys = []web.Key{{Cap: p.T("desk.key-space-cap"), Text: p.T("shift.key-tick")}, {Cap: "Alt S", Text: p.T("shift.key-hand")}, {Cap: "Alt C", Text: p.T("shift.day-sheet")}, {Cap: "Esc", Text: p.T("desk.key-back")}}
	return web.Show(c, "admin/handover", p)
}

// charge fills in what is held and which badges are out.
func (p *HandoverPage) charge(all []visit.Visit) {
	p.Pool = p.Office.Badges.Count
	today := p.Office.Day(p.Now)
	for _, v := range all {
		f := v.Facts
		if f.State.Inside() && !f.Outside() {
			p.Inside++
			if f.Confidential {
				p.Secret++
			}
		}
		if b := f.Badge; b.Number > 0 && b.BackAt.IsZero() && b.RetiredAt.IsZero() {
			p.Badges++
			p.Out = append(p.Out, BadgeOut{v.ID, visit.BadgeName(p.Office, b.Number), shortName(p.Page, v), shortUnit(p.Page, f.Unit), sinceText(p.Page, b.GivenAt)})
		}
		field := fmt.Sprintf("visit[%d]", len(p.Groups))
		g := HeldGroup{Field: field, ID: v.ID, Name: shortName(p.Page, v), Why: p.Typed(field+".why", "")}
		for _, t := range heldThings(p.Page, v) {
			t.On = p.Ticked(field+".here", t.Key, false)
			g.Missing = g.Missing || p.Again() && !t.On
			g.Things = append(g.Things, t)
			if p.Held++; f.ArrivedAt.Before(today) {
				if p.Older++; p.Oldest == "" {
					p.Oldest = sinceText(p.Page, f.ArrivedAt)
				}
			}
		}
		if len(g.Things) > 0 {
			p.Ask = p.Ask || g.Missing
			p.Groups = append(p.Groups, g)
		}
	}
}

// heldThings are the pocket and the lockers of a visit, each with what lies in it.
func heldThings(p web.Page, v visit.Visit) []HeldThing {
	f := v.Facts
	var out []HeldThing
	for _, t := range f.Things() {
		if t.Key == visit.BadgeKey || !t.Back.IsZero() {
			continue
		}
		h := HeldThing{Key: t.Key, What: t.What, Place: t.Locker, Since: sinceText(p, f.Card.TakenAt), Pill: visitPill(p, v)}
		if f.State == visit.Meeting && !f.Outside() {
			h.Pill.Text = p.T("shift.inside")
		}
		if t.Key == visit.CardKey {
			h.What, h.Place = p.T(f.Document.Kind.TextKey()), p.T("shift.pocket", "number", visit.BadgeName(p.Office, f.Badge.Number))
		} else {
			if n, err := strconv.Atoi(t.Key); err == nil && n <= len(f.Items) {
				h.Since = sinceText(p, f.Items[n-1].TakenAt)
			}
			switch _, err := strconv.Atoi(t.Locker); {
			case t.Locker == "":
				h.Place = p.T("shift.no-locker")
			case err == nil: // a number alone; a name says what it is
				h.Place = p.T("shift.locker", "number", t.Locker)
			}
		}
		out = append(out, h)
	}
	return out
}

// handOver takes the count and the incoming officer's sign-in.
func (d *Door) handOver(c *fiber.Ctx) error {
	m, err := web.Form[struct {
		Visit []struct {
			ID   string   `form:"id" max:"40"`
			Here []string `form:"here" max:"8"`
			Keys []string `form:"key" max:"8"`
			Why  string   `form:"why" max:"300"`
		} `form:"visit"`
		Note     string `form:"note,lines" max:"500"`
		Login    string `form:"login" max:"64"`
		Password string `form:"password,raw" max:"200"`
	}](c)
	ctx, s := c.UserContext(), web.Stamp(c)
	if err != nil || web.Check(c) {
		return web.Again(c, err, d.handoverPage)
	}
	p := web.NewPage(c, web.Desk, "shift.head")
	h := book.Handover{Since: web.Session(c).Begun}
	var no refusal.List
	for i, g := range m.Visit {
		if !visitID.MatchString(g.ID) {
			continue
		}
		v, err := d.Book.Visit(ctx, s.Office, g.ID)
		if err != nil {
			return web.Again(c, book.ErrRecount, d.handoverPage)
		}
		things := heldThings(p, v)
		for _, key := range g.Keys {
			n := slices.IndexFunc(things, func(t HeldThing) bool { return t.Key == key })
			if n < 0 {
				return web.Again(c, book.ErrRecount, d.handoverPage)
			}
			one := book.Counted{Visit: v.ID, Key: key, Place: things[n].Place, What: things[n].What, State: string(v.Facts.State), Here: slices.Contains(g.Here, key)}
			if !one.Here {
				one.Why = g.Why
				if strings.TrimSpace(g.Why) == "" && !no.Is(book.ErrExplain) {
					no = append(no, book.ErrExplain.At(fmt.Sprintf("visit[%d].why", i)))
				}
			}
			h.Counted = append(h.Counted, one)
		}
	}
	if m.Login == "" || m.Password == "" {
		no = append(no, errIncoming.At("login"))
	}
	if err = no.Err(); err == nil {
		h, err = d.Book.HandOver(ctx, s, h, m.Login, m.Password, m.Note)
	}
	if err != nil {
		return web.Again(c, err, d.handoverPage)
	}
	if err := d.takeOver(c, m.Login, m.Password); err != nil {
		return err
	}
	return web.Redirect(c, "/serah-terima/catatan/:id", h.ID)
}

var errIncoming = refusal.New(refusal.Invalid, "desk.incoming")

// takeOver lets the incoming officer go on in this browser: the outgoing officer's
// session ends, as when a second officer signs in.
func (d *Door) takeOver(c *fiber.Ctx, login, password string) error {
	token, a, err := d.Book.SignIn(c.UserContext(), login, password, web.Device(c), c.Get(fiber.HeaderUserAgent))
	if err != nil {
		return err
	}
	if err := d.endSession(c, a.Login); err != nil {
		return err
	}
	web.SignIn(c, token)
	return nil
}
