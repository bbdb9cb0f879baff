package book

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

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
		m.Photo, m.Token = has, secret.Token()
		return m, err
	case visit.Print:
		m.Token = secret.Token()
		return m, nil
	}
	return m, nil
}

// move is the compare-and-swap around visit.Do.
func (b *Book) move(ctx context.Context, s account.Stamp, o office.Office, id string, m visit.Move) (visit.Visit, error) {
	after, err := b.visits.Update(ctx, s.Office, id, func(v visit.Visit) (visit.Visit, error) {
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
// and undoing that undoes it for all. Each step can be repeated: what the act
// meant is read off the visit's record, so that sending the form again heals a
// cut in the middle.
func (b *Book) others(ctx context.Context, s account.Stamp, o office.Office, m visit.Move, after visit.Visit) error {
	i := recorded(after, s.Act, visit.Name(m))
	if i < 0 {
		return nil
	}
	switch m.(type) {
	case visit.Here:
		for _, member := range after.Members() {
			if _, _, err := b.visits.Add(ctx, s.Office, b.chain(s.Office, member, 0)); err != nil {
				return err
			}
		}
		return nil
	case visit.Ask, visit.Answer:
		unit, host, ok := addressed(after, m, after.Log[i].At)
		if !ok {
			return nil // undone since
		}
		return b.eachOther(ctx, s, o, after, m, func(w visit.Visit) bool {
			return w.Facts.State == visit.Waiting && w.Facts.Unit == unit && w.Facts.Host == host
		})
	case visit.Verify:
		return b.askedAlready(ctx, s, o, after)
	case visit.Undo:
		undone := after.Log[max(i-1, 0)] // an undo always takes back the entry before it
		if undone.Act == "" || undone.Move != "ask" && undone.Move != "answer" {
			return nil
		}
		return b.eachOther(ctx, s, o, after, m, func(w visit.Visit) bool {
			return w.Last().Move == undone.Move && w.Last().Act == undone.Act
		})
	}
	return nil
}

// recorded is the place in the log of the entry that the act made; -1 for none.
func recorded(v visit.Visit, act, move string) int {
	for i, e := range slices.Backward(v.Log) {
		if e.Move == move && e.Act == act {
			return i
		}
	}
	return -1
}

// addressed is whom the question or answer of that moment was put to or came from.
func addressed(v visit.Visit, m visit.Move, at time.Time) (unit, host string, ok bool) {
	if _, asks := m.(visit.Ask); asks {
		for _, a := range v.Facts.Asks {
			if a.At.Equal(at) {
				return a.Unit, a.Host, true
			}
		}
		return "", "", false
	}
	for _, a := range v.Facts.Answers {
		if a.At.Equal(at) {
			return a.Unit, a.Host, true
		}
	}
	return "", "", false
}

// askedAlready spares the host a second question: whoever of a party is verified
// after the others were asked for gets the question and the answer they have.
func (b *Book) askedAlready(ctx context.Context, s account.Stamp, o office.Office, v visit.Visit) error {
	if v.Party == "" && len(v.Facts.Companions) == 0 || !v.Facts.Question().At.IsZero() {
		return nil
	}
	party, err := b.Party(ctx, s.Office, v)
	if err != nil {
		return err
	}
	s.Seen = account.SeenAny
	for _, w := range party {
		q, r := w.Facts.Question(), w.Facts.Reply()
		if w.ID == v.ID || q.At.IsZero() || w.Facts.Unit != v.Facts.Unit || w.Facts.Host != v.Facts.Host {
			continue
		}
		if _, err := b.move(ctx, s, o, v.ID, visit.Ask{Channel: q.Channel}); err != nil || r.Reply == "" {
			return err
		}
		_, err := b.move(ctx, s, o, v.ID, visit.Answer{Reply: r.Reply, Minutes: r.Minutes, Reason: r.Reason, Channel: r.Channel})
		return err
	}
	return nil
}

// eachOther makes a move on the other visits of v's party that the choice falls on.
func (b *Book) eachOther(ctx context.Context, s account.Stamp, o office.Office, v visit.Visit, m visit.Move, choose func(visit.Visit) bool) error {
	party, err := b.Party(ctx, s.Office, v)
	if err != nil {
		return err
	}
	s.Seen = account.SeenAny
	for _, w := range party {
		if w.ID == v.ID || !choose(w) {
			continue
		}
		if _, err := b.move(ctx, s, o, w.ID, m); err != nil && !errors.Is(err, visit.ErrState) {
			return err
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
			w, _, err = b.visits.Add(ctx, officeID, b.chain(officeID, m, 0))
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
	_, made, err = b.visits.Add(ctx, officeID, b.chain(officeID, v, 0))
	return made, err
}

// KeepPhoto adds the photo that belongs to such a visit.
func (b *Book) KeepPhoto(ctx context.Context, s account.Stamp, id string, jpeg []byte) error {
	_, _, err := b.photos.Add(ctx, s.Office, Picture{ID: id, JPEG: jpeg, At: s.At, By: s.By})
	return err
}
