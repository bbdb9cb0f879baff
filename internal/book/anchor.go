package book

import (
	"context"
	"encoding/base32"
	"fmt"
	"slices"
	"strings"
	"time"

	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
)

// ErrAnchor refuses a value that the day does not have (any more).
var ErrAnchor = refusal.New(refusal.Conflict, "book.anchor")

// anchorSigns write an anchor in the alphabet of all codes, 80 bits of it.
var anchorSigns = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

const anchorLen = 16

// Anchor is a short value over the end of a day's records, to be printed on the
// day sheet: whoever cuts off the tail of a log or of the acts, or puts an older
// copy back, cannot make the day have this value again (security.md 30). It reads
// 1530-K7P4-M2QX-0ABC-DEFG: the records up to 15:30, office time; 2400 is the
// whole day. What is recorded later changes nothing in it. It covers the last
// entry in the log of every visit that has one in that time, and the last act.
func (b *Book) Anchor(ctx context.Context, officeID string, day time.Time) (string, error) {
	o, err := b.Office(ctx, officeID)
	if err != nil {
		return "", err
	}
	from, until := o.Day(day), o.Day(day).AddDate(0, 0, 1)
	mark := "2400"
	// A request may still be on its way to the store with the time it began.
	if now := b.Now().Add(-30 * time.Second); now.Before(until) {
		until = now.In(o.In()).Truncate(time.Minute)
		mark = until.Format("1504")
		if until.Before(from) {
			until, mark = from, "0000"
		}
	}
	return b.anchor(ctx, officeID, from, until, mark)
}

// CheckAnchor compares a day with the value that was printed for it: ErrAnchor
// when its records are no longer those.
func (b *Book) CheckAnchor(ctx context.Context, officeID string, day time.Time, value string) error {
	o, err := b.Office(ctx, officeID)
	if err != nil {
		return err
	}
	from, until, ok := anchored(o, day, value)
	if !ok {
		return ErrAnchor
	}
	value = secret.Clean(value)
	have, err := b.anchor(ctx, officeID, from, until, value[:4])
	if err == nil && secret.Clean(have) != value {
		err = ErrAnchor
	}
	return err
}

// anchored is the time that a printed value stands for; false when it is none.
func anchored(o office.Office, day time.Time, value string) (from, until time.Time, ok bool) {
	value = secret.Clean(value)
	if len(value) != 4+anchorLen {
		return from, until, false
	}
	from = o.Day(day)
	if value[:4] == "2400" {
		return from, from.AddDate(0, 0, 1), true
	}
	clock, err := time.Parse("1504", value[:4])
	return from, from.Add(time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute), err == nil
}

func (b *Book) anchor(ctx context.Context, officeID string, from, until time.Time, mark string) (string, error) {
	ends, err := b.endsOfLogs(ctx, officeID, from, until)
	if err != nil {
		return "", err
	}
	act, err := b.lastAct(ctx, officeID, from, until)
	if err != nil {
		return "", err
	}
	parts := [][]byte{{1}, []byte(officeID), []byte(from.Format(time.DateOnly)), []byte(mark), number(len(ends))}
	for _, e := range ends {
		parts = append(parts, []byte(e.id), e.hash)
	}
	sum := anchorSigns.EncodeToString(b.keys.MAC("anchor", append(parts, act)...))[:anchorLen]
	return fmt.Sprintf("%s-%s-%s-%s-%s", mark, sum[:4], sum[4:8], sum[8:12], sum[12:]), nil
}

type endOfLog struct {
	id   string
	n    int
	hash []byte
}

// endsOfLogs are the last entries of that time, by visit. A visit is of any day:
// a badge comes back a week later. But whatever has such an entry was written
// since; a day's grace is for clocks that were set.
func (b *Book) endsOfLogs(ctx context.Context, officeID string, from, until time.Time) ([]endOfLog, error) {
	found := map[string]endOfLog{}
	q := store.Query{ByChange: true, Since: from.AddDate(0, 0, -1), Limit: 200}
	for {
		p, err := b.visits.ScanFull(ctx, officeID, q)
		if err != nil {
			return nil, err
		}
		for _, v := range p.Values {
			for _, e := range slices.Backward(v.Log) {
				if !e.At.Before(from) && e.At.Before(until) {
					found[v.ID] = endOfLog{v.ID, e.N, e.Hash}
					break
				}
			}
		}
		if q.After = p.Next; p.Next == "" {
			break
		}
	}
	var out []endOfLog
	for _, e := range found {
		out = append(out, e)
	}
	slices.SortFunc(out, func(x, y endOfLog) int { return strings.Compare(x.id, y.id) })
	return out, nil
}

// lastAct is the hash of the act with the highest number of that time; nil for none.
func (b *Book) lastAct(ctx context.Context, officeID string, from, until time.Time) ([]byte, error) {
	q := store.Query{From: from, To: until, Limit: store.MaxLimit}
	last := ""
	for {
		p, err := b.acts.Scan(ctx, officeID, q)
		if err != nil {
			return nil, err
		}
		for _, r := range p.Rows { // ids are numbers of one length
			last = max(last, r.ID)
		}
		if q.After = p.Next; p.Next == "" {
			break
		}
	}
	if last == "" {
		return nil, nil
	}
	a, err := b.acts.Get(ctx, officeID, last)
	return a.Hash, err
}
