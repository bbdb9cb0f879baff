package book

import (
	"context"
	"encoding/binary"
	"errors"
	"strings"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
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
			return visit.Visit{}, false, err
		}
		want := v.Log[0].Details
		v, made, err = b.visits.Add(ctx, s.Office, b.chain(s.Office, v))
		if errors.Is(err, store.ErrTaken) {
			continue
		}
		if err != nil {
			return v, false, err
		}
		if made {
			b.changed(s.Office, KindVisit, v.ID)
		} else if e := v.Log[0]; e.Details != want && e.Details != "" {
			return v, false, visit.ErrOther.With("by", e.By).With("at", e.At)
		}
		return v, made, nil
	}
	return v, false, err
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
	before, after, err := b.move(ctx, s, o, id, m)
	if err != nil {
		return visit.Visit{}, err
	}
	return after, b.others(ctx, s, o, m, before, after)
}

// complete adds what no person may say: tokens, and whether there is a photo.
func (b *Book) complete(ctx context.Context, s account.Stamp, id string, m visit.Move) (visit.Move, error) {
	switch m := m.(type) {
	case visit.Verify:
		has, err := b.HasPhoto(ctx, s.Office, id)
		m.Photo, m.Token = has, secret.Token()
		return m, err
	case visit.Print:
		m.Token = secret.Token()
		return m, nil
	}
	return m, nil
}

// move is the compare-and-swap around visit.Do. It also returns the visit as it
// was before.
func (b *Book) move(ctx context.Context, s account.Stamp, o office.Office, id string, m visit.Move) (before, after visit.Visit, err error) {
	after, err = b.visits.Update(ctx, s.Office, id, func(v visit.Visit) (visit.Visit, error) {
		before = v
		next, err := visit.Do(v, m, s, o)
		return b.chain(s.Office, next), err
	})
	var taken *store.TakenError
	switch {
	case errors.As(err, &taken) && strings.HasPrefix(taken.Claim, "badge:"):
		return before, after, b.badgeTaken(ctx, s.Office, o, m, taken)
	case err != nil:
		return before, after, missing(err, visit.ErrNotFound)
	}
	if after.Seen() != before.Seen() {
		b.changed(s.Office, KindVisit, id)
	}
	return before, after, nil
}

// badgeTaken names who got the number first; nobody when that visit is confidential.
func (b *Book) badgeTaken(ctx context.Context, officeID string, o office.Office, m visit.Move, taken *store.TakenError) error {
	n := 0
	if v, ok := m.(visit.Verify); ok {
		n = v.Badge
	}
	number := visit.BadgeName(o, n)
	holder := number
	if v, err := b.visits.Get(ctx, officeID, taken.By); err == nil && !v.Facts.Confidential {
		holder = v.Facts.Guest.Name
	}
	return visit.ErrBadgeTaken.At("badge").With("number", number).With("holder", holder)
}

// others carries a move on to the rest of the party: those who are here become
// visits, the host is asked once and answers once for all who wait for them,
// and undoing that undoes it for all. Each step can be repeated.
func (b *Book) others(ctx context.Context, s account.Stamp, o office.Office, m visit.Move, before, after visit.Visit) error {
	switch m.(type) {
	case visit.Here:
		for _, member := range after.Members() {
			_, made, err := b.visits.Add(ctx, s.Office, b.chain(s.Office, member))
			if err != nil {
				return err
			}
			if made {
				b.changed(s.Office, KindVisit, member.ID)
			}
		}
		return nil
	case visit.Ask, visit.Answer:
		return b.eachOther(ctx, s, after, func(w visit.Visit) (visit.Move, bool) {
			f := w.Facts
			return m, f.State == visit.Waiting && f.Unit == before.Facts.Unit && f.Host == before.Facts.Host
		}, o)
	case visit.Undo:
		undone := before.Last()
		return b.eachOther(ctx, s, after, func(w visit.Visit) (visit.Move, bool) {
			last := w.Last()
			return m, (last.Move == "ask" || last.Move == "answer") && last.Move == undone.Move && last.Act == undone.Act
		}, o)
	}
	return nil
}

// eachOther makes a move on the other visits of v's party for which choose says so.
func (b *Book) eachOther(ctx context.Context, s account.Stamp, v visit.Visit, choose func(visit.Visit) (visit.Move, bool), o office.Office) error {
	party, err := b.Party(ctx, s.Office, v)
	if err != nil {
		return err
	}
	s.Seen = account.SeenAny
	for _, w := range party {
		if w.ID == v.ID {
			continue
		}
		if m, ok := choose(w); ok {
			if _, _, err := b.move(ctx, s, o, w.ID, m); err != nil && !errors.Is(err, visit.ErrState) {
				return err
			}
		}
	}
	return nil
}

// Party lists the visits of v's party that are here, the lead first; v alone
// when it has none.
func (b *Book) Party(ctx context.Context, officeID string, v visit.Visit) ([]visit.Visit, error) {
	lead := v
	if v.Party != "" {
		var err error
		if lead, err = b.visits.Get(ctx, officeID, v.Party); err != nil {
			return nil, missing(err, visit.ErrNotFound)
		}
	}
	out := []visit.Visit{lead}
	for _, m := range lead.Members() {
		w, err := b.visits.Get(ctx, officeID, m.ID)
		if errors.Is(err, store.ErrNotFound) { // a cut between the lead and its members heals here
			w, _, err = b.visits.Add(ctx, officeID, b.chain(officeID, m))
		}
		if err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}

// Visit reads one visit.
func (b *Book) Visit(ctx context.Context, officeID, id string) (visit.Visit, error) {
	v, err := b.visits.Get(ctx, officeID, id)
	return v, missing(err, visit.ErrNotFound)
}

// Keep adds a visit whose moves were made elsewhere, in one write: the demo's
// past days. It is repeatable; made is false when the id is there already.
func (b *Book) Keep(ctx context.Context, officeID string, v visit.Visit) (made bool, err error) {
	_, made, err = b.visits.Add(ctx, officeID, b.chain(officeID, v))
	return made, err
}

// KeepPhoto adds the photo that belongs to such a visit.
func (b *Book) KeepPhoto(ctx context.Context, s account.Stamp, id string, jpeg []byte) error {
	_, _, err := b.photos.Add(ctx, s.Office, Picture{ID: id, JPEG: jpeg, At: s.At, By: s.By})
	return err
}
