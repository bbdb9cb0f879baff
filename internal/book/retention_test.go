package book_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"bukutamu/internal/book"
	"bukutamu/internal/office"
	"bukutamu/internal/visit"
)

// night is two o'clock in Kapuas, so many days after the first day of the tests.
func night(days int) time.Time {
	return time.Date(2026, 11, 23, 19, 0, 0, 0, time.UTC).AddDate(0, 0, days-1)
}

// photographed is a visit that is over, with a photo.
func (l *lobby) photographed(badge int, name string) visit.Visit {
	l.t.Helper()
	v := l.arrived(name)
	good(l.t, l.SavePhoto(l.ctx, l.officer(), v.ID, []byte("foto")))
	m := verification(badge)
	m.PhotoWhy, m.Name = "", name
	return l.do(v.ID, m)
}

func TestPhotosAndRecordsGoAfterTheirTime(t *testing.T) {
	l := enter(t)
	_, err := l.ChangeOffice(l.ctx, l.admin(), l.office.Revision, func(o office.Office) (office.Office, error) {
		o.Keep = office.Keep{Photo: 7, Unused: 3, Record: 90}
		return o, nil
	})
	good(t, err)
	over := l.photographed(1, "Anggrek Contohwati")
	held := l.photographed(2, "Bima Umpamanto") // never comes back
	behind := l.photographed(3, "Cakra Misalnya")
	l.do(behind.ID, visit.Custody{What: "Ponsel Cakra", Locker: "L-1"})
	l.do(behind.ID, visit.Leave{Back: []string{visit.BadgeKey}, Behind: []string{visit.CardKey, "1"}, Reason: "Lupa"})
	l.do(over.ID, visit.Ask{})
	l.do(over.ID, visit.Leave{Ending: visit.Withdrawn, Back: everything.Back})
	unused := l.register(form("Galuh Misalnya"))
	l.clock.set(night(1))
	l.RunJobs(l.ctx)
	due := func() book.Due {
		t.Helper()
		o, err := l.Office(l.ctx, l.office.ID)
		good(t, err)
		d, err := l.Due(l.ctx, o)
		good(t, err)
		return d
	}
	for _, x := range []struct {
		day   int
		want  book.Due // before the night's work
		photo bool     // after it
		named bool
	}{
		{3, book.Due{}, true, true},
		{4, book.Due{Unused: 1}, true, true},
		{7, book.Due{}, true, true},
		{8, book.Due{Photos: 1}, false, true}, // not that of a guest whose card is here
		{90, book.Due{}, false, true},
		{91, book.Due{Records: 2}, false, false},
		{92, book.Due{}, false, false},
	} {
		l.clock.set(night(x.day))
		if got := due(); got != x.want {
			t.Errorf("day %d: due %+v, want %+v", x.day, got, x.want)
		}
		l.RunJobs(l.ctx)
		if got := due(); got != (book.Due{}) {
			t.Errorf("day %d: after the night's work %+v is due", x.day, got)
		}
		if has, err := l.HasPhoto(l.ctx, l.office.ID, over.ID); err != nil || has != x.photo {
			t.Errorf("day %d: the photo is there: %v, %v", x.day, has, err)
		}
		if p := l.visit(over.ID).Facts.Photo; x.named && p.Kept() != x.photo {
			t.Errorf("day %d: the visit says of its photo %+v", x.day, p)
		}
		if got := l.visit(over.ID).Facts.Guest.Name != ""; got != x.named {
			t.Errorf("day %d: the name is there: %v", x.day, got)
		}
		l.clean()
	}
	if v := l.visit(unused.ID); v.Facts.Guest.Name != "" || v.Facts.State != visit.Expired || v.Code != "" {
		t.Errorf("an unused registration is left: %+v", v.Facts)
	}
	if _, err := l.Photo(l.ctx, l.office.ID, held.ID); err != nil || l.visit(held.ID).Facts.Guest.Name == "" {
		t.Errorf("a guest who still has the badge was forgotten: %v", err)
	}
	f := l.visit(behind.ID).Facts
	if f.Guest.Name != "" || f.Erased.IsZero() || !f.Holds() || f.TakesNumber() != 3 || l.badges()[3].State != visit.Left {
		t.Errorf("what was left behind: %+v", f)
	}
	if _, err := l.Photo(l.ctx, l.office.ID, behind.ID); !errors.Is(err, book.ErrNotFound) {
		t.Errorf("the photo of somebody who was forgotten: %v", err)
	}
	l.do(behind.ID, visit.Return{Back: []string{visit.CardKey, "1"}})
	if f := l.visit(behind.ID).Facts; f.Holds() || f.TakesNumber() != 0 {
		t.Errorf("still out: %+v", f.Things())
	}
	gone := l.visit(over.ID)
	if gone.Facts.Unit == "" || gone.Facts.ArrivedAt.IsZero() || slices.ContainsFunc(gone.Log, func(e visit.Entry) bool { return e.Details != "" }) {
		t.Errorf("the figures went, or the words stayed: %+v", gone)
	}
	if d := l.raw(book.KindVisit, over.ID); slices.ContainsFunc(d.Tags, func(tag string) bool { return len(tag) > 3 && (tag[:3] == "doc" || tag[:2] == "w3") }) {
		t.Errorf("it is still found by %v", d.Tags)
	}
}

func TestTheNightsWorkWaitsForTheNight(t *testing.T) {
	l := enter(t)
	unused := l.register(form("Galuh Misalnya"))
	l.clock.set(time.Date(2027, 1, 10, 17, 30, 0, 0, time.UTC)) // half past midnight in Kapuas
	l.RunJobs(l.ctx)
	if l.visit(unused.ID).Facts.Guest.Name == "" {
		t.Error("it did not wait for one o'clock")
	}
	l.clock.pass(time.Hour)
	l.RunJobs(l.ctx)
	if l.visit(unused.ID).Facts.Guest.Name != "" {
		t.Error("the night's work was not done")
	}
	if _, err := l.Photo(l.ctx, l.office.ID, unused.ID); !errors.Is(err, book.ErrNotFound) {
		t.Error(err)
	}
}
