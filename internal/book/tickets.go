package book

import (
	"context"
	"strings"

	"bukutamu/internal/office"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// Ticket finds the visit behind a ticket's address, "OFFICE.TOKEN" in any case. A
// ticket of another office, a damaged one and an unknown one are all ErrNotFound.
func (b *Book) Ticket(ctx context.Context, code string) (visit.Visit, office.Office, error) {
	o, token, err := b.ours(ctx, code)
	if err != nil {
		return visit.Visit{}, o, err
	}
	p, err := b.visits.ScanFull(ctx, o.ID, store.Query{Tags: []string{"qr:" + b.ticketKey(token)}, Newest: true, Limit: 1})
	if err != nil {
		return visit.Visit{}, o, err
	}
	if len(p.Values) == 0 {
		return visit.Visit{}, o, ErrNotFound
	}
	return p.Values[0], o, nil
}

// BadgeOffice tells which office a badge's address "OFFICE.TOKEN" names. It looks up
// no visit: whoever finds a badge learns where to return it and nothing else, also
// when a reprint has made its token a dead one.
func (b *Book) BadgeOffice(ctx context.Context, code string) (office.Office, error) {
	o, _, err := b.ours(ctx, code)
	return o, err
}

// ours takes a public token apart and checks that it can be one of this office's.
func (b *Book) ours(ctx context.Context, code string) (office.Office, string, error) {
	o, err := b.Home(ctx)
	if err != nil {
		return o, "", err
	}
	id, token, _ := strings.Cut(code, ".")
	if token = secret.Clean(token); !strings.EqualFold(id, o.ID) || !secret.ValidToken(token) {
		return o, "", ErrNotFound
	}
	return o, token, nil
}

// NewEnrol draws a token for a browser that asks to become a device, and the code
// that somebody of the staff confirms.
func (b *Book) NewEnrol(ctx context.Context, officeID string) (token, code string, err error) {
	token = secret.Token()
	code, err = b.AskEnrol(ctx, officeID, token)
	return token, code, err
}
