package visit_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"bukutamu/internal/visit"
)

// A phone handed over after verification is owed like one handed over at it.
func TestALateItemIsOwedLikeTheOthers(t *testing.T) {
	for _, v := range []visit.Visit{waiting(t), meeting(t)} {
		state, n := v.Facts.State, len(v.Facts.Items)
		next := do(t, v, visit.Custody{What: " Laptop ", Locker: " L-3 "}, officer(8))
		want := visit.Item{What: "Laptop", Locker: "L-3", TakenAt: after(8), TakenBy: officer(8).By}
		if len(next.Facts.Items) != n+1 || len(v.Facts.Items) != n {
			t.Fatalf("%s: %d items after, %d before", state, len(next.Facts.Items), len(v.Facts.Items))
		}
		if d := cmp.Diff(want, next.Facts.Items[n]); d != "" {
			t.Errorf("%s:\n%s", state, d)
		}
		if _, err := visit.Do(next, visit.Leave{Back: []string{"badge", "card", "1"}}, officer(30), kapuas); err == nil {
			t.Errorf("%s: the guest left without the laptop", state)
		}
		gone := do(t, next, visit.Leave{Back: []string{"badge", "card", "1", "2"}}, officer(31))
		if gone.Facts.Holds() {
			t.Errorf("%s: something is still held: %+v", state, gone.Facts.Things())
		}
	}
}

func TestALateItemHasAName(t *testing.T) {
	_, err := visit.Do(waiting(t), visit.Custody{What: "  ", Locker: "L-3"}, officer(8), kapuas)
	refused(t, "an item without a name", err, visit.ErrItemWhat, "what")
}
