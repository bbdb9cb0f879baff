package visit_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
)

func TestARegistrationMovesToAnotherDay(t *testing.T) {
	before := registered(t)
	v := do(t, before, visit.Reschedule{Day: "2026-11-25", Reason: "Hakim berhalangan"}, stamp(account.Guest, after(5)))
	if v.Facts.State != visit.Registered || v.Facts.Day != "2026-11-25" || v.Code != before.Code || v.Ticket != before.Ticket {
		t.Errorf("%+v", v)
	}
	if v.ForToday(after(5), kapuas) || !v.ForToday(after(2*24*60), kapuas) {
		t.Error("the ticket counts on its new day alone")
	}
}

func TestWhichDaysARegistrationMovesTo(t *testing.T) {
	old := do(t, registered(t), visit.Reschedule{Day: "2026-11-25"}, officer(1))
	for _, c := range []struct {
		name, day string
		v         visit.Visit
		minute    int
		want      *refusal.Refusal
		field     string
	}{
		{"no day", "", registered(t), 5, visit.ErrDay, "day"},
		{"no date", "besok", registered(t), 5, visit.ErrDay, "day"},
		{"the same day", today, registered(t), 5, visit.ErrSameDay, "day"},
		{"yesterday", "2026-11-22", registered(t), 5, visit.ErrDayPast, "day"},
		{"too far", "2026-12-08", registered(t), 5, visit.ErrDayFar, "day"},
		{"its day is over", "2026-11-25", registered(t), 24 * 60, visit.ErrState, ""},
		{"back to today", today, old, 5, nil, ""},
		{"the last day", "2026-12-07", registered(t), 5, nil, ""},
	} {
		_, err := visit.Do(c.v, visit.Reschedule{Day: c.day}, officer(c.minute), kapuas)
		if c.want == nil {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		refused(t, c.name, err, c.want, c.field)
	}
}

// A ticket's address is all that a guest shows, so its log cannot be grown without end.
func TestAGuestMovesATicketSoOften(t *testing.T) {
	v := registered(t)
	days := []string{"2026-11-24", "2026-11-25"}
	for i := range visit.GuestReschedules {
		v = do(t, v, visit.Reschedule{Day: days[i%2]}, stamp(account.Guest, after(1+i)))
	}
	_, err := visit.Do(v, visit.Reschedule{Day: today}, stamp(account.Guest, after(20)), kapuas)
	refused(t, "once more", err, visit.ErrOften, "")
	do(t, v, visit.Reschedule{Day: today}, officer(20))
}

// later is a visit that ended with another day agreed.
func later(t testing.TB, change func(*visit.Visit), along ...string) visit.Visit {
	v := meeting(t)
	change(&v)
	return do(t, v, visit.Leave{Back: []string{"badge", "card", "1"}, Ending: visit.Rescheduled, Day: "2026-11-30", Along: along, Next: "v9"}, officer(30))
}

func TestTheFreshRegistrationOfARescheduledVisit(t *testing.T) {
	v := later(t, func(*visit.Visit) {}, "v1.1")
	if v.Facts.Next != "v9" || v.Facts.Ending != visit.Rescheduled {
		t.Fatalf("%+v", v.Facts)
	}
	bakung := visit.Visit{Facts: visit.Facts{Guest: visit.Guest{Name: "Bakung Contoh"}}}
	kept := frozen(t, v)
	for name, from := range map[string]visit.Visit{"at once": v, "read from the store": kept} {
		m, s, ok := from.Renewal(kapuas, []visit.Visit{bakung})
		want := visit.Register{
			Purpose: "rapat", Unit: "pidum", Host: "melati", Name: "ANGGREK CONTOH", Salute: visit.Ibu, Phone: "+6281200000001",
			Companions: []string{"Bakung Contoh"}, Needs: []visit.Need{"wheelchair"}, Day: "2026-11-30", Weapon: "no", Source: visit.AtDesk, Lang: "id", Prior: "v1",
		}
		if d := cmp.Diff(want, m); d != "" || !ok {
			t.Errorf("%s: %v\n%s", name, ok, d)
		}
		if s.Act != "v9" || s.By != "piket" || !s.At.Equal(after(30)) {
			t.Errorf("%s: by %+v", name, s)
		}
		fresh := do(t, visit.Visit{}, m, s)
		if fresh.Facts.Prior != "v1" || fresh.Facts.State != visit.Registered || fresh.Facts.Document.Number != "" || fresh.Facts.Badge.Number != 0 {
			t.Errorf("%s: %+v", name, fresh.Facts)
		}
	}
	if d := cmp.Diff([]string{"v1.1"}, v.Along()); d != "" {
		t.Error(d)
	}
	if _, _, ok := left(t).Renewal(kapuas, nil); ok {
		t.Error("a visit that ended otherwise is registered again")
	}
	if _, _, ok := meeting(t).Renewal(kapuas, nil); ok {
		t.Error("a visit that goes on is registered again")
	}
}

// What the office no longer offers does not keep a guest from coming back; the day does.
func TestWhatAFreshRegistrationDrops(t *testing.T) {
	o := kapuas
	o.Persons = append([]office.Person{}, o.Persons...)
	o.Persons[0].Gone = true
	o.Purposes = append([]office.Purpose{}, o.Purposes...)
	o.Purposes[0].Hidden = true
	leave := visit.Leave{Back: []string{"badge", "card", "1"}, Ending: visit.Rescheduled, Day: "2026-11-30", Next: "v9"}
	v, err := visit.Do(meeting(t), leave, officer(30), o)
	if err != nil {
		t.Fatal(err)
	}
	if m, _, _ := v.Renewal(o, nil); m.Host != "" || m.Unit != "pidum" {
		t.Errorf("for %s of %s", m.Host, m.Unit)
	}
	for _, c := range []struct {
		name  string
		day   string
		end   visit.Ending
		want  *refusal.Refusal
		field string
	}{
		{"a day that was", "2026-11-20", visit.Rescheduled, visit.ErrDayPast, "day"},
		{"a day too far", "2027-01-01", visit.Rescheduled, visit.ErrDayFar, "day"},
		{"no day", "Senin", visit.Rescheduled, visit.ErrDay, "day"},
		{"for another ending", "2026-11-30", visit.Met, visit.ErrDayEnding, "day"},
	} {
		m := leave
		m.Day, m.Ending = c.day, c.end
		next, err := visit.Do(meeting(t), m, officer(30), kapuas)
		refused(t, c.name, err, c.want, c.field)
		if next.Facts.State != visit.Meeting {
			t.Errorf("%s: the guest left", c.name)
		}
	}
}

// A party with one confidential guest comes back as a confidential visit.
func TestAFreshRegistrationIsAsConfidential(t *testing.T) {
	secret := visit.Visit{Facts: visit.Facts{Guest: visit.Guest{Name: "Bakung Contoh"}, Confidential: true}}
	m, _, _ := later(t, func(*visit.Visit) {}).Renewal(kapuas, []visit.Visit{secret})
	own, _, _ := later(t, func(v *visit.Visit) { v.Facts.Confidential = true }).Renewal(kapuas, nil)
	if !m.Confidential || !own.Confidential {
		t.Errorf("%v %v", m.Confidential, own.Confidential)
	}
}
