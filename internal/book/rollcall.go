package book

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/refusal"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
)

// Rollcall is one counting of everybody who was inside: who was expected, and who was
// found by whom. Several people tick at once; nothing is taken back without a trace.
type Rollcall struct {
	ID       string     `json:"id"`
	Begun    time.Time  `json:"begun"`
	By       string     `json:"by"`
	Ended    time.Time  `json:"ended,omitzero"`
	EndedBy  string     `json:"endedBy,omitempty"`
	Expected []Occupant `json:"expected"` // as the list was when the counting began
	Seen     []Sighting `json:"seen"`
}

// Sighting is that somebody saw a guest, or took that back.
type Sighting struct {
	Visit string    `json:"visit"`
	At    time.Time `json:"at"`
	By    string    `json:"by"`
	Act   string    `json:"act"`
	Found bool      `json:"found"`
}

// ErrNoRollcall refuses to end what is not going on.
var ErrNoRollcall = refusal.New(refusal.Conflict, "book.no-rollcall")

// rollcallClaim: an office has one counting at a time.
const rollcallClaim = "going on"

func keepRollcall(r Rollcall) store.Kept[struct{}] {
	claim := rollcallClaim
	if !r.Ended.IsZero() {
		claim = "id:" + r.ID
	}
	return store.Kept[struct{}]{ID: r.ID, Claim: claim, At: r.Begun}
}

// Latest is the last sighting of a guest; false when nobody looked for them yet.
func (r Rollcall) Latest(visit string) (Sighting, bool) {
	for _, s := range slices.Backward(r.Seen) {
		if s.Visit == visit {
			return s, true
		}
	}
	return Sighting{}, false
}

// Rollcall is the counting that is going on; ErrNotFound when there is none.
func (b *Book) Rollcall(ctx context.Context, officeID string) (Rollcall, error) {
	r, err := b.rollcalls.Claimed(ctx, officeID, rollcallClaim)
	return r, missing(err, ErrNotFound)
}

// Sight records that a guest was found, or was not after all. The first sighting begins
// the counting, with everybody who is inside then.
func (b *Book) Sight(ctx context.Context, s account.Stamp, id string, found bool) error {
	s = b.stamped(s)
	if err := may(s, account.SeeDesk); err != nil {
		return err
	}
	for range 3 { // somebody else may begin, or end, in the same moment
		r, err := b.Rollcall(ctx, s.Office)
		if errors.Is(err, ErrNotFound) {
			r, err = b.beginRollcall(ctx, s)
		}
		var taken *store.TakenError
		if errors.As(err, &taken) {
			continue
		}
		if err != nil {
			return err
		}
		over := false
		_, err = b.rollcalls.Update(ctx, s.Office, r.ID, func(r Rollcall) (Rollcall, error) {
			if over = !r.Ended.IsZero(); over {
				return r, nil
			}
			if last, ok := r.Latest(id); ok && (last.Found == found || last.Act == s.Act) || !ok && !found {
				return r, nil // two people saw the same guest
			}
			r.Seen = append(slices.Clone(r.Seen), Sighting{Visit: id, At: s.At, By: s.By, Act: s.Act, Found: found})
			return r, nil
		})
		if err != nil || !over {
			return err
		}
	}
	return ErrNoRollcall
}

func (b *Book) beginRollcall(ctx context.Context, s account.Stamp) (Rollcall, error) {
	o, err := b.Office(ctx, s.Office)
	if err != nil {
		return Rollcall{}, err
	}
	in, err := b.Inside(ctx, o)
	if err != nil {
		return Rollcall{}, err
	}
	for i := range in.People {
		in.People[i].Name = "" // the visit knows it, as long as anybody does
	}
	r := Rollcall{ID: secret.ID(), Begun: s.At, By: s.By, Expected: in.People}
	err = b.Acting(ctx, s, "roll-call", r.ID, "", func() error {
		r, _, err = b.rollcalls.Add(ctx, s.Office, r)
		return err
	})
	return r, err
}

// EndRollcall ends the counting; it stays on record as it was.
func (b *Book) EndRollcall(ctx context.Context, s account.Stamp) error {
	s = b.stamped(s)
	if err := may(s, account.SeeDesk); err != nil {
		return err
	}
	r, err := b.Rollcall(ctx, s.Office)
	if errors.Is(err, ErrNotFound) {
		return ErrNoRollcall
	}
	if err != nil {
		return err
	}
	_, err = b.rollcalls.Update(ctx, s.Office, r.ID, func(r Rollcall) (Rollcall, error) {
		if r.Ended.IsZero() {
			r.Ended, r.EndedBy = s.At, s.By
		}
		return r, nil
	})
	return err
}

// sortOccupants orders by badge number, those without one last.
func sortOccupants(people []Occupant) {
	slices.SortStableFunc(people, func(x, y Occupant) int {
		if x.Number == 0 || y.Number == 0 {
			return cmp.Compare(y.Number, x.Number)
		}
		return cmp.Compare(x.Number, y.Number)
	})
}
