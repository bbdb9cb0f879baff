package office

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// FixedHolidays are the national holidays of a year that fall on the same date each
// year, to be checked against the joint decree. All others move with the moon or by
// decision: they are copied from the decree and never reckoned here.
func FixedHolidays(year int) []Holiday {
	var out []Holiday
	for _, h := range []struct{ day, name string }{
		{"01-01", "Tahun Baru Masehi"}, {"05-01", "Hari Buruh Internasional"}, {"06-01", "Hari Lahir Pancasila"},
		{"08-17", "Hari Kemerdekaan Republik Indonesia"}, {"12-25", "Hari Raya Natal"},
	} {
		out = append(out, Holiday{Date: fmt.Sprintf("%04d-%s", year, h.day), Name: h.name, Check: true})
	}
	return out
}

// WithHolidays adds the days that the list does not have yet, in order of their dates.
func WithHolidays(list, more []Holiday) []Holiday {
	out := slices.Clone(list)
	for _, h := range more {
		if !slices.ContainsFunc(out, func(o Holiday) bool { return o.Date == h.Date }) {
			out = append(out, h)
		}
	}
	slices.SortStableFunc(out, func(a, b Holiday) int { return strings.Compare(a.Date, b.Date) })
	return out
}

// HolidaysMissing is the year for which nobody has entered holidays although it is
// time: this year, and from November on the next. Zero when nothing is missing.
func (o Office) HolidaysMissing(now time.Time) int {
	l := now.In(o.In())
	last := l.Year()
	if l.Month() >= time.November {
		last++
	}
	for year := l.Year(); year <= last; year++ {
		if !o.hasHolidays(year) {
			return year
		}
	}
	return 0
}

// HolidaysToCheck are the days that were proposed and never compared with the decree.
func (o Office) HolidaysToCheck() []Holiday {
	return slices.DeleteFunc(slices.Clone(o.Holidays), func(h Holiday) bool { return !h.Check })
}

// hasHolidays: proposed days count only when they were checked.
func (o Office) hasHolidays(year int) bool {
	return slices.ContainsFunc(o.Holidays, func(h Holiday) bool {
		return !h.Check && strings.HasPrefix(h.Date, fmt.Sprintf("%04d-", year))
	})
}
