package visit

import (
	"strings"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
)

// Close ends a visit by force at the end of a shift: the guest went away and nobody
// checked them out. arrived, waiting, meeting → left, closed_by_shift. It gives
// nothing back (domain.md 2): the badge, the card and the items stay out until a
// Return says that they came back, and the number is nobody else's until then.
type Close struct {
	Reason string `form:"reason" max:"300" json:"reason"`
}

// Apply closes.
func (m Close) Apply(v Visit, s account.Stamp, o office.Office) (Visit, error) {
	reason := strings.TrimSpace(m.Reason)
	if reason == "" {
		return v, ErrReason.At("reason")
	}
	f := &v.Facts
	f.Ending = f.Suggested()
	f.OutAt = time.Time{} // nobody awaits them any more; the badge is back when somebody says so
	f.State, f.LeftAt, f.Closing, f.Reason = Left, cut(s.At), ClosedByShift, reason
	return v, nil
}
