package book

import (
	"context"
	"crypto/subtle"
	"errors"
	"strings"
	"time"
	"unicode"

	"bukutamu/internal/account"
	"bukutamu/internal/identity"
	"bukutamu/internal/refusal"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// Carry is what happened on the page of a guest's earlier visits, one document a
// present visit: how often the digits did not match, and which earlier visit they
// matched in the end, by whom and when.
//
// Between that page and the check-in the document's number stays where it is, in the
// earlier visit. Only the way to it is kept, here: a cookie, an address or a second
// copy would be one more place that must be sealed, aged out and erased. Each reader
// looks the earlier visit up anew, so that one which was made confidential or erased
// meanwhile gives nothing any more.
type Carry struct {
	Visit   string    `json:"visit"` // the present one
	Tries   int       `json:"tries,omitempty"`
	Earlier string    `json:"earlier,omitempty" seal:"earlier visit"`
	By      string    `json:"by,omitempty"`
	At      time.Time `json:"at"`
}

func keepCarry(c Carry) store.Kept[struct{}] {
	return store.Kept[struct{}]{ID: c.Visit, Claim: "id:" + c.Visit, At: c.At}
}

// MaxDigits is how often the digits may be wrong for one present visit: of 10,000
// numbers five leave a guess of one in two thousand.
const MaxDigits = 5

// carryTime is how long a match fills in the check-in, for the officer who made it.
const carryTime = 30 * time.Minute

// Refusals of a carry-over. ErrNotSame brings the tries that are left.
var (
	ErrFourDigits = refusal.New(refusal.Invalid, "book.four-digits")
	ErrNotSame    = refusal.New(refusal.Invalid, "book.not-same")
	ErrNoTries    = refusal.New(refusal.Invalid, "book.no-tries")
)

// CarryOver compares the last four digits of the card that lies before the officer
// with those of an earlier visit's document. Where they match, the check-in of the
// visit id is filled in for this officer. Everything is asked again here: a form may
// name any visit, and one that is not the guest's answers like wrong digits.
func (b *Book) CarryOver(ctx context.Context, s account.Stamp, id, earlier, digits string) error {
	s = b.stamped(s)
	if err := may(s, account.SeeDesk); err != nil {
		return err
	}
	v, err := b.Visit(ctx, s.Office, id)
	if err != nil {
		return err
	}
	if !borrows(v) {
		return visit.ErrState.With("state", v.Facts.State)
	}
	digits = strings.Join(strings.Fields(digits), "")
	if len(digits) != 4 || strings.ContainsFunc(digits, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsDigit(r) }) {
		return ErrFourDigits.At("digits") // no try: nothing was compared
	}
	e, err := b.visits.Get(ctx, s.Office, earlier)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	want := identity.LastFour(e.Facts.Document.Number)
	right := subtle.ConstantTimeCompare([]byte(want), []byte(digits)) == 1 && b.sameGuest(v, e, s.At)
	if _, _, err := b.carries.Add(ctx, s.Office, Carry{Visit: id, At: s.At}); err != nil {
		return err
	}
	// The try is counted before the answer is given, in one compare-and-swap: many
	// forms sent at once are still five.
	c, err := b.carries.Update(ctx, s.Office, id, func(c Carry) (Carry, error) {
		if c.Tries >= MaxDigits {
			return c, ErrNoTries.At("digits")
		}
		if !right {
			c.Tries, c.At = c.Tries+1, s.At
		}
		return c, nil
	})
	switch {
	case err != nil:
		return err
	case !right && c.Tries >= MaxDigits:
		return ErrNoTries.At("digits")
	case !right:
		return ErrNotSame.At("digits").With("n", MaxDigits-c.Tries)
	case c.Earlier == earlier && c.fresh(s):
		return nil // the same form again
	}
	// The whole number will stand on the check-in's page: opening it goes on record
	// before it is done. The present visit is not named: it may become confidential.
	return b.Acting(ctx, s, ActCarry, earlier, "", func() error {
		_, err := b.carries.Update(ctx, s.Office, id, func(c Carry) (Carry, error) {
			c.Earlier, c.By, c.At = earlier, s.By, s.At
			return c, nil
		})
		return err
	})
}

// ActCarry is the act of opening an earlier visit's document for a check-in.
const ActCarry = "carry"

// fresh reports whether the match still fills in a check-in for this person.
func (c Carry) fresh(s account.Stamp) bool {
	return c.Earlier != "" && c.By == s.By && s.At.Sub(c.At) < carryTime
}

// Filled is the check-in as far as the earlier visit, which this officer matched a
// moment ago, fills it in: Carried names that visit, and is empty when there is none.
// When is the day of that visit.
func (b *Book) Filled(ctx context.Context, s account.Stamp, v visit.Visit) (m visit.Verify, when time.Time, err error) {
	s = b.stamped(s)
	if err := may(s, account.SeeDesk); err != nil || !borrows(v) {
		return m, when, err
	}
	c, err := b.carries.Get(ctx, s.Office, v.ID)
	if err != nil || !c.fresh(s) {
		return m, when, quiet(err)
	}
	e, err := b.visits.Get(ctx, s.Office, c.Earlier)
	if err != nil || !b.sameGuest(v, e, s.At) {
		return m, when, quiet(err)
	}
	f := e.Facts
	return visit.Verify{
		Document: f.Document.Kind, Number: f.Document.Number, AsWritten: f.Document.AsWritten, NumberWhy: f.Document.Reason,
		Name: f.Guest.Name, Sex: f.Guest.Sex, Origin: f.Guest.Origin, From: f.Guest.From, Carried: e.ID,
	}, f.ArrivedAt, nil
}

// TriesLeft is how often digits may still be typed for a visit.
func (b *Book) TriesLeft(ctx context.Context, officeID, id string) (int, error) {
	c, err := b.carries.Get(ctx, officeID, id)
	return max(MaxDigits-c.Tries, 0), quiet(err)
}

// carriedBy says which earlier visit a check-in took its document from: the one that
// this officer matched, when the saved number is still that one. It asks nothing that
// the check-in itself changes, so that the same form sent again says the same.
func (b *Book) carriedBy(ctx context.Context, s account.Stamp, id string, m visit.Verify) (string, error) {
	if m.Confidential {
		return "", nil
	}
	c, err := b.carries.Get(ctx, s.Office, id)
	if err != nil || c.Earlier == "" || c.By != s.By {
		return "", quiet(err)
	}
	e, err := b.visits.Get(ctx, s.Office, c.Earlier)
	if err != nil || !lends(e) || e.Facts.Document.Kind != m.Document || identity.LookUp(e.Facts.Document.Number) != identity.LookUp(m.Number) {
		return "", quiet(err)
	}
	return e.ID, nil
}

// quiet takes "not found" for nothing.
func quiet(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// dropCarries removes, after a day, what belongs to visits whose check-in is over. As
// long as a visit can still be checked in, its tries are counted.
func (b *Book) dropCarries(ctx context.Context, officeID string) error {
	docs, _, err := b.store.Scan(ctx, officeID, store.Query{Kind: KindCarry, To: b.Now().Add(-24 * time.Hour), Limit: store.MaxLimit})
	if err != nil {
		return err
	}
	for _, d := range docs {
		v, err := b.visits.Get(ctx, officeID, d.ID)
		if err == nil && v.Facts.State.Open() {
			continue
		}
		if quiet(err) != nil {
			return err
		}
		if err := b.carries.Remove(ctx, officeID, d.ID); err != nil {
			return err
		}
	}
	return nil
}
