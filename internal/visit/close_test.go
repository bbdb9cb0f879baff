package visit_test

import (
	"testing"

	"bukutamu/internal/account"
	"bukutamu/internal/visit"
)

// A visit that is closed by force looks like no real check-out: whatever was out stays
// out, and the number stays taken until badge and card are back.
func TestClosingByForceGivesNothingBack(t *testing.T) {
	out := do(t, waiting(t), visit.Out{}, officer(6))
	for name, c := range map[string]struct {
		v      visit.Visit
		number int
		ending visit.Ending
	}{
		"arrived, nothing given":       {arrived(t), 0, visit.Withdrawn},
		"waiting":                      {waiting(t), 3, visit.Withdrawn},
		"meeting":                      {meeting(t), 3, visit.Met},
		"stepped out and not back yet": {out, 3, visit.Withdrawn},
		"the badge is lost":            {do(t, meeting(t), visit.Lose{Reason: "Hilang", Supervisor: "atasan"}, officer(28)), 3, visit.Met},
	} {
		v := do(t, c.v, visit.Close{Reason: "Pergi tanpa melapor"}, officer(480))
		f := v.Facts
		if f.State != visit.Left || f.Closing != visit.ClosedByShift || f.Ending != c.ending || !f.LeftAt.Equal(after(480)) {
			t.Errorf("%s: %s, %s, %s, left at %v", name, f.State, f.Closing, f.Ending, f.LeftAt)
		}
		if f.TakesNumber() != c.number || f.Holds() != (c.number > 0) || f.Outside() {
			t.Errorf("%s: takes %d, holds %v, outside %v", name, f.TakesNumber(), f.Holds(), f.Outside())
		}
		for i, thing := range f.Things() {
			if before := c.v.Facts.Things()[i]; !before.Back.Equal(thing.Back) || thing.Behind != "" {
				t.Errorf("%s: %s came back by the closing", name, thing.Key)
			}
		}
	}
	v := do(t, meeting(t), visit.Close{Reason: "Pergi tanpa melapor"}, officer(480))
	v = do(t, v, visit.Return{Back: []string{"badge", "card", "1"}}, officer(1500))
	if f := v.Facts; f.Holds() || f.TakesNumber() != 0 || f.Closing != visit.ClosedByShift {
		t.Errorf("the next morning: %+v", f)
	}
}

// The badge went home with the guest and never comes back: a supervisor frees the
// number, and from then on the badge counts as lost.
func TestABadgeThatIsGoneAfterAClosingCanBeRetired(t *testing.T) {
	v := do(t, meeting(t), visit.Close{Reason: "Pergi tanpa melapor"}, officer(480))
	v = do(t, v, visit.Return{Back: []string{"card", "1"}}, officer(1500))
	v = do(t, v, visit.Retire{Reason: "Tidak pernah kembali"}, stamp(account.Supervisor, after(9000)))
	if b := v.Facts.Badge; !b.LostAt.Equal(after(9000)) || b.LostBy != "atasan" || v.Facts.TakesNumber() != 0 || v.Facts.Holds() {
		t.Errorf("%+v", b)
	}
	_, err := visit.Do(v, visit.Retire{Reason: "Sekali lagi"}, stamp(account.Supervisor, after(9001)), kapuas)
	refused(t, "twice", err, visit.ErrNotLost, "")
}

func TestClosingNeedsAReasonAndTheDesk(t *testing.T) {
	_, err := visit.Do(meeting(t), visit.Close{Reason: "  "}, officer(480), kapuas)
	refused(t, "no reason", err, visit.ErrReason, "reason")
	for _, r := range []account.Role{account.Host, account.Guest, account.System, account.Admin} {
		_, err := visit.Do(meeting(t), visit.Close{Reason: "Pergi"}, stamp(r, after(480)), kapuas)
		refused(t, string(r), err, visit.ErrRole, "")
	}
	_, err = visit.Do(left(t), visit.Close{Reason: "Pergi"}, officer(480), kapuas)
	refused(t, "left already", err, visit.ErrState, "")
}
