package book

import (
	"context"
	"errors"
	"slices"
	"time"

	"bukutamu/internal/store"
)

// Stretch is one page of the history, newest first, and the ways on from it.
type Stretch struct {
	Rows []store.Row[Line]
	// Older and Newer go into Browse; empty when there is nothing that way.
	Older, Newer string
	// Short: the search stopped before the page was full, and Older goes on from
	// Reached, the time of the last visit looked at.
	Short   bool
	Reached time.Time
}

// Browse is History with a way back: newer is the Newer of another page and leads
// to the page above it, f.After is its Older.
func (b *Book) Browse(ctx context.Context, officeID string, f Filter, newer string) (Stretch, error) {
	if newer != "" {
		return b.above(ctx, officeID, f, newer)
	}
	rows, next, more, err := b.History(ctx, officeID, f)
	if err != nil {
		return Stretch{}, err
	}
	s := Stretch{Rows: rows, Older: next, Short: more && len(rows) < f.Limit}
	if c, err := store.ParseCursor(next); err == nil {
		s.Reached = c.At
	}
	if f.After != "" {
		s.Newer = f.After // of a page without rows: back to where it began
		if len(rows) > 0 {
			s.Newer = place(rows[0])
		}
	}
	return s, nil
}

// above reads the other way round, oldest first, and turns the page about.
func (b *Book) above(ctx context.Context, officeID string, f Filter, newer string) (Stretch, error) {
	q, err := f.query()
	if err != nil {
		return Stretch{}, err
	}
	q.Newest, q.After = false, newer
	p, err := b.visits.Scan(ctx, officeID, q)
	if errors.Is(err, store.ErrCursor) {
		return Stretch{}, ErrCursor
	}
	if err != nil {
		return Stretch{}, err
	}
	rows := f.matching(p.Rows)
	slices.Reverse(rows)
	s := Stretch{Rows: rows, Newer: p.Next, Older: newer}
	if n := len(rows); n > 0 {
		s.Older = place(rows[n-1])
		if p.Next != "" {
			s.Newer = place(rows[0])
		}
	}
	return s, nil
}

// place is the cursor of a row: pages go on behind it either way.
func place(r store.Row[Line]) string {
	return store.Cursor{At: r.At, ID: r.ID, More: true}.String()
}

// Searchable reports whether a text has a word by which visits can be found.
func Searchable(text string) bool { return len(nameTags(text)) > 0 }
