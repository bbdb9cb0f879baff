package office_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// at is a time of day in Kapuas on the given date.
func at(date, clock string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", date+" "+clock, office.Kapuas().In())
	if err != nil {
		panic(err)
	}
	return t
}

func TestKapuasIsAsPublished(t *testing.T) {
	o := office.Kapuas()
	if err := o.Check(); err != nil {
		t.Fatal(err)
	}
	if o.ID != "kapuas" || o.Name != "Kejaksaan Negeri Kapuas" || o.Badges.Count != 40 || o.ZoneName() != "WIB" || len(o.Persons) != 0 {
		t.Errorf("%s %s %d %s", o.ID, o.Name, o.Badges.Count, o.ZoneName())
	}
	for _, want := range []string{"Jl. A. Yani No. 63", "73516"} {
		if !strings.Contains(o.Address, want) {
			t.Errorf("%s is not in %s", want, o.Address)
		}
	}
	var shorts []string
	for _, u := range o.OpenUnits() {
		shorts = append(shorts, u.Short)
	}
	if got := fmt.Sprint(shorts); got != "[Kajari Pembinaan Intelijen Pidum Pidsus Datun PAPBB]" {
		t.Error(got)
	}
	var letters []string
	for _, p := range o.Purposes {
		if p.Name == "" || p.Name2 == "" || p.Icon == "" || (p.Hint == "") != (p.Hint2 == "") {
			t.Errorf("%+v", p)
		}
		if p.Letter {
			letters = append(letters, p.Name)
		}
	}
	if len(o.Purposes) != 14 || fmt.Sprint(letters) != "[Memenuhi panggilan]" {
		t.Errorf("%d purposes, a letter for %v", len(o.Purposes), letters)
	}
	for name, text := range map[string]office.Text{"house": o.House, "privacy": o.Privacy} {
		if id, en := text.Lines("id"), text.Lines("en"); len(id) < 5 || len(id) != len(en) || text.Version != 1 {
			t.Errorf("%s: %d lines in Indonesian, %d in English, version %d", name, len(id), len(en), text.Version)
		}
	}
}

func TestTwoOfficesShareNothing(t *testing.T) {
	a, b := office.Kapuas(), office.Kapuas()
	a.Purposes[0].Name, a.Units[0].Name = "changed", "changed"
	if b.Purposes[0].Name == "changed" || b.Units[0].Name == "changed" {
		t.Error("changing one office changed another")
	}
}

func TestATextWithoutEnglishIsShownInIndonesian(t *testing.T) {
	text := office.Text{ID: "Satu\n\n Dua \n"}
	if got := fmt.Sprint(text.Lines("en")); got != "[Satu Dua]" {
		t.Error(got)
	}
}

func TestOpeningHours(t *testing.T) {
	o := office.Kapuas()
	o.Holidays = []office.Holiday{{Date: "2026-12-25", Name: "Hari Raya Natal"}}
	for _, c := range []struct {
		name string
		t    time.Time
		open bool
		next time.Time // the zero time where it is open
	}{
		{"Monday before", at("2026-11-23", "07:29"), false, at("2026-11-23", "07:30")},
		{"Monday at opening", at("2026-11-23", "07:30"), true, time.Time{}},
		{"in the break guests may wait", at("2026-11-23", "12:15"), true, time.Time{}},
		{"Monday at closing", at("2026-11-23", "16:00"), false, at("2026-11-24", "07:30")},
		{"Friday is longer", at("2026-11-27", "16:15"), true, time.Time{}},
		{"Friday evening", at("2026-11-27", "16:30"), false, at("2026-11-30", "07:30")},
		{"Sunday", at("2026-11-29", "10:00"), false, at("2026-11-30", "07:30")},
		{"a holiday on a Friday", at("2026-12-25", "10:00"), false, at("2026-12-28", "07:30")},
		{"given in UTC", time.Date(2026, 11, 23, 0, 30, 0, 0, time.UTC), true, time.Time{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := o.OpenAt(c.t); got != c.open {
				t.Errorf("open %v, want %v", got, c.open)
			}
			want := c.next
			if c.open {
				want = c.t
			}
			if got, ok := o.NextOpen(c.t); !ok || !got.Equal(want) {
				t.Errorf("next open %s %v, want %s", got, ok, want)
			}
		})
	}
	o.Hours = office.Hours{}
	if got, ok := o.NextOpen(at("2026-11-23", "10:00")); ok {
		t.Errorf("an office without hours opens %s", got)
	}
}

func TestTheWeekAtTheDoor(t *testing.T) {
	var got []string
	for _, s := range office.Kapuas().Hours.Spans() {
		got = append(got, fmt.Sprintf("%s-%s %d-%d", s.From, s.To, s.Open, s.Close))
	}
	if fmt.Sprint(got) != "[Monday-Thursday 450-960 Friday-Friday 450-990 Saturday-Sunday 0-0]" {
		t.Error(got)
	}
}

