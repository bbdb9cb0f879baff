package admin

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"bukutamu/internal/book"
	"bukutamu/internal/office"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// visitID is what the id of a visit looks like: 26 characters, and the number of
// a companion.
var visitID = regexp.MustCompile(`^[0-9A-Z]{26}(\.[0-9]{1,2})?$`)

// Row is one guest in the list.
type Row struct {
	ID, Key string // Key is the id of the element
	Time    string
	Name    string // of a confidential visit: Tamu T-009
	More    int    // companions; nobody's while the lead is outside alone
	What    string // purpose and unit
	Clock   *Clock // while somebody waits
	Pill    Pill
}

// Pill is a state in a word, a shape and a colour.
type Pill struct{ Class, Text string }

// Icon stands before the word instead of the dot; empty for most.
func (p Pill) Icon() string {
	if p.Class == "pill--outside" {
		return "footprints"
	}
	return ""
}

// Clock is the service clock of a visit, as clock.js goes on with it.
type Clock struct {
	From       string // when it began, ISO 8601: the arrival, or the transfer
	Minutes    int
	Level      visit.Level
	Amber, Red int
	Unit       string // "mnt"
	Near, Late string // words for a screen reader
	Done, Big  bool
}

// row makes a guest's row of a line.
func (f Frame) row(r book.Row) Row {
	l := r.Brief
	out := Row{ID: r.ID, Key: "v-" + strings.ReplaceAll(r.ID, ".", "-"), Name: lineName(f.Page, l), More: l.Others}
	switch at := book.Moment(l.ArrivedAt); {
	case l.ArrivedAt == 0:
		out.Time = ""
	case f.Office.SameDay(at, f.Now):
		out.Time = f.Page.Clock(at)
	default:
		out.Time = f.ShortDay(at)
	}
	what := purposeName(f.Page, l.Purpose)
	if l.Secret {
		what = f.T("visit.secret")
	}
	out.What = join(what, shortUnit(f.Page, l.Unit))
	if l.OutAt != 0 {
		out.More = 0
	} else if l.State == visit.Arrived || l.State == visit.Waiting {
		out.Clock = serviceClock(f.Page, l.Facts())
	}
	out.Pill = linePill(f.Page, l)
	return out
}

// lineName is how a list calls a guest; the book gives no name of a confidential one.
func lineName(p web.Page, l book.Line) string {
	switch {
	case l.Secret:
		return secretName(p, l.Badge)
	case l.Erased:
		return p.T("visit.erased")
	}
	return l.Name
}

// secretName stands for the name of a confidential guest.
func secretName(p web.Page, badge int) string {
	if badge == 0 {
		return p.T("visit.secret")
	}
	return p.T("visit.guest-number", "number", visit.BadgeName(p.Office, badge))
}

// linePill says where a visit stands. A waiting guest's says what the host said.
func linePill(p web.Page, l book.Line) Pill {
	switch {
	case l.OutAt != 0:
		return Pill{"pill--outside", p.T("visit.state-outside", "time", p.Clock(book.Moment(l.OutAt)))}
	case l.State == visit.Left && l.Closing == visit.ClosedByShift:
		return Pill{"pill--left pill--forced", p.T("visit.state-forced")}
	case l.State == visit.Left:
		return Pill{"pill--left", p.T("visit.state-left", "time", p.Clock(book.Moment(l.LeftAt)))}
	case l.State == visit.Waiting && l.Reply == visit.Wait:
		return Pill{"pill--waiting", p.T("visit.state-wait", "n", l.Minutes)}
	case l.State == visit.Waiting && l.Reply != "" && l.Reply != visit.Forwarded:
		return Pill{"pill--waiting", p.T("visit.state-" + string(l.Reply))}
	}
	return Pill{"pill--" + string(l.State), p.T("visit.state-" + string(l.State))}
}

// serviceClock is the clock of the ten minutes.
func serviceClock(p web.Page, facts visit.Facts) *Clock {
	rules := p.Office.Rules.Filled()
	from, d, level := facts.Watch(p.Now, rules)
	return &Clock{
		From: p.ISO(from), Minutes: int(d / time.Minute), Level: level, Amber: rules.AmberMinutes, Red: rules.TargetMinutes,
		Unit: p.T("visit.minutes"), Near: p.T("visit.clock-near"), Late: p.T("visit.clock-late", "n", rules.TargetMinutes),
		Done: level == visit.Stopped,
	}
}

// join puts a middle dot between the parts that are there.
func join(parts ...string) string {
	var out []string
	for _, s := range parts {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, " · ")
}

// roomName is a room with its word, unless the office wrote one.
func roomName(p web.Page, room string) string {
	if room == "" || strings.ContainsFunc(room, func(r rune) bool { return r >= 'A' && r <= 'z' }) {
		return room
	}
	return p.T("visit.room", "room", room)
}

// hostName is the person that a visit is for, else the unit, as sentences name them.
func hostName(p web.Page, o office.Office, unit, host string) string {
	if x, ok := o.Person(host); ok {
		return join(address(p, x), shortUnit(p, unit))
	}
	if u, ok := o.Unit(unit); ok {
		return unitName(p, u)
	}
	return p.T("visit.nobody-yet")
}

// visitPath is the address of a visit's card.
func visitPath(id string) string { return fmt.Sprintf("/kunjungan/%s", id) }
