package book

import (
	"context"
	"slices"
	"strings"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/complaint"
	"bukutamu/internal/office"
	"bukutamu/internal/store"
)

// Complaint reads a complaint for a complaint officer. One about their own unit does not
// exist for them, and the name behind a confidential one is not among what they get.
func (b *Book) Complaint(ctx context.Context, s account.Stamp, id string) (complaint.Complaint, error) {
	c, err := b.theirs(ctx, s, id)
	return sealedName(c), err
}

// theirs is Complaint with the name.
func (b *Book) theirs(ctx context.Context, s account.Stamp, id string) (complaint.Complaint, error) {
	if err := may(s, account.SeeComplaints); err != nil {
		return complaint.Complaint{}, err
	}
	o, err := b.Office(ctx, s.Office)
	if err != nil {
		return complaint.Complaint{}, err
	}
	c, err := b.complaints.Get(ctx, s.Office, id)
	if err == nil && complaint.Hidden(c.Facts.Unit, s, o) {
		err = store.ErrNotFound
	}
	if err != nil {
		return complaint.Complaint{}, missing(err, complaint.ErrNotFound)
	}
	return c, nil
}

// sealedName takes the name of a confidential complainant out, also where the log keeps
// the form, and what only the complainant needs.
func sealedName(c complaint.Complaint) complaint.Complaint {
	c.PIN, c.Code = "", ""
	c.Log = slices.Clone(c.Log)
	for i := range c.Log {
		if c.Log[i].Move == "file" {
			c.Log[i].Details = ""
		}
	}
	if c.Facts.Naming == complaint.Confidential {
		c.Facts.Complainant = complaint.Complainant{}
	}
	return c
}

// Handle makes a complaint officer's move. Reveal has a way of its own.
func (b *Book) Handle(ctx context.Context, s account.Stamp, id string, m complaint.Move) (complaint.Complaint, error) {
	if err := may(s, account.HandleComplaints); err != nil {
		return complaint.Complaint{}, err
	}
	if _, ok := m.(complaint.Reveal); ok {
		return complaint.Complaint{}, account.ErrForbidden
	}
	c, err := b.moveComplaint(ctx, b.stamped(s), id, m)
	return sealedName(c), err
}

// Reveal opens the name behind a confidential complaint. Who asked for it and why is on
// the record of acts before anybody reads it, and in the complaint's log.
func (b *Book) Reveal(ctx context.Context, s account.Stamp, id, reason string) (who complaint.Complainant, err error) {
	if err := may(s, account.RevealName); err != nil {
		return who, err
	}
	s = b.stamped(s)
	o, err := b.Office(ctx, s.Office)
	if err != nil {
		return who, err
	}
	m := complaint.Reveal{Reason: strings.TrimSpace(reason)}
	c, err := b.theirs(ctx, s, id)
	if err == nil {
		_, err = complaint.Do(c, m, s, o) // what is refused needs no record
	}
	if err != nil {
		return who, b.named(ctx, err)
	}
	err = b.Acting(ctx, s, string(account.RevealName), id, m.Reason, func() error {
		c, err := b.moveComplaint(ctx, s, id, m)
		who = c.Facts.Complainant
		return err
	})
	return who, err
}

// Revealed is the name for an officer who opened it a moment ago: the page keeps which
// in a sealed cookie.
func (b *Book) Revealed(ctx context.Context, s account.Stamp, id string) (complaint.Complainant, error) {
	c, err := b.theirs(ctx, s, id)
	if err != nil || !slices.ContainsFunc(c.Log, func(e complaint.Entry) bool { return e.Move == "reveal" && e.By == s.By }) {
		return complaint.Complainant{}, err
	}
	return c.Facts.Complainant, nil
}

// File gives one attachment of a complaint to a complaint officer.
func (b *Book) File(ctx context.Context, s account.Stamp, id, file string) (Attachment, error) {
	c, err := b.theirs(ctx, s, id)
	if err != nil {
		return Attachment{}, err
	}
	return b.attachment(ctx, s.Office, c, file)
}

// Wanted is what the inbox shows. Empty fields ask for nothing.
type Wanted struct {
	State  complaint.State
	Naming complaint.Naming
	To     string // unit that has to see to it
	Over   bool   // also those that are over, newest first
}

// InboxRow is one complaint of the inbox.
type InboxRow struct {
	ID      string
	Heading string
	Line    ComplaintLine
	Due     complaint.Deadline
}

