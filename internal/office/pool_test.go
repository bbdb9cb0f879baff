package office_test

import (
	"slices"
	"testing"

	"bukutamu/internal/office"
)

func TestABadgeIsInOneStateAtATime(t *testing.T) {
	b := office.Badges{Count: 9, Retired: []int{4}, Lost: []int{3}}
	for _, x := range []struct {
		n  int
		to office.BadgeState
	}{{3, office.Damaged}, {3, office.Retired}, {3, office.Lost}, {3, office.Free}, {9, office.Lost}, {4, office.Free}} {
		next, err := b.With(x.n, x.to)
		if err != nil || next.State(x.n) != x.to || next.Has(x.n) != (x.to == office.Free) {
			t.Errorf("%d to %s: %s, %v", x.n, x.to, next.State(x.n), err)
		}
		if n := len(next.Retired) + len(next.Lost) + len(next.Damaged); n > 3 {
			t.Errorf("%d stands in two lists: %+v", x.n, next)
		}
		b = next
	}
	if !slices.Equal(b.Lost, []int{9}) || len(b.Retired)+len(b.Damaged) != 0 {
		t.Errorf("%+v", b)
	}
	for _, n := range []int{0, -1, 10} {
		if _, err := b.With(n, office.Lost); err == nil {
			t.Errorf("number %d is not in the pool", n)
		}
	}
	if _, err := b.With(1, "out"); err == nil {
		t.Error("that a guest has a number is no state of the pool")
	}
}
