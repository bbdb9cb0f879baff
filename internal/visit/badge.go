package visit

import (
	"fmt"
	"strings"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// Badge is the visitor badge: a number out of the office's pool, which is also
// the number of the pocket for the card, and the printed paper.
type Badge struct {
	Number    int       `json:"number,omitempty"`
	Token     string    `json:"token,omitempty" seal:"badge token"` // of the newest print; older ones are dead
	GivenAt   time.Time `json:"givenAt,omitzero"`
	Prints    int       `json:"prints,omitempty"` // 1 at check-in; each reprint is a further copy
	BackAt    time.Time `json:"backAt,omitzero"`
	BackBy    string    `json:"backBy,omitempty"`
	Damaged   bool      `json:"damaged,omitempty"` // came back broken
	LostAt    time.Time `json:"lostAt,omitzero"`
	LostWhy   string    `json:"lostWhy,omitempty" seal:"reason text"`
	LostBy    string    `json:"lostBy,omitempty"` // the supervisor who confirmed
	RetiredAt time.Time `json:"retiredAt,omitzero"`
}

// TakesNumber is the badge number that nobody else may get now: until the badge
// is back (or retired) and its pocket is empty, whatever the visit's state. 0 is none.
func (f Facts) TakesNumber() int {
	if f.Badge.Number == 0 {
		return 0
	}
	if out := f.Badge.BackAt.IsZero() && f.Badge.RetiredAt.IsZero(); out || f.Card.Out() {
		return f.Badge.Number
	}
	return 0
}

// BadgeName is the number as people say it, T-016.
func BadgeName(o office.Office, n int) string {
	return fmt.Sprintf("%s%03d", o.Badges.Prefix, n)
}

// Print records a further copy of the badge: a jam or an empty roll is a
// reprint, never a second check-in. The copy has a new token and the old one dies.
type Print struct {
	Reason string `form:"reason" max:"300" json:"reason,omitempty"`
	Token  string `json:"-"`
}

// Apply counts the copy.
func (m Print) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	if v.Facts.Badge.Number == 0 {
		return v, ErrState.With("state", v.Facts.State)
	}
	v.Facts.Badge.Prints++
	v.Facts.Badge.Token = m.Token
	return v, nil
}

// Refusals about lost badges.
var (
	ErrSupervisor = refusal.New(refusal.Invalid, "visit.supervisor")
	ErrLostTwice  = refusal.New(refusal.Conflict, "visit.lost-already")
	ErrNotLost    = refusal.New(refusal.Conflict, "visit.not-lost")
	ErrBack       = refusal.New(refusal.Conflict, "visit.back-already")
)

// Lose records that the badge cannot be given back. A supervisor confirms; the
// visit can then close, and the number stays taken until the badge turns up or
// is retired.
type Lose struct {
	Reason     string `form:"reason" max:"300" json:"reason"`
	Supervisor string `json:"supervisor"` // login, proven by the book, never typed into the move
}

// Apply marks the badge lost.
func (m Lose) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	var no refusal.List
	reason := strings.TrimSpace(m.Reason)
	if reason == "" {
		no = append(no, ErrReason.At("reason"))
	}
	if m.Supervisor == "" {
		no = append(no, ErrSupervisor.At("supervisor"))
	}
	if err := no.Err(); err != nil {
		return v, err
	}
	b := &v.Facts.Badge
	switch {
	case b.Number == 0 || !b.BackAt.IsZero() || v.Facts.Outside() && b.LostAt.IsZero():
		return v, ErrBack
	case !b.LostAt.IsZero():
		return v, ErrLostTwice
	}
	b.LostAt, b.LostWhy, b.LostBy = cut(s.At), reason, m.Supervisor
	return v, nil
}

// Retire frees the number of a lost badge, because a new one was made. left. After a
// closing by force it is this that says that the badge is lost.
type Retire struct {
	Reason string `form:"reason" max:"300" json:"reason"`
}

// Apply retires the lost badge.
func (m Retire) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	if !v.Facts.Retirable() {
		return v, ErrNotLost
	}
	reason := strings.TrimSpace(m.Reason)
	if reason == "" {
		return v, ErrReason.At("reason")
	}
	b := &v.Facts.Badge
	b.RetiredAt = cut(s.At)
	if b.LostAt.IsZero() {
		b.LostAt, b.LostWhy, b.LostBy = b.RetiredAt, reason, s.By
	}
	return v, nil
}

// Retirable reports whether the badge's number can be freed although the badge never
// came back.
func (f Facts) Retirable() bool {
	b := f.Badge
	gone := !b.LostAt.IsZero() || f.Closing == ClosedByShift
	return f.State == Left && b.Number > 0 && gone && b.BackAt.IsZero() && b.RetiredAt.IsZero()
}
