package admin

import (
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/identity"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// Live are the parts of a card that follow other desks. They hold no inputs.
type Live struct {
	Visit   string // id
	Name    string
	More    int
	Pills   []Pill
	What    string
	Unit    string
	Photo   bool
	Big     *Clock
	Target  string
	Steps   []Step
	Done    string
	People  []Member
	Facts   []Fact
	Since   int    // entries of the log that the rest of the page knows
	Changed string // what happened since, in words
	Apart   bool   // sent alone: the parts beside the first are put in by their ids
	Secret  bool   // the name is kept back
	Before  string // "Pernah datang n×": the guest was here before
	Shown   bool   // the name was opened a moment ago, as an audited act
}

// Step is one of the eight steps of the service standard.
type Step struct {
	N          int
	Text, Time string
	State      string // is-done, is-now or nothing
}

// Fact is a line of what is known. Code is set in the mono face; Href makes the text a
// link; Warn is what the officer must look at.
type Fact struct{ Term, Text, Code, After, Code2, Href, Warn string }

// Member is one guest of a party.
type Member struct {
	ID, Name, Card, Badge string
	Pill                  Pill
	Current               bool
}

// cardLive is the live region of a card: steps and party, and with them head,
// facts and what happened since the page was made.
func (d *Door) cardLive(c *fiber.Ctx) error {
	p := struct {
		web.Page
		Live
	}{Page: web.NewPage(c, web.Desk, "desk.head")}
	v, party, err := d.visit(c, p.Page)
	if err != nil {
		return err
	}
	p.Live = d.live(c, p.Page, v, party)
	p.Apart = true
	if err := d.warnOfLockers(c, p.Page, v, &p.Live); err != nil {
		return err
	}
	if p.Before, err = d.cameBefore(c, p.Page, v); err != nil {
		return err
	}
	if p.Since, err = strconv.Atoi(c.Query("sejak")); err != nil || p.Since < 0 || p.Since > v.Seen() {
		p.Since = v.Seen()
	}
	if v.Seen() > p.Since {
		last := v.Last()
		p.Changed = p.T("visit.changed", "who", d.who(c, last.By), "what", p.T("visit.did-"+last.Move), "time", p.Clock(last.At))
	}
	return web.Show(c, "admin/card_live", p)
}

// live makes the parts of a card that follow.
func (d *Door) live(c *fiber.Ctx, p web.Page, v visit.Visit, party []visit.Visit) Live {
	f := v.Facts
	rules := p.Office.Rules.Filled()
	l := Live{
		Visit: v.ID, Name: fullName(p, v), More: len(f.Companions), What: purposeOf(p, v), Unit: unitOf(p, f.Unit), Photo: f.Photo.Kept() && !f.Confidential,
		Target: p.T("visit.target", "n", rules.TargetMinutes), Secret: f.Confidential, Facts: d.facts(c, p, v),
	}
	if f.Letter != "" {
		l.What = p.T("visit.with-letter", "what", l.What, "letter", f.Letter)
		if f.Confidential {
			l.What = p.T("visit.secret")
		}
	}
	if f.Confidential && nameOpen(c, v) {
		l.Shown, l.Name, l.Photo = true, properName(p, f.Guest), f.Photo.Kept()
	}
	l.Pills = append(l.Pills, visitPill(p, v))
	if f.Guest.Origin != "" && !f.Confidential {
		l.Pills = append(l.Pills, Pill{"pill--plain", p.T("visit.origin-" + string(f.Guest.Origin))})
	}
	if f.Guest.Lang != "" {
		l.Pills = append(l.Pills, Pill{"pill--plain", p.T("visit.lang-" + f.Guest.Lang)})
	}
	if f.Late() {
		l.Pills = append(l.Pills, Pill{"pill--plain", p.T("late.mark")})
	}
	for _, n := range f.Needs {
		l.Pills = append(l.Pills, Pill{"pill--plain", p.T("visit.need-" + string(n))})
	}
	if !f.ArrivedAt.IsZero() && f.State != visit.Cancelled && f.State != visit.Expired && !f.Outside() && !f.Late() {
		l.Big = serviceClock(p, f)
		l.Big.Big = true
	}
	l.Steps = steps(p, f)
	done := 0
	for _, s := range l.Steps {
		if s.State == "is-done" {
			done++
		}
	}
	l.Done = p.T("visit.steps-done", "n", done, "all", len(l.Steps))
	if len(party) > 1 || len(f.Companions) > 0 {
		for _, m := range party {
			l.People = append(l.People, member(p, m, m.ID == v.ID))
		}
		for _, w := range party[0].Facts.Companions {
			if w.Here.IsZero() {
				l.People = append(l.People, Member{Name: companionName(p, f, w), Pill: Pill{"pill--registered", p.T("visit.awaited")}})
			}
		}
	}
	return l
}

func companionName(p web.Page, f visit.Facts, w visit.Companion) string {
	if f.Confidential {
		return p.T("visit.secret")
	}
	return w.Name
}

func member(p web.Page, v visit.Visit, current bool) Member {
	f := v.Facts
	m := Member{ID: v.ID, Name: shortName(p, v), Pill: visitPill(p, v), Current: current}
	if f.TakesNumber() > 0 {
		m.Badge = visit.BadgeName(p.Office, f.Badge.Number)
	}
	switch {
	case f.Card.Out():
		m.Card = p.T("visit.card-in", "kind", p.T(f.Document.Kind.TextKey()))
	case f.Card.Why != "":
		m.Card = p.T("visit.card-seen", "kind", p.T(f.Document.Kind.TextKey()))
	}
	return m
}

// steps are the eight steps of the service standard with the times at which they
// were done.
func steps(p web.Page, f visit.Facts) []Step {
	answered := f.Reply()
	at := []time.Time{f.ArrivedAt, f.ArrivedAt, f.VerifiedAt, f.VerifiedAt, f.VerifiedAt, answered.At, f.Escort.At, f.LeftAt}
	if !f.Escort.At.IsZero() && answered.At.IsZero() {
		at[5] = f.Question().At
	}
	if f.State == visit.Waiting && answered.Reply != visit.Accepted {
		at[5] = time.Time{}
	}
	over := !f.State.Open()
	if over && f.State != visit.Left {
		at[7] = time.Time{}
	}
	now := !over && f.State != visit.Registered
	var out []Step
	for i, t := range at {
		s := Step{N: i + 1, Text: p.T("visit.step-" + strconv.Itoa(i+1)), Time: p.Clock(t)}
		switch {
		case !t.IsZero():
			s.State = "is-done"
		case now:
			s.State, now = "is-now", false
		}
		out = append(out, s)
	}
	return out
}

// facts are what the officer wants to know at a glance. Numbers are masked.
func (d *Door) facts(c *fiber.Ctx, p web.Page, v visit.Visit) []Fact {
	f := v.Facts
	var out []Fact
	add := func(term string, fact Fact) {
		fact.Term = p.T("visit.fact-" + term)
		out = append(out, fact)
	}
	if f.Document.Kind != "" {
		fact := Fact{Text: p.T(f.Document.Kind.TextKey()), Code: f.Document.Mask()}
		switch {
		case f.Card.Out():
			fact.After, fact.Code2 = p.T("visit.in-pocket"), visit.BadgeName(p.Office, f.Badge.Number)
		case f.Card.Held:
			fact.After = p.T("visit.handed-back", "time", p.Clock(f.Card.BackAt))
		case f.Card.Why != "":
			fact.After = p.T("visit.only-seen")
		}
		add("document", fact)
	}
	if n := f.Badge.Number; n > 0 {
		fact := Fact{Code: visit.BadgeName(p.Office, n)}
		switch {
		case !f.Badge.BackAt.IsZero():
			fact.After = p.T("visit.came-back", "time", p.Clock(f.Badge.BackAt))
		case !f.Badge.RetiredAt.IsZero():
			fact.After = p.T("visit.retired")
		case !f.Badge.LostAt.IsZero():
			fact.After = p.T("visit.lost", "time", p.Clock(f.Badge.LostAt), "who", d.who(c, f.Badge.LostBy))
		case f.Outside():
			fact.After = p.T("visit.at-desk")
		case f.Badge.Prints > 1:
			fact.After = p.T("visit.copy", "n", f.Badge.Prints)
		}
		add("badge", fact)
	}
	for _, it := range f.Items {
		text := itemName(p, it.What)
		if it.Locker != "" {
			text = p.T("visit.item-at", "what", text, "locker", it.Locker)
		}
		if !it.Out() {
			text += ", " + p.T("visit.handed-back", "time", p.Clock(it.BackAt))
		}
		add("item", Fact{Text: text})
	}
	if f.Screening != "" {
		text := p.T("visit.screening-" + string(f.Screening))
		if f.ScreenNote != "" {
			text += ", " + d.words(c, p, v, f.ScreenNote)
		}
		add("screening", Fact{Text: text})
	} else if f.Declared.Weapons && f.State.Open() {
		add("declared", Fact{Text: p.T("visit.declares-weapon")})
	}
	if f.Host != "" || f.Unit != "" {
		add("host", Fact{Text: hostName(p, p.Office, f.Unit, f.Host)})
	}
	if f.Escort.By != "" {
		by, _ := p.Office.Person(f.Escort.By)
		add("escort", Fact{Text: join(by.Name, roomName(p, f.Escort.Room))})
	}
	if f.Guest.Phone != "" && !f.Confidential {
		add("phone", Fact{Code: identity.MaskPhone(f.Guest.Phone)})
	}
	if f.Guest.From != "" && !f.Confidential {
		add("from", Fact{Text: f.Guest.From})
	}
	if f.State == visit.Registered {
		day, _ := time.ParseInLocation(time.DateOnly, f.Day, p.Now.Location())
		add("day", Fact{Text: p.Date(day)})
		add("code", Fact{Code: shownCode(v.Code)})
	}
	if f.Reason != "" {
		add("reason", Fact{Text: d.words(c, p, v, f.Reason)})
	}
	if f.Prior != "" {
		add("prior", Fact{Text: p.T("visit.prior-open"), Href: visitPath(f.Prior)})
	}
	if f.State == visit.Left {
		add("ending", Fact{Text: p.T("visit.ending-" + string(f.Ending))})
	}
	return out
}

// milli is a time as lines hold it.
func milli(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// visitPill says where a visit stands.
func visitPill(p web.Page, v visit.Visit) Pill {
	f := v.Facts
	pill := linePill(p, book.Line{State: f.State, Closing: f.Closing, LeftAt: milli(f.LeftAt), OutAt: milli(f.OutAt), Reply: f.Reply().Reply, Minutes: f.Reply().Minutes})
	if f.State == visit.Meeting && !f.Outside() {
		pill.Text = p.T("visit.meeting-since", "time", p.Clock(f.Escort.At))
	}
	return pill
}
