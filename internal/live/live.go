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
}

// Subscribe begins to listen to an office's events; wanted (nil: all) is asked for each,
// quickly and without locking. Whoever subscribes must Close.
func (h *Hub) Subscribe(office string, who Who, wanted func(Event) bool) (*Subscription, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.closed:
		return nil, ErrClosed
	case len(h.readers) >= inAll, h.sessions[who.Session] >= perSession, h.address[who.Address] >= perAddress:
		return nil, ErrFull
	}
	c := make(chan Event, backlog)
	s := &Subscription{C: c, c: c, hub: h, office: office, wanted: wanted, who: who}
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
