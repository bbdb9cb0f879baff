// Package office is what an office of the Kejaksaan has and has decided: its
// name and chain, units and persons, purposes, badge numbers, hours and rules.
// All of it is data that an administrator edits; it travels as one value.
package office

import (
	"regexp"
	"slices"
	"sync"
	"time"
	_ "time/tzdata" // the office's zone must load on machines without zone files

	"bukutamu/internal/refusal"
)

// Office is one office with everything configurable. Zero numbers in Rules mean
// the defaults that Default sets.
type Office struct {
	ID       string    `json:"id"`    // [a-z0-9]{2,12}; part of every QR code
	Name     string    `json:"name"`  // Kejaksaan Negeri Kapuas
	Chain    []string  `json:"chain"` // the parents, highest first
	Address  string    `json:"address"`
	Phone    string    `json:"phone"`              // the office's public number
	Decree   string    `json:"decree"`             // of the service standard
	Zone     string    `json:"zone"`               // Asia/Jakarta, Asia/Pontianak, Asia/Makassar, Asia/Jayapura
	Assembly string    `json:"assembly,omitempty"` // where everybody gathers when the building is left at once
	Logo     []byte    `json:"logo,omitempty"`     // PNG, at most 256 px, re-encoded
	Hours    Hours     `json:"hours"`
	Holidays []Holiday `json:"holidays"`
	Units    []Unit    `json:"units"`
	Persons  []Person  `json:"persons"`
	Purposes []Purpose `json:"purposes"`
	Badges   Badges    `json:"badges"`
	Lockers  []string  `json:"lockers,omitempty"` // names the desk proposes; any other may be written
	Colors   Colors    `json:"colors,omitzero"`
	Keep     Keep      `json:"keep,omitzero"`
	Rules    Rules     `json:"rules"`
	Printers Printers  `json:"printers,omitempty"`
	House    Text      `json:"house"`   // tata tertib
	Privacy  Text      `json:"privacy"` // pemberitahuan data pribadi
	Demo     bool      `json:"demo,omitempty"`
	Setup    string    `json:"setup"` // step of the first run still to do; empty when finished
	Revision int       `json:"revision"`

	Complaints Complaints `json:"complaints,omitzero"`
}

// Unit is a part of the office that guests come to.
type Unit struct {
	ID     string `json:"id"`
	Name   string `json:"name"`           // Seksi Tindak Pidana Umum
	Short  string `json:"short"`          // Pidum
	Name2  string `json:"name2"`          // English
	Icon   string `json:"icon,omitempty"` // name of a Lucide icon; empty is the landmark
	Room   string `json:"room,omitempty"`
	Hidden bool   `json:"hidden,omitempty"` // no longer offered; older visits still name it
}

// Person is somebody of the office, with or without an account.
type Person struct {
	ID     string `json:"id"`
	Name   string `json:"name"`  // with titles, as on the door
	Title  string `json:"title"` // Kasi Pidum
	Unit   string `json:"unit"`
	Salute string `json:"salute,omitempty"` // ibu, bapak or empty
	Room   string `json:"room,omitempty"`
	Host   bool   `json:"host"`
	Escort bool   `json:"escort"`
	Away   bool   `json:"away,omitempty"`
	Deputy string `json:"deputy,omitempty"` // id of the person who is proposed while this one is away
	Gone   bool   `json:"gone,omitempty"`   // left the office; older visits still name them
}

// Purpose is a reason to come.
type Purpose struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	Name2        string `json:"name2"` // English
	Icon         string `json:"icon"`
	Hint         string `json:"hint,omitempty"`         // a few words below the name on the kiosk
	Hint2        string `json:"hint2,omitempty"`        // English
	Free         bool   `json:"free,omitempty"`         // asks for a few words of the guest's own
	Letter       bool   `json:"letter,omitempty"`       // asks for the number of the summons
	Confidential bool   `json:"confidential,omitempty"` // such visits are confidential unless the officer says otherwise
	Hidden       bool   `json:"hidden,omitempty"`
}

// Badges is the pool of visitor badges. Number n is also pocket n.
type Badges struct {
	Prefix  string  `json:"prefix"`            // "T-"
	Count   int     `json:"count"`             // numbers 1 to Count
	Retired []int   `json:"retired,omitempty"` // numbers no longer given out
	Lost    []int   `json:"lost,omitempty"`    // exchanged because they could not be given back; found or retired later
	Damaged []int   `json:"damaged,omitempty"` // came back broken; not given out until a new one is made
	Noted   []Noted `json:"noted,omitempty"`   // since when a number is what it is, where that is known
}