// Triage is the complaint officer's inbox: the nearest deadline first, then what waits
// for the complainant, then what is over. Counts are of all that the officer may see,
// whatever is asked for.
type Triage struct {
	Rows   []InboxRow
	Counts map[complaint.State]int // of those that go on
	Near   int                     // amber or red
	Late   int
	More   bool // there are more than the page shows
}

// triageMost is how many rows the inbox shows; their headings are read and opened.
const triageMost = 200

// Triage gives the inbox. What concerns the reader's own unit is in no list and no count.
func (b *Book) Triage(ctx context.Context, s account.Stamp, w Wanted) (Triage, error) {
	t := Triage{Counts: map[complaint.State]int{}}
	rows, o, err := b.complaintRows(ctx, s, store.Query{Tags: []string{"open"}})
	if err != nil {
		return t, err
	}
	now := b.Now()
	add := func(r store.Row[ComplaintLine]) {
		l := r.Brief
		if (w.State == "" || w.State == l.State) && (w.Naming == "" || w.Naming == l.Naming) && (w.To == "" || w.To == l.To) {
			t.Rows = append(t.Rows, InboxRow{ID: r.ID, Line: l, Due: l.Next(now, o)})
		}
	}
	for _, r := range rows {
		d := r.Brief.Next(now, o)
		if t.Counts[r.Brief.State]++; d.Level != complaint.Fine {
			t.Near++
		}
		if d.Late() && r.Brief.State.Working() {
			t.Late++
		}
		add(r)
	}
	if w.Over || w.State != "" && !w.State.Open() {
		t.Rows = nil
		if rows, _, err = b.complaintRows(ctx, s, store.Query{Newest: true}); err != nil {
			return t, err
		}
		for _, r := range rows {
			if !r.Brief.State.Open() {
				add(r)
			}
		}
	} else {
		slices.SortStableFunc(t.Rows, sooner)
	}
	if len(t.Rows) > triageMost {
		t.Rows, t.More = t.Rows[:triageMost], true
	}
	for i, r := range t.Rows {
		c, err := b.complaints.Get(ctx, s.Office, r.ID)
		if err != nil {
			return t, err
		}
		t.Rows[i].Heading = c.Facts.Heading()
	}
	return t, nil
}

// sooner puts the office's turn before the complainant's, then the nearer day, then the
// older complaint.
func sooner(a, b InboxRow) int {
	if x, y := a.Line.State.Working(), b.Line.State.Working(); x != y {
		if x {
			return -1
		}
		return 1
	}
	if n := a.Due.Day.Compare(b.Due.Day); n != 0 {
		return n
	}
	return int(a.Line.FiledAt/1000 - b.Line.FiledAt/1000)
}

// complaintRows are the lines that somebody may see, up to the office's whole stock.
func (b *Book) complaintRows(ctx context.Context, s account.Stamp, q store.Query) ([]store.Row[ComplaintLine], office.Office, error) {
	if err := may(s, account.SeeComplaints); err != nil {
		return nil, office.Office{}, err
	}
	o, err := b.Office(ctx, s.Office)
	if err != nil {
		return nil, o, err
	}
	var out []store.Row[ComplaintLine]
	for q.Limit = store.MaxLimit; ; {
		p, err := b.complaints.Scan(ctx, s.Office, q)
		if err != nil {
			return nil, o, err
		}
		for _, r := range p.Rows {
			if !complaint.Hidden(r.Brief.Unit, s, o) {
				out = append(out, r)
			}
		}
		if q.After = p.Next; p.Next == "" || len(out) >= complaintsMost {
			return out, o, nil
		}
	}
}

// complaintsMost bounds what one page looks at: years of an office's complaints.
const complaintsMost = 5000

// KeepComplaint adds a complaint whose moves were made elsewhere, in one write: the
// demo's past. It is repeatable; made is false when the id is there already.
func (b *Book) KeepComplaint(ctx context.Context, officeID string, c complaint.Complaint) (made bool, err error) {
	_, made, err = b.complaints.Add(ctx, officeID, b.chainComplaint(officeID, c, 0))
	return made, err
}

// silentSince reports whether the complainant was waited for long enough.
func silentSince(l ComplaintLine, now time.Time, o office.Office) bool {
	d := l.Next(now, o)
	return (l.State == complaint.Answered || l.State == complaint.NeedsData) && d.Late()
}
