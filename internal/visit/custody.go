package visit

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
)

// Card is the guest's identity card in the pocket that bears the badge's number.
type Card struct {
	Held    bool      `json:"held,omitempty"`
	Why     string    `json:"why,omitempty" seal:"reason text"` // why it was only seen
	TakenAt time.Time `json:"takenAt,omitzero"`
	BackAt  time.Time `json:"backAt,omitzero"`
	BackBy  string    `json:"backBy,omitempty"`
	Behind  string    `json:"behind,omitempty" seal:"reason text"` // why it stayed when the guest left
}

// Out reports whether the card is still in the pocket.
func (c Card) Out() bool { return c.Held && c.BackAt.IsZero() }

// Item is a further thing in custody: a phone, a bag, something dangerous.
type Item struct {
	What    string    `json:"what"`
	Locker  string    `json:"locker,omitempty"` // plain text
	TakenAt time.Time `json:"takenAt,omitzero"`
	TakenBy string    `json:"takenBy"`
	BackAt  time.Time `json:"backAt,omitzero"`
	BackBy  string    `json:"backBy,omitempty"`
	Behind  string    `json:"behind,omitempty" seal:"reason text"` // why it stayed when the guest left
}

// Out reports whether the item has not been given back.
func (i Item) Out() bool { return i.BackAt.IsZero() }

// LockerKey is a locker's name without case and spaces: "L 7" is "l7".
func LockerKey(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(name), ""))
}

// Lockers are the keys of the lockers in which something of the guest still lies,
// each once.
func (f Facts) Lockers() []string {
	var out []string
	for _, it := range f.Items {
		if key := LockerKey(it.Locker); it.Out() && key != "" && !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	return out
}

// TakenItem is what the officer writes down about an item.
type TakenItem struct {
	What   string `form:"what" max:"120" json:"what"`
	Locker string `form:"locker" max:"20" json:"locker,omitempty"`
}

// Custody records an item handed over after verification, such as a phone that
// the host does not want in the room. waiting, meeting. It is owed from then on
// like the items of verification: nobody leaves while it is out.
type Custody struct {
	What   string `form:"what" max:"120" json:"what"`
	Locker string `form:"locker" max:"20" json:"locker,omitempty"`
}

// Apply adds the item to those in custody.
func (m Custody) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	what := strings.TrimSpace(m.What)
	if what == "" {
		return v, ErrItemWhat.At("what")
	}
	v.Facts.Items = append(v.Facts.Items, Item{What: what, Locker: strings.TrimSpace(m.Locker), TakenAt: cut(s.At), TakenBy: s.By})
	return v, nil
}

// Screening is the officer's finding at the door. Requirement 3 of the service
// standard: no firearms, sharp weapons or other dangerous items.
type Screening string

// The outcomes. Resists never passes verification: the way on is Refuse.
const (
	Nothing     Screening = "none"
	Surrendered Screening = "surrendered" // in custody as an item
	Permit      Screening = "permit"      // police on duty, permit noted
	Resists     Screening = "refused"
)

// Valid reports whether s is a known outcome.
func (s Screening) Valid() bool {
	return slices.Contains([]Screening{"", Nothing, Surrendered, Permit, Resists}, s)
}

// Keys of the things a guest can have to give back or get back; items are
// their number in the list, from "1".
const (
	BadgeKey = "badge"
	CardKey  = "card"
)

// Thing is one line of the check-out: the badge, the card, or an item.
type Thing struct {
	Key    string
	What   string // of an item; empty for badge and card
	Locker string
	Back   time.Time // zero while it is out
	Lost   bool      // the badge, recorded as lost
	Behind string
}

// Things lists all that was given or taken, in the order of giving back.
func (f Facts) Things() []Thing {
	var out []Thing
	if f.Badge.Number > 0 {
		out = append(out, Thing{Key: BadgeKey, Back: f.Badge.BackAt, Lost: !f.Badge.LostAt.IsZero()})
	}
	if f.Card.Held {
		out = append(out, Thing{Key: CardKey, Back: f.Card.BackAt, Behind: f.Card.Behind})
	}
	for i, it := range f.Items {
		out = append(out, Thing{Key: strconv.Itoa(i + 1), What: it.What, Locker: it.Locker, Back: it.BackAt, Behind: it.Behind})
	}
	return out
}

// Holds reports whether anything is still out: the badge with the guest, or
// the card or an item with the office, whatever the state of the visit.
func (f Facts) Holds() bool {
	return slices.ContainsFunc(f.Things(), func(t Thing) bool { return t.Back.IsZero() && !(t.Key == BadgeKey && !f.Badge.RetiredAt.IsZero()) })
}

// giveBack notes the thing as returned. It reports false for an unknown key or
// one that was back already.
func (f *Facts) giveBack(key string, at time.Time, by string) bool {
	switch {
	case key == BadgeKey && f.Badge.Number > 0 && f.Badge.BackAt.IsZero():
		f.Badge.BackAt, f.Badge.BackBy = at, by
		return true
	case key == CardKey && f.Card.Out():
		f.Card.BackAt, f.Card.BackBy = at, by
		return true
	}
	it := f.item(key)
	if it == nil || !it.Out() {
		return false
	}
	it.BackAt, it.BackBy = at, by
	return true
}

// item finds an item by its key; nil when there is none.
func (f *Facts) item(key string) *Item {
	n, err := strconv.Atoi(key)
	if err != nil || n < 1 || n > len(f.Items) {
		return nil
	}
	return &f.Items[n-1]
}
