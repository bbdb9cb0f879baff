package visit

import (
	"slices"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// Out records that the guest steps out and will come back: the same visit goes
// on. waiting, meeting. The badge lies at the desk meanwhile and its number stays
// taken; the card and items may be given back.
type Out struct {
	Back []string `form:"back" max:"8" json:"back,omitempty"` // keys of what the guest takes along
}

// In records that the guest is back inside, with the same badge. Taken names what
// was given back on the way out and is handed in again.
type In struct {
	Taken []string `form:"taken" max:"8" json:"taken,omitempty"`
}

// Refusals about guests who stepped out.
var (
	ErrOutside = refusal.New(refusal.Conflict, "visit.outside")
	ErrInside  = refusal.New(refusal.Conflict, "visit.inside")
)

// Outside reports whether the guest stepped out and is awaited back.
func (f Facts) Outside() bool { return !f.OutAt.IsZero() }

// Apply lets the guest out.
func (m Out) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	f := &v.Facts
	if f.Outside() {
		return v, ErrOutside
	}
	at := cut(s.At)
	for _, key := range m.Back {
		if key != BadgeKey { // it lies at the desk, and is not back before the visit ends
			f.giveBack(key, at, s.By)
		}
	}
	f.OutAt = at
	return v, nil
}

// Apply lets the guest in again.
func (m In) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	f := &v.Facts
	if !f.Outside() {
		return v, ErrInside
	}
	for _, t := range f.TakenAlong() {
		if slices.Contains(m.Taken, t.Key) {
			f.takeAgain(t.Key, cut(s.At), s.By)
		}
	}
	f.OutAt = time.Time{}
	return v, nil
}

// TakenAlong lists what was given back as the guest stepped out: what they may
// hand in again when they come back.
func (f Facts) TakenAlong() []Thing {
	if !f.Outside() {
		return nil
	}
	return slices.DeleteFunc(f.Things(), func(t Thing) bool {
		return t.Key == BadgeKey || t.Back.IsZero() || t.Back.Before(f.OutAt)
	})
}

// takeAgain holds the card or an item once more.
func (f *Facts) takeAgain(key string, at time.Time, by string) {
	if key == CardKey {
		f.Card.TakenAt, f.Card.BackAt, f.Card.BackBy = at, time.Time{}, ""
	} else if it := f.item(key); it != nil {
		it.TakenAt, it.TakenBy, it.BackAt, it.BackBy = at, by, time.Time{}, ""
	}
}
