package book

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sort"

	"bukutamu/internal/account"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// Checked counts what Check looked at.
type Checked struct{ Documents, Visits, Entries, Acts int }

// Check walks over everything in the store and reports the first fault: a
// document that does not open with these keys, a visit whose log does not
// chain or whose claim or tags do not fit its facts, two visits with one badge
// number, an act that is missing, changed or out of its place.
func (b *Book) Check(ctx context.Context) (Checked, error) {
	w, ok := b.store.(store.Walker)
	if !ok {
		return Checked{}, errors.New("book: this store cannot be walked over")
	}
	var n Checked
	badges := map[string]string{}
	acts := map[string][]account.Act{}
	err := w.Each(ctx, func(d store.Doc) error {
		n.Documents++
		switch d.Kind {
		case KindVisit:
			v, err := b.visits.Get(ctx, d.Office, d.ID)
			if errors.Is(err, store.ErrNotFound) {
				return nil // removed since the walk began
			}
			if err != nil {
				return err
			}
			n.Visits++
			n.Entries += len(v.Log)
			if k := v.Facts.TakesNumber(); k > 0 {
				key := fmt.Sprintf("%s %d", d.Office, k)
				if other, twice := badges[key]; twice && other != v.ID {
					return fmt.Errorf("badge %d belongs to the visits %s and %s", k, other, v.ID)
				}
				badges[key] = v.ID
			}
			return b.checkVisit(d, v)
		case KindAct:
			a, err := b.acts.Get(ctx, d.Office, d.ID)
			if err != nil {
				return fmt.Errorf("act %s: %w", d.ID, err)
			}
			acts[d.Office] = append(acts[d.Office], a)
			n.Acts++
			return nil
		case KindPhoto:
			_, err := b.photos.Get(ctx, d.Office, d.ID)
			if errors.Is(err, store.ErrNotFound) {
				return nil
			}
			return err
		}
		return nil
	})
	if err != nil {
		return n, err
	}
	for officeID, chain := range acts {
		if err := b.checkActs(officeID, chain); err != nil {
			return n, err
		}
	}
	return n, nil
}

func (b *Book) checkVisit(d store.Doc, v visit.Visit) error {
	var before []byte
	for i, e := range v.Log {
		digest := b.keys.MAC("visit details", []byte(d.Office), []byte(v.ID), number(e.N), []byte(e.Details))
		switch {
		case e.N != i+1:
			return fmt.Errorf("visit %s: log entry %d stands in place %d", v.ID, e.N, i+1)
		case e.Details != "" && !bytes.Equal(e.Digest, digest):
			return fmt.Errorf("visit %s: the details of log entry %d were changed", v.ID, e.N)
		case !bytes.Equal(e.Hash, b.entryHash(d.Office, v.ID, e, before)):
			return fmt.Errorf("visit %s: log entry %d does not follow the one before", v.ID, e.N)
		}
		before = e.Hash
	}
	switch {
	case v.ID != d.ID || len(v.Log) == 0:
		return fmt.Errorf("visit %s: not a visit, or without a log", d.ID)
	case v.Last().State != v.Facts.State:
		return fmt.Errorf("visit %s: it is %s, but its log ends with %s", v.ID, v.Facts.State, v.Last().State)
	case v.Facts.State == visit.Left && v.Facts.Closing == visit.CheckedOut && !accounted(v.Facts):
		return fmt.Errorf("visit %s: checked out with something out", v.ID)
	}
	return nil
}

// accounted reports whether everything that is still out after check-out is an
// explicit outcome: a lost badge, a thing left behind with a reason.
func accounted(f visit.Facts) bool {
	for _, t := range f.Things() {
		if t.Back.IsZero() && !t.Lost && t.Behind == "" {
			return false
		}
	}
	return true
}

func (b *Book) checkActs(officeID string, chain []account.Act) error {
	sort.Slice(chain, func(i, j int) bool { return chain[i].N < chain[j].N })
	var before []byte
	for i, a := range chain {
		switch {
		case a.N != i+1:
			return fmt.Errorf("office %s: act %d is missing", officeID, i+1)
		case a.Reason != "" && !bytes.Equal(a.Digest, b.keys.MAC("act reason", []byte(officeID), number(a.N), []byte(a.Reason))):
			return fmt.Errorf("office %s: the reason of act %d was changed", officeID, a.N)
		case !bytes.Equal(a.Hash, b.actHash(officeID, a, before)):
			return fmt.Errorf("office %s: act %d does not follow the one before", officeID, a.N)
		}
		before = a.Hash
	}
	return nil
}
