package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"bukutamu/internal/office"
	"bukutamu/internal/paper"
	"bukutamu/internal/spool"
	"bukutamu/static"
)

// printing are what makes papers and what hands them to the server's queues.
func (c *console) printing() (*paper.Press, *spool.Spool, error) {
	press, err := paper.New(static.Files)
	return press, spool.New(c.log, os.Getenv), err
}

// printerFindings lists the server's own print queues, and looks at each that the
// office or a device prints on. Most desks print from their browser, so none is no
// fault.
func printerFindings(c *console) []finding {
	out := queueFindings(c)
	used, err := usedQueues(c)
	if err != nil { // what is wrong with the store is said beside it
		return out
	}
	queues := spool.New(c.log, os.Getenv)
	for _, u := range used {
		ctx, cancel := context.WithTimeout(c.ctx, 3*time.Second)
		err := queues.Check(ctx, u.queue)
		cancel()
		switch {
		case err == nil:
			out = append(out, ok("printer: the queue %s takes papers (%s)", u.queue, u.by))
		case errors.Is(err, spool.ErrNone):
			out = append(out, look("printer: %s prints on the queue %s, but this machine has no lp; install cups-client, or let the browser print (Settings, Kiosks and devices)", u.by, u.queue))
		case errors.Is(err, spool.ErrNoQueue):
			out = append(out, look("printer: %s prints on the queue %s, which is not there; add it (lpadmin), or correct its name in Settings, Kiosks and devices", u.by, u.queue))
		case errors.Is(err, spool.ErrStopped):
			out = append(out, look("printer: the queue %s of %s has stopped; look for paper and cable, then: cupsenable %s; cupsaccept %s", u.queue, u.by, u.queue, u.queue))
		default:
			out = append(out, look("printer: nobody answers for the queue %s of %s; is CUPS running, and CUPS_SERVER right?", u.queue, u.by))
		}
	}
	return out
}

func queueFindings(c *console) []finding {
	path, err := exec.LookPath("lpstat")
	if err != nil {
		return []finding{look("printer: this machine has no print queues (no lpstat); the desk's browser prints")}
	}
	ctx, cancel := context.WithTimeout(c.ctx, 3*time.Second)
	defer cancel()
	text, err := exec.CommandContext(ctx, path, "-e").Output()
	queues := strings.Fields(string(text))
	if err != nil || len(queues) == 0 {
		return []finding{look("printer: no print queue is set up on this machine; the desk's browser prints")}
	}
	return []finding{ok("printer: queues %s; set the badge's paper with lpoptions -p QUEUE -o media=Custom.86x54mm", strings.Join(queues, ", "))}
}

// usedQueue is a queue and who prints on it.
type usedQueue struct{ queue, by string }

// usedQueues are the queues that the office and its devices print on, each once.
func usedQueues(c *console) ([]usedQueue, error) {
	ctx, cancel := context.WithTimeout(c.ctx, 5*time.Second)
	defer cancel()
	b, s, _, err := c.openBook(ctx, false, time.Now, nil)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	o, err := b.Home(ctx)
	if err != nil {
		return nil, err
	}
	devices, err := b.Devices(ctx, o.ID)
	var out []usedQueue
	add := func(printers office.Printers, by string) {
		for _, p := range printers {
			if p.Way == office.ByQueue && !slices.ContainsFunc(out, func(u usedQueue) bool { return u.queue == p.Queue }) {
				out = append(out, usedQueue{p.Queue, by})
			}
		}
	}
	add(o.Printers, "the office")
	for _, d := range devices {
		if d.Revoked.IsZero() {
			add(d.Printers, d.Name)
		}
	}
	return out, err
}
