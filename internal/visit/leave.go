package visit

import (
	"slices"
	"strings"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// Leave ends the visit. waiting, meeting → left. Service standard, step 8: the
// ID card and the devices go back to the guest and the badge comes back, or the
// visit does not close. The exceptions are explicit: a badge recorded as lost
// before (Lose), and things named in Behind with a reason.
type Leave struct {
	Back    []string `form:"back" max:"8" json:"back,omitempty"` // keys of what is back
	Damaged bool     `form:"damaged" json:"damaged,omitempty"`   // the badge came back broken
	Behind  []string `form:"behind" max:"8" json:"behind,omitempty"`
	Reason  string   `form:"reason" max:"300" json:"reason,omitempty"` // why something stays behind
	Ending  Ending   `form:"ending" json:"ending,omitempty"`           // empty: what the answer and the state suggest
	Day     string   `form:"day" max:"10" json:"day,omitempty"`        // for the ending rescheduled: the day of a fresh registration
	Along   []string `json:"along,omitempty"`                          // ids of the party's visits that the fresh registration is for too
	Next    string   `json:"-"`                                        // its id, given by the book
}

// Refusals about leaving. Each names one thing that is still out.
var (
	ErrBadgeOut = refusal.New(refusal.Invalid, "visit.badge-out")
	ErrCardOut  = refusal.New(refusal.Invalid, "visit.card-out")
	ErrItemOut  = refusal.New(refusal.Invalid, "visit.item-out")
	ErrEnding   = refusal.New(refusal.Invalid, "visit.ending")
)

// Apply leaves.
func (m Leave) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	f := &v.Facts
	at := cut(s.At)
	for _, key := range m.Back {
		f.giveBack(key, at, s.By)
	}
	if f.Outside() && f.Badge.LostAt.IsZero() {
		f.giveBack(BadgeKey, at, s.By) // it has lain at the desk since the guest stepped out
	}
	f.OutAt = time.Time{}
	var no refusal.List
	reason := strings.TrimSpace(m.Reason)
	if len(m.Behind) > 0 && reason == "" {
		no = append(no, ErrReason.At("reason"))
	}
	number := BadgeName(o, f.Badge.Number)
	for _, t := range f.Things() {
		behind := slices.Contains(m.Behind, t.Key)
		switch {
		case !t.Back.IsZero() || t.Lost:
		case t.Key == BadgeKey:
			no = append(no, ErrBadgeOut.With("number", number).At("back"))
		case t.Key == CardKey && !behind:
			no = append(no, ErrCardOut.With("number", number).At("back"))
		case t.Key == CardKey:
			f.Card.Behind = reason
		case !behind:
			no = append(no, ErrItemOut.With("what", t.What).At("back"))
		default:
			f.item(t.Key).Behind = reason
		}
	}
	if m.Damaged && slices.Contains(m.Back, BadgeKey) {
		f.Badge.Damaged = true
	}
	if m.Ending != "" && !m.Ending.Valid() || f.MetAt.IsZero() && m.Ending == Met {
		no = append(no, ErrEnding.At("ending"))
	}
	no = append(no, m.rescheduled(v, s, o)...)
	if err := no.Err(); err != nil {
		return v, err
	}
	f.Ending = m.Ending
	if f.Ending == "" {
		f.Ending = f.Suggested()
	}
	f.State, f.LeftAt, f.Closing, f.Next = Left, at, CheckedOut, m.Next
	return v, nil
}

// rescheduled says what keeps the guest from being registered for another day, so
// that nobody leaves with a promise that the book cannot keep.
func (m Leave) rescheduled(v Visit, s account.Stamp, o office.Office) refusal.List {
	switch {
	case m.Day == "":
		return nil
	case m.Ending != Rescheduled:
		return refusal.List{ErrDayEnding.At("day")}
	}
	_, err := v.renewal(m.Day, o).Apply(Visit{}, s, o)
	return refusal.Of(err)
}

// Suggested is the ending that the page proposes: met after an escort, else
// what the host said, else withdrawn; met also when a next host did not answer.
func (f Facts) Suggested() Ending {
	switch {
	case f.State == Meeting:
		return Met
	case f.Reply().Reply == Declines:
		return Declined
	case f.Reply().Reply == NotHere:
		return Absent
	case !f.MetAt.IsZero():
		return Met
	}
	return Withdrawn
}

// Return records what comes back after the visit closed: a badge found in a
// coat, a card fetched next day. left.
type Return struct {
	Back    []string `form:"back" max:"8" json:"back"`
	Damaged bool     `form:"damaged" json:"damaged,omitempty"` // the badge came back broken
}

// ErrWhole says that a badge cannot be damaged that did not come back now; ErrNothing
// that nothing was ticked.
var (
	ErrWhole   = refusal.New(refusal.Invalid, "visit.damaged-not-back")
	ErrNothing = refusal.New(refusal.Invalid, "visit.nothing-back")
)

// Apply returns.
func (m Return) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	any, badge := false, false
	for _, key := range m.Back {
		if v.Facts.giveBack(key, cut(s.At), s.By) {
			any, badge = true, badge || key == BadgeKey
		}
	}
	switch {
	case m.Damaged && !badge && (any || v.Facts.Badge.BackAt.IsZero()):
		return v, ErrWhole.At("damaged")
	case len(m.Back) == 0:
		return v, ErrNothing.At("back")
	case !any:
		return v, ErrBack.At("back")
	}
	v.Facts.Badge.Damaged = v.Facts.Badge.Damaged || m.Damaged
	return v, nil
}
