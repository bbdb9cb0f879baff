package kiosk

import (
	"sync"
	"time"

	"bukutamu/internal/refusal"
)

// ErrGuess lets somebody wait {seconds} before the next code and PIN are looked at.
var ErrGuess = refusal.New(refusal.Busy, "kiosk.guess-wait")

// Guessing is made slow, never impossible: whoever holds the right code and PIN gets in
// once their own wait is over, whatever others tried. A wait belongs to an address; a
// code at which many were wrong makes it longer for that code, and each address still
// has its turn. Nothing is kept of it but hashes in memory, until the day is over.
const (
	guessFree  = 5                // wrong ones without a wait
	guessMost  = 30 * time.Second // the longest wait of an address
	guessMany  = 50               // wrong ones at one code, by whomever
	guessCode  = 10 * time.Minute // then an address waits so long between two at it
	guessQuiet = 10 * time.Minute // after so long without a try an address begins anew
	guessers   = 50_000           // beyond, all are forgotten: memory stays bounded
)

// guess is what is known of one address, one code, or one address at one code.
type guess struct {
	wrong int
	last  time.Time
}

// guesses count wrong codes and PINs.
type guesses struct {
	mu   sync.Mutex
	salt salt
	by   map[whose]guess
}

// begin asks whether a try may be made now, and counts it before anything is looked at,
// so that many at once are not more than one after the other. wait is how long to hold
// back; right takes a try back that was none.
func (g *guesses) begin(address, code, day string, now time.Time) (wait time.Duration, right func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.salt.fresh(day) || g.by == nil || len(g.by) > guessers {
		g.by = map[whose]guess{}
	}
	address = subscriber(address)
	who, what, both := g.salt.of("who", address), g.salt.of("what", code), g.salt.of("both", address, code)
	mine := g.by[who]
	if now.Sub(mine.last) >= guessQuiet {
		mine = guess{}
	}
	if mine.wrong >= guessFree {
		wait = mine.last.Add(min(time.Second<<min(mine.wrong-guessFree, 10), guessMost)).Sub(now)
	}
	if g.by[what].wrong >= guessMany && g.by[both].wrong > 0 {
		wait = max(wait, g.by[both].last.Add(guessCode).Sub(now))
	}
	if wait > 0 {
		return wait, nil
	}
	for _, k := range []whose{who, what, both} {
		one := g.by[k]
		if k == who {
			one = mine
		}
		g.by[k] = guess{one.wrong + 1, now}
	}
	return 0, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		for _, k := range []whose{who, what, both} {
			if one := g.by[k]; one.wrong > 0 {
				one.wrong--
				g.by[k] = one
			}
		}
	}
}
