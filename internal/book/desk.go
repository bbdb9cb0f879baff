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

// Desk is what the duty officer sees of the day, grouped by what each guest needs.
type Desk struct {
	Act        []store.Row[Line] // arrived or waiting: somebody must do something
	Meeting    []store.Row[Line]
	Outside    []store.Row[Line] // stepped out of waiting or a meeting, awaited back
	Registered []store.Row[Line] // for today, not here yet
	Held       []store.Row[Line] // left, but badge, card or an item is still out
	Left       []store.Row[Line] // gone today, newest first
	Visits     int               // Kunjungan: arrivals today, a party is one
	People     int               // Orang: people inside with a badge; who stepped out is not
	Calls      []Call            // that ring
	Coming     []Call            // that somebody went to a moment ago
}

// keptDesk is a day as it was last read, so that ten desks that hear of one change
// read it once: each asks for its list, its counts and its card.
type keptDesk struct {
	desk Desk
	at   time.Time
	n    uint64 // of the office's changes, as counted before reading
}

// deskAge is how old a kept day may be, for what another process changed. A change
// made here is seen at once.
const deskAge = time.Second

// Desk reads the office's day.
func (b *Book) Desk(ctx context.Context, o office.Office, now time.Time) (Desk, error) {
	b.mu.Lock()
	n := b.moved[o.ID]
	k, ok := b.desks[o.ID]
	b.mu.Unlock()
	if age := now.Sub(k.at); ok && k.n == n && age >= 0 && age < deskAge && o.SameDay(now, k.at) {
		return k.desk.own(), nil
	}
	d, err := b.readDesk(ctx, o, now)
	if err != nil {
		return d, err
	}
	b.mu.Lock()
	b.desks[o.ID] = keptDesk{d, now, n}
	b.mu.Unlock()
	return d.own(), nil
}

// own is a copy whose lists may be changed.
func (d Desk) own() Desk {
	for _, rows := range []*[]store.Row[Line]{&d.Act, &d.Meeting, &d.Outside, &d.Registered, &d.Held, &d.Left} {
		*rows = slices.Clone(*rows)
	}
	d.Calls, d.Coming = slices.Clone(d.Calls), slices.Clone(d.Coming)
	return d
}

// readDesk reads the day of now.
func (b *Book) readDesk(ctx context.Context, o office.Office, now time.Time) (Desk, error) {
	today := o.Day(now)
	tomorrow := today.AddDate(0, 0, 1)
	day, err := b.all(ctx, o.ID, store.Query{From: today, To: tomorrow})
	if err != nil {
		return Desk{}, err
	}
	// What earlier days left behind: people still inside, things still out.
	held, err := b.all(ctx, o.ID, store.Query{Tags: []string{"holds"}, To: today})
	if err != nil {
		return Desk{}, err
	}
	open, err := b.all(ctx, o.ID, store.Query{Tags: []string{"open"}, To: today})
	if err != nil {
		return Desk{}, err
	}
	old := append(held, slices.DeleteFunc(open, func(r store.Row[Line]) bool {
		awaited := r.Brief.State == visit.Registered && !(visit.Visit{Facts: visit.Facts{Day: r.Brief.Day}}).Past(now, o)
		return r.Brief.Holds || !r.Brief.State.Inside() && !awaited // a ticket of yesterday may still count
	})...)
	var d Desk
	for _, r := range append(old, day...) {
		l := r.Brief
		arrivedToday := l.ArrivedAt != 0 && !moment(l.ArrivedAt).Before(today) && moment(l.ArrivedAt).Before(tomorrow)
		if arrivedToday && l.Party == "" {
			d.Visits++
		}
		if l.State.Inside() && l.Badge > 0 && l.OutAt == 0 {
			d.People++
		}
		switch {
		case l.OutAt != 0:
			d.Outside = append(d.Outside, r)
		case l.State == visit.Arrived || l.State == visit.Waiting:
			d.Act = append(d.Act, r)
		case l.State == visit.Meeting:
			d.Meeting = append(d.Meeting, r)
		case l.State == visit.Registered:
			d.Registered = append(d.Registered, r)
		case l.Holds:
			d.Held = append(d.Held, r)
		case l.State == visit.Left || l.State == visit.Refused:
			d.Left = append(d.Left, r)
		}
	}
	slices.SortStableFunc(d.Left, func(a, b store.Row[Line]) int { return int(b.Brief.LeftAt - a.Brief.LeftAt) })
	d.Calls, d.Coming, err = b.bells(ctx, o.ID)
	return d, err
}

// all reads every page of a query; for days and short lists.
func (b *Book) all(ctx context.Context, officeID string, q store.Query) ([]store.Row[Line], error) {
	q.Limit = store.MaxLimit
	var out []store.Row[Line]
	for {
		p, err := b.visits.Scan(ctx, officeID, q)
		if err != nil {
			return nil, err
		}
		out = append(out, p.Rows...)
		if q.After = p.Next; p.Next == "" {
			return out, nil
		}
	}
}

// TakenBadges are the numbers that cannot be given out now, with the line of
// the visit that has each.
func (b *Book) TakenBadges(ctx context.Context, o office.Office) (map[int]Line, error) {
	rows, err := b.all(ctx, o.ID, store.Query{Tags: []string{"holds"}})
	taken := map[int]Line{}
	for _, r := range rows {
		if r.Brief.Number > 0 {
			taken[r.Brief.Number] = r.Brief
		}
	}
	return taken, err
}

// Inbox lists the guests of today who wait for or are with a host.
func (b *Book) Inbox(ctx context.Context, o office.Office, person string, now time.Time) ([]store.Row[Line], error) {
	if person == "" {
		return nil, nil
	}
	return b.all(ctx, o.ID, store.Query{Tags: []string{"host:" + person}, From: o.Day(now), To: o.Day(now).AddDate(0, 0, 1)})
}

// Filter narrows the history. Zero fields do not.
type Filter struct {
	From, To time.Time // days of the office; To is the first moment after
	Unit     string
	Name     string
	After    string
	Limit    int
}

// History lists visits, newest first. next leads to the older ones; more with
// a short page says that the search stopped early and can go on from next.
func (b *Book) History(ctx context.Context, officeID string, f Filter) (rows []store.Row[Line], next string, more bool, err error) {
	q, err := f.query()
	if err != nil {
		return nil, "", false, err
	}
	p, err := b.visits.Scan(ctx, officeID, q)
	if errors.Is(err, store.ErrCursor) {
		return nil, "", false, ErrCursor
	}
	return f.matching(p.Rows), p.Next, p.More, err
}

// query asks the store for what the filter means, newest first.
func (f Filter) query() (store.Query, error) {
	q := store.Query{From: f.From, To: f.To, Newest: true, After: f.After, Limit: f.Limit}
	if f.Name != "" {
		if q.Tags = nameTags(f.Name); len(q.Tags) == 0 {
			return q, ErrSearchShort.At("name")
		}
	}
	if f.Unit != "" {
		q.Tags = append(q.Tags, "unit:"+f.Unit)
	}
	return q, nil
}

// matching drops the rows that only begin like the name that was asked for.
func (f Filter) matching(rows []store.Row[Line]) []store.Row[Line] {
	if f.Name == "" {
		return rows
	}
	return slices.DeleteFunc(rows, func(r store.Row[Line]) bool { return !matches(r.Brief, f.Name) })
}
