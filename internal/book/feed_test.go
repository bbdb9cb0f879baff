package book_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/visit"
)

func TestTheFeedTellsOfEveryWriteAndOfNoRefusal(t *testing.T) {
	l := enter(t)
	var v visit.Visit
	var device account.Device
	_, code, err := l.NewEnrol(l.ctx, "kapuas")
	good(t, err)
	call := l.guest()
	for _, step := range []struct {
		what string
		do   func() error
		want func() []string
	}{
		{"register", func() (err error) {
			v, _, err = l.Register(l.ctx, call, form("Anggrek Contohwati", "Bima Umpamanto"))
			return
		},
			func() []string { return []string{"visit " + v.ID} }},
		{"the same form", func() (err error) {
			_, _, err = l.Register(l.ctx, call, form("Anggrek Contohwati", "Bima Umpamanto"))
			return
		}, nil},
		{"a bad form", func() error { _, _, err := l.Register(l.ctx, l.guest(), form("")); return no(err) }, nil},
		{"a scan", func() error { _, err := l.Find(l.ctx, l.officer(), v.Ticket); return err }, nil},
		{"arrive", func() error { _, err := l.Move(l.ctx, l.officer(), v.ID, visit.Arrive{}); return err }, func() []string { return []string{"visit " + v.ID} }},
		{"arrive again", func() error { _, err := l.Move(l.ctx, l.officer(), v.ID, visit.Arrive{}); return no(err) }, nil},
		{"here", func() error { _, err := l.Move(l.ctx, l.officer(), v.ID, visit.Here{All: true}); return err },
			func() []string { return []string{"visit " + v.ID, "visit " + v.ID + ".1"} }},
		{"photo", func() error { return l.SavePhoto(l.ctx, l.officer(), v.ID, []byte("jpeg")) }, func() []string { return []string{"photo " + v.ID} }},
		{"verify", func() error { _, err := l.Move(l.ctx, l.officer(), v.ID, verification(1)); return err }, func() []string { return []string{"visit " + v.ID} }},
		{"a taken badge", func() error { _, err := l.Move(l.ctx, l.officer(), v.ID+".1", verification(1)); return no(err) }, nil},
		{"the companion", func() error { _, err := l.Move(l.ctx, l.officer(), v.ID+".1", verification(2)); return err }, func() []string { return []string{"visit " + v.ID + ".1"} }},
		{"ask", func() error { _, err := l.Move(l.ctx, l.officer(), v.ID, visit.Ask{}); return err },
			func() []string { return []string{"visit " + v.ID, "visit " + v.ID + ".1"} }},
		{"settings", func() error { _, err := l.ChangeOffice(l.ctx, l.admin(), l.office.Revision, withGrace(1)); return err }, func() []string { return []string{"office kapuas"} }},
		{"old settings", func() error {
			_, err := l.ChangeOffice(l.ctx, l.admin(), l.office.Revision, withGrace(1))
			return no(err)
		}, nil},
		{"enrol", func() (err error) { device, err = l.Enrol(l.ctx, l.admin(), code, "kiosk", "Lobi", ""); return }, func() []string { return []string{"device " + device.ID} }},
		{"a wrong code", func() error { _, err := l.Enrol(l.ctx, l.admin(), "AAAAAA", "kiosk", "Lobi", ""); return no(err) }, nil},
		{"revoke", func() error { return l.Revoke(l.ctx, l.admin(), device.ID) }, func() []string { return []string{"device " + device.ID} }},
		{"revoke nothing", func() error { return no(l.Revoke(l.ctx, l.admin(), "nothing")) }, nil},
		{"call", func() error { return l.CallOfficer(l.ctx, call, "Lobi") }, func() []string { return []string{"call " + call.Act} }},
		{"answered", func() error { return l.Answered(l.ctx, l.officer(), call.Act) }, func() []string { return []string{"call " + call.Act} }},
		{"nobody's call", func() error { return no(l.Answered(l.ctx, l.officer(), "nothing")) }, nil},
		{"an account", func() error {
			return l.KeepAccount(l.ctx, l.admin(), account.Account{Login: "piket", Name: "Ratna Umpama", Roles: account.Roles{account.Officer}}, "hash")
		}, nil},
		{"jobs with nothing to do", func() error { l.RunJobs(l.ctx); return nil }, nil},
		{"a photo dropped", func() error {
			good(t, l.KeepPhoto(l.ctx, l.officer(), "nobody", []byte("jpeg")))
			l.feed.since()
			l.clock.pass(25 * time.Hour)
			l.RunJobs(l.ctx)
			return nil
		}, func() []string { return []string{"photo nobody"} }},
	} {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.what, err)
		}
		var want []string
		if step.want != nil {
			want = step.want()
		}
		if got := l.feed.since(); !slices.Equal(got, want) {
			t.Errorf("%s: told %v, want %v", step.what, got, want)
		}
	}
}

// no turns a refusal into success and success into a fault.
func no(err error) error {
	if err == nil {
		return errors.New("it was not refused")
	}
	return nil
}

// Whoever hears of new settings and asks at once is not given the old ones.
func TestTheFeedIsNotAheadOfTheSettings(t *testing.T) {
	l := enter(t)
	heard := 0
	var b *book.Book
	b = book.New(book.Config{Store: l.store, Keys: l.keys, Now: l.clock.now, Changed: func(_, kind, id string) {
		o, err := b.Office(l.ctx, id)
		if heard++; kind != book.KindOffice || err != nil || o.Rules.GraceDays != 3 {
			t.Errorf("heard of %s, found %+v, %v", kind, o.Rules, err)
		}
	}})
	if _, err := b.Office(l.ctx, "kapuas"); err != nil {
		t.Fatal(err)
	}
	if _, err := b.ChangeOffice(l.ctx, l.admin(), l.office.Revision, withGrace(3)); err != nil || heard != 1 {
		t.Errorf("heard %d times, %v", heard, err)
	}
}
