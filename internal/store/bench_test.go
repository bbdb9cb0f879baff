package store_test

import (
	"context"
	"testing"

	"bukutamu/internal/store"
)

// BenchmarkOpenAndSeal is one change with its seals, without the disk's part: the engine is the same.
func BenchmarkOpenAndSeal(b *testing.B) {
	s, k, guests := open(b)
	if _, _, err := guests.Add(b.Context(), "kapuas", siti("A")); err != nil {
		b.Fatal(err)
	}
	d, err := s.Get(b.Context(), "kapuas", "guest", "A")
	if err != nil {
		b.Fatal(err)
	}
	still := store.Of(standing{d}, k, "guest", keep)
	for b.Loop() {
		if _, err := still.Update(b.Context(), "kapuas", "A", func(g guest) (guest, error) { g.Badge++; return g, nil }); err != nil {
			b.Fatal(err)
		}
	}
}

// standing always reads the same document and forgets what is put.
type standing struct{ doc store.Doc }

func (s standing) Get(context.Context, string, string, string) (store.Doc, error) { return s.doc, nil }
func (s standing) Claimed(context.Context, string, string, string) (store.Doc, error) {
	return s.doc, nil
}
func (s standing) Scan(context.Context, string, store.Query) ([]store.Doc, store.Cursor, error) {
	return nil, store.Cursor{}, nil
}
func (s standing) Put(_ context.Context, d store.Doc) (store.Doc, error)       { return d, nil }
func (s standing) Remove(context.Context, string, string, string, int64) error { return nil }
func (s standing) Close() error                                                { return nil }
