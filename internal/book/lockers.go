package book

import (
	"context"

	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// neighbours is how many other visits one locker names at most.
const neighbours = 5

// Neighbours finds the other visits of which something still lies in one of these
// lockers, by the locker's key. Lockers are text, and two visits may name one
// (domain.md 2): it is a warning for the officer, never a refusal. Each locker is one
// look at what lies in it now, however long the office keeps its book.
func (b *Book) Neighbours(ctx context.Context, officeID, id string, lockers []string) (map[string][]store.Row[Line], error) {
	out := map[string][]store.Row[Line]{}
	for _, name := range lockers {
		key := visit.LockerKey(name)
		if _, done := out[key]; done || key == "" {
			continue
		}
		p, err := b.visits.Scan(ctx, officeID, store.Query{Tags: []string{"locker:" + b.keyed("locker", key)}, Newest: true, Limit: neighbours + 1})
		if err != nil {
			return nil, err
		}
		for _, r := range p.Rows {
			if r.ID != id && len(out[key]) < neighbours {
				out[key] = append(out[key], r)
			}
		}
	}
	return out, nil
}
