package visit_test

import (
	"testing"
	"time"

	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
)

func TestArrivingStartsTheClock(t *testing.T) {
	s := officer(1)
	s.At = s.At.Add(1234567 * time.Nanosecond) // stores keep whole milliseconds
	v := do(t, registered(t), visit.Arrive{}, s)
	want := after(1).Add(time.Millisecond)
	if f := v.Facts; f.State != visit.Arrived || !f.ArrivedAt.Equal(want) || !v.Last().At.Equal(want) || f.ArrivedAt.Location() != time.UTC {
		t.Errorf("%s at %v", f.State, f.ArrivedAt)
	}
}

func TestATicketOfAnotherDay(t *testing.T) {
	for _, c := range []struct {
		name  string
		day   string
		move  visit.Arrive
		want  *refusal.Refusal
		field string
	}{
		{"today", today, visit.Arrive{}, nil, ""},
		{"tomorrow", "2026-11-24", visit.Arrive{}, visit.ErrOtherDay, ""},
		{"tomorrow, a reason but no word that it is meant", "2026-11-24", visit.Arrive{Reason: "Datang awal"}, visit.ErrOtherDay, ""},
		{"tomorrow, meant, no reason", "2026-11-24", visit.Arrive{Today: true, Reason: "  "}, visit.ErrReason, "reason"},
		{"tomorrow, meant, with a reason", "2026-11-24", visit.Arrive{Today: true, Reason: "Datang awal"}, nil, ""},
		{"yesterday", "2026-11-22", visit.Arrive{}, visit.ErrOtherDay, ""},
		{"yesterday, meant, with a reason", "2026-11-22", visit.Arrive{Today: true, Reason: "Terlambat sehari"}, nil, ""},
	} {
		v := registered(t)
		v.Facts.Day = c.day
		next, err := visit.Do(v, c.move, officer(1), kapuas)
		if c.want == nil {
			if err != nil || next.Facts.State != visit.Arrived {
				t.Errorf("%s: %s %v", c.name, next.Facts.State, err)
			}
			continue
		}
		refused(t, c.name, err, c.want, c.field)
		if c.want == visit.ErrOtherDay && refusal.Of(err)[0].Args["day"] != c.day {
			t.Errorf("%s: does not say which day: %v", c.name, refusal.Of(err)[0].Args)
		}
	}
}

// Grace is for those who come late, never for those who come early.
func TestGraceCountsOnlyAfterTheDay(t *testing.T) {
	o := kapuas
	o.Rules.GraceDays = 1
	for day, want := range map[string]bool{"2026-11-21": false, "2026-11-22": true, "2026-11-23": true, "2026-11-24": false, "": false} {
		v := registered(t)
		v.Facts.Day = day
		if got := v.ForToday(after(1), o); got != want {
			t.Errorf("a ticket of %q on 2026-11-23: counts %v", day, got)
		}
	}
}

func TestWithdrawingAndRefusing(t *testing.T) {
	f := do(t, arrived(t), visit.Withdraw{Reason: " Dipanggil pulang "}, officer(2)).Facts
	if f.State != visit.Left || f.Ending != visit.Withdrawn || f.Closing != visit.CheckedOut || f.Reason != "Dipanggil pulang" || !f.LeftAt.Equal(after(2)) || f.Holds() {
		t.Errorf("withdrawn: %+v", f)
	}
	f = do(t, arrived(t), visit.Refuse{Reason: " Membawa pisau "}, officer(2)).Facts
	if f.State != visit.Refused || f.Ending != "" || f.Reason != "Membawa pisau" || !f.LeftAt.Equal(after(2)) || f.Holds() {
		t.Errorf("refused: %+v", f)
	}
	_, err := visit.Do(arrived(t), visit.Refuse{Reason: " "}, officer(2), kapuas)
	refused(t, "refusing without a reason", err, visit.ErrReason, "reason")
}
