package book

import (
	"context"
	"errors"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// joined is the reason on a registration whose guest became a member of a party.
const joined = "bergabung"

// joining finds the registration of the code that the officer typed and takes the
// name from it. Sent again, it finds the one that this very act cancelled. A guest
// with companions of their own stays a party; one whose visit is confidential joins
// no visit that shows names.
func (b *Book) joining(ctx context.Context, s account.Stamp, id string, m visit.Here) (visit.Here, error) {
	code := secret.Clean(m.Code)
	if !secret.ValidCode(code) {
		return m, visit.ErrJoins.At("one_code")
	}
	lead, err := b.Visit(ctx, s.Office, id)
	if err != nil {
		return m, err
	}
	p, err := b.visits.ScanFull(ctx, s.Office, store.Query{Tags: []string{"code:" + code}, Newest: true, Limit: 5})
	if err != nil {
		return m, err
	}
	o, err := b.Office(ctx, s.Office)
	if err != nil {
		return m, err
	}
	for _, v := range p.Values {
		f := v.Facts
		mine := f.State == visit.Cancelled && s.Act != "" && v.Last().Act == s.Act
		if v.ID == id || len(f.Companions) > 0 || f.Confidential && !lead.Facts.Confidential || !mine && (f.State != visit.Registered || !v.ForToday(s.At, o)) {
			continue
		}
		m.Name, m.Joins = f.Guest.Name, v.ID
		return m, nil
	}
	return m, visit.ErrJoins.At("one_code")
}

// giveUp cancels the registration of a guest who joins a party, before they are a
// member of it: whatever is cut off in between, nobody is in the book twice, and the
// form sent again finishes it. What would refuse the joining is asked first.
func (b *Book) giveUp(ctx context.Context, s account.Stamp, o office.Office, id string, m visit.Here) error {
	lead, err := b.Visit(ctx, s.Office, id)
	if err != nil {
		return err
	}
	if _, err := visit.Do(lead, m, s, o); err != nil {
		return b.named(ctx, err)
	}
	s.Seen = account.SeenAny
	if _, err := b.move(ctx, s, o, m.Joins, visit.Cancel{Reason: joined}); errors.Is(err, visit.ErrState) {
		return visit.ErrJoins.At("one_code") // another desk was faster with this ticket
	} else if err != nil {
		return err
	}
	return nil
}
