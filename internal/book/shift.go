package book

import (
	"context"
	"slices"
	"strings"

	"bukutamu/internal/office"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// Charge is everything that a shift answers for: who is inside, also since an earlier
// day, and whoever left while a badge, a card or an item is out. Oldest arrivals first.
func (b *Book) Charge(ctx context.Context, o office.Office) ([]visit.Visit, error) {
	var out []visit.Visit
	seen := map[string]bool{}
	for _, tag := range []string{"state:" + string(visit.Arrived), "holds"} {
		q := store.Query{Tags: []string{tag}, Limit: 200}
		for {
			p, err := b.visits.ScanFull(ctx, o.ID, q)
			if err != nil {
				return nil, err
			}
			for _, v := range p.Values {
				if !seen[v.ID] {
					seen[v.ID] = true
					out = append(out, v)
				}
			}
			if q.After = p.Next; p.Next == "" {
				break
			}
		}
	}
	slices.SortStableFunc(out, func(x, y visit.Visit) int {
		if n := x.Facts.ArrivedAt.Compare(y.Facts.ArrivedAt); n != 0 {
			return n
		}
		return strings.Compare(x.ID, y.ID)
	})
	return out, nil
}
