package visit_test

import (
	"testing"
	"time"

	"bukutamu/internal/visit"
)

func TestTheTenMinutesOfTheServiceStandard(t *testing.T) {
	f := visit.Facts{State: visit.Waiting, ArrivedAt: nine}
	for _, c := range []struct {
		after time.Duration
		want  visit.Level
	}{
		{0, visit.InTime},
		{6*time.Minute + 59*time.Second, visit.InTime},
		{7 * time.Minute, visit.Amber},
		{9*time.Minute + 59*time.Second, visit.Amber},
		{10 * time.Minute, visit.Late},
		{3 * time.Hour, visit.Late},
	} {
		if d, got := f.Clock(nine.Add(c.after), kapuas.Rules); got != c.want || d != c.after {
			t.Errorf("after %v: %v %q, want %q", c.after, d, got, c.want)
		}
	}
	if d, level := f.Clock(nine.Add(-time.Second), kapuas.Rules); d != 0 || level != visit.InTime {
		t.Errorf("a clock that was set back: %v %q", d, level)
	}
}

func TestTheOfficeSetsItsOwnMinutes(t *testing.T) {
	r := kapuas.Rules
	r.AmberMinutes, r.TargetMinutes = 15, 20
	f := visit.Facts{ArrivedAt: nine}
	for minutes, want := range map[int]visit.Level{14: visit.InTime, 15: visit.Amber, 20: visit.Late} {
		if _, got := f.Clock(after(minutes), r); got != want {
			t.Errorf("after %d minutes: %q, want %q", minutes, got, want)
		}
	}
}

func TestTheClockStopsWithTheEscortOrTheEnd(t *testing.T) {
	for _, c := range []struct {
		name string
		v    visit.Visit
		want time.Duration
	}{
		{"not here yet", registered(t), 0},
		{"cancelled", in(t, visit.Cancelled), 0},
		{"escorted", meeting(t), 4 * time.Minute},
		{"left after the meeting", left(t), 4 * time.Minute},
		{"refused", in(t, visit.Refused), time.Minute},
		{"left from the waiting room", do(t, waiting(t), visit.Leave{Back: []string{"badge", "card", "1"}}, officer(12)), 11 * time.Minute},
	} {
		if d, level := c.v.Facts.Clock(after(500), kapuas.Rules); d != c.want || level != visit.Stopped {
			t.Errorf("%s: %v %q, want %v", c.name, d, level, c.want)
		}
	}
	v := do(t, meeting(t), visit.Undo{}, officer(6))
	if d, level := v.Facts.Clock(after(9), kapuas.Rules); d != 8*time.Minute || level != visit.Amber {
		t.Errorf("the escort undone, the clock runs on: %v %q", d, level)
	}
}
