// Package complaint is a complaint about the office's service: the facts, the moves
// that change them, the thread between the complainant and the office, and the working
// days within which the office must act (domain.md 5). It is plain values, as package
// visit is, and stands on the same log (package trail).
//
// A complaint is anonymous, confidential or open. What is kept of an anonymous one
// says nothing of the person and nothing of the hour: Do cuts the time of every move on
// it to the office's day and leaves the device out (security.md 28).
package complaint

import (
	"slices"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/trail"
)

// State is where a complaint stands.
type State string

// The nine states (domain.md 5).
const (
	Received  State = "received"  // diterima
	Verified  State = "verified"  // diverifikasi
	Assigned  State = "assigned"  // didisposisi
	Progress  State = "progress"  // ditindaklanjuti
	Answered  State = "answered"  // ditanggapi
	Closed    State = "closed"    // selesai
	NeedsData State = "needsdata" // perlu data tambahan: the clock stands still
	Elsewhere State = "elsewhere" // bukan kewenangan
	Withdrawn State = "withdrawn" // dicabut
)

// States lists all states: the path, then what lies beside it.
var States = []State{Received, Verified, Assigned, Progress, Answered, Closed, NeedsData, Elsewhere, Withdrawn}

// Path are the states that a complaint goes through when nothing comes between.
var Path = States[:6]

// Valid reports whether s is one of the nine.
func (s State) Valid() bool { return slices.Contains(States, s) }

// working are the states in which the office has to act.
var working = []State{Received, Verified, Assigned, Progress}

// Working reports whether it is the office's turn.
func (s State) Working() bool { return slices.Contains(working, s) }

// Open reports whether the complaint still goes on: the office's turn or the complainant's.
func (s State) Open() bool { return s.Working() || s == NeedsData || s == Answered }

// Naming is what the complainant wants to be known of them.
type Naming string

// The three ways to complain. None is ever chosen for anybody.
const (
	Anonymous    Naming = "anonymous"
	Confidential Naming = "confidential" // the name is hidden from the unit complained about
	Named        Naming = "open"
)

// Namings lists them in the order of the form.
var Namings = []Naming{Anonymous, Confidential, Named}

// Valid reports whether n is one of the three.
func (n Naming) Valid() bool { return slices.Contains(Namings, n) }

// Class decides within how many working days the answer is due.
type Class string

// The classes of an answer. The deadlines of forwarding and coordinating hang on the
// state, not on the class.
const (
	Ordinary    Class = "ordinary"    // not about supervision: 14 working days
	Supervisory Class = "supervisory" // about supervision: 60 working days
)

// Classes lists them.
var Classes = []Class{Ordinary, Supervisory}

// Valid reports whether c is known.
func (c Class) Valid() bool { return slices.Contains(Classes, c) }

// ByComplainant stands in the log and the thread where the complainant acted.
const ByComplainant = "complainant"

// Complaint is one complaint with its log. The code finds it by a keyed hash; the PIN
// is kept as a slow hash only. Both are drawn from the form's nonce by the book.
type Complaint struct {
	ID    string  `json:"id"`
	Code  string  `json:"code,omitempty" seal:"tracking code"` // 12 characters, shown in fours
	PIN   string  `json:"pin,omitempty" seal:"pin"`            // argon2id
	Facts Facts   `json:"facts"`
	Log   []Entry `json:"log"`
}

// Facts are what is so now.
type Facts struct {
	State       State       `json:"state"`
	Before      State       `json:"before,omitempty"` // where it stood when the office asked for more
	Naming      Naming      `json:"naming"`
	Class       Class       `json:"class"`
	Day         string      `json:"day"`                              // filed on, in the office's zone: 2026-11-23
	Title       string      `json:"title,omitempty" seal:"title"`     // the officer's few words; empty: the text's first
	Text        string      `json:"text,omitempty" seal:"complaint"`  // what happened
	When        string      `json:"when,omitempty" seal:"complaint"`  // in the complainant's words
	Where       string      `json:"where,omitempty" seal:"complaint"` // likewise
	Wish        string      `json:"wish,omitempty" seal:"complaint"`  // the outcome they hope for
	Unit        string      `json:"unit,omitempty"`                   // id of the unit complained about: its people never see it
	Complainant Complainant `json:"complainant"`
	To          Assignment  `json:"to"`
	FiledAt     time.Time   `json:"filedAt"`             // of an anonymous complaint midnight of its day, as all its times
	TurnAt      time.Time   `json:"turnAt"`              // the answer's days run from here: filed, or reopened
	AskedAt     time.Time   `json:"askedAt,omitzero"`    // since when the clock stands still
	AnsweredAt  time.Time   `json:"answeredAt,omitzero"` // the last answer
	EndedAt     time.Time   `json:"endedAt,omitzero"`    // closed, withdrawn, or sent elsewhere
	Stops       []Stop      `json:"stops,omitempty"`     // when the clock stood still since TurnAt
	Thread      []Message   `json:"thread,omitempty"`    //
	Files       []Sent      `json:"files,omitempty"`     //
	Rating      Rating      `json:"rating"`              //
	Reopened    int         `json:"reopened,omitempty"`  // how often
	Silent      bool        `json:"silent,omitempty"`    // closed by itself
	Erased      time.Time   `json:"erased,omitzero"`     // what was said is no longer known
}

// Complainant is who complains; empty when anonymous.
type Complainant struct {
	Name  string `json:"name,omitempty" seal:"complainant"`
	Phone string `json:"phone,omitempty" seal:"phone"` // +62…, may be empty
}

// Assignment is who of the office has to see to it.
type Assignment struct {
	Unit   string    `json:"unit,omitempty"`
	Person string    `json:"person,omitempty"`
	At     time.Time `json:"at,omitzero"` // the first time since the complaint was filed or reopened
}

// Stop is a time in which the office waited for the complainant.
type Stop struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Rating is what the complainant thinks of the answer.
type Rating struct {
	Stars int       `json:"stars,omitempty"` // 1 to 4, as in the survey; 0 when not rated
	Note  string    `json:"note,omitempty" seal:"complaint"`
	At    time.Time `json:"at,omitzero"`
}

// Entry is one line of a complaint's log.
type Entry = trail.Entry[State]

// Seen is the number of the last log entry, the value a form carries as "seen".
func (c Complaint) Seen() int { return len(c.Log) }

// Last is the last log entry; zero for a complaint that is not there yet.
func (c Complaint) Last() Entry { return trail.Last(c.Log) }

// Hidden reports whether a complaint about that unit does not exist for the person: they
// belong to it (security.md 20). The program itself belongs nowhere.
func Hidden(unit string, s account.Stamp, o office.Office) bool {
	p, ok := o.Person(s.Person)
	return unit != "" && ok && p.Unit == unit
}

// clone returns a copy that shares no slice with c.
func (c Complaint) clone() Complaint {
	f := &c.Facts
	f.Stops, f.Thread, f.Files = slices.Clone(f.Stops), slices.Clone(f.Thread), slices.Clone(f.Files)
	c.Log = slices.Clone(c.Log)
	return c
}
