package book

import (
	"context"
	"errors"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/store"
)

type cachedOffice struct {
	office office.Office
	read   time.Time
}

// officeAge is how old the rules may be that a move is judged by, when another
// process changed them. A change made here is seen at once.
const officeAge = time.Second

func keepOffice(o office.Office) store.Kept[struct{}] {
	return store.Kept[struct{}]{ID: o.ID, Claim: "id:" + o.ID}
}

// Office gives the office with everything it has decided.
func (b *Book) Office(ctx context.Context, id string) (office.Office, error) {
	now := b.now()
	b.mu.Lock()
	c, ok := b.known[id]
	b.mu.Unlock()
	if age := now.Sub(c.read); ok && age >= 0 && age < officeAge {
		return c.office, nil
	}
	o, err := b.offices.Get(ctx, id, id)
	if ok && errors.Is(err, ErrUnavailable) {
		return c.office, nil // pages can still be shown; whatever is written fails by itself
	}
	if err != nil {
		return o, missing(err, ErrNotFound)
	}
	b.remember(o, now)
	return o, nil
}

func (b *Book) remember(o office.Office, now time.Time) {
	b.mu.Lock()
	b.known[o.ID] = cachedOffice{o, now}
	b.mu.Unlock()
}

// AddOffice keeps a new office. It is repeatable.
func (b *Book) AddOffice(ctx context.Context, o office.Office) error {
	o, _, err := b.offices.Add(ctx, o.ID, o)
	if err == nil {
		b.remember(o, b.now())
	}
	return err
}

// ChangeOffice changes settings by f, as an act of the audit log. revision is
// the one the person saw; another one now means that somebody was faster.
func (b *Book) ChangeOffice(ctx context.Context, s account.Stamp, revision int, f func(office.Office) (office.Office, error)) (office.Office, error) {
	return b.ChangeOfficeTold(ctx, s, revision, "", f)
}

// ChangeOfficeTold is ChangeOffice with words for the audit log: what became what.
func (b *Book) ChangeOfficeTold(ctx context.Context, s account.Stamp, revision int, told string, f func(office.Office) (office.Office, error)) (office.Office, error) {
	var o office.Office
	if err := may(s, account.EditOffice); err != nil {
		return o, err
	}
	err := b.Acting(ctx, s, string(account.EditOffice), s.Office, told, func() (err error) {
		o, err = b.offices.Update(ctx, s.Office, s.Office, func(o office.Office) (office.Office, error) {
			if o.Revision != revision {
				return o, office.ErrChanged
			}
			next, err := f(o)
			next.Revision++
			return next, err
		})
		return err
	})
	if err == nil {
		b.remember(o, b.now())
	}
	return o, missing(err, ErrNotFound)
}
