package admin

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/identity"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// RecordPage proves what happened: who, the facts, and the whole log.
type RecordPage struct {
	web.Page
	ID, Name string
	More     int // companions
	Pill     Pill
	Took     string // minutes of service; empty: not measured
	Late     bool
	Day      string
	Code     string
	Photo    bool
	Facts    []Fact
	Party    []PartyLink
	Log      []LogLine
	Out      string // what is still held, in words
	Return   bool   // the person may note that it comes back
	Retire   bool   // the person may free a lost badge's number
	Secret   bool   // confidential: nothing that says who
	Erased   string // when who the guest was was forgotten, in words
	Shown    bool   // everything is open, this once
	Reveal   bool   // the person may open it, with a reason
	Before   string // address of the history
	Next     string // the day of the registration that takes the visit's place
}

// PartyLink leads to another visit of the same party.
type PartyLink struct {
	ID, Name string
	Pill     Pill
	This     bool
}

// recordOpen lets one page show what was revealed. It is gone when that page was made.
var recordOpen = web.NewSealed[openedName]("open", 2*time.Minute)

func (d *Door) recordPage(c *fiber.Ctx) error {
	p := RecordPage{Page: web.NewPage(c, web.Desk, "record.head"), ID: c.Params("id")}
	p.H1, p.Path, p.Before = p.Title, "/riwayat/"+p.ID, historyBefore(c)
	v, party, err := d.visit(c, p.Page)
	if err != nil {
		return err
	}
	if who, ok := recordOpen.Load(c); ok && who.Visit == v.ID && who.By == p.Person.Login {
		p.Shown = true
		recordOpen.Clear(c)
		if err := faceOpen.Save(c, who); err != nil {
			return err
		}
	}
	f := v.Facts
	p.Secret = f.Confidential && !p.Shown
	p.Seen, p.More, p.Code = v.Seen(), len(f.Companions), shownCode(v.Code)
	if p.Name = fullName(p.Page, v); p.Shown {
		p.Name = properName(p.Page, f.Guest)
	}
	p.Pill = visitPill(p.Page, v)
	if !f.ArrivedAt.IsZero() && !f.Late() && (f.State.Inside() || !f.MetAt.IsZero()) {
		rules := p.Office.Rules.Filled()
		took, _ := f.Clock(p.Now, rules)
		p.Took, p.Late = fmt.Sprint(int(took/time.Minute)), took >= time.Duration(rules.TargetMinutes)*time.Minute
	}
	if p.Day = p.Date(f.ArrivedAt); f.ArrivedAt.IsZero() {
		day, _ := time.ParseInLocation(time.DateOnly, f.Day, p.Now.Location())
		p.Day = p.Date(day)
	}
	if !f.Erased.IsZero() {
		p.Erased = p.T("record.erased-on", "day", p.Page.Day(f.Erased))
	}
	p.Photo = f.Photo.Kept() && !p.Secret && p.Can(string(account.SeePhoto))
	next, err := d.Book.Next(c.UserContext(), p.Office.ID, v)
	if err != nil {
		return err
	}
	if next.ID != "" {
		p.Next = wantedDay(p.Page, next.Facts.Day)
	}
	p.Facts = p.facts(v)
	if f.Carried != "" && !p.Secret {
		from, err := d.carriedFrom(c, p.Page, f.Carried)
		if err != nil {
			return err
		}
		p.Facts = append(p.Facts, from)
	}
	if len(party) > 1 {
		for _, m := range party {
			link := PartyLink{m.ID, shortName(p.Page, m), visitPill(p.Page, m), m.ID == v.ID}
			if p.Shown && f.Confidential {
				link.Name = m.Facts.Guest.Name
			}
			p.Party = append(p.Party, link)
		}
	}
	if p.Log, err = d.tell(c, p, v); err != nil {
		return err
	}
	p.custody(v)
	p.Reveal = p.Can(string(account.Reveal)) && !p.Shown && f.Erased.IsZero() && (f.Confidential || f.Document.Number != "" || f.Guest.Phone != "")
	if err := d.deskBar(c, &p.Page); err != nil {
		return err
	}
	p.Keys = []web.Key{{Cap: "Esc", Text: p.T("record.back"), Href: p.Before}}
	return web.Show(c, "admin/record", p)
}

// historyBefore is the list that led here, with its filters and place: no name
// stands in its address.
func historyBefore(c *fiber.Ctx) string {
	if u, err := url.Parse(c.Get(fiber.HeaderReferer)); err == nil && u.Path == "/riwayat" && u.RawQuery != "" {
		return "/riwayat?" + u.RawQuery
	}
	return "/riwayat"
}

