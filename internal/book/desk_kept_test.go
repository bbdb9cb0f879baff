package book_test

import (
	"testing"
	"time"
)

// The day is read once for all who look at it, and again as soon as anything changed.
func TestTheDayIsKeptUntilItChanges(t *testing.T) {
	l := enter(t)
	first := l.arrived("Tirta Andaikan")
	if d := l.desk(); len(d.Act) != 1 {
		t.Fatalf("%d guests", len(d.Act))
	}
	d := l.desk()
	d.Act[0].ID = "changed by who asked"
	_ = append(d.Act, d.Act[0])
	if d := l.desk(); len(d.Act) != 1 || d.Act[0].ID != first.ID {
		t.Errorf("what one reader does to the lists is seen by others: %v", ids(d.Act))
	}
	l.arrived("Bayu Rekaan")
	good(t, l.CallOfficer(l.ctx, l.guest(), "Lobi"))
	if d := l.desk(); len(d.Act) != 2 || len(d.Calls) != 1 || d.Visits != 2 {
		t.Errorf("what was changed here is seen at once: %v, %d calls", ids(d.Act), len(d.Calls))
	}
	other, _ := l.another()
	_, err := other.Desk(l.ctx, l.office, l.clock.now())
	good(t, err)
	l.arrived("Rimba Umpama")
	l.clock.pass(time.Second)
	if d, err := other.Desk(l.ctx, l.office, l.clock.now()); err != nil || len(d.Act) != 3 {
		t.Errorf("what another process changed is seen after a second: %v %v", ids(d.Act), err)
	}
	l.clock.pass(24 * time.Hour)
	if d := l.desk(); d.Visits != 0 {
		t.Errorf("yesterday's day: %d arrivals", d.Visits)
	}
}
