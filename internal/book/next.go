package book

import (
	"context"
	"errors"

	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// Next is the registration that takes the place of a visit which ended with another
// day agreed: with a code and ticket of its own. It is made once, whoever asks and
// however often, so that a cut after the check-out heals here. A visit without one
// gives a visit without an id.
func (b *Book) Next(ctx context.Context, officeID string, v visit.Visit) (visit.Visit, error) {
	if v.Facts.Next == "" {
		return visit.Visit{}, nil
	}
	next, err := b.visits.Get(ctx, officeID, v.Facts.Next)
	if !errors.Is(err, store.ErrNotFound) {
		return next, err
	}
	o, err := b.Office(ctx, officeID)
	if err != nil {
		return next, err
	}
	var along []visit.Visit
	for _, id := range v.Along() {
		w, err := b.visits.Get(ctx, officeID, id)
		if err != nil {
			return next, missing(err, visit.ErrNotFound)
		}
		along = append(along, w)
	}
	m, s, ok := v.Renewal(o, along)
	if !ok || (visit.Visit{Facts: visit.Facts{Day: m.Day}}).Past(b.Now(), o) { // erased since, and it stays gone
		return visit.Visit{}, nil
	}
	s.Office = officeID
	next, _, err = b.Register(ctx, s, m)
	return next, err
}