// facts are what is so now. Numbers are masked unless they were revealed; of a
// confidential guest nothing is said that tells who it is.
func (p *RecordPage) facts(v visit.Visit) []Fact {
	f := v.Facts
	var out []Fact
	add := func(term string, x Fact) {
		x.Term = p.T("record.fact-" + term)
		out = append(out, x)
	}
	who := func(term string, x Fact) { // something that tells who the guest is
		if p.Secret {
			x = Fact{After: p.T("record.hidden")}
		}
		add(term, x)
	}
	if p.Secret {
		add("purpose", Fact{Text: p.T("history.secret")})
	} else {
		add("purpose", Fact{Text: purposeName(p.Page, f.Purpose) + strings.TrimSuffix(": "+f.Note, ": ")})
	}
	if f.Letter != "" {
		who("letter", Fact{Text: f.Letter})
	}
	add("unit", Fact{Text: hostName(p.Page, p.Office, f.Unit, f.Host)})
	if f.Guest.Origin != "" || f.Guest.From != "" {
		origin := ""
		if f.Guest.Origin != "" {
			origin = p.T("visit.origin-" + string(f.Guest.Origin))
		}
		who("origin", Fact{Text: join(origin, f.Guest.From)})
	}
	if f.Document.Kind != "" {
		number := f.Document.Mask()
		if p.Shown {
			number = f.Document.Number
		}
		who("document", Fact{Text: p.T(f.Document.Kind.TextKey()), Code: number})
	}
	switch phone := f.Guest.Phone; {
	case !f.Erased.IsZero():
	case phone == "":
		add("phone", Fact{After: p.T("record.not-given")})
	case p.Shown:
		add("phone", Fact{Code: identity.ShowPhone(phone)})
	default:
		who("phone", Fact{Code: identity.MaskPhone(phone)})
	}
	if n := f.Badge.Number; n > 0 {
		x := Fact{Code: visit.BadgeName(p.Office, n)}
		switch {
		case !f.Badge.RetiredAt.IsZero():
			x.After = p.T("record.badge-retired")
		case !f.Badge.LostAt.IsZero() && f.Badge.BackAt.IsZero():
			x.After = p.T("record.badge-lost")
		case f.Badge.Prints > 1:
			x.After = p.T("record.copies", "n", f.Badge.Prints)
		}
		add("badge", x)
	}
	add("custody", Fact{Text: p.held(f)})
	if f.Escort.By != "" {
		by, _ := p.Office.Person(f.Escort.By)
		add("escort", Fact{Text: join(address(p.Page, by), roomName(p.Page, f.Escort.Room))})
	}
	if f.Declared.House > 0 {
		add("rules", Fact{Text: p.T("record.version", "n", f.Declared.House), Href: versionPath(houseWord, f.Declared.House)})
	}
	if f.Declared.Privacy > 0 {
		add("privacy", Fact{Text: p.T("record.version", "n", f.Declared.Privacy), Href: versionPath(privacyWord, f.Declared.Privacy)})
	}
	if f.State != visit.Registered {
		switch {
		case f.Photo.Taken && !f.Photo.Kept():
			add("photo", Fact{Text: p.T("record.removed", "day", p.Page.Day(f.Photo.RemovedAt))})
		case f.Photo.Taken:
			add("photo", Fact{Text: p.T("record.photo-kept")})
		case f.Photo.Why != "":
			who("photo", Fact{Text: p.T("record.photo-none", "why", f.Photo.Why)})
		}
	}
	if f.Prior != "" {
		add("prior", Fact{Text: p.T("visit.prior-open"), Href: "/riwayat/" + f.Prior})
	}
	if p.Next != "" {
		add("next", Fact{Text: p.Next, Href: "/riwayat/" + f.Next})
	}
	if f.Late() {
		add("copied", Fact{Text: p.T("late.mark"), After: join(f.Copied.Sheet, p.T("late.why-"+f.Copied.Why), f.Copied.Officer)})
	}
	if f.State == visit.Left {
		add("ending", Fact{Text: p.T("visit.ending-" + string(f.Ending))})
	}
	if f.Reason != "" {
		who("reason", Fact{Text: f.Reason})
	}
	return out
}

// recordReveal opens what is masked for one look, as an audited act with a reason.
func (d *Door) recordReveal(c *fiber.Ctx) error {
	m, err := web.Form[struct {
		Reason string `form:"reason" max:"300"`
		Own    string `form:"own,raw" max:"200"`
	}](c)
	if err == nil && strings.TrimSpace(m.Reason) == "" {
		err = visit.ErrReason.At("reason")
	}
	if err == nil && !web.Check(c) {
		err = d.askOwn(c, m.Own)
	}
	s, id := web.Stamp(c), c.Params("id")
	if err == nil && !web.Check(c) {
		if _, err := d.Book.Visit(c.UserContext(), s.Office, id); err != nil {
			return err
		}
		err = d.Book.Acting(c.UserContext(), s, string(account.Reveal), id, m.Reason, func() error {
			return recordOpen.Save(c, openedName{id, s.By})
		})
	}
	if err != nil || web.Check(c) {
		return web.Again(c, err, d.recordPage)
	}
	return web.Redirect(c, "/riwayat/:id", id)
}
