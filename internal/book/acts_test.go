package book_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/store"
)

// allActs reads the audit log page by page, newest first.
func (l *lobby) allActs() []account.Act {
	l.t.Helper()
	var out []account.Act
	for after := ""; ; {
		p, err := l.Acts(l.ctx, l.office.ID, after, 7)
		good(l.t, err)
		out = append(out, p.Acts...)
		if after = p.Next; after == "" {
			return out
		}
	}
}

func TestActsFromAllSidesHaveNoGapsAndNoDoubles(t *testing.T) {
	l := enter(t)
	other, _ := l.another() // a second process
	n := crowd(50)
	together(n, func(i int) {
		b := l.Book
		if i%2 == 1 {
			b = other
		}
		if err := b.Acting(l.ctx, l.officer(), "reveal", fmt.Sprintf("v%d", i), "Diminta tamunya", func() error { return nil }); err != nil {
			t.Error(err)
		}
	})
	var numbers []int
	on := map[string]bool{}
	for _, a := range l.allActs() {
		numbers = append(numbers, a.N)
		on[a.On] = a.Done == "done" && a.Reason == "Diminta tamunya" && a.By == "piket" && a.Device == "Meja depan"
	}
	slices.Sort(numbers)
	if len(numbers) != n || numbers[0] != 1 || numbers[n-1] != n || len(on) != n {
		t.Errorf("%d acts on %d, numbers %v", len(numbers), len(on), numbers)
	}
	for id, whole := range on {
		if !whole {
			t.Errorf("the act on %s is not whole", id)
		}
	}
	l.clean()
}

func TestTheOutcomeOfAnActIsRecorded(t *testing.T) {
	l := enter(t)
	broken := errors.New("broken")
	if err := l.Acting(l.ctx, l.officer(), "reveal", "v1", "", func() error { return broken }); !errors.Is(err, broken) {
		t.Error(err)
	}
	ctx, stop := context.WithCancel(l.ctx)
	good(t, l.Acting(ctx, l.officer(), "reveal", "v2", "", func() error { stop(); return nil })) // its time ran out on the way
	func() {
		defer func() { _ = recover() }()
		_ = l.Acting(l.ctx, l.officer(), "reveal", "v3", "", func() error { panic("broken") })
	}()
	good(t, l.Note(l.ctx, l.officer(), "sign-out", "piket"))
	for i, want := range []string{"done", "intent", "done", "failed"} {
		if a := l.allActs()[i]; a.Done != want {
			t.Errorf("act %d on %s is %s, want %s", a.N, a.On, a.Done, want)
		}
	}
	l.clean()
}

// deaf is a store that takes no acts.
type deaf struct{ store.Store }

func (s deaf) Put(ctx context.Context, d store.Doc) (store.Doc, error) {
	if d.Kind == book.KindAct {
		return d, store.ErrUnavailable
	}
	return s.Store.Put(ctx, d)
}

func TestNoAuditNoAct(t *testing.T) {
	l := enter(t)
	b, _ := l.over(deaf{l.store})
	err := b.Acting(l.ctx, l.officer(), "reveal", "v1", "", func() error {
		t.Error("it was done without a record")
		return nil
	})
	if !errors.Is(err, book.ErrUnavailable) {
		t.Error(err)
	}
	if err = b.KeepAccount(l.ctx, l.admin(), account.Account{Login: "baru", Name: "Baru Umpama", Roles: account.Roles{account.Officer}}, "hash"); !errors.Is(err, book.ErrUnavailable) {
		t.Error(err)
	}
	if _, err = l.Account(l.ctx, "baru"); !errors.Is(err, book.ErrNotFound) {
		t.Errorf("an account was made: %v", err)
	}
	ctx, stop := context.WithCancel(l.ctx)
	stop()
	if err = l.Note(ctx, l.officer(), "sign-out", "piket"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestTheActsGoOnAfterARestart(t *testing.T) {
	l := enter(t)
	for want := 1; want <= 20; want++ {
		b, _ := l.another() // knows no head and has to find it
		good(t, b.Note(l.ctx, l.officer(), "sign-in", "piket"))
		if got := l.allActs()[0].N; got != want {
			t.Fatalf("act %d instead of %d", got, want)
		}
	}
	l.clean()
}
