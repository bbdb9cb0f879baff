package main

import (
	"context"
	"errors"
	"net/http"
	"time"

	"bukutamu/internal/book"
	"bukutamu/internal/guard"
)

// work runs the jobs once a minute, and sees once a minute whether phones can
// reach the program through its base URL.
func (p *Program) work(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		guard.Run(p.console.log, "jobs", func() {
			if err := p.inside.keep(ctx, p.Book); err != nil && !errors.Is(err, book.ErrNotFound) && ctx.Err() == nil {
				p.console.log.Warn("the evacuation list was not kept on this machine", "error", err)
			}
			p.Book.RunJobs(ctx)
		})
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			p.reach()
		}
	}
}

// reach asks for the own health check through the base URL. Only then does the
// kiosk offer the phone, and the ticket its live page.
func (p *Program) reach() {
	if p.console.settings.BaseURL == "" {
		return
	}
	r, err := p.client().Get(p.console.settings.BaseURL + "/healthz")
	if err == nil {
		r.Body.Close()
	}
	p.reached.Store(err == nil && r.StatusCode == http.StatusOK && r.Header.Get(instanceHeader) == p.instance())
}