// Text is an editable text in both languages. Version counts up with every
// change, and a visit records which version its guest was shown.
type Text struct {
	ID      string    `json:"id"`
	EN      string    `json:"en"`
	Version int       `json:"version"`
	Changed time.Time `json:"changed,omitzero"`
	Older   []Old     `json:"older,omitempty"` // what guests read before, the newest last
}

// Rules are the numbers and switches an office may set.
type Rules struct {
	TargetMinutes int    `json:"target"`              // service clock turns red here: 10 by the service standard
	AmberMinutes  int    `json:"amber"`               // and amber here: 7
	GraceDays     int    `json:"grace"`               // days after its date on which a QR still counts: 0
	UndoMinutes   int    `json:"undo"`                // 5
	AheadDays     int    `json:"ahead"`               // how far ahead a visit can be registered: 14
	HideNames     bool   `json:"hideNames"`           // the kiosk shows no list of persons
	BadgeSize     string `json:"badgeSize"`           // 86x54 or 62x76
	AutoPrint     bool   `json:"autoPrint"`           // the badge prints when the check-in is saved
	NoEnglish     bool   `json:"noEnglish,omitempty"` // guests are offered Indonesian alone
}

// Refusals about the office's own data.
var (
	ErrID      = refusal.New(refusal.Invalid, "office.id")
	ErrName    = refusal.New(refusal.Invalid, "office.name")
	ErrZone    = refusal.New(refusal.Invalid, "office.zone")
	ErrBadges  = refusal.New(refusal.Invalid, "office.badges")
	ErrChanged = refusal.New(refusal.Conflict, "office.changed")
)

var idPattern = regexp.MustCompile(`^[a-z0-9]{2,12}$`)

// ValidID reports whether s can be an office's id (contract.md, Codes).
func ValidID(s string) bool { return idPattern.MatchString(s) }

// In gives the office's time zone; UTC+7 when the name is unknown, so that a
// damaged setting never moves a visit to another day in Kapuas.
func (o Office) In() *time.Location {
	if z, ok := zones.Load(o.Zone); ok {
		return z.(*time.Location)
	}
	z, err := time.LoadLocation(o.Zone)
	if err != nil || o.Zone == "" {
		return time.FixedZone("WIB", 7*3600)
	}
	zones.Store(o.Zone, z)
	return z
}

// zones are those that were loaded: each load reads and parses a file, and every
// line of a list asks for the zone.
var zones sync.Map // name → *time.Location

// Day is midnight of t's day in the office's zone. "Today" is always the
// office's day, whatever the server's zone (domain.md 8).
func (o Office) Day(t time.Time) time.Time {
	l := t.In(o.In())
	return time.Date(l.Year(), l.Month(), l.Day(), 0, 0, 0, 0, l.Location())
}

// SameDay reports whether both times fall on one day of the office.
func (o Office) SameDay(a, b time.Time) bool { return o.Day(a).Equal(o.Day(b)) }

// Unit finds a unit by id.
func (o Office) Unit(id string) (Unit, bool) {
	i := slices.IndexFunc(o.Units, func(u Unit) bool { return u.ID == id })
	if i < 0 {
		return Unit{}, false
	}
	return o.Units[i], true
}

// Person finds a person by id.
func (o Office) Person(id string) (Person, bool) {
	i := slices.IndexFunc(o.Persons, func(p Person) bool { return p.ID == id })
	if i < 0 {
		return Person{}, false
	}
	return o.Persons[i], true
}

// Purpose finds a purpose by id.
func (o Office) Purpose(id string) (Purpose, bool) {
	i := slices.IndexFunc(o.Purposes, func(p Purpose) bool { return p.ID == id })
	if i < 0 {
		return Purpose{}, false
	}
	return o.Purposes[i], true
}

// Has reports whether the pool holds number n and gives it out.
func (b Badges) Has(n int) bool {
	return n >= 1 && n <= b.Count && !slices.Contains(b.Retired, n) && !slices.Contains(b.Lost, n) && !slices.Contains(b.Damaged, n)
}
