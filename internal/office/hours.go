package office

import "time"

// Hours are the opening hours of a week. Times are minutes after midnight of
// the office's day; a day with Open == Close is closed.
type Hours struct {
	Days [7]DayHours `json:"days"` // index is time.Weekday: 0 is Sunday
}

// DayHours is one weekday.
type DayHours struct {
	Open       int `json:"open"`
	Close      int `json:"close"`
	BreakStart int `json:"breakStart"`
	BreakEnd   int `json:"breakEnd"`
}

// Holiday is a day on which the office is closed.
type Holiday struct {
	Date string `json:"date"` // 2026-12-25
	Name string `json:"name"`
}

// OpenAt reports whether the office receives guests at t. The midday break
// counts as open: guests may wait in the lobby.
func (o Office) OpenAt(t time.Time) bool {
	l := t.In(o.In())
	for _, h := range o.Holidays {
		if h.Date == l.Format(time.DateOnly) {
			return false
		}
	}
	d := o.Hours.Days[l.Weekday()]
	m := l.Hour()*60 + l.Minute()
	return m >= d.Open && m < d.Close
}
