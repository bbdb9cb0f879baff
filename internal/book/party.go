package book

import (
	"context"
	"errors"
	"slices"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// others carries a move on to the rest of the party: those who are here become
// visits, the host is asked once and answers once for all who wait for them,
// and undoing that undoes it for all; a check-out with another day agreed makes the
// registration for it. Each step can be repeated: what the act
// meant is read off the visit's record, so that sending the form again heals a
// cut in the middle.
func (b *Book) others(ctx context.Context, s account.Stamp, o office.Office, m visit.Move, after visit.Visit) error {
	i := recorded(after, s.Act, visit.Name(m))
	if i < 0 {
		return nil
	}
	switch m := m.(type) {
	case visit.Exchange:
		if m.Old == visit.BadgeDamaged {
			return b.pool(ctx, s.Office, m.Was, office.Damaged)
		}
		return nil
	case visit.Correct:
		return b.alike(ctx, s, o, after, m)
	case visit.Return:
		return b.cameBack(ctx, s.Office, after, after.Log[i].At)
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
	case visit.Leave:
		if err := b.cameBack(ctx, s.Office, after, after.Log[i].At); err != nil {
			return err
		}
		_, err := b.Next(ctx, s.Office, after)
		return err
	case visit.Verify:
		if after.Facts.Confidential {
			if err := b.alike(ctx, s, o, after, secretLead); err != nil {
				return err
			}
		}
		return b.askedAlready(ctx, s, o, after)
	case visit.Undo:
		undone := after.Log[max(i-1, 0)] // an undo always takes back the entry before it
		if undone.Act == "" || undone.Move != "ask" && undone.Move != "answer" && undone.Move != "escort" {
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

// secretLead is what a lead who is checked in as confidential means for the companions.
var secretLead = visit.Correct{Fields: []visit.Corrected{{Key: visit.KeyConfidential, To: "1"}}, Reason: "ketua rombongan rahasia"}

// alike carries a corrected confidentiality over to the companions who are here: a
// party is confidential as a whole.
func (b *Book) alike(ctx context.Context, s account.Stamp, o office.Office, lead visit.Visit, m visit.Correct) error {
	i := slices.IndexFunc(m.Fields, func(c visit.Corrected) bool { return c.Key == visit.KeyConfidential })
	if i < 0 || lead.Party != "" {
		return nil
	}
	only := visit.Correct{Fields: m.Fields[i : i+1], Reason: m.Reason}
	return b.eachOther(ctx, s, o, lead, only, func(w visit.Visit) bool {
		return w.Facts.Written(visit.KeyConfidential) != m.Fields[i].To
	})
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

// inside reports whether anybody of a lead's party is in the building.
func (b *Book) inside(ctx context.Context, officeID, lead string) (bool, error) {
	v, err := b.Visit(ctx, officeID, lead)
	if err != nil || v.Facts.State.Inside() {
		return err == nil, err
	}
	party, err := b.Party(ctx, officeID, v)
	return slices.ContainsFunc(party, func(w visit.Visit) bool { return w.Facts.State.Inside() }), err
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
