package book

import (
	"context"
	"slices"

	"bukutamu/internal/store"
)

// shown are the kinds that open pages show: of these the feed tells. Sessions,
// acts and leases are written also where nothing happened that anybody sees, and
// accounts by every wrong password.
var shown = []string{KindVisit, KindPhoto, KindOffice, KindDevice, KindCall, KindRollcall}

// telling is the store with an ear: every document that was written or removed
// is told of once it is durable, and what was refused never is.
type telling struct {
	store.Store
	wrote func(office, kind, id string)
	known func(store.Doc) // its version needs no telling again, see Follow
}

// Put writes and tells.
func (t telling) Put(ctx context.Context, d store.Doc) (store.Doc, error) {
	kept, err := t.Store.Put(ctx, d)
	if err == nil {
		t.known(kept)
		t.wrote(d.Office, d.Kind, d.ID)
	}
	return kept, err
}

// Remove removes and tells.
func (t telling) Remove(ctx context.Context, office, kind, id string, version int64) error {
	err := t.Store.Remove(ctx, office, kind, id, version)
	if err == nil {
		t.wrote(office, kind, id)
	}
	return err
}

// wrote forgets what it knew of the document and tells the feed.
func (b *Book) wrote(office, kind, id string) {
	if kind == KindOffice { // whoever hears of it must not be given the old rules
		b.mu.Lock()
		delete(b.known, id)
		b.mu.Unlock()
	}
	if kind == KindVisit || kind == KindCall {
		b.mu.Lock()
		b.moved[office]++
		b.mu.Unlock()
	}
	if slices.Contains(shown, kind) {
		b.changed(office, kind, id)
	}
}
