package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"bukutamu/internal/book"
	"bukutamu/internal/lang"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

type verifyCommand struct {
	Anchor string `help:"A day and the value printed for it, 2026-11-23=1530-K7P4-…" placeholder:"DATE=VALUE"`
}

// Run checks the whole store, and a day against the value that was printed for
// it; exit code 1 with the first fault named. At the end it tells the values of
// yesterday and today.
func (v verifyCommand) Run(c *console) error {
	date, value, ok := strings.Cut(v.Anchor, "=")
	if v.Anchor != "" && (!ok || value == "") {
		return fmt.Errorf("--anchor: %q is not DATE=VALUE", v.Anchor)
	}
	b, store, _, err := c.openBook(c.ctx, false, time.Now, nil)
	if err != nil {
		return err
	}
	defer store.Close()
	n, err := b.Check(c.ctx)
	if err != nil {
		return fault{err}
	}
	o, err := b.Home(c.ctx)
	if errors.Is(err, book.ErrNotFound) && v.Anchor == "" {
		fmt.Fprintf(c.out, "clean: %d documents, no office yet\n", n.Documents)
		return nil
	}
	if err != nil {
		return plain(err)
	}
	if v.Anchor != "" {
		if err := checkAnchor(c, b, o, date, value); err != nil {
			return err
		}
	}
	fmt.Fprintf(c.out, "clean: %d documents, %d visits with %d log entries, %d complaints, %d acts\n", n.Documents, n.Visits, n.Entries, n.Complaints, n.Acts)
	today := o.Day(b.Now())
	for _, day := range []time.Time{today.AddDate(0, 0, -1), today} {
		value, err := b.Anchor(c.ctx, o.ID, day)
		if err != nil {
			return err
		}
		fmt.Fprintf(c.out, "anchor %s=%s\n", day.Format(time.DateOnly), value)
	}
	return nil
}

func checkAnchor(c *console, b *book.Book, o office.Office, date, value string) error {
	day, err := time.ParseInLocation(time.DateOnly, date, o.In())
	if err != nil {
		return fmt.Errorf("--anchor: %q is not a day such as 2026-11-23", date)
	}
	err = b.CheckAnchor(c.ctx, o.ID, day, value)
	if errors.Is(err, book.ErrAnchor) {
		tellHeads(c, b, o, day, value)
		return fault{fmt.Errorf("%s: %w", date, plain(err))}
	}
	return err
}

// tellHeads writes down the ends of the day's logs as they are now: the first that
// differs from the day sheet is the visit whose log was cut, put back or taken out.
func tellHeads(c *console, b *book.Book, o office.Office, day time.Time, value string) {
	all, err := b.Heads(c.ctx, o.ID, day, value)
	if err != nil {
		return // no value of a sheet
	}
	fmt.Fprintf(c.out, "%s: compare with the day sheet (visit, code, number of the last entry):\n", day.Format(time.DateOnly))
	for _, h := range all {
		fmt.Fprintf(c.out, "%s %s·%d\n", h.Visit, h.Code, h.N)
	}
}

// plain puts a refusal into words for the console, which is English.
func plain(err error) error {
	list := refusal.Of(err)
	if len(list) == 0 {
		return err
	}
	return fmt.Errorf("%s", lang.EN.T("refusal."+list[0].Key, list[0].Pairs()...))
}
