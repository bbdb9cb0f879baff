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
	return err
}
