package office

import (
	"testing"
	"time"
)

func TestTheDeskIsRemindedHalfAnHourBeforeClosing(t *testing.T) {
	o := Default("kapuas", "Kejaksaan Negeri Kapuas", "Asia/Jakarta")
	o.Holidays = []Holiday{{Date: "2026-12-25"}}
	at := func(day, hour, minute int, month time.Month) time.Time {
		return time.Date(2026, month, day, hour, minute, 0, 0, o.In()).UTC()
	}
	for name, c := range map[string]struct {
		at     time.Time
		ends   bool
		closes string
	}{
		"Monday at noon":             {at(23, 12, 0, 11), false, "16:00"},
		"Monday, 15.29":              {at(23, 15, 29, 11), false, "16:00"},
		"Monday, 15.30":              {at(23, 15, 30, 11), true, "16:00"},
		"Monday, late":               {at(23, 21, 0, 11), true, "16:00"},
		"Friday, half an hour later": {at(27, 15, 59, 11), false, "16:30"},
		"Sunday":                     {at(29, 9, 0, 11), true, ""},
		"a holiday":                  {at(25, 9, 0, 12), true, ""},
	} {
		closes, ok := o.ClosesAt(c.at)
		if o.Ending(c.at) != c.ends || ok != (c.closes != "") || ok && closes.Format("15:04") != c.closes {
			t.Errorf("%s: ends %v, closes %v %v", name, o.Ending(c.at), closes, ok)
		}
	}
}
