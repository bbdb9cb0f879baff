package office

import "time"

// ClosingSoon is how long before closing the desk reminds of who is still inside.
const ClosingSoon = 30 * time.Minute

// ClosesAt is when the office closes on t's day; false on a day on which it is closed.
func (o Office) ClosesAt(t time.Time) (time.Time, bool) {
	day := o.Day(t)
	h := o.Hours.Days[day.Weekday()]
	if h.Closed() {
		return time.Time{}, false
	}
	for _, x := range o.Holidays {
		if x.Date == day.Format(time.DateOnly) {
			return time.Time{}, false
		}
	}
	return time.Date(day.Year(), day.Month(), day.Day(), h.Close/60, h.Close%60, 0, 0, day.Location()), true
}

// Ending reports whether t is so late in the day that nobody should be inside any more:
// from half an hour before closing on, and all day where the office is closed.
func (o Office) Ending(t time.Time) bool {
	at, ok := o.ClosesAt(t)
	return !ok || !t.Before(at.Add(-ClosingSoon))
}
