package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"bukutamu/internal/store"
)

func writersOneVersion(t *testing.T, p Place) {
	s := open(t, p)
	d := put(t, s, visit("A"))
	for round := range 30 {
		var won, lost atomic.Int64
		var winner atomic.Value
		together(16, func(i int) {
			mine := d
			mine.Tags = []string{fmt.Sprintf("round:%d:%d", round, i)}
			mine.Claim = fmt.Sprintf("badge:%d", i)
			switch _, err := s.Put(t.Context(), mine); {
			case err == nil:
				won.Add(1)
				winner.Store(mine.Tags[0])
			case errors.Is(err, store.ErrStale):
				lost.Add(1)
			default:
				t.Errorf("put: %v", err)
			}
		})
		if won.Load() != 1 || lost.Load() != 15 {
			t.Fatalf("round %d: %d won, %d lost", round, won.Load(), lost.Load())
		}
		d = get(t, s, "kapuas", "visit", "A")
		wantIDs(t, "the winner's document", d.Tags, winner.Load().(string))
		if d.Version != int64(round+2) {
			t.Errorf("version %d in round %d", d.Version, round)
		}
	}
}

func claimsOneBadge(t *testing.T, p Place) {
	s := open(t, p)
	for round := range 15 {
		badge := fmt.Sprintf("badge:%d", round)
		var won, lost atomic.Int64
		together(16, func(i int) {
			d := visit(fmt.Sprintf("%d-%d", round, i))
			var err error
			if i%2 == 0 { // half of them by a new document, half by a change
				d, err = s.Put(t.Context(), d)
				if err != nil {
					t.Errorf("put: %v", err)
				}
			}
			d.Claim = badge
			_, err = s.Put(t.Context(), d)
			var taken *store.TakenError
			switch {
			case err == nil:
				won.Add(1)
			case errors.As(err, &taken) && taken.By != "" && taken.By != d.ID:
				lost.Add(1)
			default:
				t.Errorf("claim: %v", err)
			}
		})
		if won.Load() != 1 || lost.Load() != 15 {
			t.Fatalf("%s: %d won, %d were told", badge, won.Load(), lost.Load())
		}
		if _, err := s.Claimed(t.Context(), "kapuas", "visit", badge); err != nil {
			t.Error(err)
		}
	}
}

// counters goes through the typed view: no increment is lost.
func counters(t *testing.T, p Place) {
	s := open(t, p)
	type tally struct{ N int64 }
	kind := store.Of(s, nil, "tally", func(v tally) store.Kept[tally] {
		return store.Kept[tally]{ID: "one", Brief: v}
	})
	if _, made, err := kind.Add(t.Context(), "kapuas", tally{}); err != nil || !made {
		t.Fatal(made, err)
	}
	together(16, func(int) {
		for range 10 {
			if _, err := kind.Update(t.Context(), "kapuas", "one", func(v tally) (tally, error) {
				v.N++
				return v, nil
			}); err != nil {
				t.Error(err)
			}
		}
	})
	if got, err := kind.Get(t.Context(), "kapuas", "one"); err != nil || got.N != 160 {
		t.Errorf("counted %d, want 160 (%v)", got.N, err)
	}
}

func cancelled(t *testing.T, p Place) {
	s := open(t, p)
	d := put(t, s, visit("A"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.Get(ctx, "kapuas", "visit", "A")
	wantErr(t, "get", err, context.Canceled)
	_, err = s.Claimed(ctx, "kapuas", "visit", "id:A")
	wantErr(t, "claimed", err, context.Canceled)
	_, _, err = s.Scan(ctx, "kapuas", store.Query{Kind: "visit"})
	wantErr(t, "scan", err, context.Canceled)
	_, err = s.Put(ctx, visit("B"))
	wantErr(t, "put", err, context.Canceled)
	wantErr(t, "remove", s.Remove(ctx, "kapuas", "visit", "A", d.Version), context.Canceled)
	if errors.Is(err, store.ErrUnavailable) {
		t.Error("a cancelled request is no failure of the engine")
	}
	ids, _ := all(t, s, "kapuas", store.Query{Kind: "visit"})
	wantIDs(t, "untouched", ids, "A")

	past, stop := context.WithDeadline(t.Context(), Noon.Add(-20*365*24*time.Hour))
	defer stop()
	_, err = s.Put(past, visit("B"))
	wantErr(t, "put after the deadline", err, context.DeadlineExceeded)

	// Contexts that end at any moment: every put answered with nil is there, and no other
	// error than the context's shows.
	together(8, func(w int) {
		for i := range 25 {
			ctx, cancel := context.WithCancel(t.Context())
			d := visit(fmt.Sprintf("%d-%02d", w, i))
			done := make(chan struct{})
			go func() { defer close(done); cancel() }()
			_, err := s.Put(ctx, d)
			<-done
			if err != nil && !errors.Is(err, context.Canceled) {
				t.Errorf("put: %v", err)
			}
			if _, there := s.Get(t.Context(), "kapuas", "visit", d.ID); (there == nil) != (err == nil) {
				t.Errorf("put answered %v, get %v", err, there)
			}
		}
	})
}

// getInsideScan would hang if a page kept its reader.
func getInsideScan(t *testing.T, p Place) {
	s := open(t, p)
	for i := range 20 {
		put(t, s, visit(fmt.Sprintf("%02d", i)))
	}
	together(16, func(int) {
		docs, c, err := s.Scan(t.Context(), "kapuas", store.Query{Kind: "visit", Limit: 10})
		if err != nil || len(docs) != 10 || !c.More {
			t.Errorf("scan: %d %v", len(docs), err)
		}
		for _, d := range docs {
			if _, err := s.Get(t.Context(), "kapuas", "visit", d.ID); err != nil {
				t.Error(err)
			}
		}
	})
}
