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
	var tags []string
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
	ring, _, err := b.bells(ctx, officeID)
	return ring, err
}

// callsRead is how many calls of the last hours are looked at.
const callsRead = 200

// bells are the calls that ring, and those that somebody went to a moment ago, oldest
// first; of each kiosk the newest. They are read at once: a call is answered between two reads, and would be both.
func (b *Book) bells(ctx context.Context, officeID string) (ring, coming []Call, err error) {
	now := b.Now()
	p, err := b.calls.Scan(ctx, officeID, store.Query{From: now.Add(-ringTime), Newest: true, Limit: callsRead})
	seen := map[string]bool{} // kiosks of whom something newer is told
	for _, r := range p.Rows {
		c := r.Brief
		switch kiosk := c.Device + "\n" + c.Place; {
		case c.Done.IsZero():
			ring, seen[kiosk] = append(ring, c), true
		case now.Sub(c.Done) < comingTime && !seen[kiosk]:
			coming, seen[kiosk] = append(coming, c), true
		}
	}
	slices.Reverse(ring)
	slices.Reverse(coming)
	return ring, coming, err
}

// Answered records that an officer goes to the kiosk. The first one counts: whoever
// comes second changes nothing and reads on the desk who was faster.
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
