//go:build linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bukutamu/internal/book"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// crashPerson is a browser that follows nothing by itself: what was answered 303 is done.
type crashPerson struct {
	door   string
	client *http.Client
}

func crashBrowser() *crashPerson {
	jar, _ := cookiejar.New(nil) // without options it cannot fail
	return &crashPerson{client: &http.Client{
		Jar: jar, Timeout: 10 * time.Second, Transport: &http.Transport{},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// at moves the browser to a door of a program that was started again; cookies stay.
func (p *crashPerson) at(door string) *crashPerson {
	p.client.CloseIdleConnections()
	p.door = door
	return p
}

// signedIn gives the browser the officer's session.
func (p *crashPerson) signedIn(o crashOfficer) *crashPerson {
	u, _ := url.Parse(p.door)
	p.client.Jar.SetCookies(u, []*http.Cookie{{Name: "staff", Value: o.cookie, Path: "/"}})
	return p
}

func (p *crashPerson) get(path string) (int, string, error) {
	r, err := p.client.Get(p.door + path)
	if err != nil {
		return 0, "", err
	}
	return crashBody(r)
}

// post gives the status, where it leads, and the page.
func (p *crashPerson) post(path string, form url.Values) (status int, to, page string, err error) {
	q, err := http.NewRequest(http.MethodPost, p.door+path, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, "", "", err
	}
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	q.Header.Set("Origin", p.door)
	r, err := p.client.Do(q)
	if err != nil {
		return 0, "", "", err
	}
	to = r.Header.Get("Location")
	status, page, err = crashBody(r)
	return status, to, page, err
}

func crashBody(r *http.Response) (int, string, error) {
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	return r.StatusCode, string(body), err
}

// crashRegistration is a guest's form as a phone sends it; the page brings csrf and act.
func crashRegistration(page string) url.Values {
	f := form(page)
	for name, value := range map[string]string{"purpose": "koordinasi", "unit": "pidum", "name": "Andai Beban", "salut": "nama", "weapon": "no", "rules": "1"} {
		f.Set(name, value)
	}
	return f
}

// crashNonce is what an act's form was named by; of a registration it is the visit's id.
func crashNonce(f url.Values) string {
	n, _, _ := strings.Cut(f.Get("act"), ".")
	return n
}

// crashLedger is what the people outside know: every form they sent, and whether it was
// acknowledged.
type crashLedger struct {
	mu      sync.Mutex
	tickets map[string]string // visit → address of its ticket, of acknowledged registrations
	sent    map[string]bool   // visits whose registration was sent at least once
	arrived map[string]bool   // acknowledged arrivals
	acks    atomic.Int64
	waiting chan string // visits whose guest may arrive
}

func (l *crashLedger) note(in map[string]bool, id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	in[id] = true
}

// crashGuest registers until the program is gone. A form without an answer is sent again,
// as a person presses the button again when the page is back.
type crashGuest struct {
	*crashPerson
	open url.Values
}

func (g *crashGuest) work(t *testing.T, l *crashLedger) {
	for {
		if g.open == nil {
			status, page, err := g.get("/")
			if err != nil {
				return
			}
			if status != http.StatusOK {
				t.Errorf("GET /: %d", status)
				return
			}
			g.open = crashRegistration(page)
			l.note(l.sent, crashNonce(g.open))
		}
		status, to, _, err := g.post("/", g.open)
		if err != nil {
			return
		}
		if status != http.StatusSeeOther || !strings.HasPrefix(to, "/t/") {
			t.Errorf("POST /: %d %s", status, to)
			return
		}
		id := crashNonce(g.open)
		g.open = nil
		l.mu.Lock()
		l.tickets[id] = to
		l.mu.Unlock()
		l.acks.Add(1)
		select {
		case l.waiting <- id:
		default:
		}
	}
}

// crashClerk lets guests arrive until the program is gone.
type crashClerk struct {
	*crashPerson
	visit string
	open  url.Values
}

func (c *crashClerk) work(ctx context.Context, t *testing.T, l *crashLedger) {
	for {
		if c.open == nil {
			select {
			case c.visit = <-l.waiting:
			case <-ctx.Done():
				return
			}
			status, page, err := c.get("/kunjungan/" + c.visit)
			if err != nil {
				return // this one simply does not arrive
			}
			if status != http.StatusOK {
				t.Errorf("the card of an acknowledged registration: %d", status)
				return
			}
			c.open = form(page)
		}
		status, to, _, err := c.post("/kunjungan/"+c.visit+"/arrive", c.open)
		if err != nil {
			return
		}
		if status != http.StatusSeeOther {
			t.Errorf("arrive: %d %s", status, to)
			return
		}
		l.note(l.arrived, c.visit)
		c.open = nil
		l.acks.Add(1)
	}
}

// check compares the ledger with the book.
func (l *crashLedger) check(t *testing.T, folder string) {
	var out bytes.Buffer
	if code := run(t.Context(), []string{"verify", "--data", folder}, &out, &out); code != 0 {
		t.Errorf("verify: exit code %d: %s", code, out.String())
	}
	c := &console{ctx: t.Context(), settings: &Settings{Data: folder}, log: slog.New(slog.DiscardHandler)}
	b, s, _, err := c.openBook(c.ctx, false, time.Now, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	doubles, arrivals := map[string]string{}, 0
	for id := range l.sent {
		v, err := b.Visit(c.ctx, "kapuas", id)
		ticket, acknowledged := l.tickets[id]
		if err != nil {
			if acknowledged {
				t.Errorf("acknowledged and lost: %s: %v", ticket, err)
			}
			continue
		}
		if acknowledged && ticket != "/t/kapuas."+v.Ticket {
			t.Errorf("%s: the guest holds the ticket %s", id, ticket)
		}
		if other := doubles[v.Ticket]; other != "" {
			t.Errorf("%s and %s have one ticket", id, other)
		}
		doubles[v.Ticket] = id
		moves := fmt.Sprint(crashMoves(v))
		if moves != "[register]" && moves != "[register arrive]" {
			t.Errorf("%s: %s", id, moves)
		}
		if v.Facts.State == visit.Arrived {
			arrivals++
		} else if l.arrived[id] {
			t.Errorf("%s: the arrival was acknowledged and is lost", id)
		}
	}
	visits := 0
	if err := s.Each(c.ctx, func(d store.Doc) error {
		if d.Kind == book.KindVisit {
			visits++
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if visits != len(doubles) {
		t.Errorf("%d visits in the book, %d forms were sent that made one", visits, len(doubles))
	}
	if len(l.tickets) < 30 || len(l.arrived) < 5 { // of the acknowledgements that each round waits for, at least half are registrations
		t.Errorf("only %d registrations and %d arrivals: this test shows little", len(l.tickets), len(l.arrived))
	}
	t.Logf("%d registrations and %d arrivals acknowledged; %d and %d in the book; 0 lost", len(l.tickets), len(l.arrived), len(doubles), arrivals)
}

func crashMoves(v visit.Visit) (out []string) {
	for _, e := range v.Log {
		out = append(out, e.Move)
	}
	return out
}
