package book

import (
	"context"
	"errors"
	"slices"
	"time"

	"bukutamu/internal/office"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// Due is what the office's days of keeping would remove now: photos, registrations
// that nobody came with, records of visits, and complaints.
type Due struct{ Photos, Unused, Records, Complaints int }

// unusedStates are those of a registration that nobody came with.
var unusedStates = []visit.State{visit.Cancelled, visit.Expired}

// Due counts what the job would remove if it ran now with these rules, and removes
// nothing.
func (b *Book) Due(ctx context.Context, o office.Office) (Due, error) {
	var d Due
	err := b.duePhotos(ctx, o, func(string) error { d.Photos++; return nil })
	if err == nil {
		err = b.dueVisits(ctx, o, func(_ string, unused bool) error {
			if unused {
				d.Unused++
			} else {
				d.Records++
			}
			return nil
		})
	}
	if err == nil {
		err = b.dueComplaints(ctx, o, func(string) error { d.Complaints++; return nil })
	}
	return d, err
}

// duePhotos walks over the photos that are kept long enough. That of a guest who is
// still in the building, or who still has something of the office, stays.
func (b *Book) duePhotos(ctx context.Context, o office.Office, f func(id string) error) error {
	q := store.Query{To: o.Before(b.Now(), o.Keep.Filled().Photo), Limit: store.MaxLimit}
	for {
		p, err := b.photos.Scan(ctx, o.ID, q)
		if err != nil {
			return err
		}
		for _, d := range p.Rows {
			v, err := b.visits.Get(ctx, o.ID, d.ID)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
			if err == nil && (v.Facts.State.Open() || v.Facts.Holds()) {
				continue
			}
			if err := f(d.ID); err != nil {
				return err
			}
		}
		if q.After = p.Next; p.Next == "" {
			return nil
		}
	}
}

// dueVisits walks over the lines of visits that are kept long enough and name somebody,
// also those of which something is still out.
func (b *Book) dueVisits(ctx context.Context, o office.Office, f func(id string, unused bool) error) error {
	k := o.Keep.Filled()
	now := b.Now()
	unused, record := o.Before(now, k.Unused), o.Before(now, k.Record)
	q := store.Query{To: unused, Limit: store.MaxLimit}
	if record.After(unused) {
		q.To = record
	}
	for {
		p, err := b.visits.Scan(ctx, o.ID, q)
		if err != nil {
			return err
		}
		for _, r := range p.Rows {
			l := r.Brief
			end := record
			never := slices.Contains(unusedStates, l.State)
			if never {
				end = unused
			}
			if l.Erased || l.State.Open() || !r.At.Before(end) {
				continue
			}
			if err := f(r.ID, never); err != nil {
				return err
			}
		}
		if q.After = p.Next; p.Next == "" {
			return nil
		}
	}
}

// keepFrom is the hour of the night from which the job works, in the office's zone.
const keepFrom = 1

// keep removes once a night what is kept long enough: photos first, then who the
// guests were. A night that is cut short goes on with the next minute, since what is
// done is not due any more.
func (b *Book) keep(ctx context.Context, officeID string) error {
	o, err := b.Office(ctx, officeID)
	if err != nil {
		return err
	}
	now := b.Now().In(o.In())
	night := now.Format(time.DateOnly)
	j, err := b.jobs.Get(ctx, officeID, "keep")
	if err != nil || j.Night == night || now.Hour() < keepFrom {
		return err
	}
	err = b.duePhotos(ctx, o, func(id string) error { return b.dropPhoto(ctx, officeID, id) })
	if err == nil {
		err = b.dueVisits(ctx, o, func(id string, _ bool) error { return b.erase(ctx, officeID, id) })
	}
	if err == nil {
		err = b.dueComplaints(ctx, o, func(id string) error { return b.eraseComplaint(ctx, o, id) })
	}
	if err != nil {
		return err
	}
	_, err = b.jobs.Update(ctx, officeID, "keep", func(j job) (job, error) {
		j.Night = night
		return j, nil
	})
	return err
}

// dropPhoto removes a photo that was kept long enough. The visit says so first: cut off
// in between, the photo is still due.
func (b *Book) dropPhoto(ctx context.Context, officeID, id string) error {
	_, err := b.visits.Update(ctx, officeID, id, func(v visit.Visit) (visit.Visit, error) {
		if v.Facts.Photo.Kept() {
			v.Facts.Photo.RemovedAt = b.Now()
		}
		return v, nil
	})
	if quiet(err) != nil {
		return err
	}
	return b.photos.Remove(ctx, officeID, id)
}

// erase takes who the guest was out of one visit, and its photo with it.
func (b *Book) erase(ctx context.Context, officeID, id string) error {
	if err := b.photos.Remove(ctx, officeID, id); err != nil {
		return err
	}
	_, err := b.visits.Update(ctx, officeID, id, func(v visit.Visit) (visit.Visit, error) {
		if !v.Erasable() {
			return v, nil
		}
		return visit.Erase(v, b.Now()), nil
	})
	return err
}
