package book

import (
	"context"
	"errors"
	"fmt"

	"bukutamu/internal/account"
	"bukutamu/internal/store"
)

func keepAct(a account.Act) store.Kept[struct{}] {
	return store.Kept[struct{}]{ID: actID(a.N), Claim: "n:" + actID(a.N), Tags: []string{"on:" + a.On, "by:" + a.By}, At: a.At}
}

func actID(n int) string { return fmt.Sprintf("%012d", n) }

// Acting does something that must be audited: the intent is on the record
// before f runs, its outcome after. Where the intent cannot be written, f does
// not run (security.md 30: no audit, no act).
func (b *Book) Acting(ctx context.Context, s account.Stamp, what, on, reason string, f func() error) error {
	a, err := b.intend(ctx, b.stamped(s), what, on, reason)
	if err != nil {
		return fmt.Errorf("book: audit %s: %w", what, err)
	}
	err = f()
	done := "done"
	if err != nil {
		done = "failed"
	}
	// The outcome is written even when the request's time is up: the act has happened.
	ctx = context.WithoutCancel(ctx)
	if _, uerr := b.acts.Update(ctx, s.Office, actID(a.N), func(a account.Act) (account.Act, error) {
		a.Done = done
		return a, nil
	}); uerr != nil {
		b.log.Error("the outcome of an act was not recorded", "act", a.N, "outcome", done, "error", uerr)
	}
	return err
}

// Note records an act that is over as it is recorded, such as a sign-in.
func (b *Book) Note(ctx context.Context, s account.Stamp, what, on string) error {
	return b.Acting(ctx, s, what, on, "", func() error { return nil })
}

// intend appends to the office's chain of acts, one after the other, for each
// hangs on the one before. Of two processes that want the same number the slower
// finds out by the id and takes the next.
func (b *Book) intend(ctx context.Context, s account.Stamp, what, on, reason string) (account.Act, error) {
	select {
	case b.acting <- struct{}{}:
		defer func() { <-b.acting }()
	case <-ctx.Done():
		return account.Act{}, ctx.Err()
	}
	head, err := b.head(ctx, s.Office)
	for err == nil {
		a := account.Act{N: head.N + 1, At: s.At, By: s.By, Device: s.Device, What: what, On: on, Reason: reason, Done: "intent"}
		a.Digest = b.keys.MAC("act reason", []byte(s.Office), number(a.N), []byte(reason))
		a.Hash = b.actHash(s.Office, a, head.Hash)
		kept, made, aerr := b.acts.Add(ctx, s.Office, a)
		if aerr != nil {
			return a, aerr
		}
		head = kept
		b.mu.Lock()
		b.heads[s.Office] = kept
		b.mu.Unlock()
		if made {
			return a, nil
		}
		head, err = b.newestAct(ctx, s.Office)
	}
	return account.Act{}, err
}

func (b *Book) actHash(officeID string, a account.Act, before []byte) []byte {
	return b.keys.MAC("act", []byte{1}, []byte(officeID), number(a.N), number(int(a.At.UnixMilli())),
		[]byte(a.By), []byte(a.Device), []byte(a.What), []byte(a.On), a.Digest, before)
}

func (b *Book) head(ctx context.Context, officeID string) (account.Act, error) {
	b.mu.Lock()
	a, ok := b.heads[officeID]
	b.mu.Unlock()
	if ok {
		return a, nil
	}
	return b.newestAct(ctx, officeID)
}

// newestAct finds the head by doubling and halving over the numbers, since the
// numbers have no gaps: about forty look-ups at a billion acts, once a start.
func (b *Book) newestAct(ctx context.Context, officeID string) (account.Act, error) {
	get := func(n int) (account.Act, bool, error) {
		a, err := b.acts.Get(ctx, officeID, actID(n))
		if errors.Is(err, store.ErrNotFound) {
			return a, false, nil
		}
		return a, err == nil, err
	}
	var newest account.Act
	low, high := 0, 1
	for {
		a, ok, err := get(high)
		if err != nil {
			return a, err
		}
		if !ok {
			break
		}
		newest, low, high = a, high, high*2
	}
	for low+1 < high {
		mid := (low + high) / 2
		a, ok, err := get(mid)
		if err != nil {
			return a, err
		}
		if ok {
			newest, low = a, mid
		} else {
			high = mid
		}
	}
	return newest, nil
}

// ActPage is one page of the audit log, newest first.
type ActPage struct {
	Acts []account.Act
	Next string
}

// Acts reads the audit log from the newest back; after is the Next of the page before.
func (b *Book) Acts(ctx context.Context, officeID, after string, limit int) (ActPage, error) {
	p, err := b.acts.ScanFull(ctx, officeID, store.Query{Newest: true, After: after, Limit: limit})
	if errors.Is(err, store.ErrCursor) {
		err = ErrCursor
	}
	return ActPage{Acts: p.Values, Next: p.Next}, err
}

// ActsOn are the newest acts on one thing, by its id: an account, a visit, the office.
func (b *Book) ActsOn(ctx context.Context, officeID, on string, limit int) ([]account.Act, error) {
	p, err := b.acts.ScanFull(ctx, officeID, store.Query{Tags: []string{"on:" + on}, Newest: true, Limit: limit})
	return p.Values, err
}
