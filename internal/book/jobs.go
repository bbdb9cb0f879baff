package book

import (
	"context"
	"errors"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// job is the lease under which one process does a piece of work.
type job struct {
	Name  string    `json:"name"`
	Until time.Time `json:"until"` // nobody begins before
	Last  time.Time `json:"last"`  // when it last ended well

	Scrubbed time.Time `json:"scrubbed,omitzero"` // of the job scrub: when it last did its work
	Night    string    `json:"night,omitempty"`   // of the job keep: the office's day on which it last was through
}

func keepJob(j job) store.Kept[struct{}] {
	return store.Kept[struct{}]{ID: j.Name, Claim: "id:" + j.Name}
}

// The lease outlives the work's deadline, so that two processes never do one
// piece of work at the same time. A work that is over is not begun again within
// jobPause: every process asks once a minute, but one a minute is enough.
const (
	jobLease    = 3 * time.Minute
	jobDeadline = 150 * time.Second
	jobPause    = 50 * time.Second
)

var errLeased = errors.New("book: the job is done, or another process has it")

// Jobs are the names of the works that RunJobs does, each in repeatable steps.
var Jobs = []string{"expire", "sessions", "enrolments", "photos", "carries", "silence", "digest", "attachments", "keep", "scrub"}

// RunJobs takes the lease of each job that is free and does its work once. The
// program calls it every minute; a work that fails is tried again next time, and one
// that is cut short by the program's end is no fault.
func (b *Book) RunJobs(ctx context.Context) {
	o, err := b.Home(ctx)
	if err != nil {
		if !errors.Is(err, ErrNotFound) && ctx.Err() == nil {
			b.log.Error("jobs: no office", "error", err)
		}
		return
	}
	for _, name := range Jobs {
		err := b.runJob(ctx, o.ID, name)
		if ctx.Err() != nil {
			return
		}
		if err != nil && !errors.Is(err, errLeased) {
			b.log.Error("job failed", "job", name, "error", err)
		}
	}
}

func (b *Book) runJob(ctx context.Context, officeID, name string) error {
	now := b.Now()
	until := now.Add(jobLease)
	take := func(j job) (job, error) {
		if now.Before(j.Until) {
			return j, errLeased
		}
		j.Until = until
		return j, nil
	}
	_, err := b.jobs.Update(ctx, officeID, name, take)
	if errors.Is(err, store.ErrNotFound) {
		if _, _, err = b.jobs.Add(ctx, officeID, job{Name: name}); err == nil {
			_, err = b.jobs.Update(ctx, officeID, name, take)
		}
	}
	if err != nil {
		return err
	}
	work, cancel := context.WithTimeout(ctx, jobDeadline)
	defer cancel()
	err = map[string]func(context.Context, string) error{
		"expire": b.expire, "sessions": b.dropSessions, "enrolments": b.dropEnrolments, "photos": b.dropPhotos, "carries": b.dropCarries,
		"silence": b.closeSilent, "digest": b.digest, "attachments": b.dropAttachments, "keep": b.keep, "scrub": b.scrub,
	}[name](work, officeID)
	// The lease ends with the work, whether it went well or not; one that ran out
	// meanwhile is another's now.
	_, uerr := b.jobs.Update(context.WithoutCancel(ctx), officeID, name, func(j job) (job, error) {
		if j.Until.Equal(until) {
			j.Until = now.Add(jobPause)
		}
		if err == nil {
			j.Last = b.Now()
		}
		return j, nil
	})
	return errors.Join(err, uerr)
}

// expire ends the registrations whose day is over. One that cannot be ended does
// not keep the others.
func (b *Book) expire(ctx context.Context, officeID string) error {
	o, err := b.Office(ctx, officeID)
	if err != nil {
		return err
	}
	rows, err := b.all(ctx, officeID, store.Query{Tags: []string{"open", "state:" + string(visit.Registered)}, To: o.Day(b.Now())})
	if err != nil {
		return err
	}
	var faults []error
	for _, r := range rows {
		s := account.Stamp{At: b.Now(), Office: officeID, By: account.BySystem, Roles: account.Roles{account.System}, Act: "expire:" + r.ID, Seen: account.SeenAny}
		_, err := b.Move(ctx, s, r.ID, visit.Expire{})
		if err != nil && !errors.Is(err, visit.ErrState) && !errors.Is(err, visit.ErrNotYet) {
			faults = append(faults, err)
		}
		if ctx.Err() != nil {
			break
		}
	}
	return errors.Join(faults...)
}

// dropSessions removes the records of sessions that are over by age.
func (b *Book) dropSessions(ctx context.Context, _ string) error {
	old := store.Query{Kind: KindSession, To: b.Now().Add(-account.SessionWhole), Limit: store.MaxLimit}
	docs, _, err := b.store.Scan(ctx, store.Everywhere, old)
	for _, d := range docs {
		if err := b.sessions.Remove(ctx, store.Everywhere, d.ID); err != nil {
			return err
		}
	}
	return err
}

// dropEnrolments removes what nobody confirmed in time: every browser that opens
// the page of an enrolment leaves one behind.
func (b *Book) dropEnrolments(ctx context.Context, officeID string) error {
	old := store.Query{Kind: KindEnrol, To: b.Now().Add(-enrolTime), Limit: store.MaxLimit}
	docs, _, err := b.store.Scan(ctx, officeID, old)
	for _, d := range docs {
		if err := b.enrols.Remove(ctx, officeID, d.ID); err != nil {
			return err
		}
	}
	return err
}

// dropPhotos removes photos that were taken a day ago or earlier and belong to
// no verified visit: the officer undid the arrival, or the guest went away.
func (b *Book) dropPhotos(ctx context.Context, officeID string) error {
	now := b.Now()
	q := store.Query{Kind: KindPhoto, From: now.Add(-7 * 24 * time.Hour), To: now.Add(-24 * time.Hour), Limit: store.MaxLimit}
	docs, _, err := b.store.Scan(ctx, officeID, q)
	if err != nil {
		return err
	}
	for _, d := range docs {
		v, err := b.visits.Get(ctx, officeID, d.ID)
		if err == nil && v.Facts.Photo.Taken {
			continue
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if err := b.photos.Remove(ctx, officeID, d.ID); err != nil {
			return err
		}
	}
	return nil
}

// scrubEvery is how long what was erased may linger in the store's own files. What
// became confidential is gone from them with the next round of jobs.
const scrubEvery = 24 * time.Hour

// scrubSoon lets the next round of jobs scrub, whenever the last one was.
func (b *Book) scrubSoon(ctx context.Context, officeID string) error {
	_, err := b.jobs.Update(ctx, officeID, "scrub", func(j job) (job, error) {
		j.Scrubbed = time.Time{}
		return j, nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil // it never was
	}
	return err
}

// scrub makes erased text unreadable in the store's files, once a day. A reader
// that keeps old pages in use is no fault: the next day does it.
func (b *Book) scrub(ctx context.Context, officeID string) error {
	s, ok := b.store.(store.Scrubber)
	j, err := b.jobs.Get(ctx, officeID, "scrub")
	if !ok || err != nil || b.Now().Sub(j.Scrubbed) < scrubEvery {
		return err
	}
	if err := s.Scrub(ctx); err != nil && !errors.Is(err, store.ErrUnavailable) {
		return err
	}
	_, err = b.jobs.Update(ctx, officeID, "scrub", func(j job) (job, error) {
		j.Scrubbed = b.Now()
		return j, nil
	})
	return err
}
