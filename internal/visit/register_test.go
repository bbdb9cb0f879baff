package visit_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"bukutamu/internal/account"
	"bukutamu/internal/identity"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
)

func TestARegistrationAsTheKioskMakesIt(t *testing.T) {
	v := registered(t)
	want := visit.Visit{
		ID: "v1", Code: "K7P4M2", Ticket: "ticket-1",
		Facts: visit.Facts{
			State: visit.Registered, Source: visit.AtKiosk, Purpose: "rapat", Unit: "pidum", Host: "melati",
			Guest:      visit.Guest{Name: "Anggrek Contoh", Salute: visit.Ibu, Phone: "+6281200000001", Lang: "id"},
			Companions: []visit.Companion{{Name: "Bakung Contoh"}, {Name: "Cempaka Contoh"}},
			Needs:      []visit.Need{"wheelchair"}, Day: today,
			Declared: visit.Declared{House: 3, Privacy: 2},
		},
	}
	log := v.Log
	v.Log = nil
	if d := cmp.Diff(want, v); d != "" {
		t.Error(d)
	}
	if len(log) != 1 || log[0].N != 1 || log[0].By != account.ByGuest || !log[0].At.Equal(nine) || strings.Contains(log[0].Details, "ticket-1") {
		t.Errorf("logged as %+v", log)
	}
}

func TestWhatARegistrationMayLeaveOut(t *testing.T) {
	v := do(t, visit.Visit{}, visit.Register{Purpose: "panggilan", Name: "Bakung Contoh", Weapon: "yes", Read: true, Source: visit.ByPhone, ID: "v1"}, stamp(account.Guest, nine))
	want := visit.Facts{State: visit.Registered, Source: visit.ByPhone, Purpose: "panggilan", Guest: visit.Guest{Name: "Bakung Contoh"}, Day: today, Declared: visit.Declared{Weapons: true, House: 3, Privacy: 2}}
	if d := cmp.Diff(want, v.Facts); d != "" {
		t.Error(d)
	}
}

// names makes n companions.
func names(n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("Pendamping %c", 'A'+i))
	}
	return out
}

func TestWhatARegistrationRefuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*visit.Register)
		want   *refusal.Refusal
		field  string
	}{
		{"no purpose", func(m *visit.Register) { m.Purpose = "" }, visit.ErrPurpose, "purpose"},
		{"an unknown purpose", func(m *visit.Register) { m.Purpose = "belanja" }, visit.ErrPurpose, "purpose"},
		{"a purpose no longer offered", func(m *visit.Register) { m.Purpose = "lelang" }, visit.ErrPurpose, "purpose"},
		{"a letter number of 61", func(m *visit.Register) { m.Letter = strings.Repeat("B", 61) }, visit.ErrLetter, "letter"},
		{"an unknown unit", func(m *visit.Register) { m.Host, m.Unit = "", "dapur" }, visit.ErrUnit, "unit"},
		{"a unit no longer offered", func(m *visit.Register) { m.Host, m.Unit = "", "arsip" }, visit.ErrUnit, "unit"},
		{"an unknown host", func(m *visit.Register) { m.Host = "mawar" }, visit.ErrHost, "host"},
		{"a person who receives nobody", func(m *visit.Register) { m.Host = "satria" }, visit.ErrHost, "host"},
		{"a host who left the office", func(m *visit.Register) { m.Host = "dahlia" }, visit.ErrHost, "host"},
		{"no name", func(m *visit.Register) { m.Name = " \t" }, visit.ErrName, "name"},
		{"a name of 81", func(m *visit.Register) { m.Name = strings.Repeat("a", 81) }, visit.ErrNameLong, "name"},
		{"an unknown salutation", func(m *visit.Register) { m.Salute = "yang mulia" }, visit.ErrChoice, "salut"},
		{"a phone number too short", func(m *visit.Register) { m.Phone = "0812" }, identity.ErrPhoneShort, "tel"},
		{"letters as a phone number", func(m *visit.Register) { m.Phone = "tidak ada" }, identity.ErrPhoneSign, "tel"},
		{"a companion without letters", func(m *visit.Register) { m.Companions = []string{"Bakung Contoh", "", "77"} }, visit.ErrName, "companion[2]"},
		{"a companion of 81", func(m *visit.Register) { m.Companions = []string{strings.Repeat("b", 81)} }, visit.ErrNameLong, "companion[0]"},
		{"21 companions", func(m *visit.Register) { m.Companions = names(21) }, visit.ErrCompanions, "companion"},
		{"an unknown need", func(m *visit.Register) { m.Needs = []visit.Need{"coffee"} }, visit.ErrChoice, "need"},
		{"yesterday", func(m *visit.Register) { m.Day = "2026-11-22" }, visit.ErrDayPast, "day"},
		{"15 days ahead", func(m *visit.Register) { m.Day = "2026-12-08" }, visit.ErrDayFar, "day"},
		{"a day that is none", func(m *visit.Register) { m.Day = "2026-11-31" }, visit.ErrDay, "day"},
		{"a day in another shape", func(m *visit.Register) { m.Day = "23-11-2026" }, visit.ErrDay, "day"},
		{"no word on weapons", func(m *visit.Register) { m.Weapon = "" }, visit.ErrWeapon, "weapon"},
		{"another word on weapons", func(m *visit.Register) { m.Weapon = "on" }, visit.ErrWeapon, "weapon"},
		{"rules not read", func(m *visit.Register) { m.Read = false }, visit.ErrRead, "rules"},
	} {
		m := registration()
		c.change(&m)
		v, err := visit.Do(visit.Visit{}, m, stamp(account.Guest, nine), kapuas)
		refused(t, c.name, err, c.want, c.field)
		if d := cmp.Diff(visit.Visit{}, v); d != "" {
			t.Errorf("%s: something came of it:\n%s", c.name, d)
		}
	}
}

