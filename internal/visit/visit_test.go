package visit_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bukutamu/internal/lang"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
)

func TestEveryRefusalHasItsSentence(t *testing.T) {
	n := 0
	for _, r := range refusal.All() {
		if !strings.HasPrefix(r.Key, "visit.") {
			continue
		}
		n++
		if !lang.Has("refusal." + r.Key) {
			t.Errorf("%s has no sentence in both languages", r.Key)
		}
	}
	if n < 40 {
		t.Errorf("only %d refusals were looked at", n)
	}
	for _, key := range lang.Keys() {
		if name, ours := strings.CutPrefix(key, "refusal.visit."); ours {
			known := false
			for _, r := range refusal.All() {
				known = known || r.Key == "visit."+name
			}
			if !known {
				t.Errorf("%s is the sentence of no refusal", key)
			}
		}
	}
}

// A visit is kept as JSON: nothing of it may get lost on the way.
func TestAVisitIsTheSameAfterBeingKept(t *testing.T) {
	lead := do(t, arrived(t), visit.Here{All: true}, officer(2))
	for name, v := range map[string]visit.Visit{
		"registered": registered(t), "arrived": arrived(t), "waiting": waiting(t), "meeting": meeting(t),
		"left": left(t), "owing": owing(t), "a party": lead, "a companion": lead.Members()[0],
		"answered": do(t, waiting(t), visit.Answer{Reply: visit.Wait, Minutes: 5}, officer(4)),
	} {
		if d := cmp.Diff(v, frozen(t, v)); d != "" {
			t.Errorf("%s:\n%s", name, d)
		}
	}
}

// No token, which opens a ticket or a badge, gets into the log.
func TestTheLogHoldsNoToken(t *testing.T) {
	v := do(t, waiting(t), visit.Print{Token: "badge-2"}, officer(4))
	for _, e := range v.Log {
		if strings.Contains(e.Details, "ticket-1") || strings.Contains(e.Details, "badge-1") || strings.Contains(e.Details, "badge-2") {
			t.Errorf("%s: %s", e.Move, e.Details)
		}
	}
}

func TestStates(t *testing.T) {
	for s, want := range map[visit.State]struct{ valid, open, inside bool }{
		visit.Registered: {true, true, false}, visit.Arrived: {true, true, true}, visit.Waiting: {true, true, true}, visit.Meeting: {true, true, true},
		visit.Left: {true, false, false}, visit.Refused: {true, false, false}, visit.Cancelled: {true, false, false}, visit.Expired: {true, false, false},
		"": {}, "gone": {},
	} {
		if got := (struct{ valid, open, inside bool }{s.Valid(), s.Open(), s.Inside()}); got != want {
			t.Errorf("%q: %+v, want %+v", s, got, want)
		}
	}
	if (visit.Visit{}).Last().N != 0 || (visit.Visit{}).Seen() != 0 {
		t.Error("a visit that is not there has a log")
	}
}
