package book_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"bukutamu/internal/book"
	"bukutamu/internal/store"
	"bukutamu/internal/store/opentest"
	"bukutamu/internal/visit"
)

// listener is a second process that looks for changes now and then.
type listener struct {
	l    *lobby
	book *book.Book
	ear  *heard
	mark time.Time
}

// hears looks once, and wants exactly these to be told.
func (o *listener) hears(what string, want ...string) {
	o.l.t.Helper()
	next, err := o.book.Catch(o.l.ctx, o.mark)
	if err != nil {
		o.l.t.Fatalf("%s: %v", what, err)
	}
	o.mark = next
	if got := o.ear.since(); !slices.Equal(got, want) {
		o.l.t.Errorf("%s: heard %v, want %v", what, got, want)
	}
}

// Two processes stamp by their own clocks, and what is stamped earlier may be committed later: a
// look that has gone past such a moment hears of it at the next, and nothing twice.
func TestChangesOfOthersAreHeardOutOfOrder(t *testing.T) {
	l := enter(t)
	me := &listener{l: l, mark: l.clock.now()}
	me.book, me.ear = l.another()
	me.hears("at first", "office kapuas")

	slow, _ := l.over(opentest.Open(t, l.folder, store.Options{Now: func() time.Time { return l.clock.now().Add(-8 * time.Second) }}))
	l.clock.pass(time.Second)
	v := l.register(form("Anggrek Contohwati"))
	me.hears("a registration", "visit "+v.ID)
	me.hears("nothing new")

	l.clock.pass(time.Second)
	w, _, err := slow.Register(l.ctx, l.guest(), form("Melur Contohwati"))
	good(t, err)
	if at := l.raw(book.KindVisit, w.ID).Changed; !at.Before(l.raw(book.KindVisit, v.ID).Changed) || !at.Before(me.mark) {
		t.Fatalf("stamped %v, after a look at %v: this test cannot fail", at, me.mark)
	}
	me.hears("what was stamped earlier and committed later", "visit "+w.ID)

	_, err = slow.Move(l.ctx, l.officer(), v.ID, visit.Arrive{}) // a newer version with an older stamp
	good(t, err)
	me.hears("a change whose stamp went back", "visit "+v.ID)
	for range 3 {
		l.clock.pass(4 * time.Second)
		me.hears("nothing new later on")
	}
	l.do(w.ID, visit.Arrive{})
	l.clock.pass(25 * time.Second) // it was busy, and what it knew is old
	me.hears("after a long while", "visit "+w.ID)
}

// A look that fails is made again from the same moment: nothing between is missed.
func TestALookThatFailsMissesNothing(t *testing.T) {
	l := enter(t)
	away := &awayForLooks{Store: l.store}
	me := &listener{l: l, mark: l.clock.now()}
	me.book, me.ear = l.over(away)
	me.hears("at first", "office kapuas")
	l.clock.pass(time.Second)
	v := l.register(form("Anggrek Contohwati"))
	away.gone.Store(true)
	l.clock.pass(time.Minute)
	mark, err := me.book.Catch(l.ctx, me.mark)
	if !errors.Is(err, book.ErrUnavailable) || !mark.Equal(me.mark) {
		t.Errorf("a look that failed: %v, the next begins at %v instead of %v", err, mark, me.mark)
	}
	away.gone.Store(false)
	l.clock.pass(time.Minute)
	me.hears("the look after", "visit "+v.ID)
}

// awayForLooks is a store that answers everything but scans while it is gone.
type awayForLooks struct {
	store.Store
	gone atomic.Bool
}

func (s *awayForLooks) Scan(ctx context.Context, office string, q store.Query) ([]store.Doc, store.Cursor, error) {
	if s.gone.Load() {
		return nil, store.Cursor{}, store.ErrUnavailable
	}
	return s.Store.Scan(ctx, office, q)
}
