package book

import (
	"context"
	"errors"
	"time"

	"bukutamu/internal/store"
)

// behind is how far back each look for changes goes: two processes stamp by their own clocks and
// may commit out of order.
const behind = 10 * time.Second

// Follow hears of what other processes on the same database wrote, every so often, until ctx ends,
// and tells it on as if it had been written here.
func (b *Book) Follow(ctx context.Context, every time.Duration) {
	b.follows.Store(true)
	tick := time.NewTicker(every)
	defer tick.Stop()
	mark := b.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		next, err := b.Catch(ctx, mark)
		if err != nil && ctx.Err() == nil && b.log != nil && !errors.Is(err, ErrNotFound) {
			b.log.Warn("changes of other processes could not be read", "error", err)
		}
		mark = next
	}
}

// Catch tells on what other processes changed since shortly before the mark, and gives the next
// mark; the same one when the store did not answer.
func (b *Book) Catch(ctx context.Context, mark time.Time) (time.Time, error) {
	o, err := b.Home(ctx)
	if err != nil {
		return mark, err
	}
	now := b.Now()
	q := store.Query{ByChange: true, Since: mark.Add(-behind), Limit: store.MaxLimit}
	for {
		docs, c, err := b.store.Scan(ctx, o.ID, q)
		if err != nil {
			return mark, err
		}
		for _, d := range docs {
			if b.news(d) {
				b.wrote(d.Office, d.Kind, d.ID)
			}
		}
		if !c.More {
			b.forget(mark.Add(-2 * behind))
			return now, nil
		}
		q.After = c.String()
	}
}

// heard is the newest version of a document that this process knows of.
type heard struct {
	version int64
	at      time.Time
}

// mine notes what was written here, so that Follow does not tell it a second time.
func (b *Book) mine(d store.Doc) {
	if b.follows.Load() {
		b.news(d)
	}
}

// news notes a document's version and reports whether it was not known yet.
func (b *Book) news(d store.Doc) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	key := d.Kind + "\n" + d.ID
	if b.heard[key].version >= d.Version {
		return false
	}
	b.heard[key] = heard{d.Version, d.Changed}
	return true
}

// forget drops what no look can meet again.
func (b *Book) forget(before time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for key, h := range b.heard {
		if h.at.Before(before) {
			delete(b.heard, key)
		}
	}
}