// All that is wrong is said at once, each beside its field.
func TestARegistrationNamesEveryMistake(t *testing.T) {
	_, err := visit.Do(visit.Visit{}, visit.Register{Host: "mawar", Phone: "08", Source: visit.AtKiosk}, stamp(account.Guest, nine), kapuas)
	var fields []string
	for _, r := range refusal.Of(err) {
		fields = append(fields, r.Field)
	}
	if d := cmp.Diff([]string{"purpose", "host", "name", "tel", "weapon", "rules"}, fields); d != "" {
		t.Error(d)
	}
}

func TestWhatARegistrationTakes(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*visit.Register)
		check  func(visit.Facts) bool
	}{
		{"a letter number of 60", func(m *visit.Register) { m.Letter = strings.Repeat("B", 60) }, func(f visit.Facts) bool { return len(f.Letter) == 60 }},
		{"the unit is the host's", func(m *visit.Register) { m.Unit, m.Host = "datun", "melati" }, func(f visit.Facts) bool { return f.Unit == "pidum" && f.Host == "melati" }},
		{"a unit without a host", func(m *visit.Register) { m.Unit, m.Host = "datun", "" }, func(f visit.Facts) bool { return f.Unit == "datun" && f.Host == "" }},
		{"does not know whom", func(m *visit.Register) { m.Host = "" }, func(f visit.Facts) bool { return f.Unit == "" && f.Host == "" }},
		{"by the name alone", func(m *visit.Register) { m.Salute = "nama" }, func(f visit.Facts) bool { return f.Guest.Salute == "" }},
		{"20 companions", func(m *visit.Register) { m.Companions = names(20) }, func(f visit.Facts) bool { return len(f.Companions) == 20 }},
		{"empty rows between companions", func(m *visit.Register) { m.Companions = []string{"", "Bakung", "  ", "Cempaka"} }, func(f visit.Facts) bool { return len(f.Companions) == 2 && f.Companions[1].Name == "Cempaka" }},
		{"a need ticked twice", func(m *visit.Register) { m.Needs = []visit.Need{"sign", "sign"} }, func(f visit.Facts) bool { return len(f.Needs) == 1 }},
		{"no phone", func(m *visit.Register) { m.Phone = "   " }, func(f visit.Facts) bool { return f.Guest.Phone == "" }},
		{"14 days ahead", func(m *visit.Register) { m.Day = "2026-12-07" }, func(f visit.Facts) bool { return f.Day == "2026-12-07" }},
		{"a confidential purpose", func(m *visit.Register) { m.Purpose = "lapor" }, func(f visit.Facts) bool { return f.Confidential }},
		{"name off the screens", func(m *visit.Register) { m.Confidential = true }, func(f visit.Facts) bool { return f.Confidential }},
		{"a walk-in reads no screen", func(m *visit.Register) { m.Source, m.Read, m.Weapon = visit.AtDesk, false, "" }, func(f visit.Facts) bool { return f.Declared == visit.Declared{} }},
	} {
		m := registration()
		c.change(&m)
		if f := do(t, visit.Visit{}, m, stamp(account.Guest, nine)).Facts; !c.check(f) {
			t.Errorf("%s: %+v", c.name, f)
		}
	}
}

