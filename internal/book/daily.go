package book

import (
	"context"
	"slices"
	"time"

	"bukutamu/internal/office"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// Daily are the figures of one day of the office, with the lines they were counted from.
type Daily struct {
	Rows    []store.Row[Line] // arrived on the day, in the order of arriving
	Visits  int               // Kunjungan: arrivals, a party is one
	People  int               // Orang: people with a badge
	InTime  int               // Kunjungan whose last member was escorted within the target
	Late    int               // and those that took longer
	Refused int
	Forced  int                      // people whose visit was closed by force
	Copied  int                      // Kunjungan copied from paper: counted, never measured
	Lost    int                      // people whose badge was lost
	Held    int                      // people of whom something is still out although they left
	Took    map[string]time.Duration // service time by the lead's id; those escorted alone
}

// Daily counts the day of at. Service time is of a Kunjungan, from its arrival to the
// escort of its last member (domain.md 2); one of whose members nobody was escorted has none.
func (b *Book) Daily(ctx context.Context, o office.Office, at time.Time) (Daily, error) {
	from := o.Day(at)
	to := from.AddDate(0, 0, 1)
	rows, err := b.all(ctx, o.ID, store.Query{From: from, To: to})
	d := Daily{Took: map[string]time.Duration{}}
	if err != nil {
		return d, err
	}
	for _, r := range rows {
		if r.Brief.ArrivedAt != 0 {
			d.Rows = append(d.Rows, r)
		}
	}
	slices.SortStableFunc(d.Rows, func(x, y store.Row[Line]) int { return int(x.Brief.ArrivedAt - y.Brief.ArrivedAt) })
	leads := map[string]int64{}
	for _, r := range d.Rows {
		if r.Brief.Party == "" {
			leads[r.ID] = r.Brief.ArrivedAt
		}
	}
	for _, r := range d.Rows {
		l := r.Brief
		lead := r.ID
		if l.Party != "" {
			lead = l.Party
		} else {
			d.Visits++
		}
		if l.Badge > 0 {
			d.People++
		}
		if l.Late && l.Party == "" {
			d.Copied++
		}
		if l.State == visit.Refused {
			d.Refused++
		}
		if l.Closing == visit.ClosedByShift {
			d.Forced++
		}
		if l.Lost {
			d.Lost++
		}
		if l.Holds && !l.State.Inside() {
			d.Held++
		}
		if began, ok := leads[lead]; ok && l.MetAt != 0 && !l.Late {
			d.Took[lead] = max(d.Took[lead], time.Duration(l.MetAt-began)*time.Millisecond)
		}
	}
	target := time.Duration(o.Rules.Filled().TargetMinutes) * time.Minute
	for _, took := range d.Took {
		if took < target {
			d.InTime++
		} else {
			d.Late++
		}
	}
	return d, nil
}
