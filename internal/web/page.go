package web

import (
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/lang"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// Place is where a page is looked at; it chooses head, foot, styles and scripts.
type Place string

// The places. Entry is sign-in and set-up, Lock the locked desk.
const (
	Kiosk Place = "kiosk"
	Phone Place = "phone"
	Desk  Place = "desk"
	Entry Place = "door"
	Lock  Place = "lock"
)

// Page is what every page's struct embeds: what the shared templates need, and what any
// template may ask for. The zero Page works in tests (NewSample makes a full one).
type Page struct {
	Title    string // of the document; the office's name is added
	H1       string // in the desk's bar; Title when empty
	Door     Door
	Place    Place
	Body     string // classes of <body>: the place's own when empty
	Lang     lang.Lang
	Office   office.Office
	Now      time.Time // in the office's zone
	Path     string    // where the page itself is read by GET; a form answered by Again may stand elsewhere
	CSRF     string    // empty on pages kept by Cached
	Person   *Caller   // who is signed in, nil for guests
	Device   account.Device
	Enrolled bool // may call an officer, look up codes, use the kiosk's camera and printer
	Demo     bool
	Large    bool   // larger text
	Sure     bool   // the password was typed a moment ago: a sensitive act does not ask for it
	Locks    int    // seconds of quiet after which an enrolled desk locks itself; 0: this page never
	Secure   bool   // the browser counts the page as secure: TLS, or the server's own machine; else there is no camera
	CertPath string // of the page with the office's own root certificate; empty: none
	Act      string
	Seen     int // number of the last log entry shown; forms send it back
	Refusals refusal.List
	Status   int

	// The kiosk's foot and quiet times.
	Back     string // path of the page before; empty: no button
	Next     string // text of the button that goes on; empty: none
	NextForm string // id of the form it sends; "f" when empty
	Home     string // where the kiosk's reset leads; "/kios" when empty
	Quiet    int    // seconds without a touch until "still here?"; 0: never
	Count    int    // seconds of the countdown after them
	Then     string // where a browser without scripts is led by itself, "45;url=/kios"

	// The staff pages' bar and key line.
	Scan   string // path the scan field is posted to; empty: no field
	Counts *Counts
	Keys   []Key
	Focus  bool // something on the page itself takes the focus when it opens, not the scan field

	nav    []NavItem
	typed  url.Values
	filled map[string]string
	query  string
}

// Counts are the two numbers in the desk's bar: Kunjungan (arrivals today, a party is
// one) and Orang (people inside with a badge).
type Counts struct{ Visits, People int }

// Key is one entry of the key line at the foot of staff pages. Text and Href may hold
// nothing: a key without Href is only told.
type Key struct{ Cap, Text, Href, Access string }

// NewPage fills a page for this request: place, title (a text key with its arguments),
// and everything that the shared templates show. An office that cannot be read is kept
// and returned by Show.
func NewPage(c *fiber.Ctx, place Place, title string, args ...any) Page {
	r := of(c)
	o, err := r.loadOffice(c.UserContext())
	if err != nil {
		r.fault = err
	}
	p := Page{
		Title: r.lang.T(title, args...), Door: r.door.Door, Place: place, Lang: r.lang, Office: *o, Now: r.door.now(o),
		Path: c.Path(), query: string(c.Request().URI().QueryString()), Person: Person(c), Device: Device(c),
		Enrolled: Enrolled(c), Demo: r.door.Demo || o.Demo, Large: r.large,
		Secure: r.secure || r.local, Refusals: r.refusals, Status: fiber.StatusOK, nav: r.door.Nav, CertPath: r.door.CertPath,
	}
	p.Sure, p.Locks = r.sure()
	if r.again {
		p.typed, p.Status = r.values, r.status
	}
	if !r.caching {
		p.CSRF, p.Act = r.ensure(c), r.door.newAct()
	}
	if r.again && r.act != "" && r.status != fiber.StatusConflict {
		p.Act = r.values.Get("act") // the same form, still the same act; after a conflict it is a new one
	}
	if place == Kiosk {
		p.Quiet, p.Count = 40, 20
	}
	return r.retype(c, p)
}

func (p Page) base() Page { return p }

// T is a text in the page's language; arguments are name, value pairs.
func (p Page) T(key string, args ...any) string { return p.Lang.T(key, args...) }

// Clock is the time of day, Date the full date, Day without the weekday, ShortDay for
// narrow places, Weekday the day's name, all in the office's zone.
func (p Page) Clock(t time.Time) string { return p.Lang.Clock(p.local(t)) }

// Date is "Senin, 23 November 2026".
func (p Page) Date(t time.Time) string { return p.Lang.Date(p.local(t)) }

// Day is "23 November 2026".
func (p Page) Day(t time.Time) string { return p.Lang.Day(p.local(t)) }

// ShortDay is "23 Nov".
func (p Page) ShortDay(t time.Time) string { return p.Lang.ShortDay(p.local(t)) }

// Weekday is "Senin".
func (p Page) Weekday(t time.Time) string { return p.Lang.Weekday(p.local(t)) }

// ISO is the time for attributes that scripts and machines read, with the office's offset.
func (p Page) ISO(t time.Time) string { return p.local(t).Format(time.RFC3339) }

func (p Page) local(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(p.Now.Location())
}

// Zone is the name of the office's zone for scripts.
func (p Page) Zone() string {
	if p.Office.Zone == "" {
		return "Asia/Jakarta"
	}
	return p.Office.Zone
}

// FullTitle is the document's title: what was refused first, the page, the office.
func (p Page) FullTitle() string {
	t := p.Title
	if p.Incomplete() {
		t = p.T("shared.incomplete") + ": " + t
	}
	if p.Office.Name != "" && p.Place != Lock {
		t += " · " + p.Office.Name
	}
	return t
}

// Heading is the page's h1 in the desk's bar.
func (p Page) Heading() string {
	if p.H1 != "" {
		return p.H1
	}
	return p.Title
}

// BodyClass are the classes of <body>.
func (p Page) BodyClass() string {
	switch {
	case p.Body != "":
		return p.Body
	case p.Place == Lock:
		return "lock on-brand"
	}
	return string(p.Place)
}

// RootClass are the classes of <html>: the place decides the size of the type, and
// larger text is one step more.
func (p Page) RootClass() string {
	class := "place-desk"
	if p.Place == Kiosk || p.Place == Phone {
		class = "place-" + string(p.Place)
	}
	if p.Large {
		class += " is-large"
	}
	return class
}

// Staffed reports whether the page is one of the staff door's.
func (p Page) Staffed() bool { return p.Place != Kiosk && p.Place != Phone }

// Chain are the office's parents in one line; Parent is the nearest of them.
func (p Page) Chain() string { return strings.Join(p.Office.Chain, " · ") }

// Parent is the office right above this one.
func (p Page) Parent() string {
	if n := len(p.Office.Chain); n > 0 {
		return p.Office.Chain[n-1]
	}
	return ""
}

// Can reports whether the person may do an action of the roles' table.
func (p Page) Can(action string) bool {
	return p.Person != nil && p.Person.Roles.Can(account.Action(action))
}

// RoleNames are the person's roles in words, for the bar.
func (p Page) RoleNames() string {
	if p.Person == nil {
		return ""
	}
	var names []string
	for _, r := range p.Person.Roles {
		names = append(names, p.T("role."+string(r)))
	}
	return strings.Join(names, ", ")
}

// LangLink is this page in another language, LargeLink with the other type size; both
// keep the rest of the address.
func (p Page) LangLink(l string) string { return p.with("lang", l) }

// LargeLink is this page with larger text, or with ordinary text again.
func (p Page) LargeLink() string {
	if p.Large {
		return p.with("besar", "0")
	}
	return p.with("besar", "1")
}

func (p Page) with(name, value string) string {
	q, err := url.ParseQuery(p.query)
	if err != nil {
		q = url.Values{}
	}
	q.Del("lang")
	q.Del("besar")
	q.Set(name, value)
	return p.Path + "?" + q.Encode()
}

// Reset is where the kiosk's reset leads.
func (p Page) Reset() string {
	if p.Home != "" {
		return p.Home
	}
	return "/kios"
}

// Sends is the id of the form that the foot's button sends.
func (p Page) Sends() string {
	if p.NextForm != "" {
		return p.NextForm
	}
	return "f"
}
