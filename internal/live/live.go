// Package live tells open pages that something changed. An event carries no data of a
// person: only which document of which office changed; the browser fetches what it may
// see. Publishing never waits: whoever reads too slowly is dropped and comes back by
// itself.
package live

import (
	"sync"

	"bukutamu/internal/refusal"
)

// Event says that a document changed.
type Event struct {
	Office  string
	Kind    string // "visit", "call", …
	ID      string
	Version int64 // of the document, so that what is known already can be dropped
}

// Limits of the streams (security.md 4): a browser holds at most six connections to an
// origin, and a stream occupies one of them.
const (
	perSession = 3
	perAddress = 12
	inAll      = 200
	backlog    = 32 // events a reader may be behind
)

// Errors of Subscribe.
var (
	ErrFull   = refusal.New(refusal.Busy, "live.full")
	ErrClosed = refusal.New(refusal.Gone, "live.closed")
)

// Who is a reader, as far as the limits need it.
type Who struct{ Session, Address string }

// Hub knows who listens. The zero Hub is not usable; New makes one.
type Hub struct {
	mu       sync.Mutex
	readers  map[*Subscription]struct{}
	sessions map[string]int
	address  map[string]int
	begun    int // subscriptions so far: their age
	closed   bool
}

// New makes a hub without readers.
func New() *Hub {
	return &Hub{readers: map[*Subscription]struct{}{}, sessions: map[string]int{}, address: map[string]int{}}
}

// Subscription is one open stream. C is closed when the hub closes, the reader is too
// slow, or Close is called.
type Subscription struct {
	C <-chan Event

	hub    *Hub
	c      chan Event
	office string
	wanted func(Event) bool
	who    Who
	n      int // the how-manieth it is
}

// Subscribe begins to listen to an office's events; wanted (nil: all) is asked for each,
// quickly and without locking. Whoever subscribes must Close.
//
// A page that was left is noticed only when something is written to it, so an officer
// who opens four guests in a row would stand before a full hub. At its limit a session
// loses its oldest stream, and an address the oldest of a session that has several; the
// page behind it, should it still be there, comes back by itself.
func (h *Hub) Subscribe(office string, who Who, wanted func(Event) bool) (*Subscription, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.closed:
		return nil, ErrClosed
	case h.sessions[who.Session] >= perSession:
		h.dropOldest(func(s *Subscription) bool { return s.who.Session == who.Session })
	case h.address[who.Address] >= perAddress:
		h.dropOldest(func(s *Subscription) bool { return s.who.Address == who.Address && h.sessions[s.who.Session] > 1 })
	}
	if len(h.readers) >= inAll || h.address[who.Address] >= perAddress {
		return nil, ErrFull
	}
	c := make(chan Event, backlog)
	h.begun++
	s := &Subscription{C: c, c: c, hub: h, office: office, wanted: wanted, who: who, n: h.begun}
	h.readers[s] = struct{}{}
	h.sessions[who.Session]++
	h.address[who.Address]++
	return s, nil
}

// Close ends the subscription; twice is as good as once.
func (s *Subscription) Close() {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	s.hub.drop(s)
}

// drop needs the lock.
func (h *Hub) drop(s *Subscription) {
	if _, open := h.readers[s]; !open {
		return
	}
	delete(h.readers, s)
	less(h.sessions, s.who.Session)
	less(h.address, s.who.Address)
	close(s.c)
}

// dropOldest ends the longest-running stream of those that are meant; it needs the lock.
func (h *Hub) dropOldest(meant func(*Subscription) bool) {
	var oldest *Subscription
	for s := range h.readers {
		if meant(s) && (oldest == nil || s.n < oldest.n) {
			oldest = s
		}
	}
	if oldest != nil {
		h.drop(oldest)
	}
}

func less(m map[string]int, key string) {
	if m[key]--; m[key] <= 0 {
		delete(m, key)
	}
}

// Publish tells every reader of the event's office. It never waits: a reader whose
// backlog is full is dropped.
func (h *Hub) Publish(e Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.readers {
		if s.office != e.Office || s.wanted != nil && !s.wanted(e) {
			continue
		}
		select {
		case s.c <- e:
		default:
			h.drop(s)
		}
	}
}

// Open is how many streams are open.
func (h *Hub) Open() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.readers)
}

// Close ends every stream and lets no new one begin: the first step of a clean stop, or
// an open stream would hold the server until its limit.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for s := range h.readers {
		h.drop(s)
	}
}
