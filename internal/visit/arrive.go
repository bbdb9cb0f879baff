package visit

import (
	"strings"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// Arrive records that the officer has the guest at the desk. registered →
// arrived. Service standard, step 1. The service clock starts. A scan alone
// never arrives anybody: the officer sees the card first and confirms.
type Arrive struct {
	Today  bool   `form:"today" json:"today,omitempty"` // accept a ticket of another day
	Reason string `form:"reason" max:"300" json:"reason,omitempty"`
}

// ErrOtherDay refuses a ticket of another day; with Today and a reason it is accepted.
var ErrOtherDay = refusal.New(refusal.Conflict, "visit.other-day")

// Apply arrives.
func (m Arrive) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	if !v.ForToday(s.At, o) {
		if !m.Today {
			return v, ErrOtherDay.With("day", v.Facts.Day)
		}
		if strings.TrimSpace(m.Reason) == "" {
			return v, ErrReason.At("reason")
		}
	}
	v.Facts.State, v.Facts.ArrivedAt = Arrived, cut(s.At)
	return v, nil
}

// ForToday reports whether the ticket counts on the day of now: its own day, or
// within the office's grace after it.
func (v Visit) ForToday(now time.Time, o office.Office) bool {
	d, err := time.ParseInLocation(time.DateOnly, v.Facts.Day, o.In())
	return err == nil && !o.Day(now).Before(d) && !v.Past(now, o)
}

// Withdraw records that a guest went before anything was taken. arrived → left.
type Withdraw struct {
	Reason string `form:"reason" max:"300" json:"reason,omitempty"`
}

// Apply withdraws.
func (m Withdraw) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	v.Facts.State, v.Facts.LeftAt = Left, cut(s.At)
	v.Facts.Ending, v.Facts.Closing, v.Facts.Reason = Withdrawn, CheckedOut, strings.TrimSpace(m.Reason)
	return v, nil
}

// Refuse turns a guest away at the door. arrived → refused. A reason is needed:
// it is the one decision of the desk that a guest can complain about.
type Refuse struct {
	Reason string `form:"reason" max:"300" json:"reason"`
}

// Apply refuses.
func (m Refuse) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	if strings.TrimSpace(m.Reason) == "" {
		return v, ErrReason.At("reason")
	}
	v.Facts.State, v.Facts.LeftAt, v.Facts.Reason = Refused, cut(s.At), strings.TrimSpace(m.Reason)
	return v, nil
}
