package book_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// working counts how often the work of a job is begun: the scan of expire.
type working struct {
	store.Store
	begun atomic.Int32
	fail  bool
}

func (s *working) Scan(ctx context.Context, office string, q store.Query) ([]store.Doc, store.Cursor, error) {
	if q.Kind == book.KindVisit && slices.Contains(q.Tags, "state:registered") {
		s.begun.Add(1)
		if s.fail {
			return nil, store.Cursor{}, store.ErrUnavailable
		}
	}
	return s.Store.Scan(ctx, office, q)
}

func TestEachJobRunsOnceInSeveralProcesses(t *testing.T) {
	l := enter(t)
	w := &working{Store: l.store}
	var books []*book.Book
	for range 6 {
		b, _ := l.over(w)
		books = append(books, b)
	}
	for minute := 1; minute <= 3; minute++ {
		together(len(books), func(i int) { books[i].RunJobs(l.ctx) })
		for _, b := range books { // and those that come a little later
			l.clock.pass(5 * time.Second)
			b.RunJobs(l.ctx)
		}
		if n := int(w.begun.Load()); n != minute {
			t.Fatalf("after %d minutes the job ran %d times", minute, n)
		}
		l.clock.pass(30 * time.Second)
	}
}

func TestAFailedJobIsTriedAgainTheNextMinute(t *testing.T) {
	l := enter(t)
	w := &working{Store: l.store, fail: true}
	b, _ := l.over(w)
	for range 3 {
		b.RunJobs(l.ctx)
		l.clock.pass(time.Minute)
	}
	if n := w.begun.Load(); n != 3 {
		t.Errorf("it ran %d times", n)
	}
}

// dying is a store whose process ends while the job is at work: nothing is
// written any more.
type dying struct {
	working
	dead atomic.Bool
}

func (s *dying) Scan(ctx context.Context, office string, q store.Query) ([]store.Doc, store.Cursor, error) {
	if slices.Contains(q.Tags, "state:registered") {
		s.dead.Store(true)
	}
	return s.working.Scan(ctx, office, q)
}

func (s *dying) Put(ctx context.Context, d store.Doc) (store.Doc, error) {
	if s.dead.Load() {
		return d, errCut
	}
	return s.Store.Put(ctx, d)
}

func TestAfterACrashAnotherTakesTheJobWhenTheLeaseIsOver(t *testing.T) {
	l := enter(t)
	v := l.register(form("Anggrek Contohwati"))
	l.clock.pass(24 * time.Hour)
	dead := &dying{}
	dead.Store = l.store
	b, _ := l.over(dead)
	b.RunJobs(l.ctx)
	l.clock.pass(2 * time.Minute)
	l.RunJobs(l.ctx)
	if s := l.visit(v.ID).Facts.State; s != visit.Registered {
		t.Errorf("inside the lease: %s", s)
	}
	l.clock.pass(time.Minute)
	l.RunJobs(l.ctx)
	if s := l.visit(v.ID).Facts.State; s != visit.Expired {
		t.Errorf("after the lease: %s", s)
	}
}

func TestRegistrationsExpireWithTheOfficesDay(t *testing.T) {
	l := enter(t)
	kept := l.register(form("Anggrek Contohwati"))
	ahead := form("Bima Umpamanto")
	ahead.Day = "2026-11-25"
	later := l.register(ahead)
	inside := l.arrived("Galuh Misalnya")
	midnight := time.Date(2026, 11, 23, 17, 0, 0, 0, time.UTC)
	state := func(v visit.Visit, want visit.State) {
		t.Helper()
		if got := l.visit(v.ID).Facts.State; got != want {
			t.Errorf("%s is %s, want %s", v.Facts.Guest.Name, got, want)
		}
	}
	l.clock.set(midnight.Add(-time.Second))
	l.RunJobs(l.ctx)
	state(kept, visit.Registered)
	l.clock.set(midnight.Add(time.Minute))
	l.RunJobs(l.ctx)
	state(kept, visit.Expired)
	state(later, visit.Registered)
	state(inside, visit.Arrived)
	if e := l.visit(kept.ID).Last(); e.By != account.BySystem || e.Move != "expire" {
		t.Errorf("recorded %+v", e)
	}
	o := l.office
	_, err := l.ChangeOffice(l.ctx, l.admin(), o.Revision, withGrace(2))
	good(t, err)
	for days := range 4 {
		l.clock.set(midnight.AddDate(0, 0, 2+days).Add(time.Minute))
		l.RunJobs(l.ctx)
		if want := visit.Registered; days < 2 {
			state(later, want)
		}
	}
	state(later, visit.Expired)
	l.clean()
}