func TestNamesAsPeopleHaveThem(t *testing.T) {
	for _, c := range []struct {
		typed, want string
		no          *refusal.Refusal
	}{
		{"  Siti \t Anggrek\u00a0Contoh ", "Siti Anggrek Contoh", nil},
		{"dr. Ir. H. Bakung d'Umpama-Misal, S.H., M.H.", "dr. Ir. H. Bakung d'Umpama-Misal, S.H., M.H.", nil},
		{"I Gusti Ayu Contoh 2", "I Gusti Ayu Contoh 2", nil},
		{"Ng", "Ng", nil},
		{"李明", "李明", nil},
		{"أزهار", "أزهار", nil},
		{norm.NFC.String("E\u0301loi\u0308se"), "Éloïse", nil},
		{"=HYPERLINK(\"x\")", "=HYPERLINK(\"x\")", nil}, // a name here; a spreadsheet has to mind it
		{"<b>Anggrek</b>", "<b>Anggrek</b>", nil},
		{strings.Repeat("Anggrek Co", 4), strings.Repeat("Anggrek Co", 4), nil},
		{strings.Repeat("Anggrek Co", 8), strings.Repeat("Anggrek Co", 8), nil},
		{norm.NFC.String(strings.Repeat("e\u0301", 80)), strings.Repeat("é", 80), nil},
		{strings.Repeat("é", 81), "", visit.ErrNameLong},
		{"A", "", visit.ErrName},
		{"", "", visit.ErrName},
		{"- . -", "", visit.ErrName},
		{"0812 0000 0001", "", visit.ErrName},
		{"😀😀", "", visit.ErrName},
	} {
		m := registration()
		m.Name = c.typed
		v, err := visit.Do(visit.Visit{}, m, stamp(account.Guest, nine), kapuas)
		if c.no != nil {
			refused(t, c.typed, err, c.no, "name")
			continue
		}
		if err != nil || v.Facts.Guest.Name != c.want {
			t.Errorf("%q: %q, %v", c.typed, v.Facts.Guest.Name, err)
		}
	}
}

// zones are the three of Indonesia.
var zones = []struct {
	name, zone string
	hours      int
}{{"WIB", "Asia/Jakarta", 7}, {"WITA", "Asia/Makassar", 8}, {"WIT", "Asia/Jayapura", 9}}

// Today is the office's day: on Monday at 23:30 it is still Monday there, though
// the neighbours and the server may have another date.
func TestTodayIsTheOfficesDay(t *testing.T) {
	for _, z := range zones {
		o := kapuas
		o.Zone = z.zone
		midnight := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC).Add(-time.Duration(z.hours) * time.Hour)
		for _, c := range []struct {
			name string
			at   time.Time
			want string
		}{{"a millisecond before midnight", midnight.Add(-time.Millisecond), "2026-11-23"}, {"midnight", midnight, "2026-11-24"}} {
			m := registration()
			v, err := visit.Do(visit.Visit{}, m, stamp(account.Guest, c.at), o)
			if err != nil || v.Facts.Day != c.want {
				t.Errorf("%s, %s: %s %v", z.name, c.name, v.Facts.Day, err)
			}
			m.Day = "2026-11-23"
			_, err = visit.Do(visit.Visit{}, m, stamp(account.Guest, c.at), o)
			if past := c.want != m.Day; past != (err != nil) {
				t.Errorf("%s, %s: registering for Monday: %v", z.name, c.name, err)
			}
		}
	}
}

func TestARegistrationExpiresAtTheOfficesMidnight(t *testing.T) {
	for _, z := range zones {
		for _, grace := range []int{0, 1, 3} {
			o := kapuas
			o.Zone, o.Rules.GraceDays = z.zone, grace
			v := registered(t)
			over := time.Date(2026, 11, 24+grace, 0, 0, 0, 0, time.UTC).Add(-time.Duration(z.hours) * time.Hour)

			_, err := visit.Do(v, visit.Expire{}, stamp(account.System, over.Add(-time.Millisecond)), o)
			refused(t, fmt.Sprintf("%s, grace %d, a millisecond too early", z.name, grace), err, visit.ErrNotYet, "")
			if _, err := visit.Do(v, visit.Arrive{}, stamp(account.Officer, over.Add(-time.Millisecond)), o); err != nil {
				t.Errorf("%s, grace %d: the ticket does not count on its last day: %v", z.name, grace, err)
			}

			e, err := visit.Do(v, visit.Expire{}, stamp(account.System, over), o)
			if err != nil || e.Facts.State != visit.Expired || !e.Facts.LeftAt.Equal(over) {
				t.Errorf("%s, grace %d, midnight: %s %v", z.name, grace, e.Facts.State, err)
			}
			if _, err := visit.Do(v, visit.Arrive{}, stamp(account.Officer, over), o); err == nil {
				t.Errorf("%s, grace %d: the ticket still counts at midnight", z.name, grace)
			}
		}
	}
}

func TestACancelledRegistrationKeepsTheReason(t *testing.T) {
	v := do(t, registered(t), visit.Cancel{Reason: " Sakit "}, stamp(account.Guest, after(5)))
	if f := v.Facts; f.State != visit.Cancelled || f.Reason != "Sakit" || !f.LeftAt.Equal(after(5)) {
		t.Errorf("%+v", f)
	}
}
