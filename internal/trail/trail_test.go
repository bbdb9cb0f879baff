package trail_test

import (
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/trail"
)

type state string

func stamp(act string, seen int) account.Stamp {
	return account.Stamp{At: time.Date(2026, 11, 23, 2, 0, 0, 1234567, time.UTC), By: "piket", Act: act, Seen: seen}
}

func TestAFormThatComesAgain(t *testing.T) {
	var log []trail.Entry[state]
	log = append(log, trail.Next(log, stamp("a", 0), "ask", state("waiting"), `{"x":1}`))
	log = append(log, trail.Next(log, stamp("b", 1), "answer", state("waiting"), `{"y":2}`))
	for _, x := range []struct {
		what, act, move, details string
		again, other             bool
	}{
		{"the same form", "a", "ask", `{"x":1}`, true, false},
		{"the same form with other content", "a", "ask", `{"x":2}`, false, true},
		{"one form that does two things", "a", "answer", `{"x":1}`, false, false},
		{"another form that says the same", "c", "ask", `{"x":1}`, false, false},
	} {
		again, other := trail.Said(log, stamp(x.act, 0), x.move, x.details)
		if again != x.again || (other != nil) != x.other {
			t.Errorf("%s: again %v, other %v", x.what, again, other)
		}
	}
	if again, _ := trail.Said(trail.Emptied(log), stamp("a", 0), "ask", "anything"); !again {
		t.Error("what was erased since was said all the same")
	}
	nameless := []trail.Entry[state]{{N: 1, Move: "ask", Details: "{}"}}
	if again, other := trail.Said(nameless, stamp("", 0), "ask", "{}"); again || other != nil {
		t.Error("acts without a name are taken for each other")
	}
	if e := trail.Last(log); e.N != 2 || e.At.Nanosecond() != 1_000_000 || log[0].Details == "" {
		t.Errorf("%+v", e)
	}
}

func TestWhoWasFaster(t *testing.T) {
	log := []trail.Entry[state]{{N: 1, Act: "a"}, {N: 2, Act: "b"}, {N: 3, Act: "c"}}
	for _, x := range []struct {
		what string
		act  string
		seen int
		want int
	}{
		{"everything was seen", "d", 3, 0},
		{"the newest was not", "d", 2, 3},
		{"nothing was", "d", 0, 3},
		{"the newest is of the same form", "c", 2, 0},
		{"the one before was not seen", "c", 1, 2},
		{"a job looks at nothing", "d", account.SeenAny, 0},
	} {
		e, ok := trail.Newer(log, stamp(x.act, x.seen))
		if e.N != x.want || ok != (x.want > 0) {
			t.Errorf("%s: entry %d, %v", x.what, e.N, ok)
		}
	}
}