// One visit that cannot be read does not keep the others from expiring.
func TestADamagedVisitDoesNotStopTheJob(t *testing.T) {
	l := enter(t)
	bad := l.register(form("Anggrek Contohwati"))
	v := l.register(form("Bima Umpamanto"))
	if bad.ID > v.ID { // the damaged one comes first
		bad, v = v, bad
	}
	d := l.raw(book.KindVisit, bad.ID)
	d.Body = []byte(`{"key":"AAAA","value":{}}`)
	_, err := l.store.Put(l.ctx, d)
	good(t, err)
	l.clock.pass(24 * time.Hour)
	l.RunJobs(l.ctx)
	if s := l.visit(v.ID).Facts.State; s != visit.Expired {
		t.Errorf("the sound one is %s", s)
	}
}

func TestWhatIsOverIsRemoved(t *testing.T) {
	l := enter(t)
	l.account("piket", account.Officer)
	old, _, err := l.SignIn(l.ctx, "piket", password, account.Device{}, "")
	good(t, err)
	_, oldCode, err := l.NewEnrol(l.ctx, "kapuas")
	good(t, err)
	l.clock.pass(12 * time.Hour)
	fresh, _, err := l.SignIn(l.ctx, "piket", password, account.Device{}, "")
	good(t, err)
	_, code, err := l.NewEnrol(l.ctx, "kapuas")
	good(t, err)
	l.clock.pass(time.Second)
	l.RunJobs(l.ctx)
	_, err = l.Session(l.ctx, old)
	refused(t, "the old session", err, book.ErrGone)
	_, err = l.Session(l.ctx, fresh)
	good(t, err)
	if _, err = l.store.Get(l.ctx, "kapuas", book.KindEnrol, oldCode); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the old enrolment: %v", err)
	}
	l.raw(book.KindEnrol, code)
}

func TestPhotosOfNobodyAreRemovedAfterADay(t *testing.T) {
	l := enter(t)
	photo := func(id string) { good(t, l.SavePhoto(l.ctx, l.officer(), id, []byte("jpeg"))) }
	verified, gone, undone := l.arrived("Anggrek Contohwati"), l.arrived("Bima Umpamanto"), l.arrived("Galuh Misalnya")
	for _, v := range []visit.Visit{verified, gone, undone} {
		photo(v.ID)
	}
	m := verification(1)
	m.PhotoWhy = ""
	l.do(verified.ID, m)
	l.do(gone.ID, visit.Withdraw{})
	l.do(undone.ID, visit.Undo{})
	good(t, l.KeepPhoto(l.ctx, l.officer(), "nobody", []byte("jpeg")))
	l.clock.pass(23 * time.Hour)
	l.RunJobs(l.ctx)
	for _, id := range []string{verified.ID, gone.ID, undone.ID, "nobody"} {
		if has, err := l.HasPhoto(l.ctx, "kapuas", id); err != nil || !has {
			t.Errorf("within a day %s has none, %v", id, err)
		}
	}
	l.clock.pass(time.Hour + time.Second)
	l.RunJobs(l.ctx)
	for id, want := range map[string]bool{verified.ID: true, gone.ID: false, undone.ID: false, "nobody": false} {
		if has, err := l.HasPhoto(l.ctx, "kapuas", id); err != nil || has != want {
			t.Errorf("after a day %s has one: %v, %v", id, has, err)
		}
	}
}

func TestJobsWaitForAnOffice(t *testing.T) {
	l := empty(t)
	l.RunJobs(l.ctx) // nothing to do and nothing to say
	docs, _, err := l.store.Scan(l.ctx, "kapuas", store.Query{Kind: book.KindJob})
	if err != nil || len(docs) > 0 {
		t.Errorf("%v, %v", docs, err)
	}
}
