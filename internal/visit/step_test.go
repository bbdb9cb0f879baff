package visit_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
)

func TestSteppingOutAndBackInIsOneVisit(t *testing.T) {
	for _, v := range []visit.Visit{waiting(t), meeting(t)} {
		state := v.Facts.State
		out := do(t, v, visit.Out{Back: []string{"badge", "card"}}, officer(10))
		f := out.Facts
		if f.State != state || !f.OutAt.Equal(after(10)) || !f.Outside() {
			t.Fatalf("%s: %+v", state, f)
		}
		if !f.Badge.BackAt.IsZero() || f.Card.Out() || !f.Items[0].Out() || f.TakesNumber() != 3 || !f.Holds() {
			t.Errorf("%s: the badge lies at the desk and is nobody else's; badge %+v, card %+v", state, f.Badge, f.Card)
		}
		in := do(t, out, visit.In{Taken: []string{"card", "1", "badge", "9"}}, officer(25))
		if f = in.Facts; f.Outside() || f.State != state || !f.Card.Out() || !f.Card.TakenAt.Equal(after(25)) || !f.MetAt.Equal(v.Facts.MetAt) {
			t.Errorf("%s: back in: %+v", state, f)
		}
		if d := cmp.Diff(v.Facts.Items, f.Items); d != "" {
			t.Errorf("%s: the phone stayed in its locker:\n%s", state, d)
		}
		gone := do(t, in, visit.Leave{Back: []string{"badge", "card", "1"}}, officer(30)).Facts
		if gone.Holds() || gone.TakesNumber() != 0 {
			t.Errorf("%s: %+v", state, gone.Things())
		}
	}
}

// What a guest handed back before they stepped out is not asked for again.
func TestOnlyWhatWasTakenAlongComesBack(t *testing.T) {
	v := do(t, do(t, waiting(t), visit.Out{Back: []string{"1"}}, officer(8)), visit.In{}, officer(9))
	v = do(t, v, visit.Out{Back: []string{"card"}}, officer(10))
	var keys []string
	for _, thing := range v.Facts.TakenAlong() {
		keys = append(keys, thing.Key)
	}
	if d := cmp.Diff([]string{"card"}, keys); d != "" {
		t.Error(d)
	}
	if f := do(t, v, visit.In{Taken: []string{"1"}}, officer(12)).Facts; f.Items[0].Out() || f.Card.Out() {
		t.Errorf("%+v %+v", f.Items, f.Card)
	}
}

func TestWhatWaitsForTheGuestToComeBackIn(t *testing.T) {
	out := do(t, waiting(t), visit.Out{}, officer(8))
	for _, c := range []struct {
		name string
		v    visit.Visit
		move visit.Move
		want *refusal.Refusal
	}{
		{"out twice", out, visit.Out{}, visit.ErrOutside},
		{"in, though never out", waiting(t), visit.In{}, visit.ErrInside},
		{"escorted", out, visit.Escort{By: "satria"}, visit.ErrOutside},
		{"the badge at the desk is lost", out, visit.Lose{Reason: "Hilang", Supervisor: "atasan"}, visit.ErrBack},
	} {
		_, err := visit.Do(c.v, c.move, officer(9), kapuas)
		refused(t, c.name, err, c.want, "")
	}
	do(t, do(t, out, visit.Ask{}, officer(9)), visit.Answer{Reply: visit.Accepted}, officer(10)) // the host may answer meanwhile
}

// Whoever does not come back has left the badge at the desk already.
func TestLeavingFromOutside(t *testing.T) {
	out := do(t, meeting(t), visit.Out{Back: []string{"card", "1"}}, officer(10))
	f := do(t, out, visit.Leave{}, officer(40)).Facts
	if f.Holds() || f.TakesNumber() != 0 || f.Outside() || f.Ending != visit.Met || !f.Badge.BackAt.Equal(after(40)) {
		t.Errorf("%+v", f)
	}
	_, err := visit.Do(do(t, meeting(t), visit.Out{}, officer(10)), visit.Leave{Back: []string{"1"}}, officer(40), kapuas)
	refused(t, "the card is still in the pocket", err, visit.ErrCardOut, "back")

	lost := do(t, meeting(t), visit.Lose{Reason: "Hilang", Supervisor: "atasan"}, officer(8))
	f = do(t, do(t, lost, visit.Out{}, officer(10)), visit.Leave{Back: []string{"card", "1"}}, officer(40)).Facts
	if !f.Badge.BackAt.IsZero() || f.TakesNumber() != 3 {
		t.Errorf("a lost badge does not lie at the desk: %+v", f.Badge)
	}
}
