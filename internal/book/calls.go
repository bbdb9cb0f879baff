package book

import (
	"context"
	"slices"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
)

// Call is a guest at a kiosk who asks for an officer.
type Call struct {
	ID     string    `json:"id"`
	Device string    `json:"device"` // the kiosk's name
	Place  string    `json:"place,omitempty"`
	At     time.Time `json:"at"`
	Done   time.Time `json:"done,omitzero"`
	DoneBy string    `json:"doneBy,omitempty"` // login of who goes there
}

// ringTime is how long an unanswered call stands on the desk: one of the evening
// rings where a desk opens at night, and no longer on the next day.
const ringTime = 12 * time.Hour

// comingTime is how long the desks show who went to an answered call.
const comingTime = 3 * time.Minute

func keepCall(c Call) store.Kept[Call] {
	tags := []string{}
	if c.Done.IsZero() {
		tags = append(tags, "open")
	}
	return store.Kept[Call]{ID: c.ID, Claim: "id:" + c.ID, Tags: tags, At: c.At, Brief: c}
}

// CallOfficer rings the desk. The stamp's act becomes the call's id, so that a
// repeated tap is one call and the kiosk knows which one is its own.
func (b *Book) CallOfficer(ctx context.Context, s account.Stamp, place string) error {
	s = b.stamped(s)
	if !secret.ValidToken(s.Act) {
		s.Act = secret.ID()
	}
	c := Call{ID: s.Act, Device: s.Device, Place: place, At: s.At}
	_, _, err := b.calls.Add(ctx, s.Office, c)
	return err
}

// Call reads one call: the kiosk's own, to tell its guest that somebody comes.
func (b *Book) Call(ctx context.Context, officeID, id string) (Call, error) {
	c, err := b.calls.Get(ctx, officeID, id)
	return c, missing(err, ErrNotFound)
}

// Calls lists the calls that nobody has gone to yet, oldest first.
func (b *Book) Calls(ctx context.Context, officeID string) ([]Call, error) {
	return b.callsSince(ctx, officeID, ringTime, "open")
}

// Coming lists the calls that somebody went to a moment ago, oldest first, so that
// the other desks see who.
func (b *Book) Coming(ctx context.Context, officeID string) ([]Call, error) {
	all, err := b.callsSince(ctx, officeID, ringTime)
	now := b.Now()
	return slices.DeleteFunc(all, func(c Call) bool { return c.Done.IsZero() || now.Sub(c.Done) >= comingTime }), err
}

func (b *Book) callsSince(ctx context.Context, officeID string, age time.Duration, tags ...string) ([]Call, error) {
	p, err := b.calls.Scan(ctx, officeID, store.Query{Tags: tags, From: b.Now().Add(-age), Newest: true, Limit: 50})
	var out []Call
	for _, r := range slices.Backward(p.Rows) {
		out = append(out, r.Brief)
	}
	return out, err
}

// Answered records that an officer goes to the kiosk. The first one counts: whoever
// comes second changes nothing and reads among Coming who was faster.
func (b *Book) Answered(ctx context.Context, s account.Stamp, id string) error {
	if err := may(s, account.AnswerKiosk); err != nil {
		return err
	}
	s = b.stamped(s)
	_, err := b.calls.Update(ctx, s.Office, id, func(c Call) (Call, error) {
		if c.Done.IsZero() {
			c.Done, c.DoneBy = s.At, s.By
		}
		return c, nil
	})
	return missing(err, ErrNotFound)
}
