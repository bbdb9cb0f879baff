package visit

import (
	"time"

	"bukutamu/internal/office"
)

// Level is the colour of the service clock; it always comes with a word and an icon.
type Level string

// The levels. The clock turns amber at 7 minutes and red at 10, unless the office says otherwise.
const (
	InTime  Level = ""
	Amber   Level = "amber"
	Late    Level = "red"
	Stopped Level = "stopped"
)

// Clock is the time from arrival to escort, the ten minutes of the service
// standard; the host's silence counts. Before arrival it is zero, and it stops
// with the escort or the end of the visit.
func (f Facts) Clock(now time.Time, r office.Rules) (time.Duration, Level) {
	if f.ArrivedAt.IsZero() {
		return 0, Stopped
	}
	end, level := now, Level("")
	switch {
	case !f.MetAt.IsZero():
		end, level = f.MetAt, Stopped
	case !f.LeftAt.IsZero():
		end, level = f.LeftAt, Stopped
	}
	d := max(end.Sub(f.ArrivedAt), 0)
	if level == Stopped {
		return d, level
	}
	switch {
	case d >= time.Duration(r.TargetMinutes)*time.Minute:
		return d, Late
	case d >= time.Duration(r.AmberMinutes)*time.Minute:
		return d, Amber
	}
	return d, InTime
}
