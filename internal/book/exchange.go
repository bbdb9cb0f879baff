package book

import (
	"context"
	"slices"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/visit"
)

// setAside takes the number of a lost badge out of the pool before its guest gets
// another one, so that there is no moment in which somebody else could get it. A
// move that would be refused changes nothing; a cut between the two steps leaves a
// number that is out of the pool although its guest still has it, and sending the
// form again goes on.
func (b *Book) setAside(ctx context.Context, s account.Stamp, o office.Office, id string, m visit.Exchange) (office.Office, error) {
	v, err := b.Visit(ctx, s.Office, id)
	if err != nil {
		return o, err
	}
	next, err := visit.Do(v, m, s, o)
	if err != nil {
		return o, b.named(ctx, err)
	}
	if next.Seen() == v.Seen() { // the form was sent before
		return o, nil
	}
	if err := b.pool(ctx, s.Office, m.Was, office.Lost); err != nil {
		return o, err
	}
	return b.Office(ctx, s.Office)
}

// cameBack puts the badge that the move brought back where it belongs: a damaged
// one out of the pool, one that was thought lost into it again.
func (b *Book) cameBack(ctx context.Context, officeID string, v visit.Visit, at time.Time) error {
	g := v.Facts.Badge
	if g.Number == 0 || !g.BackAt.Equal(at) || !g.RetiredAt.IsZero() { // a new badge bears a retired number
		return nil
	}
	if g.Damaged {
		return b.pool(ctx, officeID, g.Number, office.Damaged)
	}
	o, err := b.Office(ctx, officeID)
	if err != nil || !slices.Contains(o.Badges.Lost, g.Number) {
		return err
	}
	return b.pool(ctx, officeID, g.Number, office.Free)
}

// pool notes the state of a number that no guest has. It leaves the office's
// revision alone: an administrator's open form loses nothing by it.
func (b *Book) pool(ctx context.Context, officeID string, n int, to office.BadgeState) error {
	o, err := b.offices.Update(ctx, officeID, officeID, func(o office.Office) (office.Office, error) {
		if o.Badges.State(n) == office.Retired { // in the settings meanwhile, or the pool became smaller
			return o, nil
		}
		badges, err := o.Badges.With(n, to)
		o.Badges = badges.NotedAt(n, b.Now())
		return o, err
	})
	if err == nil {
		b.remember(o, b.now())
	}
	return missing(err, ErrNotFound)
}
