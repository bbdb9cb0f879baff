package office_test

import (
	"testing"
	"time"

	"bukutamu/internal/office"
)

func TestWorkingDays(t *testing.T) {
	o := office.Default("kapuas", "Kejaksaan Negeri Contoh", "Asia/Jakarta")
	o.Holidays = []office.Holiday{
		{Date: "2026-12-24", Name: "Cuti bersama"}, {Date: "2026-12-25", Name: "Natal"}, {Date: "2027-01-01", Name: "Tahun baru"},
		{Date: "2026-12-26", Name: "a holiday on a Saturday takes nothing"},
	}
	at := func(s string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04", s, o.In())
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, x := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-11-23 10:00", 1, "2026-11-24"},
		{"2026-11-23 23:59", 1, "2026-11-24"},
		{"2026-11-23 00:00", 14, "2026-12-11"}, // three weekends are passed over
		{"2026-11-27 17:00", 1, "2026-11-30"},  // a Friday evening
		{"2026-11-28 09:00", 1, "2026-11-30"},  // a Saturday
		{"2026-11-29 09:00", 1, "2026-11-30"},  // a Sunday
		{"2026-12-23 09:00", 1, "2026-12-28"},  // the long holiday, with the day in lieu
		{"2026-12-31 09:00", 1, "2027-01-04"},  // over the year's end
		{"2026-12-21 09:00", 10, "2027-01-07"},
		{"2026-11-28 09:00", 0, "2026-11-28"},
	} {
		got := o.WorkdaysAfter(at(x.from), x.n)
		if got.Format(time.DateOnly) != x.want {
			t.Errorf("%d working days after %s: %s, want %s", x.n, x.from, got.Format(time.DateOnly), x.want)
		}
		if x.n > 0 && o.Workdays(at(x.from), got) != x.n {
			t.Errorf("from %s to %s are %d working days, want %d", x.from, x.want, o.Workdays(at(x.from), got), x.n)
		}
	}
	if n := o.Workdays(at("2026-12-28 09:00"), at("2026-12-23 09:00")); n != -1 {
		t.Errorf("back over the holiday: %d", n)
	}
	o.Hours = office.Hours{} // nothing entered yet
	if !o.Workday(at("2026-11-23 09:00")) || o.Workday(at("2026-11-28 09:00")) {
		t.Error("without hours the office works from Monday to Friday")
	}
	for d := range 7 {
		o.Hours.Days[d] = office.DayHours{}
	}
	o.Hours.Days[2] = office.DayHours{Open: 480, Close: 900}
	o.Holidays = nil
	for day := at("2026-01-01 00:00"); day.Year() < 2031; day = day.AddDate(0, 0, 1) {
		o.Holidays = append(o.Holidays, office.Holiday{Date: day.Format(time.DateOnly)})
	}
	if got := o.WorkdaysAfter(at("2026-11-23 09:00"), 3); got.Year() > 2034 {
		t.Errorf("an office that never works: %v", got) // it ends, that is all
	}
}
