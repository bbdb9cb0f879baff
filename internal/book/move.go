package book

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"strings"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

func number(n int) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

// Register writes a new visit. The stamp's Act becomes the visit's id, so that
// a form sent twice finds the visit it made; made is false then.
func (b *Book) Register(ctx context.Context, s account.Stamp, m visit.Register) (v visit.Visit, made bool, err error) {
	s = b.stamped(s)
	o, err := b.Office(ctx, s.Office)
	if err != nil {
		return v, false, err
	}
	if !secret.ValidToken(s.Act) {
		s.Act = secret.ID()
	}
	m.ID, m.Ticket = s.Act, secret.Token()
	for range 20 { // a taken short code is drawn again; twenty in a row do not happen by chance
		m.Code = secret.Code()
		if v, err = visit.Do(visit.Visit{}, m, s, o); err != nil {
			return b.earlier(ctx, s, m, err)
		}
		want := v.Log[0].Details
		v, made, err = b.visits.Add(ctx, s.Office, b.chain(s.Office, v, 0))
		if errors.Is(err, store.ErrTaken) {
			continue
		}
		if err != nil || made {
			return v, made, err
		}
		return v, false, sameForm(v, want)
	}
	return v, false, err
}

// earlier finds the visit that the same form made when it was not refused yet:
// sent again after midnight, its day is over, but its guest is in the book.
func (b *Book) earlier(ctx context.Context, s account.Stamp, m visit.Register, no error) (visit.Visit, bool, error) {
	v, err := b.visits.Get(ctx, s.Office, s.Act)
	want, jerr := json.Marshal(m)
	if errors.Is(no, visit.ErrRole) || err != nil || jerr != nil || v.Log[0].Move != "register" {
		return visit.Visit{}, false, no
	}
	return v, false, sameForm(v, string(want))
}

// sameForm refuses a form that was sent before with other content.
func sameForm(v visit.Visit, details string) error {
	if e := v.Log[0]; e.Details != details && e.Details != "" {
		return visit.ErrOther.With("by", e.By).With("at", e.At)
	}
	return nil
}

// Move makes one move on a visit and on those of its party that it also
// concerns. A refusal leaves everything as it was.
func (b *Book) Move(ctx context.Context, s account.Stamp, id string, m visit.Move) (visit.Visit, error) {
	s = b.stamped(s)
	o, err := b.Office(ctx, s.Office)
	if err != nil {
		return visit.Visit{}, err
	}
	if m, err = b.complete(ctx, s, id, m); err != nil {
		return visit.Visit{}, err
	}
	switch x := m.(type) {
	case visit.Here:
		if x.Joins != "" {
			err = b.giveUp(ctx, s, o, id, x)
		}
	case visit.Exchange:
		if x.Old == visit.BadgeLost {
			o, err = b.setAside(ctx, s, o, id, x)
		}
	}
	if err != nil {
		return visit.Visit{}, err
	}
	after, err := b.move(ctx, s, o, id, m)
	if err != nil {
		return visit.Visit{}, err
	}
	return after, b.others(ctx, s, o, m, after)
}

// complete adds what no person may say: tokens, and whether there is a photo.
func (b *Book) complete(ctx context.Context, s account.Stamp, id string, m visit.Move) (visit.Move, error) {
	switch m := m.(type) {
	case visit.Verify:
		has, err := b.HasPhoto(ctx, s.Office, id)
		if m.Photo, m.Token = has, secret.Token(); has {
			m.PhotoWhy = "" // typed before the photo was taken
		}
		if err == nil {
			m.Carried, err = b.carriedBy(ctx, s, id, m)
		}
		return m, err
	case visit.Leave:
		if m.Day != "" {
			m.Next = secret.ID()
		}
		return m, nil
	case visit.Here:
		var err error
		if m.Inside, err = b.inside(ctx, s.Office, id); err == nil && m.Code != "" {
			return b.joining(ctx, s, id, m)
		}
		return m, err
	case visit.Print:
		m.Token = secret.Token()
		return m, nil
	case visit.Exchange:
		m.Token = secret.Token()
		return m, nil
	}
	return m, nil
}

// move is the compare-and-swap around visit.Do.
func (b *Book) move(ctx context.Context, s account.Stamp, o office.Office, id string, m visit.Move) (visit.Visit, error) {
	named := false
	after, err := b.visits.Update(ctx, s.Office, id, func(v visit.Visit) (visit.Visit, error) {
		named = !v.Facts.Confidential
		next, err := visit.Do(v, m, s, o)
		return b.chain(s.Office, next, len(v.Log)), err
	})
	var taken *store.TakenError
	if errors.As(err, &taken) && strings.HasPrefix(taken.Claim, "badge:") {
		return after, b.badgeTaken(ctx, s.Office, o, m, taken)
	}
	if taken != nil { // undoing an arrival whose short code is another registration's by now
		return after, visit.ErrNoUndo
	}
	if err == nil && named && after.Facts.Confidential {
		err = b.scrubSoon(ctx, s.Office)
	}
	return after, missing(b.named(ctx, err), visit.ErrNotFound)
}

// named adds the name of the person who was faster, for the sentence.
func (b *Book) named(ctx context.Context, err error) error {
	list := refusal.Of(err)
	if len(list) != 1 {
		return err
	}
	login, ok := list[0].Args["by"].(string)
	if !ok {
		return err
	}
	who := login
	if a, aerr := b.Account(ctx, login); aerr == nil {
		who = a.Name
	}
	return list[0].With("who", who)
}

// badgeTaken names who got the number first; nobody when that visit is confidential.
func (b *Book) badgeTaken(ctx context.Context, officeID string, o office.Office, m visit.Move, taken *store.TakenError) error {
	n := 0
	switch m := m.(type) {
	case visit.Verify:
		n = m.Badge
	case visit.Exchange:
		n = m.Badge
	}
	number := visit.BadgeName(o, n)
	holder := number
	if v, err := b.visits.Get(ctx, officeID, taken.By); err == nil && !v.Facts.Confidential {
		holder = v.Facts.Guest.Name
	}
	return visit.ErrBadgeTaken.At("badge").With("number", number).With("holder", holder)
}

// Visit reads one visit.
func (b *Book) Visit(ctx context.Context, officeID, id string) (visit.Visit, error) {
	v, err := b.visits.Get(ctx, officeID, id)
	return v, missing(err, visit.ErrNotFound)
}

// Keep adds a visit whose moves were made elsewhere, in one write: the demo's
// past days. It is repeatable; made is false when the id is there already.
func (b *Book) Keep(ctx context.Context, officeID string, v visit.Visit) (made bool, err error) {
	_, made, err = b.visits.Add(ctx, officeID, b.chain(officeID, v, 0))
	return made, err
}

// KeepPhoto adds the photo that belongs to such a visit.
func (b *Book) KeepPhoto(ctx context.Context, s account.Stamp, id string, jpeg []byte) error {
	_, _, err := b.photos.Add(ctx, s.Office, Picture{ID: id, JPEG: jpeg, At: s.At, By: s.By})
	return err
}
