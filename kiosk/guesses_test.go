package kiosk

import (
	"fmt"
	"testing"
	"time"
)

// Ten thousand guesses at one code: at one moment a handful are looked at, and over an
// hour no more than the waits let through. From as many addresses each has its one turn,
// and the owner's is never gone.
func TestTenThousandGuesses(t *testing.T) {
	now := time.Date(2026, 11, 23, 2, 42, 0, 0, time.UTC)
	var g guesses
	looked := func(address string, at time.Time) bool {
		wait, _ := g.begin(address, "7XKM93TRHWQ4", "2026-11-23", at)
		return wait == 0
	}
	n := 0
	for range 10_000 {
		if looked("203.0.113.7", now) {
			n++
		}
	}
	if n != guessFree {
		t.Errorf("%d of 10,000 were looked at, want %d", n, guessFree)
	}
	for i := range 10_000 {
		if looked("203.0.113.7", now.Add(time.Duration(i)*360*time.Millisecond)) {
			n++
		}
	}
	if n > 130 {
		t.Errorf("%d were looked at in an hour", n)
	}
	for i := range 10_000 {
		looked(fmt.Sprintf("10.0.%d.%d", i/250, i%250), now)
	}
	wait, right := g.begin("198.51.100.7", "7XKM93TRHWQ4", "2026-11-23", now)
	if wait != 0 {
		t.Fatalf("the owner waits %v", wait)
	}
	right()
	if g.begin("2001:db8::1", "A", "2026-11-23", now); len(g.by) > guessers+3 {
		t.Errorf("%d are remembered", len(g.by))
	}
}
