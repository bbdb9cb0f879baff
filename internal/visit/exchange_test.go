package visit_test

import (
	"testing"

	"bukutamu/internal/visit"
)

func TestAnExchangedBadge(t *testing.T) {
	for _, v := range []visit.Visit{waiting(t), meeting(t)} {
		was := v.Facts
		f := do(t, v, visit.Exchange{Was: 3, Badge: 5, Old: visit.BadgeDamaged, Token: "baru"}, officer(20)).Facts
		if f.Badge.Number != 5 || f.TakesNumber() != 5 || f.Badge.Token != "baru" || !f.Badge.GivenAt.Equal(after(20)) || f.Badge.Prints != 1 {
			t.Errorf("%s: %+v", f.State, f.Badge)
		}
		if f.Card != was.Card || f.State != was.State || !f.MetAt.Equal(was.MetAt) {
			t.Errorf("%s: more than the badge changed", f.State)
		}
	}
	lost := do(t, waiting(t), visit.Lose{Reason: "Hilang", Supervisor: "atasan"}, officer(10))
	f := do(t, lost, visit.Exchange{Was: 3, Badge: 2, Old: visit.BadgeLost, Reason: "Hilang", Supervisor: "atasan"}, officer(11)).Facts
	if f.Badge.Number != 2 || !f.Badge.LostAt.IsZero() {
		t.Errorf("after the loss: %+v", f.Badge)
	}
}

func TestWhatCannotBeExchanged(t *testing.T) {
	out := do(t, waiting(t), visit.Out{}, officer(6))
	lost := do(t, waiting(t), visit.Lose{Reason: "Hilang", Supervisor: "atasan"}, officer(6))
	for _, c := range []struct {
		what  string
		v     visit.Visit
		m     visit.Exchange
		want  error
		field string
	}{
		{"for itself", waiting(t), visit.Exchange{Was: 3, Badge: 3}, visit.ErrSameBadge, "badge"},
		{"for a retired number", waiting(t), visit.Exchange{Was: 3, Badge: 6}, visit.ErrBadge, "badge"},
		{"for no number", waiting(t), visit.Exchange{Was: 3}, visit.ErrBadge, "badge"},
		{"another one than the guest has", waiting(t), visit.Exchange{Was: 4, Badge: 5}, visit.ErrOtherBadge, ""},
		{"with an unknown outcome", waiting(t), visit.Exchange{Was: 3, Badge: 5, Old: "eaten"}, visit.ErrChoice, "old"},
		{"lost without a supervisor", waiting(t), visit.Exchange{Was: 3, Badge: 5, Old: visit.BadgeLost, Reason: "Hilang"}, visit.ErrSupervisor, "supervisor"},
		{"lost without a reason", waiting(t), visit.Exchange{Was: 3, Badge: 5, Old: visit.BadgeLost, Supervisor: "atasan"}, visit.ErrReason, "reason"},
		{"whole after it was lost", lost, visit.Exchange{Was: 3, Badge: 5}, visit.ErrChoice, "old"},
		{"of a guest who is outside", out, visit.Exchange{Was: 3, Badge: 5}, visit.ErrOutside, ""},
	} {
		_, err := visit.Do(c.v, c.m, officer(8), kapuas)
		refusedAs(t, c.what, err, c.want, c.field)
	}
}
