package visit

import (
	"strings"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// Escorted says who brought the guest to whom, and where.
type Escorted struct {
	By   string    `json:"by,omitempty"` // id of a person of the office
	Room string    `json:"room,omitempty"`
	At   time.Time `json:"at,omitzero"`
}

// Escort records that a person of the office brings the guest to the
// destination. waiting → meeting. Service standard, step 7; the service clock
// stops. The host must have been asked, and must not have said no.
type Escort struct {
	By   string `form:"by" max:"40" json:"by"`
	Room string `form:"room" max:"60" json:"room,omitempty"`
}

// Refusals about an escort.
var (
	ErrEscort   = refusal.New(refusal.Invalid, "visit.escort")
	ErrNotAsked = refusal.New(refusal.Invalid, "visit.not-asked")
	ErrSaidNo   = refusal.New(refusal.Invalid, "visit.said-no")
)

// Apply escorts.
func (m Escort) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	f := &v.Facts
	if f.Outside() {
		return v, ErrOutside
	}
	p, ok := o.Person(m.By)
	if !ok || p.Gone || !p.Escort {
		return v, ErrEscort.At("by")
	}
	reply := f.Reply()
	switch {
	case reply.Reply == Declines || reply.Reply == NotHere:
		return v, ErrSaidNo
	case reply.Reply == "" && f.Question().At.IsZero():
		return v, ErrNotAsked
	}
	at := cut(s.At)
	if f.State = Meeting; f.MetAt.IsZero() { // a transfer does not measure the service anew
		f.MetAt = at
	}
	f.Escort = Escorted{By: m.By, Room: strings.TrimSpace(m.Room), At: at}
	return v, nil
}
