package book

import (
	"context"
	"slices"
	"strings"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/identity"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// Earlier is what the desk sees of an earlier visit before the card was compared:
// nothing of the document but its kind.
type Earlier struct {
	ID            string
	At            time.Time
	Purpose, Unit string
	Kind          identity.Kind
	From          string
}

// offered is how many earlier visits the desk's page lists.
const offered = 8

// Returning lists the earlier visits of the same guest, newest first, and counts all
// of them. They match name and phone, are at most twelve months old, not confidential,
// and hold a document's number; the visit itself and its party are none (domain.md 3).
// A confidential guest has none, since the list would say who it is, nor has one who
// is checked in already. It is for the desk alone: no other door may learn whether a
// guest is known.
func (b *Book) Returning(ctx context.Context, s account.Stamp, v visit.Visit) (list []Earlier, all int, err error) {
	s = b.stamped(s)
	rows, err := b.returning(ctx, s, v)
	if err != nil {
		return nil, 0, err
	}
	for _, r := range rows[:min(offered, len(rows))] {
		e, err := b.visits.Get(ctx, s.Office, r.ID)
		if quiet(err) != nil {
			return nil, 0, err
		}
		if f := e.Facts; b.sameGuest(v, e, s.At) {
			list = append(list, Earlier{e.ID, f.ArrivedAt, f.Purpose, f.Unit, f.Document.Kind, f.Guest.From})
		}
	}
	return list, len(rows), nil
}

// TimesBefore counts the earlier visits of the same guest, reading lines alone.
func (b *Book) TimesBefore(ctx context.Context, s account.Stamp, v visit.Visit) (int, error) {
	rows, err := b.returning(ctx, b.stamped(s), v)
	return len(rows), err
}

func (b *Book) returning(ctx context.Context, s account.Stamp, v visit.Visit) ([]store.Row[Line], error) {
	if err := may(s, account.SeeDesk); err != nil {
		return nil, err
	}
	key := b.sameKey(v.Facts.Guest)
	if key == "" || !borrows(v) {
		return nil, nil
	}
	p, err := b.visits.Scan(ctx, s.Office, store.Query{Tags: []string{"same:" + key}, From: yearBefore(s.At), Newest: true, Limit: store.MaxLimit})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(p.Rows, func(r store.Row[Line]) bool {
		return r.ID == v.ID || r.ID == v.Lead() || r.Brief.Party == v.Lead()
	}), nil
}

// yearBefore is how far back a visit counts: twelve months.
func yearBefore(now time.Time) time.Time { return now.AddDate(-1, 0, 0) }

// borrows reports whether a visit's check-in may be filled in from an earlier one.
func borrows(v visit.Visit) bool {
	return !v.Facts.Confidential && (v.Facts.State == visit.Registered || v.Facts.State == visit.Arrived)
}

// lends reports whether a visit's document may fill in a later check-in. An erased
// visit has no number, no phone and no name any more.
func lends(v visit.Visit) bool {
	f := v.Facts
	return !f.Confidential && !f.VerifiedAt.IsZero() && f.Guest.Phone != "" && identity.LastFour(f.Document.Number) != ""
}

// sameGuest reports whether e is an earlier visit of v's guest, by what both hold now.
func (b *Book) sameGuest(v, e visit.Visit, now time.Time) bool {
	key := b.sameKey(v.Facts.Guest)
	return key != "" && borrows(v) && lends(e) && b.sameKey(e.Facts.Guest) == key &&
		e.Lead() != v.Lead() && !e.Facts.ArrivedAt.Before(yearBefore(now))
}

// sameKey is one keyed hash of name and phone together, for the tag: whoever reads the
// database learns neither, nor can they try a name without the number.
func (b *Book) sameKey(g visit.Guest) string {
	name := nameSet(g.Name)
	if g.Phone == "" || len(name) == 0 {
		return ""
	}
	return b.keyed("same guest", strings.Join(name, " ")+"|"+g.Phone)
}

// nameSet are the words of a name in the order of the alphabet, without case, accents,
// titles and doubles: "Hj. Mawar CONTOHSARI, S.H." and "mawar contohsari" are one name,
// and every word counts, for a father and his son may share a phone and a first name.
func nameSet(name string) []string {
	var out, all []string
	for _, w := range strings.FieldsFunc(fold(name), func(r rune) bool { return r == ' ' || r == ',' }) {
		parts := split(w)
		all = append(all, parts...)
		if !titles[strings.Join(parts, "")] {
			out = append(out, parts...)
		}
	}
	if len(out) == 0 {
		out = all // somebody is called Ratu, or the title is all there is
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// titles are academic, religious and polite ones that stand before or after a name,
// without dots. Degrees that are also names (Sri, Ade, Mas) are not among them.
var titles = func() map[string]bool {
	out := map[string]bool{}
	for _, t := range strings.Fields(`
		bapak bpk ibu sdr sdri tuan nyonya ny tn h hj kh prof dr drs dra drg drh ir apt hc
		sh mh shi mhi shum mhum mkn llm se mm mba msi ssi mt skom mkom spd mpd sag mag sip map ssos msos
		sp mp stp skm mkes skep ners amd amdkep sstp sik mik phd ma msc bsc ba`) {
		out[t] = true
	}
	return out
}()
