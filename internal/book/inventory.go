package book

import (
	"context"
	"time"

	"bukutamu/internal/office"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// Loss is a badge that was lost and never came back.
type Loss struct {
	Visit    string
	Number   int
	At       time.Time
	Replaced time.Time // when a supervisor freed its number for a new badge; zero until then
}

// Losses are the badges that were lost on visits from a day on, oldest first.
func (b *Book) Losses(ctx context.Context, o office.Office, from time.Time) ([]Loss, error) {
	rows, err := b.all(ctx, o.ID, store.Query{From: from, Tags: []string{"state:" + string(visit.Left)}})
	if err != nil {
		return nil, err
	}
	var out []Loss
	for _, r := range rows {
		if !r.Brief.Lost {
			continue
		}
		v, err := b.Visit(ctx, o.ID, r.ID)
		if err != nil {
			return nil, err
		}
		g := v.Facts.Badge
		out = append(out, Loss{v.ID, g.Number, g.LostAt, g.RetiredAt})
	}
	return out, nil
}
