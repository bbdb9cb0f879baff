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
	if f.ArrivedAt.IsZero() || f.Late() { // a time from paper was never measured
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
	return d, colour(d, r)
}

// Watch is the clock that the desk shows, and when it began: the service clock, and
// for a guest who waits after a transfer how long this wait has been.
func (f Facts) Watch(now time.Time, r office.Rules) (from time.Time, d time.Duration, level Level) {
	if f.State == Waiting && !f.PassedAt.IsZero() {
		d = max(now.Sub(f.PassedAt), 0)
		return f.PassedAt, d, colour(d, r)
	}
	d, level = f.Clock(now, r)
	return f.ArrivedAt, d, level
}

// colour is how a running clock looks.
func colour(d time.Duration, r office.Rules) Level {
	switch {
	case d >= time.Duration(r.TargetMinutes)*time.Minute:
		return Late
	case d >= time.Duration(r.AmberMinutes)*time.Minute:
		return Amber
	}
	return InTime
}
