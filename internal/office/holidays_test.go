package office_test

import (
	"testing"
	"time"

	"bukutamu/internal/office"
)

func TestProposedHolidaysAreOnlyTheFixedOnesAndHaveToBeChecked(t *testing.T) {
	o := office.Kapuas()
	o.Holidays = office.WithHolidays([]office.Holiday{{Date: "2027-12-25", Name: "Natal"}}, office.FixedHolidays(2027))
	if len(o.Holidays) != 5 || o.Holidays[0].Date != "2027-01-01" || o.Holidays[4].Name != "Natal" {
		t.Errorf("%+v", o.Holidays)
	}
	if n := len(o.HolidaysToCheck()); n != 4 {
		t.Errorf("%d days to check, want the four that were proposed", n)
	}
}

func TestWhenHolidaysAreMissing(t *testing.T) {
	at := func(s string) time.Time {
		when, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	this := office.Holiday{Date: "2026-12-25", Name: "Natal"}
	next := office.Holiday{Date: "2027-01-01", Name: "Tahun Baru Masehi"}
	unchecked := next
	unchecked.Check = true
	for _, x := range []struct {
		name string
		has  []office.Holiday
		now  string
		want int
	}{
		{"nothing at all", nil, "2026-03-02T09:00:00+07:00", 2026},
		{"this year is there, and it is early", []office.Holiday{this}, "2026-10-31T23:59:00+07:00", 0},
		{"November begins in Kapuas, not in UTC", []office.Holiday{this}, "2026-10-31T17:00:00Z", 2027},
		{"next year is there", []office.Holiday{this, next}, "2026-12-30T09:00:00+07:00", 0},
		{"next year is only proposed", []office.Holiday{this, unchecked}, "2026-12-30T09:00:00+07:00", 2027},
	} {
		o := office.Kapuas()
		o.Holidays = x.has
		if got := o.HolidaysMissing(at(x.now)); got != x.want {
			t.Errorf("%s: %d, want %d", x.name, got, x.want)
		}
	}
}
