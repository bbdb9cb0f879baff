package complaint_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bukutamu/internal/account"
	"bukutamu/internal/complaint"
	"bukutamu/internal/trail"
)

// possible are the moves that lead on from where the complaint stands; early in its life
// without the two that would end it.
func possible(c complaint.Complaint, early bool) (out []complaint.Rule) {
	for _, r := range complaint.Moves {
		if slices.Contains(r.From, c.Facts.State) && !(early && (r.Name == "withdraw" || r.Name == "elsewhere")) {
			out = append(out, r)
		}
	}
	return out
}

// A complaint goes through hundreds of moves, good and bad ones, by all sorts of people
// and on every kind of day; what must hold is checked after each.
func TestARandomWalkKeepsItsWord(t *testing.T) {
	seen := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		naming := rapid.SampledFrom(complaint.Namings).Draw(t, "naming")
		now := on(monday)
		c, err := complaint.Do(complaint.Complaint{}, story(naming), stamp(account.Guest, now), kapuas)
		if err != nil {
			t.Fatal(err)
		}
		for n := range rapid.IntRange(1, 40).Draw(t, "moves") {
			now = now.Add(time.Duration(rapid.IntRange(0, 96).Draw(t, "hours")) * time.Hour)
			r := rapid.SampledFrom(complaint.Moves).Draw(t, "move")
			role := rapid.SampledFrom(everybody).Draw(t, "role")
			if good := possible(c, n < 6); len(good) > 0 && rapid.IntRange(0, 4).Draw(t, "good") > 0 {
				r = rapid.SampledFrom(good).Draw(t, "good move")
				role = rapid.SampledFrom(r.By).Draw(t, "good role")
			}
			one, other, _ := sample(r.Name)
			m := rapid.SampledFrom([]complaint.Move{one, other}).Draw(t, "content")
			s := stamp(role, now)
			s.Act = fmt.Sprint("act ", n)
			before := frozen(c)
			next, err := complaint.Do(c, m, s, kapuas)
			if err != nil {
				if frozen(next) != before {
					t.Fatalf("%s was refused and changed something: %v", r.Name, err)
				}
				continue
			}
			seen[r.Name]++
			f, was := next.Facts, c.Facts
			switch {
			case len(next.Log) != len(c.Log)+1 || next.Last().State != f.State:
				t.Fatalf("%s: the log says %+v", r.Name, next.Last())
			case !f.State.Valid() || f.State == was.State && r.To != "" && r.To != was.State:
				t.Fatalf("%s led from %s to %s", r.Name, was.State, f.State)
			case (f.State == complaint.NeedsData) == f.AskedAt.IsZero() || (f.State == complaint.NeedsData) == (f.Before == ""):
				t.Fatalf("%s: %s, asked %v, before %q", r.Name, f.State, f.AskedAt, f.Before)
			case f.State == complaint.Answered && f.AnsweredAt.IsZero():
				t.Fatalf("answered, and nobody knows when")
			case !f.State.Open() == f.EndedAt.IsZero():
				t.Fatalf("%s: %s, ended %v", r.Name, f.State, f.EndedAt)
			case len(f.Files) > complaint.MaxFiles:
				t.Fatalf("%d files", len(f.Files))
			case f.State.Open() && f.Next(now, kapuas).Day.IsZero():
				t.Fatalf("%s: nothing is ever due", f.State)
			case len(f.Thread) < len(was.Thread) || !slices.Equal(f.Thread[:len(was.Thread)], was.Thread):
				t.Fatalf("%s took a message away", r.Name)
			case naming == complaint.Anonymous && (strings.Contains(frozen(next), "Rukmini") || !next.Last().At.Equal(kapuas.Day(now))):
				t.Fatalf("%s told on the complainant: %s", r.Name, frozen(next))
			case naming == complaint.Anonymous && r.Name == "reveal":
				t.Fatal("there is no name to reveal")
			}
			c = next
		}
		erased := complaint.Erase(c, now)
		for _, canary := range []string{"Rukmini", "0812", "jam tanpa kabar", "Kapan", "Ombudsman", "hash", "7XKM", "a.jpg"} {
			if strings.Contains(frozen(erased), canary) {
				t.Fatalf("erased, and %q is still there: %s", canary, frozen(erased))
			}
		}
		if len(erased.Log) != len(c.Log) || erased.Facts.State != c.Facts.State {
			t.Fatal("erasure loses steps or the state")
		}
		if trail.Last(erased.Log).Details != "" {
			t.Fatal("the log still says what was said")
		}
	})
	for _, r := range complaint.Moves {
		if seen[r.Name] == 0 && r.From != nil {
			t.Errorf("the walk never came to %s", r.Name)
		}
	}
	t.Log(seen)
}
