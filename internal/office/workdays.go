package office

import "time"

// Workday reports whether the office works on t's day: it has hours on that weekday
// and no holiday, days in lieu (cuti bersama) included. An office that has entered no
// hours at all works from Monday to Friday.
func (o Office) Workday(t time.Time) bool {
	l := t.In(o.In())
	for _, h := range o.Holidays {
		if h.Date == l.Format(time.DateOnly) {
			return false
		}
	}
	if o.Hours == (Hours{}) {
		return l.Weekday() != time.Saturday && l.Weekday() != time.Sunday
	}
	return !o.Hours.Days[l.Weekday()].Closed()
}

// farthest is how many days are looked at for a working day: two years without one
// is a slip in the settings, and then days are counted as they come.
const farthest = 730

// WorkdaysAfter is midnight of the n-th working day after t's day. The day itself never
// counts, whatever the hour: a letter of Friday evening and one of Sunday both have
// Monday as their first day.
func (o Office) WorkdaysAfter(t time.Time, n int) time.Time {
	day, idle := o.Day(t), 0
	for n > 0 {
		day = day.AddDate(0, 0, 1)
		if idle++; o.Workday(day) || idle > farthest {
			n, idle = n-1, 0
		}
	}
	return day
}

// Workdays counts the working days after from's day up to and including to's day;
// negative when to is earlier.
func (o Office) Workdays(from, to time.Time) int {
	a, b, sign := o.Day(from), o.Day(to), 1
	if b.Before(a) {
		a, b, sign = b, a, -1
	}
	n := 0
	for day := a.AddDate(0, 0, 1); !day.After(b); day = day.AddDate(0, 0, 1) {
		if o.Workday(day) {
			n++
		}
	}
	return sign * n
}
