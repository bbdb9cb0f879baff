package visit

import (
	"fmt"
	"slices"
	"strconv"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// Here records on the lead's visit which companions stand at the desk. Each of
// them becomes a visit of its own, see Members. Once the lead has left, it goes on as
// long as somebody of the party is inside.
type Here struct {
	Who []string `form:"who" max:"3" json:"who,omitempty"` // numbers of the companions, from "1"
	All bool     `form:"all" json:"all,omitempty"`

	// One more, who was not named or came on a ticket of their own.
	Name string `form:"one_name" max:"65536" json:"name,omitempty"`
	Code string `form:"one_code" max:"12" json:"-"`

	Joins string `json:"joins,omitempty"` // the registration of that code; the book says so and cancels it

	Inside bool `json:"-"` // the book says: somebody of the party is still inside
}

// ErrNobody refuses a Here that names nobody who is still awaited; ErrJoins a code
// that is no ticket of one person for today which could become part of this visit;
// ErrPartyGone one at a party of which nobody is inside any more.
var (
	ErrNobody    = refusal.New(refusal.Invalid, "visit.nobody")
	ErrJoins     = refusal.New(refusal.Invalid, "visit.joins")
	ErrPartyGone = refusal.New(refusal.Conflict, "visit.party-gone")
)

// Apply notes the time on each named companion who is not here yet, and adds one
// who was not named. A later number never changes an earlier one: ids stay.
func (m Here) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	if v.Facts.State == Left && !m.Inside {
		return v, ErrPartyGone
	}
	any := false
	for i := range v.Facts.Companions {
		c := &v.Facts.Companions[i]
		if !c.Here.IsZero() || !m.All && !slices.Contains(m.Who, strconv.Itoa(i+1)) {
			continue
		}
		c.Here, any = cut(s.At), true
	}
	if m.Name != "" {
		name, err := cleanName(m.Name)
		if err != nil {
			return v, refusal.Of(err)[0].At("one_name")
		}
		if len(v.Facts.Companions) >= MaxCompanions {
			return v, ErrCompanions.At("one_name").With("max", MaxCompanions)
		}
		v.Facts.Companions, any = append(v.Facts.Companions, Companion{Name: name, Here: cut(s.At)}), true
	}
	if !any {
		return v, ErrNobody.At("who")
	}
	return v, nil
}

// MemberID is the id of the visit of companion number n (from 1) of a lead.
func MemberID(lead string, n int) string { return fmt.Sprintf("%s.%d", lead, n) }

// Members derives the visits of the companions who are here from the lead's
// document alone: whatever was cut off in the middle, deriving them again and
// adding those that are missing heals it. Each begins arrived, with one log
// entry that repeats the lead's "here".
func (v Visit) Members() []Visit {
	var out []Visit
	for i, c := range v.Facts.Companions {
		if c.Here.IsZero() {
			continue
		}
		at := slices.IndexFunc(v.Log, func(e Entry) bool { return e.Move == "here" && e.At.Equal(c.Here) })
		if at < 0 {
			continue
		}
		e := v.Log[at]
		e.N, e.State, e.Digest, e.Hash = 1, Arrived, nil, nil
		f := v.Facts
		out = append(out, Visit{
			ID: MemberID(v.ID, i+1), Party: v.ID, Log: []Entry{e},
			Facts: Facts{
				State: Arrived, Source: f.Source, Purpose: f.Purpose, Note: f.Note, Letter: f.Letter, Unit: f.Unit, Host: f.Host,
				Guest: Guest{Name: c.Name, Lang: f.Guest.Lang}, Day: f.Day, Declared: Declared{House: f.Declared.House, Privacy: f.Declared.Privacy},
				Confidential: f.Confidential, ArrivedAt: c.Here,
			},
		})
	}
	return out
}

// Size is how many people the registration brings, the lead included.
func (v Visit) Size() int { return 1 + len(v.Facts.Companions) }

// Awaited reports whether companions are named who are not here yet.
func (v Visit) Awaited() bool {
	return slices.ContainsFunc(v.Facts.Companions, func(c Companion) bool { return c.Here.IsZero() })
}