func TestCheckNamesTheField(t *testing.T) {
	for _, c := range []struct {
		field string
		want  *refusal.Refusal
		spoil func(*office.Office)
	}{
		{"id", office.ErrID, func(o *office.Office) { o.ID = "Kapuas!" }},
		{"name", office.ErrName, func(o *office.Office) { o.Name = "  " }},
		{"name", office.ErrName, func(o *office.Office) { o.Name = strings.Repeat("x", 81) }},
		{"zone", office.ErrZone, func(o *office.Office) { o.Zone = "Europe/Amsterdam" }},
		{"address", office.ErrLong, func(o *office.Office) { o.Address = strings.Repeat("x", 201) }},
		{"badges", office.ErrBadges, func(o *office.Office) { o.Badges.Count = 0 }},
		{"badges", office.ErrBadges, func(o *office.Office) { o.Badges.Count = 1000 }},
		{"prefix", office.ErrPrefix, func(o *office.Office) { o.Badges.Prefix = "TAMU-" }},
		{"prefix", office.ErrPrefix, func(o *office.Office) { o.Badges.Prefix = "t-" }},
		{"hours.1", office.ErrHours, func(o *office.Office) { o.Hours.Days[1].Close = 100 }},
		{"hours.2", office.ErrHours, func(o *office.Office) { o.Hours.Days[2].Close = 25 * 60 }},
		{"break.3", office.ErrBreak, func(o *office.Office) { o.Hours.Days[3].BreakEnd = 23 * 60 }},
		{"holidays.0", office.ErrHoliday, func(o *office.Office) { o.Holidays = []office.Holiday{{Date: "2026-02-30", Name: "x"}} }},
		{"holidays.0", office.ErrHoliday, func(o *office.Office) { o.Holidays = []office.Holiday{{Date: "2026-12-25"}} }},
		{"target", office.ErrTarget, func(o *office.Office) { o.Rules.TargetMinutes = -1; o.Rules.AmberMinutes = -2 }},
		{"amber", office.ErrAmber, func(o *office.Office) { o.Rules.AmberMinutes = 10 }},
		{"grace", office.ErrGrace, func(o *office.Office) { o.Rules.GraceDays = 8 }},
		{"undo", office.ErrUndo, func(o *office.Office) { o.Rules.UndoMinutes = 61 }},
		{"ahead", office.ErrAhead, func(o *office.Office) { o.Rules.AheadDays = 91 }},
		{"badgeSize", office.ErrSize, func(o *office.Office) { o.Rules.BadgeSize = "A4" }},
		{"house", office.ErrLong, func(o *office.Office) { o.House.EN = strings.Repeat("x", 4001) }},
	} {
		o := office.Kapuas()
		c.spoil(&o)
		err := o.Check()
		if l := refusal.Of(err); len(l) == 0 || !errors.Is(err, c.want) || l[0].Field != c.field {
			t.Errorf("%s: %v, want %v", c.field, err, c.want)
		}
	}
}

func TestCheckNamesEveryFieldAtOnce(t *testing.T) {
	if l := refusal.Of((office.Office{}).Check()); len(l) < 4 {
		t.Errorf("an empty office: %v", l)
	}
}

func TestRulesThatNobodySet(t *testing.T) {
	if got := (office.Rules{AutoPrint: true}).Filled(); got != office.StandardRules() {
		t.Errorf("%+v", got)
	}
	own := office.Rules{TargetMinutes: 20, AmberMinutes: 15, GraceDays: 1, UndoMinutes: 2, AheadDays: 3, BadgeSize: office.Badge62}
	if got := own.Filled(); got != own {
		t.Errorf("%+v", got)
	}
}

func TestZones(t *testing.T) {
	for zone, want := range map[string]string{"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT", "": "WIB"} {
		if got := (office.Office{Zone: zone}).ZoneName(); got != want {
			t.Errorf("%s: %s, want %s", zone, got, want)
		}
	}
	for _, zone := range office.Zones() {
		if _, err := time.LoadLocation(zone); err != nil {
			t.Error(err)
		}
	}
	if got := office.ZoneKey("Asia/Jayapura"); got != "office.zone.jayapura" {
		t.Error(got)
	}
}

func TestTheServiceStandardHasEightSteps(t *testing.T) {
	s := office.ServiceStandard()
	if len(s.Steps) != 8 || len(s.Requirements) != 4 || s.Steps[7].N != 8 || s.Steps[7].Text != "standard.step8.text" {
		t.Errorf("%+v", s)
	}
}
