package visit_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bukutamu/internal/account"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
)

func TestTheSameFormTwiceIsOneAct(t *testing.T) {
	for _, r := range visit.Moves {
		if r.From == nil {
			continue
		}
		role := account.Supervisor
		if !r.By.Has(role) {
			role = r.By[0] // the program's own, or the guest's
		}
		one, other, minute := sample(r.Name)
		s := stamp(role, after(minute))
		v := do(t, ready(t, r.Name, r.From[0]), one, s)

		again, err := visit.Do(v, one, stamp(role, after(minute)), kapuas)
		if d := cmp.Diff(frozen(t, v), frozen(t, again)); d != "" || err != nil {
			t.Errorf("%s again: %v\n%s", r.Name, err, d)
		}
		late := s
		late.At, late.Seen = after(minute+30), 0
		if again, err = visit.Do(v, one, late, kapuas); err != nil || again.Seen() != v.Seen() {
			t.Errorf("%s again half an hour later, from the old page: %v", r.Name, err)
		}
		if cmp.Equal(one, other) {
			continue // nothing that could differ
		}
		again, err = visit.Do(v, other, s, kapuas)
		refused(t, r.Name+" with other content", err, visit.ErrOther, "")
		if got := refusal.Of(err); len(got) == 1 && (got[0].Args["by"] != s.By || got[0].Args["at"] != s.At) {
			t.Errorf("%s with other content names %v", r.Name, got[0].Args)
		}
		if again.Seen() != v.Seen() {
			t.Errorf("%s with other content was logged", r.Name)
		}
	}
}

// A token is drawn anew for every post, so it is no content: the same form is
// still the same form.
func TestATokenIsNoContent(t *testing.T) {
	m, s := verification(), officer(3)
	v := do(t, arrived(t), m, s)
	m.Token = "badge-9"
	again, err := visit.Do(v, m, s, kapuas)
	if err != nil || again.Facts.Badge.Token != "badge-1" || again.Seen() != v.Seen() {
		t.Errorf("%v, token %s", err, again.Facts.Badge.Token)
	}
}

// Erasure empties what was said; the form that said it is still known by its act.
func TestAnErasedEntryStillKnowsItsAct(t *testing.T) {
	s := officer(3)
	v := frozen(t, do(t, arrived(t), verification(), s))
	for i := range v.Log {
		v.Log[i].Details = ""
	}
	if again, err := visit.Do(v, verification(), s, kapuas); err != nil || again.Seen() != v.Seen() {
		t.Errorf("%v", err)
	}
}

// A walk-in is register and arrive from one form. Cut between the two and sent
// again, the second half is made up for.
func TestOneActMakesSeveralMoves(t *testing.T) {
	s := officer(0)
	s.Seen = 0
	m := registration()
	m.Source = visit.AtDesk
	v := do(t, visit.Visit{}, m, s)
	v = do(t, v, visit.Arrive{}, s)
	if again := do(t, v, visit.Arrive{}, s); again.Seen() != 2 {
		t.Errorf("sent again: %d entries", again.Seen())
	}
	late := s
	late.Act = ""
	v.Log[0].Act, v.Log[1].Act = "", ""
	if _, err := visit.Do(v, verification(), late, kapuas); !errors.Is(err, visit.ErrStale) {
		t.Errorf("acts without a name are not one act: %v", err)
	}
}

func TestWhatOneHasNotSeenIsAConflict(t *testing.T) {
	v := do(t, waiting(t), visit.Ask{}, officer(4)) // register, arrive, verify, ask
	for _, c := range []struct {
		name string
		seen int
		ok   bool
	}{
		{"nothing seen", 0, false},
		{"an older page", 3, false},
		{"the newest page", 4, true},
		{"a job", account.SeenAny, true},
		{"below what there can be", -2, false},
	} {
		s := stamp(account.Supervisor, after(5))
		s.Seen = c.seen
		next, err := visit.Do(v, visit.Answer{Reply: visit.Accepted}, s, kapuas)
		if c.ok {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		refused(t, c.name, err, visit.ErrStale, "")
		want := map[string]any{"by": "piket", "at": after(4), "move": "ask"}
		if got := refusal.Of(err); len(got) == 1 && !cmp.Equal(got[0].Args, want) {
			t.Errorf("%s: names %v", c.name, got[0].Args)
		}
		if d := cmp.Diff(frozen(t, v), frozen(t, next)); d != "" {
			t.Errorf("%s: changed:\n%s", c.name, d)
		}
	}
}

// Also one's own entry from another tab.
func TestOnesOwnOtherTabIsAConflictToo(t *testing.T) {
	v := arrived(t)
	s := officer(2)
	s.Seen = 2
	v = do(t, v, verification(), s)
	tab := officer(3)
	tab.Seen = 2
	_, err := visit.Do(v, visit.Withdraw{}, tab, kapuas)
	refused(t, "the other tab", err, visit.ErrStale, "")
}

func TestTwoOpposedAnswersOneWins(t *testing.T) {
	v := waiting(t)
	one, two := officer(4), stamp(account.Supervisor, after(4))
	one.Seen, two.Seen = v.Seen(), v.Seen()
	won := do(t, v, visit.Answer{Reply: visit.Accepted}, one)
	if _, err := visit.Do(won, visit.Answer{Reply: visit.Declines}, two, kapuas); !errors.Is(err, visit.ErrStale) {
		t.Errorf("the second answer: %v", err)
	}
	if won.Facts.Reply().Reply != visit.Accepted {
		t.Errorf("the host's answer is %s", won.Facts.Reply().Reply)
	}
}
