package main

import (
	"fmt"
	"time"

	"bukutamu/internal/lang"
	"bukutamu/internal/refusal"
)

type verifyCommand struct {
	Anchor string `help:"A day and the value printed for it." placeholder:"DATE=VALUE"`
}

// Run checks the whole store; exit code 1 with the first fault named.
func (v verifyCommand) Run(c *console) error {
	b, store, _, err := c.openBook(c.ctx, false, time.Now, nil)
	if err != nil {
		return err
	}
	defer store.Close()
	n, err := b.Check(c.ctx)
	if err != nil {
		return fault{err}
	}
	fmt.Fprintf(c.out, "clean: %d documents, %d visits with %d log entries, %d acts\n", n.Documents, n.Visits, n.Entries, n.Acts)
	return nil
}

// plain puts a refusal into words for the console, which is English.
func plain(err error) error {
	list := refusal.Of(err)
	if len(list) == 0 {
		return err
	}
	return fmt.Errorf("%s", lang.EN.T("refusal."+list[0].Key, list[0].Pairs()...))
}
