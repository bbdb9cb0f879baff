package book_test

import (
	"strings"
	"testing"

	"bukutamu/internal/book"
	"bukutamu/internal/visit"
)

// besides are the ids of the other visits in a locker.
func (l *lobby) besides(id, locker string) []string {
	l.t.Helper()
	found, err := l.Neighbours(l.ctx, l.office.ID, id, []string{locker})
	good(l.t, err)
	return ids(found[visit.LockerKey(locker)])
}

// A locker is in use as long as something lies in it, however its name was written.
func TestWhoseThingsLieInALocker(t *testing.T) {
	l := enter(t)
	a, b := l.waiting(1), l.waiting(2)
	l.do(a.ID, visit.Custody{What: "Ponsel", Locker: "Loker 7"})
	for text, want := range map[string]bool{"loker 7": true, " LOKER  7 ": true, "Loker7": true, "Loker 8": false, "": false} {
		if got := len(l.besides(b.ID, text)) == 1; got != want {
			t.Errorf("%q is in use: %v", text, got)
		}
	}
	if n := l.besides(a.ID, "Loker 7"); len(n) != 0 {
		t.Errorf("the guest is in their own way: %v", n)
	}
	for _, tag := range l.raw(book.KindVisit, a.ID).Tags {
		if strings.Contains(strings.ToLower(tag), "loker") {
			t.Errorf("somebody's words stand in the tag %s", tag)
		}
	}
	l.do(a.ID, visit.Leave{Back: []string{visit.BadgeKey, visit.CardKey}, Behind: []string{"1"}, Reason: "Lupa"})
	if n := l.besides(b.ID, "loker 7"); len(n) != 1 {
		t.Error("what was left behind does not count")
	}
	l.do(a.ID, visit.Return{Back: []string{"1"}})
	if n := l.besides(b.ID, "loker 7"); len(n) != 0 {
		t.Error("an empty locker is in use")
	}
}

// Many desks name one locker at once: all stand, and each visit knows of the others.
func TestRaceForALocker(t *testing.T) {
	l := enter(t)
	for range rounds(5) {
		all := []visit.Visit{l.waiting(1), l.waiting(2), l.waiting(3)}
		errs := make([]error, len(all))
		together(len(all), func(i int) {
			_, errs[i] = l.Move(l.ctx, l.officer(), all[i].ID, visit.Custody{What: "Ponsel", Locker: []string{"L 1", "l1", "L1"}[i]})
		})
		if count(errs, nil) != len(all) {
			t.Fatalf("a locker is refused: %v", errs)
		}
		for _, v := range all {
			if n := l.besides(v.ID, "L1"); len(n) != len(all)-1 {
				t.Errorf("%s is told of %v", v.ID, n)
			}
		}
		for _, v := range all {
			l.do(v.ID, everything)
		}
	}
	l.clean()
}
