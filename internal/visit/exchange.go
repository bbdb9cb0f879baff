package visit

import (
	"slices"
	"strings"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// Exchange gives the guest another badge in the middle of the visit: the paper
// tore, the number was mixed up, or the badge is gone. waiting, meeting. The card
// goes into the pocket with the new number. A lost number stays out of the pool,
// and so does a damaged one, until somebody says otherwise in the settings.
type Exchange struct {
	Was        int     `form:"was" json:"was"`     // the number that is given up
	Badge      int     `form:"badge" json:"badge"` // the new one
	Old        Outcome `form:"old" json:"old,omitempty"`
	Reason     string  `form:"reason" max:"300" json:"reason,omitempty"`
	Supervisor string  `json:"supervisor,omitempty"` // login, proven by the book; for a lost badge
	Token      string  `json:"-"`                    // of the new badge, given by the book
}

// Outcome is what became of the badge that is given up.
type Outcome string

// The outcomes. Whole is the empty word: the badge is here and can be given out again.
const (
	Whole        Outcome = ""
	BadgeDamaged Outcome = "damaged"
	BadgeLost    Outcome = "lost"
)

// Valid reports whether o is one of the outcomes.
func (o Outcome) Valid() bool { return slices.Contains([]Outcome{Whole, BadgeDamaged, BadgeLost}, o) }

// Refusals about an exchange.
var (
	ErrSameBadge  = refusal.New(refusal.Invalid, "visit.same-badge")
	ErrOtherBadge = refusal.New(refusal.Conflict, "visit.other-badge")
)

// Apply exchanges.
func (m Exchange) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	b := &v.Facts.Badge
	switch {
	case v.Facts.Outside():
		return v, ErrOutside
	case b.Number == 0 || !b.BackAt.IsZero():
		return v, ErrBack
	case m.Was != b.Number:
		return v, ErrOtherBadge.With("number", BadgeName(o, b.Number))
	}
	var no refusal.List
	switch {
	case m.Badge == b.Number:
		no = append(no, ErrSameBadge.At("badge"))
	case !o.Badges.Has(m.Badge):
		no = append(no, ErrBadge.At("badge"))
	}
	lost := m.Old == BadgeLost
	if !m.Old.Valid() || !lost && !b.LostAt.IsZero() { // what was recorded as lost before cannot be here
		no = append(no, ErrChoice.At("old"))
	}
	reason := strings.TrimSpace(m.Reason)
	if lost && reason == "" {
		no = append(no, ErrReason.At("reason"))
	}
	if lost && m.Supervisor == "" {
		no = append(no, ErrSupervisor.At("supervisor"))
	}
	if err := no.Err(); err != nil {
		return v, err
	}
	*b = Badge{Number: m.Badge, Token: m.Token, GivenAt: cut(s.At), Prints: 1}
	return v, nil
}
