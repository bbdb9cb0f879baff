package visit

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"bukutamu/internal/account"
	"bukutamu/internal/identity"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// nameOf is the Go name of a move's type, the way from a value to its rule.
func nameOf(m Move) string { return fmt.Sprintf("%T", m) }

// Register writes a guest into the book: at the kiosk, on a phone, or by the
// officer for a walk-in. – → registered. Service standard, step 2. It asks
// nothing that the officer reads from the card later.
type Register struct {
	Purpose      string   `form:"purpose" max:"40" json:"purpose"`
	Note         string   `form:"note" max:"120" json:"note,omitempty"` // in the guest's words, where the purpose asks for them
	Letter       string   `form:"letter" max:"60" json:"letter,omitempty"`
	Unit         string   `form:"unit" max:"40" json:"unit,omitempty"` // empty: does not know yet
	Host         string   `form:"host" max:"40" json:"host,omitempty"`
	Name         string   `form:"name" max:"65536" json:"name"`
	Salute       Salute   `form:"salut" json:"salute,omitempty"`
	Phone        string   `form:"tel" max:"40" json:"phone,omitempty"`
	Companions   []string `form:"companion" max:"65536" json:"companions,omitempty"`
	Needs        []Need   `form:"need" json:"needs,omitempty"`
	Day          string   `form:"day" max:"10" json:"day,omitempty"` // empty: today
	Weapon       string   `form:"weapon" json:"weapon"`              // yes or no
	Read         bool     `form:"rules" json:"read"`                 // house rules and privacy notice
	Confidential bool     `form:"confidential" json:"confidential,omitempty"`

	Source Source `json:"source"`
	Lang   string `json:"lang,omitempty"`
	Prior  string `json:"prior,omitempty"` // the visit that this registration takes the place of
	ID     string `json:"-"`               // given by the book, as are the next two
	Code   string `json:"-"`
	Ticket string `json:"-"`
}

// Refusals about a registration. A walk-in reads no rules on a screen, so ErrRead
// is only for guests at the kiosk and on phones.
var (
	ErrPurpose = refusal.New(refusal.Invalid, "visit.purpose")
	ErrUnit    = refusal.New(refusal.Invalid, "visit.unit")
	ErrHost    = refusal.New(refusal.Invalid, "visit.host")
	ErrDay     = refusal.New(refusal.Invalid, "visit.day")
	ErrDayPast = refusal.New(refusal.Invalid, "visit.day-past")
	ErrDayFar  = refusal.New(refusal.Invalid, "visit.day-far")
	ErrWeapon  = refusal.New(refusal.Invalid, "visit.weapon")
	ErrRead    = refusal.New(refusal.Invalid, "visit.read")
	ErrNote    = refusal.New(refusal.Invalid, "visit.note")
	ErrLetter  = refusal.New(refusal.Invalid, "visit.letter")
)

