package book

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"bukutamu/internal/account"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// Checked counts what Check looked at; Entries are those of visits.
type Checked struct{ Documents, Visits, Complaints, Entries, Acts int }

// Check walks over everything in the store and reports the first fault: a
// document that does not open with these keys, a visit whose log does not chain,
// or whose claim, tags, time or line do not fit its facts, an act that is missing,
// changed or out of its place. Since no two documents hold one claim, no two
// visits have one badge. The book may be in use meanwhile. What was cut off at the
// end, of a log together with its facts or of the acts, only an Anchor shows.
func (b *Book) Check(ctx context.Context) (Checked, error) {
	w, ok := b.store.(store.Walker)
	if !ok {
		return Checked{}, errors.New("book: this store cannot be walked over")
	}
	c := checking{b: b, acts: map[string][]account.Act{}}
	if err := w.Each(ctx, c.document); err != nil {
		return c.n, err
	}
	for _, officeID := range slices.Sorted(maps.Keys(c.acts)) {
		if err := b.checkActs(officeID, c.acts[officeID]); err != nil {
			return c.n, err
		}
	}
	return c.n, nil
}

// checking is one walk.
type checking struct {
	b    *Book
	n    Checked
	acts map[string][]account.Act
}

func (c *checking) document(d store.Doc) error {
	c.n.Documents++
	var err error
	switch b := c.b; d.Kind {
	case KindVisit:
		v, err := b.visits.Open(d)
		if err != nil {
			return err
		}
		c.n.Visits++
		c.n.Entries += len(v.Log)
		return b.checkVisit(d, v)
	case KindAct:
		a, err := b.acts.Open(d)
		if err == nil && d.ID != actID(a.N) {
			err = fmt.Errorf("office %s: act %d stands in the place of act %s", d.Office, a.N, d.ID)
		}
		c.acts[d.Office] = append(c.acts[d.Office], a)
		c.n.Acts++
		return err
	case KindComplaint:
		v, err := b.complaints.Open(d)
		if err != nil {
			return err
		}
		c.n.Complaints++
		return b.checkComplaint(d, v)
	case KindDigest:
		_, err = b.digests.Open(d)
	case KindAttachment:
		_, err = b.attachments.Open(d)
	case KindPhoto:
		_, err = b.photos.Open(d)
	case KindOffice:
		_, err = b.offices.Open(d)
	case KindAccount:
		_, err = b.accounts.Open(d)
	case KindSession:
		_, err = b.sessions.Open(d)
	case KindDevice:
		_, err = b.devices.Open(d)
	case KindCall:
		_, err = b.calls.Open(d)
	case KindCarry:
		_, err = b.carries.Open(d)
	case KindRollcall:
		_, err = b.rollcalls.Open(d)
	case KindHandover:
		h, err := b.handovers.Open(d)
		if err != nil {
			return err
		}
		return b.checkHandover(d.Office, h)
	}
	return err
}

func (b *Book) checkVisit(d store.Doc, v visit.Visit) error {
	if v.ID != d.ID {
		return fmt.Errorf("visit %s: not a visit", d.ID)
	}
	if err := checkLog(b, KindVisit, d.Office, v.ID, v.Log); err != nil {
		return err
	}
	switch {
	case v.Last().State != v.Facts.State:
		return fmt.Errorf("visit %s: it is %s, but its log ends with %s in entry %d", v.ID, v.Facts.State, v.Last().State, v.Last().N)
	case v.Facts.State == visit.Left && v.Facts.Closing == visit.CheckedOut && v.Facts.Erased.IsZero() && !accounted(v.Facts):
		return fmt.Errorf("visit %s: checked out with something out", v.ID)
	}
	return b.checkKept(d, v)
}

// checkKept compares what the store finds a visit by with what its facts say.
func (b *Book) checkKept(d store.Doc, v visit.Visit) error {
	k := b.keepVisit(v)
	want, err := store.Doc{Office: d.Office, Kind: d.Kind, ID: d.ID, Claim: k.Claim, Tags: k.Tags, At: k.At}.Normal()
	if err != nil {
		return err
	}
	var have Line
	if err := json.Unmarshal(d.Brief, &have); err != nil {
		return fmt.Errorf("visit %s: its line: %w", v.ID, err)
	}
	slices.Sort(want.Tags)
	tags := slices.Sorted(slices.Values(d.Tags))
	if same := func(t string) bool { return strings.HasPrefix(t, "same:") }; !slices.ContainsFunc(tags, same) {
		want.Tags = slices.DeleteFunc(want.Tags, same) // written before guests were known again: it is not offered
	}
	switch {
	case d.Claim != want.Claim:
		return fmt.Errorf("visit %s: it holds %q, but its facts say %q", v.ID, d.Claim, want.Claim)
	case !slices.Equal(tags, want.Tags):
		return fmt.Errorf("visit %s: its tags do not fit its facts", v.ID)
	case !d.At.Equal(want.At):
		return fmt.Errorf("visit %s: it is filed under %v instead of %v", v.ID, d.At, want.At)
	case have != k.Brief:
		return fmt.Errorf("visit %s: its line in lists does not fit its facts", v.ID)
	}
	return nil
}

// accounted reports whether everything that is still out after check-out is an
// explicit outcome: a lost badge, a thing left behind with a reason, which is erased
// with the guest's name.
func accounted(f visit.Facts) bool {
	for _, t := range f.Things() {
		if t.Back.IsZero() && !t.Lost && t.Behind == "" {
			return false
		}
	}
	return true
}

func (b *Book) checkActs(officeID string, chain []account.Act) error {
	slices.SortFunc(chain, func(x, y account.Act) int { return x.N - y.N })
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
