package web

import (
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
)

// A few pages must be there when the store is not: the evacuation list. On the paths in
// Config.LastKnown whoever was signed in a moment ago still is, as this process last
// saw it, to read; nothing can be written without the store anyway.
const (
	lastKnownAge = account.SessionIdle // since the store last confirmed the session
	lastKnownMax = 500
)

// present is a session as the store last confirmed it.
type present struct {
	session account.Session
	account account.Account
	device  *account.Device
	at      time.Time
}

// lastKnown remembers sessions by a keyed hash of their token, never the token.
type lastKnown struct {
	mu  sync.Mutex
	who map[string]present
}

func (l *lastKnown) note(key string, p present) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.who == nil || len(l.who) >= lastKnownMax {
		l.who = map[string]present{}
	}
	l.who[key] = p
}

func (l *lastKnown) forget(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.who, key)
}

func (l *lastKnown) find(key string) (present, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p, ok := l.who[key]
	return p, ok
}

func (d *door) presentKey(token string) string {
	return string(d.Keys.MAC("last known session", []byte(token)))
}

// confirmed keeps what the store just said about the caller.
func (r *request) confirmed(token string) {
	d := r.door
	if len(d.Config.LastKnown) == 0 {
		return
	}
	if r.session == nil || r.locked {
		d.present.forget(d.presentKey(token))
		return
	}
	d.present.note(d.presentKey(token), present{*r.session, *r.account, r.device, d.Now()})
}

// recall lets the caller in as they were last seen, where the page may be read so.
func (r *request) recall(c *fiber.Ctx, err error) bool {
	d := r.door
	if !d.away(err) || unsafe(c.Method()) || !within(c.Path(), d.Config.LastKnown) {
		return false
	}
	p, ok := d.present.find(d.presentKey(r.cookie(c, "")))
	now := d.Now()
	if !ok || now.Sub(p.at) > lastKnownAge || p.session.Over(now) {
		return false
	}
	r.session, r.account, r.device, r.storeAway = &p.session, &p.account, p.device, true
	return true
}

// StoreAway reports whether this request is answered without the store: the caller is
// taken from memory, and the page must not ask the store again.
func StoreAway(c *fiber.Ctx) bool { return of(c).storeAway }
