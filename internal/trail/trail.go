// Package trail is what every record with a life has in common: a log to which each
// move adds one entry, a table of who may make which move from where, and the two
// questions of a form that acts: was this form here before, and did somebody act
// since its page was shown. Visits and complaints both stand on it. It is plain
// values: no store, no clock, no keys.
package trail

import (
	"slices"
	"time"

	"bukutamu/internal/account"
)

// Entry is one line of a log. Digest is the keyed hash of Details and Was, and Hash
// that of the fixed fields and the entry before; the book fills both (the domain has
// no keys). Erasure empties Details and Was, and the chain still holds.
type Entry[S ~string] struct {
	N       int       `json:"n"` // counts from 1
	At      time.Time `json:"at"`
	By      string    `json:"by"` // login, or guest, complainant, system, console
	Device  string    `json:"device,omitempty"`
	Act     string    `json:"act"`
	Move    string    `json:"move"`
	State   S         `json:"state"` // after the move
	Digest  []byte    `json:"digest,omitempty"`
	Hash    []byte    `json:"hash,omitempty"`
	Details string    `json:"details,omitempty" seal:"log details"` // the move as JSON: what was said
	Was     string    `json:"was,omitempty" seal:"log details"`     // of a correction: the values before, as JSON
}

// Said looks for the form in the log. Again: the same act made the same move with the
// same content, or with one that was erased since. Other is its entry when the content
// differs. The same act with another move is no repetition: one form may do two things.
func Said[S ~string](log []Entry[S], s account.Stamp, move, details string) (again bool, other *Entry[S]) {
	for _, e := range log {
		if e.Act == s.Act && e.Move == move && s.Act != "" {
			if e.Details == details || e.Details == "" {
				return true, nil
			}
			return false, &e
		}
	}
	return false, nil
}

// Newer finds the newest entry that the person had not seen and that another act made.
func Newer[S ~string](log []Entry[S], s account.Stamp) (Entry[S], bool) {
	if s.Seen == account.SeenAny {
		return Entry[S]{}, false
	}
	for _, e := range slices.Backward(log) {
		if e.N > s.Seen && (e.Act != s.Act || s.Act == "") {
			return e, true
		}
	}
	return Entry[S]{}, false
}

// Next is the entry that a move adds to the log.
func Next[S ~string](log []Entry[S], s account.Stamp, move string, state S, details string) Entry[S] {
	return Entry[S]{
		N: len(log) + 1, At: Cut(s.At), By: s.By, Device: s.Device, Act: s.Act,
		Move: move, State: state, Details: details,
	}
}

// Last is the last entry; zero for a record that is not there yet.
func Last[S ~string](log []Entry[S]) Entry[S] {
	if len(log) == 0 {
		return Entry[S]{}
	}
	return log[len(log)-1]
}

// Emptied is the log without what was said, for erasure. Its chain still holds.
func Emptied[S ~string](log []Entry[S]) []Entry[S] {
	log = slices.Clone(log)
	for i := range log {
		log[i].Details, log[i].Was = "", ""
	}
	return log
}

// Cut drops what the stores do not keep: times are UTC in whole milliseconds.
func Cut(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC().Truncate(time.Millisecond)
}
