package web

import (
	"sync"
	"time"

	"github.com/valyala/fasthttp"
)

// uploadsAtOnce is how many large bodies a door reads at a time: each takes its whole
// announced length in memory before the first byte is here (security.md 3).
const uploadsAtOnce = 4

// uploads are the large bodies that are on their way. A place is known by the request's
// header, whose address stays the same from the first line to the answer.
type uploads struct {
	mu    sync.Mutex
	until map[*fasthttp.RequestHeader]time.Time // taken places, and when each is free at the latest
	none  map[*fasthttp.RequestHeader]time.Time // who got none, and is to be told so
}

// enter takes a place until the request is answered, at most for so long; false when all
// are taken.
func (u *uploads) enter(h *fasthttp.RequestHeader, now time.Time, most time.Duration) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.until == nil {
		u.until, u.none = map[*fasthttp.RequestHeader]time.Time{}, map[*fasthttp.RequestHeader]time.Time{}
	}
	for _, places := range []map[*fasthttp.RequestHeader]time.Time{u.until, u.none} {
		for other, t := range places {
			if now.After(t) { // a connection that broke without a word
				delete(places, other)
			}
		}
	}
	if len(u.until) >= uploadsAtOnce {
		u.none[h] = now.Add(most)
		return false
	}
	u.until[h] = now.Add(most)
	return true
}

// leave gives a request's place back, if it had one, and reports whether it was refused one.
func (u *uploads) leave(h *fasthttp.RequestHeader) (refused bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.until, h)
	_, refused = u.none[h]
	delete(u.none, h)
	return refused
}
