package visit_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bukutamu/internal/account"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
)

// everybody is each role that a stamp can bear.
var everybody = append(slices.Clone(account.AllRoles), account.System, account.Guest)

// nowhere is the state of a visit that does not exist yet.
const nowhere visit.State = ""

func TestEachMoveStartsOnlyFromItsStatesAndByItsRoles(t *testing.T) {
	for _, r := range visit.Moves {
		for _, state := range append([]visit.State{nowhere}, visit.States...) {
			from := slices.Contains(r.From, state) || state == nowhere && r.From == nil
			for _, role := range everybody {
				v := ready(t, r.Name, state)
				before := frozen(t, v)
				m, _, minute := sample(r.Name)
				next, err := visit.Do(v, m, stamp(role, after(minute)), kapuas)

				var want *refusal.Refusal
				switch {
				case !r.By.Has(role):
					want = visit.ErrRole
				case r.Name == "answer" && role == account.Host && state == nowhere:
					want = visit.ErrNotFound // it is no guest of theirs
				case !from:
					want = visit.ErrState
				}
				name := r.Name + " from " + string(state) + " by " + string(role)
				if want == nil {
					if err != nil {
						t.Errorf("%s: %v", name, err)
						continue
					}
					if r.To != "" && next.Facts.State != r.To || r.To == "" && r.Name != "undo" && next.Facts.State != state {
						t.Errorf("%s leads to %s", name, next.Facts.State)
					}
					if len(next.Log) != len(v.Log)+1 || next.Last().Move != r.Name || next.Last().N != len(next.Log) || next.Last().State != next.Facts.State {
						t.Errorf("%s: logged as %+v", name, next.Last())
					}
					if (next.Before != nil) != r.Undo {
						t.Errorf("%s: the facts before are kept: %v", name, next.Before != nil)
					}
				} else {
					refused(t, name, err, want, "")
					if d := cmp.Diff(before, frozen(t, next)); d != "" {
						t.Errorf("%s: changed though refused:\n%s", name, d)
					}
				}
				if d := cmp.Diff(before, frozen(t, v)); d != "" {
					t.Errorf("%s: changed the visit it was made from:\n%s", name, d)
				}
			}
		}
	}
}

func TestThePagesOfferWhatTheTableAllows(t *testing.T) {
	for _, r := range visit.Moves {
		for _, state := range visit.States {
			for _, role := range everybody {
				want := slices.Contains(r.From, state) && r.By.Has(role)
				v := visit.Visit{Facts: visit.Facts{State: state}}
				if got := r.May(v, account.Roles{role}); got != want {
					t.Errorf("%s from %s by %s: offered %v", r.Name, state, role, got)
				}
			}
		}
	}
}

// Two moves made from one visit must not write into each other's lists. With one
// stamp and one content this test could not fail, so both differ.
func TestTwoMovesFromOneVisitDoNotMeet(t *testing.T) {
	for _, r := range visit.Moves {
		from := r.From
		if from == nil {
			from = []visit.State{nowhere}
		}
		for _, state := range from {
			role := account.Supervisor
			if !r.By.Has(role) {
				role = account.System
			}
			v := roomy(ready(t, r.Name, state))
			before := frozen(t, v)
			one, other, minute := sample(r.Name)

			first := do(t, v, one, stamp(role, after(minute)))
			firstThen := frozen(t, first)
			second := stamp(role, after(minute+1))
			second.By, second.Device = "atasan.2", "meja-2"
			do(t, v, other, second)

			if d := cmp.Diff(firstThen, frozen(t, first)); d != "" {
				t.Errorf("%s from %s: the second changed the first:\n%s", r.Name, state, d)
			}
			if d := cmp.Diff(before, frozen(t, v)); d != "" {
				t.Errorf("%s from %s: the visit they were made from changed:\n%s", r.Name, state, d)
			}
		}
	}
}

// An undone visit and the one it was undone from share nothing either.
func TestMovesAfterAnUndoDoNotReachBack(t *testing.T) {
	v := roomy(do(t, waiting(t), visit.Ask{}, officer(4)))
	before := frozen(t, v)
	undone := roomy(do(t, v, visit.Undo{}, officer(5)))
	then := frozen(t, undone)
	do(t, undone, visit.Ask{Channel: visit.InPerson}, officer(6))
	do(t, undone, visit.Leave{Back: []string{"badge", "card", "1"}}, officer(7))
	if d := cmp.Diff(before, frozen(t, v)); d != "" {
		t.Errorf("the visit before the undo changed:\n%s", d)
	}
	if d := cmp.Diff(then, frozen(t, undone)); d != "" {
		t.Errorf("the undone visit changed:\n%s", d)
	}
}

func TestTheSameFormTwiceIsOneAct(t *testing.T) {
	for _, r := range visit.Moves {
		if r.From == nil {
			continue
		}
		role := account.Supervisor
		if !r.By.Has(role) {
			role = account.System
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

// Several roles in one account add up.
func TestRolesAddUp(t *testing.T) {
	s := stamp(account.Auditor, after(1))
	s.Roles = account.Roles{account.Auditor, account.Officer}
	do(t, registered(t), visit.Arrive{}, s)
}

func TestATableWithoutTwins(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range visit.Moves {
		if name := visit.Name(r.Move); name != r.Name || seen[name] {
			t.Errorf("%s is found as %s", r.Name, name)
		}
		seen[r.Name] = true
		if found, ok := visit.Find(r.Name); !ok || found.Name != r.Name {
			t.Errorf("Find(%s): %v", r.Name, found.Name)
		}
		if r.By.Has(account.Auditor, account.Admin, account.Complaint) {
			t.Errorf("%s by %v: auditors read, administrators do not receive guests", r.Name, r.By)
		}
	}
	if _, ok := visit.Find("transform"); ok {
		t.Error("a move that is not there was found")
	}
}

// lists gives the address of each list that a visit's facts hold, and of its log.
func lists(v visit.Visit) map[string]uintptr {
	out := map[string]uintptr{"Log": reflect.ValueOf(v.Log).Pointer()}
	for prefix, f := range map[string]*visit.Facts{"Facts.": &v.Facts, "Before.": v.Before} {
		if f == nil {
			continue
		}
		r := reflect.ValueOf(f).Elem()
		for i := range r.NumField() {
			if k := r.Field(i).Kind(); k == reflect.Slice || k == reflect.Map {
				out[prefix+r.Type().Field(i).Name] = r.Field(i).Pointer()
			}
		}
	}
	return out
}

// A field that holds a list and that clone forgets turns this red.
func TestAMoveSharesNoListWithTheVisitItWasMadeFrom(t *testing.T) {
	v := waiting(t)
	r := reflect.ValueOf(&v.Facts).Elem()
	for i := range r.NumField() {
		switch f := r.Field(i); f.Kind() {
		case reflect.Slice:
			f.Set(reflect.MakeSlice(f.Type(), 1, 9))
		case reflect.Map:
			f.Set(reflect.MakeMap(f.Type()))
		}
	}
	asked := do(t, v, visit.Ask{}, officer(4))
	undone := do(t, asked, visit.Undo{}, officer(5))
	printed := do(t, asked, visit.Print{}, officer(5))
	for _, c := range []struct {
		name      string
		one, next visit.Visit
	}{{"ask", v, asked}, {"undo", asked, undone}, {"print", asked, printed}} {
		mine := map[uintptr]string{}
		for name, at := range lists(c.one) {
			mine[at] = name
		}
		for name, at := range lists(c.next) {
			if old := mine[at]; old != "" {
				t.Errorf("%s: %s is still the list of %s before", c.name, name, old)
			}
		}
	}
}
