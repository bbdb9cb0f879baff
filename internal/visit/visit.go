// Package visit is the visit of a guest: the facts, the moves that change them,
// and the log of every move. It is plain values: no store, no clock, no chance.
//
// The eight steps of the service standard (SK KEP-19/O.2.12/Cr.5/06/2024) are
// moves; Moves lists them with the roles that may make them and the states they
// start from. Do is the only way a visit changes.
package visit

import (
	"slices"
	"time"

	"bukutamu/internal/identity"
	"bukutamu/internal/trail"
)

// State is where a visit stands.
type State string

// The eight states (domain.md 2).
const (
	Registered State = "registered"
	Arrived    State = "arrived"
	Waiting    State = "waiting"
	Meeting    State = "meeting"
	Left       State = "left"
	Refused    State = "refused"
	Cancelled  State = "cancelled"
	Expired    State = "expired"
)

// States lists all states in the order of a visit's life.
var States = []State{Registered, Arrived, Waiting, Meeting, Left, Refused, Cancelled, Expired}

// Valid reports whether s is one of the eight.
func (s State) Valid() bool { return slices.Contains(States, s) }

// Open reports whether the visit still goes on.
func (s State) Open() bool { return slices.Contains(States[:4], s) }

// Inside reports whether the guest is in the building, unless they stepped out for a
// while (Facts.Outside).
func (s State) Inside() bool { return s == Arrived || s == Waiting || s == Meeting }

// Ending is how a visit that was left ended for the guest.
type Ending string

// The endings of a visit in state left.
const (
	Met         Ending = "met"
	Declined    Ending = "declined"
	Absent      Ending = "absent"
	Rescheduled Ending = "rescheduled"
	Withdrawn   Ending = "withdrawn"
)

// Valid reports whether e is one of the endings.
func (e Ending) Valid() bool {
	return slices.Contains([]Ending{Met, Declined, Absent, Rescheduled, Withdrawn}, e)
}

// Closing says whether a visit was left with everything returned, or closed by
// force at the end of a shift.
type Closing string

// The two closings.
const (
	CheckedOut    Closing = "checked_out"
	ClosedByShift Closing = "closed_by_shift"
)

// Source is how the visit came into the book.
type Source string

// The sources of a visit.
const (
	AtKiosk Source = "kiosk"
	ByPhone Source = "phone"
	AtDesk  Source = "desk"  // a walk-in, entered by the officer
	OnPaper Source = "paper" // a late entry, copied from the paper form
)

// Visit is one guest's visit. A party is one document until the desk; from then
// on each member is a visit of its own, whose Party is the lead's ID.
type Visit struct {
	ID     string  `json:"id"`
	Party  string  `json:"party,omitempty"` // the lead's id, on companions only
	Code   string  `json:"code,omitempty"`  // six characters, shown K7P-4M2; leads only
	Ticket string  `json:"ticket,omitempty" seal:"ticket token"`
	Facts  Facts   `json:"facts"`
	Before *Facts  `json:"before,omitempty"` // the facts before the last move, when that can be undone
	Log    []Entry `json:"log"`
}

// Facts are what is so now. The moves replace them; the log tells how they came about.
type Facts struct {
	State        State             `json:"state"`
	Source       Source            `json:"source"`
	Purpose      string            `json:"purpose"`                            // id of the purpose
	Note         string            `json:"note,omitempty" seal:"purpose text"` // the purpose in the guest's own words
	Letter       string            `json:"letter,omitempty" seal:"letter number"`
	Unit         string            `json:"unit,omitempty"` // id; empty while the guest does not know
	Host         string            `json:"host,omitempty"` // id of a person
	Guest        Guest             `json:"guest"`
	Companions   []Companion       `json:"companions,omitempty"`
	Needs        []Need            `json:"needs,omitempty"`
	Day          string            `json:"day"` // the wanted day in the office's zone, 2026-11-23
	Declared     Declared          `json:"declared"`
	Confidential bool              `json:"confidential,omitempty"` // no name in lists, tags, messages, badge
	Document     identity.Document `json:"document"`
	Carried      string            `json:"carried,omitempty" seal:"earlier visit"` // id of the visit whose document was used again
	Photo        Photo             `json:"photo"`
	Screening    Screening         `json:"screening,omitempty"`
	ScreenNote   string            `json:"screenNote,omitempty" seal:"screening note"`
	Badge        Badge             `json:"badge"`
	Card         Card              `json:"card"`
	Items        []Item            `json:"items,omitempty"`
	Receipt      Receipt           `json:"receipt,omitzero"`
	Tickets      int               `json:"tickets,omitempty"` // how often the kiosk printed the ticket
	Asks         []Asked           `json:"asks,omitempty"`
	Answers      []Answered        `json:"answers,omitempty"`
	Escort       Escorted          `json:"escort"`
	ArrivedAt    time.Time         `json:"arrivedAt,omitzero"`
	VerifiedAt   time.Time         `json:"verifiedAt,omitzero"`
	MetAt        time.Time         `json:"metAt,omitzero"`    // of the first escort: the measured service time ends here
	PassedAt     time.Time         `json:"passedAt,omitzero"` // when the guest was transferred to the present host
	OutAt        time.Time         `json:"outAt,omitzero"`    // since when the guest is outside, their badge at the desk
	LeftAt       time.Time         `json:"leftAt,omitzero"`
	Ending       Ending            `json:"ending,omitempty"`
	Closing      Closing           `json:"closing,omitempty"`
	Reason       string            `json:"reason,omitempty" seal:"reason text"` // of a refusal, withdrawal, cancellation
	Copied       Copied            `json:"copied,omitzero"`                     // of a late entry
	Official     Officially        `json:"official,omitzero"`                   // in the official guest-book
	Prior        string            `json:"prior,omitempty"`                     // the visit that was rescheduled to this one
	Next         string            `json:"next,omitempty"`                      // the registration that takes this visit's place
	Erased       time.Time         `json:"erased,omitzero"`                     // who the guest was is no longer known
}

// Entry is one line of a visit's log.
type Entry = trail.Entry[State]

// clone returns a copy that shares no slice with v, so that two moves made from
// one visit never write into each other's array.
func (v Visit) clone() Visit {
	v.Facts = v.Facts.clone()
	v.Log = slices.Clone(v.Log)
	return v
}

func (f Facts) clone() Facts {
	f.Companions = slices.Clone(f.Companions)
	f.Needs = slices.Clone(f.Needs)
	f.Items = slices.Clone(f.Items)
	f.Asks = slices.Clone(f.Asks)
	f.Answers = slices.Clone(f.Answers)
	return f
}

// Seen is the number of the last log entry, the value a form carries as "seen".
func (v Visit) Seen() int { return len(v.Log) }

// Last is the last log entry; zero for a visit that is not there yet.
func (v Visit) Last() Entry { return trail.Last(v.Log) }

// Lead is the id of the visit that leads the party: its own when it leads or is alone.
func (v Visit) Lead() string {
	if v.Party != "" {
		return v.Party
	}
	return v.ID
}

// cut is trail.Cut: what the stores keep of a time.
func cut(t time.Time) time.Time { return trail.Cut(t) }
