package book_test

import (
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/secret"
)

func TestCallingAnOfficer(t *testing.T) {
	l := enter(t)
	s := l.guest()
	s.Device = "Lobi"
	for range 2 { // two taps are one call
		good(t, l.CallOfficer(l.ctx, s, "Pintu utama"))
	}
	calls, err := l.Calls(l.ctx, "kapuas")
	if err != nil || len(calls) != 1 || calls[0].Device != "Lobi" || calls[0].Place != "Pintu utama" {
		t.Fatalf("%+v, %v", calls, err)
	}
	refused(t, "answered by an auditor", l.Answered(l.ctx, l.stamp("auditor", account.Auditor), calls[0].ID), account.ErrForbidden)
	good(t, l.Answered(l.ctx, l.officer(), calls[0].ID))
	good(t, l.Answered(l.ctx, l.stamp("jaga", account.Officer), calls[0].ID)) // the first one counts
	if left, err := l.Calls(l.ctx, "kapuas"); err != nil || len(left) != 0 {
		t.Errorf("%v, %v", left, err)
	}
	refused(t, "nobody's call", l.Answered(l.ctx, l.officer(), secret.ID()), book.ErrNotFound)
	good(t, l.CallOfficer(l.ctx, l.guest(), "Lobi"))
	l.clock.pass(13 * time.Hour)
	if left, err := l.Calls(l.ctx, "kapuas"); err != nil || len(left) != 0 {
		t.Errorf("yesterday's call still rings: %v, %v", left, err)
	}
}

// The desks see for three minutes who went, and the kiosk that somebody did.
func TestWhoGoesToACall(t *testing.T) {
	l := enter(t)
	s := l.guest()
	s.Device = "Kios lobi"
	good(t, l.CallOfficer(l.ctx, s, "Lobi"))
	own, err := l.Call(l.ctx, "kapuas", s.Act)
	if err != nil || !own.Done.IsZero() || own.Device != "Kios lobi" {
		t.Fatalf("the kiosk reads %+v, %v", own, err)
	}
	coming := func() []book.Call {
		d, err := l.Desk(l.ctx, l.office, l.clock.now())
		good(t, err)
		return d.Coming
	}
	if c := coming(); len(c) != 0 {
		t.Errorf("nobody answered, and %+v", c)
	}
	l.clock.pass(90 * time.Second)
	good(t, l.Answered(l.ctx, l.officer(), s.Act))
	if own, err = l.Call(l.ctx, "kapuas", s.Act); err != nil || own.DoneBy != "piket" || own.Done.Sub(own.At) != 90*time.Second {
		t.Errorf("%+v, %v", own, err)
	}
	if c := coming(); len(c) != 1 || c[0].DoneBy != "piket" {
		t.Errorf("%+v", c)
	}
	s.Act, s.At = secret.Nonce(), l.clock.now()
	good(t, l.CallOfficer(l.ctx, s, "Lobi")) // the same kiosk rings again: that is what counts
	if c := coming(); len(c) != 0 {
		t.Errorf("it rings, and %+v", c)
	}
	good(t, l.Answered(l.ctx, l.officer(), s.Act))
	if c := coming(); len(c) != 1 || c[0].ID != s.Act {
		t.Errorf("one line a kiosk: %+v", c)
	}
	l.clock.pass(3 * time.Minute)
	if c := coming(); len(c) != 0 {
		t.Errorf("it is still told: %+v", c)
	}
	_, err = l.Call(l.ctx, "kapuas", secret.ID())
	refused(t, "nobody's call", err, book.ErrNotFound)
}

// Two officers say at once that they go: one of them does, and both can read who.
func TestRaceOfOfficersWhoGo(t *testing.T) {
	l := enter(t)
	for range rounds(10) {
		s := l.guest()
		good(t, l.CallOfficer(l.ctx, s, "Lobi"))
		names := []string{"piket", "jaga", "atasan", "siaga"}
		together(len(names), func(i int) {
			if err := l.Answered(l.ctx, l.stamp(names[i], account.Officer), s.Act); err != nil {
				t.Error(err)
			}
		})
		first, err := l.Call(l.ctx, "kapuas", s.Act)
		good(t, err)
		good(t, l.Answered(l.ctx, l.stamp("nanti", account.Officer), s.Act))
		if again, err := l.Call(l.ctx, "kapuas", s.Act); err != nil || again != first {
			t.Fatalf("%+v became %+v, %v", first, again, err)
		}
	}
}
