//go:build linux

package main

import (
	"context"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"bukutamu/internal/account"
)

// A process killed at any moment while guests register and arrive: what it acknowledged is
// in the book after the next start, once, also where the form was sent again.
//
// A kill leaves the system's cache alone, so this test cannot tell synchronous=FULL from
// OFF: what power loss would do is the business of the pragmas, which internal/store/sqlite
// reads back from every connection.
func TestKilledUnderLoad(t *testing.T) {
	rounds := 4
	if os.Getenv("BUKUTAMU_SOAK") != "" {
		rounds = 200
	}
	t.Parallel()
	folder := t.TempDir()
	officer := crashFolder(t, folder)
	l := &crashLedger{tickets: map[string]string{}, sent: map[string]bool{}, arrived: map[string]bool{}, waiting: make(chan string, 5000)}
	var guests []*crashGuest
	var clerks []*crashClerk
	for range 4 {
		guests = append(guests, &crashGuest{crashPerson: crashBrowser()})
	}
	for range 2 {
		clerks = append(clerks, &crashClerk{crashPerson: crashBrowser()})
	}
	dice := rand.New(rand.NewPCG(4, 11))
	for round := range rounds + 1 {
		p := crashServe(t, folder, "")
		ctx, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		for _, g := range guests {
			g.at(p.Guest)
			all.Go(func() { g.work(t, l) })
		}
		for _, c := range clerks {
			c.at(p.Staff).signedIn(officer)
			all.Go(func() { c.work(ctx, t, l) })
		}
		goal := l.acks.Load() + 2 + dice.Int64N(80)
		deadline := time.Now().Add(20 * time.Second)
		for l.acks.Load() < goal && time.Now().Before(deadline) && !t.Failed() {
			<-time.After(time.Duration(dice.IntN(2000)) * time.Microsecond)
		}
		if l.acks.Load() < goal {
			t.Errorf("round %d: too slow, %d of %d", round, l.acks.Load(), goal)
		}
		if round < rounds {
			p.Kill()
		} else { // the last time in peace: what was in doubt has been sent again by now
			p.Stop()
		}
		cancel()
		all.Wait()
		if t.Failed() {
			t.Fatalf("round %d; the program says: %s", round, p.Stderr())
		}
	}
	l.check(t, folder)
}

// A clean stop does not wait for a stream that is open: within 2 s everything is written
// and the exit code is 0.
func TestStopWithOpenStream(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	officer := crashFolder(t, folder)
	p := crashServe(t, folder, "")
	clerk := crashBrowser().at(p.Staff).signedIn(officer)
	stream, err := clerk.client.Get(p.Staff + "/meja/aliran")
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	begun := make([]byte, len(": open"))
	if _, err := io.ReadFull(stream.Body, begun); err != nil || string(begun) != ": open" {
		t.Fatalf("the stream begins with %q, %v", begun, err)
	}
	guest := crashBrowser().at(p.Guest)
	_, page, err := guest.get("/")
	if err != nil {
		t.Fatal(err)
	}
	f := crashRegistration(page)
	if status, _, _, err := guest.post("/", f); err != nil || status != http.StatusSeeOther {
		t.Fatalf("registration: %d, %v", status, err)
	}
	if took := p.Stop(); took > 2*time.Second {
		t.Errorf("the stop took %s", took)
	}
	rest, err := io.ReadAll(stream.Body)
	if err != nil || !strings.Contains(string(rest), crashNonce(f)) {
		t.Errorf("the stream ended with %q, %v", rest, err)
	}
	c := &console{ctx: t.Context(), settings: &Settings{Data: folder}, log: slog.New(slog.DiscardHandler)}
	b, s, _, err := c.openBook(c.ctx, false, time.Now, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if v, err := b.Visit(c.ctx, "kapuas", crashNonce(f)); err != nil || v.Log[0].By != account.ByGuest {
		t.Errorf("the registration of just before: %v", err)
	}
}
