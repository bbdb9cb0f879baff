package book

import (
	"context"
	"errors"
	"strings"
	"unicode"

	"bukutamu/internal/account"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// CopyLate writes a finished visit into the book that was kept on paper. The stamp's Act
// becomes its id, so that a form sent twice finds the visit it made. One line of one
// sheet can be copied once: else it is visit.ErrLateTwice.
func (b *Book) CopyLate(ctx context.Context, s account.Stamp, m visit.LateEntry) (visit.Visit, error) {
	s = b.stamped(s)
	o, err := b.Office(ctx, s.Office)
	if err != nil {
		return visit.Visit{}, err
	}
	if !secret.ValidToken(s.Act) {
		s.Act = secret.ID()
	}
	m.ID = s.Act
	v, err := visit.Do(visit.Visit{}, m, s, o)
	if err != nil {
		return v, err
	}
	want := v.Log[0].Details
	v, made, err := b.visits.Add(ctx, s.Office, b.chain(s.Office, v, 0))
	if errors.Is(err, store.ErrTaken) {
		return v, visit.ErrLateTwice.At("sheet")
	}
	if err != nil || made {
		return v, err
	}
	return v, sameForm(v, want)
}

// sheetClaim is a line of a paper sheet as a claim: letters and digits alone.
func sheetClaim(sheet string) string {
	return "sheet:" + strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, sheet)
}
