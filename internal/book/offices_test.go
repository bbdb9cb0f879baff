package book_test

import (
	"errors"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
)

func withGrace(days int) func(office.Office) (office.Office, error) {
	return func(o office.Office) (office.Office, error) {
		o.Rules.GraceDays = days
		return o, nil
	}
}

func TestChangingTheOffice(t *testing.T) {
	l := enter(t)
	other, _ := l.another()
	if o, err := other.Office(l.ctx, "kapuas"); err != nil || o.Rules.GraceDays != 0 {
		t.Fatalf("%+v, %v", o.Rules, err)
	}
	r := l.office.Revision
	o, err := l.ChangeOffice(l.ctx, l.admin(), r, withGrace(1))
	if err != nil || o.Revision != r+1 {
		t.Fatalf("revision %d, %v", o.Revision, err)
	}
	if o, err := l.Office(l.ctx, "kapuas"); err != nil || o.Rules.GraceDays != 1 {
		t.Error("the change is not seen at once where it was made")
	}
	l.clock.pass(time.Second)
	if o, err := other.Office(l.ctx, "kapuas"); err != nil || o.Rules.GraceDays != 1 {
		t.Error("another process does not see it after a second")
	}
	_, err = l.ChangeOffice(l.ctx, l.admin(), r, withGrace(2))
	refused(t, "from an old page", err, office.ErrChanged)
	_, err = l.ChangeOffice(l.ctx, l.officer(), r+1, withGrace(2))
	refused(t, "by an officer", err, account.ErrForbidden)
	broken := errors.New("broken")
	if _, err = l.ChangeOffice(l.ctx, l.admin(), r+1, func(o office.Office) (office.Office, error) { return o, broken }); !errors.Is(err, broken) {
		t.Error(err)
	}
	_, err = l.ChangeOfficeTold(l.ctx, l.admin(), r+1, "grace: 1 → 2", withGrace(2))
	good(t, err)
	acts := l.allActs()
	if a := acts[0]; a.What != "edit-office" || a.Done != "done" || a.Reason != "grace: 1 → 2" || acts[1].Done != "failed" {
		t.Errorf("recorded %+v", acts)
	}
}

func TestRaceOfSettings(t *testing.T) {
	l := enter(t)
	for range rounds(10) {
		o, err := l.Office(l.ctx, "kapuas")
		good(t, err)
		errs := make([]error, 8)
		together(8, func(i int) {
			_, errs[i] = l.ChangeOffice(l.ctx, l.admin(), o.Revision, func(o office.Office) (office.Office, error) {
				o.Rules.UndoMinutes = i + 1
				return o, nil
			})
		})
		if count(errs, nil) != 1 || count(errs, office.ErrChanged) != 7 {
			t.Fatalf("%v", errs)
		}
	}
	l.clean()
}
