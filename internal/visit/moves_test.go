package visit_test

import (
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
				role = r.By[0] // the program's own, or the guest's
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
