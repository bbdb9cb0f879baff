package book

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/complaint"
	"bukutamu/internal/office"
	"bukutamu/internal/store"
)

// program is the stamp of a job's move.
func (b *Book) program(officeID, act string) account.Stamp {
	return account.Stamp{At: b.Now(), Office: officeID, By: account.BySystem, Roles: account.Roles{account.System}, Act: act, Seen: account.SeenAny}
}

// closeSilent closes the complaints whose complainants were waited for long enough. One
// that cannot be closed does not keep the others.
func (b *Book) closeSilent(ctx context.Context, officeID string) error {
	rows, o, err := b.complaintRows(ctx, b.program(officeID, ""), store.Query{Tags: []string{"open"}})
	if err != nil {
		return err
	}
	var faults []error
	for _, r := range rows {
		if !silentSince(r.Brief, b.Now(), o) {
			continue
		}
		_, err := b.moveComplaint(ctx, b.program(officeID, fmt.Sprintf("close:%s:%d", r.ID, r.Version)), r.ID, complaint.Close{})
		if err != nil && !errors.Is(err, complaint.ErrState) && !errors.Is(err, complaint.ErrSilence) {
			faults = append(faults, err)
		}
		if ctx.Err() != nil {
			break
		}
	}
	return errors.Join(faults...)
}

// Digest is what the complaint officers are told at fixed hours, for all the same:
// nobody learns at which minute an anonymous complaint came (security.md 28). It holds
// ids and units alone; each reader is shown what they may see of it.
type Digest struct {
	ID  string    `json:"id"` // of the newest one: "digest"
	At  time.Time `json:"at"` // the full hour it stands for
	New []Told    `json:"new,omitempty"`
	Due []Told    `json:"due,omitempty"` // falls due on that day, or is late
}

// Told is one complaint of a digest.
type Told struct {
	ID   string `json:"id"`
	Unit string `json:"unit,omitempty"` // complained about: its people are not told
	Late bool   `json:"late,omitempty"`
}

// digestMost bounds each list: the inbox shows the rest.
const digestMost = 500

func keepDigest(d Digest) store.Kept[struct{}] {
	return store.Kept[struct{}]{ID: d.ID, Claim: "id:" + d.ID, At: d.At}
}

// Told gives the newest digest as this officer may read it. It is zero before the first.
func (b *Book) Told(ctx context.Context, s account.Stamp) (Digest, error) {
	if err := may(s, account.SeeComplaints); err != nil {
		return Digest{}, err
	}
	o, err := b.Office(ctx, s.Office)
	if err != nil {
		return Digest{}, err
	}
	d, err := b.digests.Get(ctx, s.Office, digestID)
	if errors.Is(err, store.ErrNotFound) {
		return Digest{}, nil
	}
	hidden := func(t Told) bool { return complaint.Hidden(t.Unit, s, o) }
	d.New, d.Due = slices.DeleteFunc(d.New, hidden), slices.DeleteFunc(d.Due, hidden)
	return d, err
}

const digestID = "digest"

// hourOf is the last of the office's hours of digests that has come; false before the
// day's first, and on days on which nobody works.
func hourOf(o office.Office, now time.Time) (time.Time, bool) {
	day := o.Day(now)
	if !o.Workday(day) {
		return time.Time{}, false
	}
	var last time.Time
	for _, h := range o.Complaints.Filled().Hours {
		if at := time.Date(day.Year(), day.Month(), day.Day(), h, 0, 0, 0, day.Location()); !now.Before(at) && at.After(last) {
			last = at
		}
	}
	return last, !last.IsZero()
}

// digest writes what the officers are told, once for each of the office's hours: what
// came since the one before, and what falls due today or is late.
func (b *Book) digest(ctx context.Context, officeID string) error {
	now := b.Now()
	rows, o, err := b.complaintRows(ctx, b.program(officeID, ""), store.Query{Tags: []string{"open"}})
	if err != nil {
		return err
	}
	at, ok := hourOf(o, now)
	if !ok {
		return nil
	}
	before, err := b.digests.Get(ctx, officeID, digestID)
	if missing := errors.Is(err, store.ErrNotFound); err != nil && !missing || !missing && !before.At.Before(at) {
		if missing {
			err = nil
		}
		return err
	}
	next := Digest{ID: digestID, At: at.UTC()}
	for _, r := range rows {
		t := Told{ID: r.ID, Unit: r.Brief.Unit}
		if r.Brief.State == complaint.Received && len(next.New) < digestMost {
			next.New = append(next.New, t)
		}
		if d := r.Brief.Next(now, o); r.Brief.State.Working() && d.Left <= 0 && len(next.Due) < digestMost {
			t.Late = d.Late()
			next.Due = append(next.Due, t)
		}
	}
	if before.ID == "" {
		_, _, err = b.digests.Add(ctx, officeID, next)
		return err
	}
	_, err = b.digests.Update(ctx, officeID, digestID, func(Digest) (Digest, error) { return next, nil })
	return err
}

// dueComplaints walks over the complaints that are kept long enough.
func (b *Book) dueComplaints(ctx context.Context, o office.Office, f func(id string) error) error {
	q := store.Query{To: o.Before(b.Now(), o.Keep.Filled().Complaint), Limit: store.MaxLimit}
	for {
		p, err := b.complaints.Scan(ctx, o.ID, q)
		if err != nil {
			return err
		}
		for _, r := range p.Rows {
			if r.Brief.Erased || r.Brief.State.Open() {
				continue
			}
			if err := f(r.ID); err != nil {
				return err
			}
		}
		if q.After = p.Next; p.Next == "" {
			return nil
		}
	}
}

// eraseComplaint takes what was said and by whom out of a complaint, and its files.
func (b *Book) eraseComplaint(ctx context.Context, o office.Office, id string) error {
	c, err := b.complaints.Get(ctx, o.ID, id)
	if err != nil {
		return err
	}
	for _, f := range c.Facts.Files {
		if err := b.attachments.Remove(ctx, o.ID, f.ID); err != nil {
			return err
		}
	}
	_, err = b.complaints.Update(ctx, o.ID, id, func(c complaint.Complaint) (complaint.Complaint, error) {
		if !c.Erasable() {
			return c, nil
		}
		return complaint.Erase(c, o.Day(b.Now()).UTC()), nil
	})
	return err
}