// Apply makes a new visit of the form.
func (m Register) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	var no refusal.List
	add := func(err error, field string) {
		for _, r := range refusal.Of(err) {
			no = append(no, r.At(field))
		}
	}
	f := Facts{State: Registered, Source: m.Source, Confidential: m.Confidential, Prior: m.Prior}

	purpose, ok := o.Purpose(m.Purpose)
	if !ok || purpose.Hidden && m.Prior == "" {
		add(ErrPurpose, "purpose")
	}
	f.Purpose = m.Purpose
	if f.Note = strings.Join(strings.Fields(m.Note), " "); !purpose.Free {
		f.Note = ""
	}
	if utf8.RuneCountInString(f.Note) > 120 {
		add(ErrNote, "note")
	}
	f.Confidential = f.Confidential || purpose.Confidential
	if f.Letter = strings.TrimSpace(m.Letter); utf8.RuneCountInString(f.Letter) > 60 {
		add(ErrLetter, "letter")
	}
	var err error
	f.Unit, f.Host, err = destination(o, m.Unit, m.Host)
	no = append(no, refusal.Of(err)...)
	if f.Guest.Name, err = cleanName(m.Name); err != nil {
		add(err, "name")
	}
	if f.Guest.Salute = m.Salute; m.Salute == "nama" {
		f.Guest.Salute = ""
	} else if !m.Salute.Valid() {
		add(ErrChoice, "salut")
	}
	if strings.TrimSpace(m.Phone) != "" {
		if f.Guest.Phone, err = identity.CleanPhone(m.Phone); err != nil {
			add(err, "tel")
		}
	}
	f.Guest.Lang = m.Lang
	for i, c := range m.Companions {
		if strings.TrimSpace(c) == "" {
			continue
		}
		name, err := cleanName(c)
		if err != nil {
			add(err, fmt.Sprintf("companion[%d]", i))
		}
		f.Companions = append(f.Companions, Companion{Name: name})
	}
	if len(f.Companions) > MaxCompanions {
		add(ErrCompanions.With("max", MaxCompanions), "companion")
	}
	for _, n := range m.Needs {
		if !n.Valid() {
			add(ErrChoice, "need")
		} else if !slices.Contains(f.Needs, n) {
			f.Needs = append(f.Needs, n)
		}
	}
	if f.Day, err = wantedDay(m.Day, s.At, o); err != nil {
		add(err, "day")
	}
	if m.Source != AtDesk {
		if m.Weapon != "yes" && m.Weapon != "no" {
			add(ErrWeapon, "weapon")
		}
		if !m.Read {
			add(ErrRead, "rules")
		}
	}
	if m.Read || m.Source != AtDesk { // the officer may have read them to a walk-in
		f.Declared = Declared{House: o.House.Version, Privacy: o.Privacy.Version}
	}
	f.Declared.Weapons = m.Weapon == "yes"
	if err := no.Err(); err != nil {
		return v, err
	}
	v.ID, v.Code, v.Ticket, v.Facts = m.ID, m.Code, m.Ticket, f
	return v, nil
}

// destination checks unit and host. A host decides the unit; neither is a
// fair answer ("Belum tahu, bantu saya").
func destination(o office.Office, unit, host string) (string, string, error) {
	if host != "" {
		p, ok := o.Person(host)
		if !ok || p.Gone || !p.Host {
			return "", "", ErrHost.At("host")
		}
		return p.Unit, host, nil
	}
	if unit != "" {
		if u, ok := o.Unit(unit); !ok || u.Hidden {
			return "", "", ErrUnit.At("unit")
		}
	}
	return unit, "", nil
}

// wantedDay reads a day of the office, from today to AheadDays ahead.
func wantedDay(text string, now time.Time, o office.Office) (string, error) {
	today := o.Day(now)
	if text == "" {
		return today.Format(time.DateOnly), nil
	}
	d, err := time.ParseInLocation(time.DateOnly, text, o.In())
	switch {
	case err != nil:
		return "", ErrDay
	case d.Before(today):
		return "", ErrDayPast
	case d.After(today.AddDate(0, 0, o.Rules.AheadDays)):
		return "", ErrDayFar.With("days", o.Rules.AheadDays)
	}
	return text, nil
}

// Cancel takes a registration back. registered → cancelled. The guest may do it
// on the ticket's page, the officer at the desk.
type Cancel struct {
	Reason string `form:"reason" max:"300" json:"reason,omitempty"`
}

// Apply cancels.
func (m Cancel) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	v.Facts.State, v.Facts.Reason, v.Facts.LeftAt = Cancelled, strings.TrimSpace(m.Reason), cut(s.At)
	return v, nil
}

// Expire ends a registration whose day has passed. registered → expired. A job does it.
type Expire struct{}

// ErrNotYet refuses to expire a registration that can still be used.
var ErrNotYet = refusal.New(refusal.Conflict, "visit.not-yet")

// Apply expires.
func (m Expire) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	if !v.Past(s.At, o) {
		return v, ErrNotYet
	}
	v.Facts.State, v.Facts.LeftAt = Expired, cut(s.At)
	return v, nil
}

// Past reports whether the registration's day, with the office's grace, is over.
func (v Visit) Past(now time.Time, o office.Office) bool {
	d, err := time.ParseInLocation(time.DateOnly, v.Facts.Day, o.In())
	return err == nil && o.Day(now).After(d.AddDate(0, 0, o.Rules.GraceDays))
}
