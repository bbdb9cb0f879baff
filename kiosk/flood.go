package kiosk

import (
	"crypto/rand"
	"crypto/sha256"
	"net/netip"
	"sync"
	"time"

	"bukutamu/internal/refusal"
)

// ErrFlood holds a complaint back while too many come at once. What was typed stays.
var ErrFlood = refusal.New(refusal.Busy, "kiosk.flood")

// How many complaints are taken: a desk that must read them, and a disk that must hold
// them, never meet more. Behind one address may stand a whole family or a lobby's
// network; the office's own kiosks keep two places that nobody outside can fill.
const (
	floodMinute = 5  // a minute and address
	floodHour   = 30 // an hour and address
	floodAll    = 10 // a minute, all together
	floodKiosk  = 2  // of these for the office's own kiosks alone
)

// whose tells callers apart without knowing them: a hash under a salt that is drawn anew
// each day and stands nowhere but in memory (security.md 28).
type whose [12]byte

// salt makes those hashes. Its holder's lock guards it.
type salt struct {
	day  string
	text [16]byte
}

// fresh draws a new salt when the day is another, and reports whether it did: whatever
// was counted under the old one is then to be forgotten.
func (s *salt) fresh(day string) bool {
	if s.day == day {
		return false
	}
	s.day = day
	rand.Read(s.text[:])
	return true
}

// of is the hash of texts.
func (s *salt) of(texts ...string) (w whose) {
	h := sha256.New()
	h.Write(s.text[:])
	for _, t := range texts {
		h.Write([]byte{0})
		h.Write([]byte(t))
	}
	copy(w[:], h.Sum(nil))
	return w
}

// subscriber is an address as far as it tells who calls: one holds a whole /64.
func subscriber(address string) string {
	if a, err := netip.ParseAddr(address); err == nil && a.Is6() && !a.Is4In6() {
		if p, err := a.Prefix(64); err == nil {
			return p.Addr().String()
		}
	}
	return address
}

// flood counts the complaints of the last hour.
type flood struct {
	mu   sync.Mutex
	salt salt
	all  []time.Time // of the last minute, the oldest first
	by   map[whose][]time.Time
}

// take takes a place for one complaint and reports whether there was one. A kiosk of the
// office is not counted by its address.
func (f *flood) take(address string, kiosk bool, day string, now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.salt.fresh(day) || f.by == nil {
		f.by = map[whose][]time.Time{}
	}
	f.all = since(f.all, now.Add(-time.Minute))
	most := floodAll
	if !kiosk {
		most -= floodKiosk
	}
	if len(f.all) >= most {
		return false
	}
	if !kiosk {
		who := f.salt.of(subscriber(address))
		at := since(f.by[who], now.Add(-time.Hour))
		if len(at) >= floodHour || len(since(at, now.Add(-time.Minute))) >= floodMinute {
			return false
		}
		f.by[who] = append(at, now)
	}
	f.all = append(f.all, now)
	return true
}

// untake gives back the place that was taken at that time: nothing new was written.
func (f *flood) untake(address string, kiosk bool, at time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.all = without(f.all, at)
	if who := f.salt.of(subscriber(address)); !kiosk {
		f.by[who] = without(f.by[who], at)
	}
}

// since are the times after t, of times in order.
func since(times []time.Time, t time.Time) []time.Time {
	for len(times) > 0 && !times[0].After(t) {
		times = times[1:]
	}
	return times
}

func without(times []time.Time, t time.Time) []time.Time {
	for i, x := range times {
		if x.Equal(t) {
			return append(times[:i:i], times[i+1:]...)
		}
	}
	return times
}
