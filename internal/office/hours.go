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
	Date  string `json:"date"` // 2026-12-25
	Name  string `json:"name"`
	Check bool   `json:"check,omitempty"` // proposed, and not yet compared with the joint decree
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

// NextOpen is when the office next receives guests: t itself while it is open,
// else the next opening in the office's zone. It is false when there is none
// within a year.
func (o Office) NextOpen(t time.Time) (time.Time, bool) {
	if o.OpenAt(t) {
		return t, true
	}
	day := o.Day(t)
	for range 366 {
		open := day.Add(time.Duration(o.Hours.Days[day.Weekday()].Open) * time.Minute)
		if open.After(t) && o.OpenAt(open) {
			return open, true
		}
		day = day.AddDate(0, 0, 1)
	}
	return time.Time{}, false
}

// Span is a run of weekdays with the same hours, Monday to Thursday.
type Span struct {
	From, To time.Weekday // the same for a single day
	DayHours
}

// Closed reports whether nobody is received on such a day.
func (d DayHours) Closed() bool { return d.Open == d.Close }

// Spans sums up the week from Monday on, as it is printed at the door.
func (h Hours) Spans() []Span {
	var out []Span
	for i := range 7 {
		day := time.Weekday((i + 1) % 7)
		d := h.Days[day]
		if n := len(out); n > 0 && out[n-1].DayHours == d {
			out[n-1].To = day
			continue
		}
		out = append(out, Span{From: day, To: day, DayHours: d})
	}
	return out
}

// sane: within one day, and closing after opening.
func (d DayHours) sane() bool {
	return d.Closed() || (d.Open >= 0 && d.Open < d.Close && d.Close <= 24*60)
}

// saneBreak: none, or within the hours.
func (d DayHours) saneBreak() bool {
	return d.Closed() || d.BreakStart == d.BreakEnd ||
		(d.Open <= d.BreakStart && d.BreakStart < d.BreakEnd && d.BreakEnd <= d.Close)
}
