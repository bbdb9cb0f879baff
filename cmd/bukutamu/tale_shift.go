package main

import (
	"context"
	"fmt"
	"time"

	"bukutamu/internal/book"
	"bukutamu/internal/sample"
	"bukutamu/internal/visit"
)

// forgottenDays is how long ago the demo's guest went home without a word.
const forgottenDays = 3

// forgotten tells of a guest who went home with the badge and without the card: the
// visit was closed by the shift, and what is out has waited since.
func (t *tale) forgotten(ctx context.Context, b *book.Book, today time.Time) error {
	day := today.AddDate(0, 0, -forgottenDays)
	c, call := t.guestAt(day, 300)
	call.Companions = nil
	c.register(call, day.Add(10*time.Hour), "", false)
	c.tell(call, meeting, t.o.Badges.Count-1, sample.New(uint64(day.Unix())), false)
	c.at = day.Add(16 * time.Hour)
	c.desk(5, visit.Close{Reason: "Pergi tanpa melapor, sudah ditelepon dua kali"})
	if c.err != nil {
		return fmt.Errorf("demo, a forgotten card: %w", c.err)
	}
	_, err := b.Keep(ctx, t.o.ID, c.v)
	if err != nil {
		return err
	}
	return t.onPaper(ctx, b, today.AddDate(0, 0, -2))
}

// onPaper tells of two guests who came while the power was gone: copied from one sheet of
// the paper form on the same afternoon.
func (t *tale) onPaper(ctx context.Context, b *book.Book, day time.Time) error {
	for n := range 2 {
		c, call := t.guestAt(day, 310+n)
		c.at = day.Add(14*time.Hour + time.Duration(n)*3*time.Minute)
		arrived := day.Add(10*time.Hour + time.Duration(20+15*n)*time.Minute)
		c.desk(0, visit.LateEntry{
			Sheet: fmt.Sprintf("K-%s, tamu %d", day.Format("0102"), n+1), Why: visit.LatePower, Officer: "Ratna Umpama", Purpose: call.Purpose, Unit: call.Unit, Name: call.Guest.Name,
			Document: call.Guest.Document.Kind, Number: call.Guest.Document.Number, AsWritten: true, From: call.Guest.From, Badge: 5 + n,
			Screening: visit.Nothing, Ending: visit.Met, Returned: true, Arrived: arrived, Met: arrived.Add(10 * time.Minute), Left: arrived.Add(42 * time.Minute), ID: c.id,
		})
		if c.err != nil {
			return fmt.Errorf("demo, on paper: %w", c.err)
		}
		if _, err := b.Keep(ctx, t.o.ID, c.v); err != nil {
			return fmt.Errorf("demo, on paper: %w", err)
		}
	}
	return nil
}
