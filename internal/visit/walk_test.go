package visit_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
)

// The walk is the same each time; -rapid.seed or BUKUTAMU_SOAK takes others.
func TestMain(m *testing.M) {
	flag.Parse()
	set := map[string]bool{}
	flag.Visit(func(f *flag.Flag) { set[f.Name] = true })
	if !set["rapid.seed"] && os.Getenv("BUKUTAMU_SOAK") == "" {
		_ = flag.Set("rapid.seed", "20261123")
	}
	if !set["rapid.checks"] {
		_ = flag.Set("rapid.checks", "50")
	}
	if !set["rapid.steps"] {
		_ = flag.Set("rapid.steps", "200")
	}
	_ = flag.Set("rapid.nofailfile", "true")
	os.Exit(m.Run())
}

// carried does in the lobby what the move says was done with hands.
func (l *lobby) carried(id string, m visit.Move, before visit.Visit) {
	back := func(keys []string) {
		for _, key := range keys {
			switch n := before.Facts.Badge.Number; {
			case key == "badge" && l.badge[n] == id:
				delete(l.badge, n)
			case key == "card" && l.pocket[n] == id:
				delete(l.pocket, n)
			default:
				delete(l.items, id+"/"+key)
			}
		}
	}
	switch m := m.(type) {
	case visit.Verify:
		l.badge[m.Badge] = id
		if !m.Seen {
			l.pocket[m.Badge] = id
		}
		for i := range m.Items {
			l.items[fmt.Sprintf("%s/%d", id, i+1)] = true
		}
	case visit.Custody:
		l.items[fmt.Sprintf("%s/%d", id, len(before.Facts.Items)+1)] = true
	case visit.Exchange: // the card goes along into the new pocket
		was := before.Facts.Badge.Number
		delete(l.badge, was)
		l.badge[m.Badge] = id
		if l.pocket[was] == id {
			delete(l.pocket, was)
			l.pocket[m.Badge] = id
		}
	case visit.Lose:
		l.word[id+"/badge"] = m.Reason != "" && m.Supervisor != ""
	case visit.Out: // the badge lies at the desk, and is still nobody else's
		back(slices.DeleteFunc(slices.Clone(m.Back), func(key string) bool { return key == "badge" }))
	case visit.In:
		for _, t := range before.Facts.TakenAlong() {
			switch {
			case !slices.Contains(m.Taken, t.Key):
			case t.Key == "card":
				l.pocket[before.Facts.Badge.Number] = id
			default:
				l.items[id+"/"+t.Key] = true
			}
		}
	case visit.Leave:
		back(m.Back)
		if before.Facts.Outside() && before.Facts.Badge.LostAt.IsZero() {
			back([]string{"badge"})
		}
		for _, key := range m.Behind {
			if key != "badge" {
				l.word[id+"/"+key] = m.Reason != ""
			}
		}
	case visit.Close: // nothing is given back, and one reason is said for all of it
		for _, t := range before.Facts.Things() {
			if t.Back.IsZero() {
				l.word[id+"/"+t.Key] = m.Reason != ""
			}
		}
	case visit.Return:
		back(m.Back)
	case visit.Retire: // a new badge with this number was made
		delete(l.badge, before.Facts.Badge.Number)
	}
}

// step makes one move on one visit, as the store would keep it.
func (l *lobby) step(t *rapid.T) {
	l.throw(t)
	l.now = l.now.Add(time.Duration(l.dice.IntN(90)) * time.Second)
	v := l.pick()
	m := l.any(v)
	s := l.stamp(v, m)
	name, id := visit.Name(m), v.ID

	next, err := visit.Do(v, m, s, kapuas)
	l.unchanged(t, name+" wrote into the visit it was made from", v)
	if err != nil {
		if len(refusal.Of(err)) == 0 {
			t.Fatalf("%s: a fault: %v", name, err)
		}
		l.unchanged(t, name+" was refused and changed", next)
		l.seen["refused"]++
		return
	}
	if next.Seen() == v.Seen() {
		l.unchanged(t, name+" made no entry and changed", next)
		l.seen["once more"]++
		return
	}
	if n := next.Facts.TakesNumber(); n != v.Facts.TakesNumber() && l.took(id, n) {
		if name != "verify" && name != "exchange" {
			t.Fatalf("%s takes number %d, which somebody has", name, n)
		}
		l.seen["taken"]++
		return
	}
	if em, ok := m.(visit.Exchange); ok && (l.badge[em.Badge] != "" || l.pocket[em.Badge] != "") {
		t.Fatalf("badge %d was given to %s in exchange; it is with %q, the pocket holds the card of %q", em.Badge, id, l.badge[em.Badge], l.pocket[em.Badge])
	}
	if vm, ok := m.(visit.Verify); ok && (l.badge[vm.Badge] != "" || l.pocket[vm.Badge] != "") {
		t.Fatalf("badge %d was given to %s; the badge is with %q, the pocket holds the card of %q", vm.Badge, id, l.badge[vm.Badge], l.pocket[vm.Badge])
	}
	l.seen[name]++

	// The log grows by this entry and by nothing else.
	if d := cmp.Diff(v.Log, next.Log[:len(next.Log)-1]); d != "" {
		t.Fatalf("%s rewrote the log:\n%s", name, d)
	}
	for i, e := range next.Log {
		if e.N != i+1 {
			t.Fatalf("entry %d is numbered %d", i+1, e.N)
		}
	}
	if e := next.Last(); e.Move != name || e.By != s.By || e.Act != s.Act || e.State != next.Facts.State {
		t.Fatalf("%s is logged as %+v", name, e)
	}
	r, _ := visit.Find(name)
	switch {
	case !r.Undo && next.Before != nil, r.Undo && next.Before == nil:
		t.Fatalf("%s keeps the facts before: %v", name, next.Before != nil)
	case r.Undo:
		if d := cmp.Diff(v.Facts, *next.Before); d != "" {
			t.Fatalf("%s keeps other facts than there were:\n%s", name, d)
		}
	case name == "undo":
		if d := cmp.Diff(*v.Before, next.Facts); d != "" {
			t.Fatalf("undo does not give back the facts:\n%s", d)
		}
	}

	l.add(t, next)
	l.carried(id, m, v)
	if name == "here" {
		for _, c := range next.Members() {
			if _, ok := l.visits[c.ID]; !ok {
				l.add(t, c)
				l.seen["companion"]++
			}
		}
	}
}

// check compares what the visits say with what lies in the lobby.
func (l *lobby) check(t *rapid.T) {
	holder := map[int]string{}
	for _, id := range l.order {
		f := l.visits[id].Facts
		n := f.Badge.Number
		badgeOut, inPocket := n > 0 && l.badge[n] == id, n > 0 && l.pocket[n] == id
		if badgeOut || inPocket {
			if other := holder[n]; other != "" {
				t.Fatalf("number %d belongs to %s and %s", n, other, id)
			}
			holder[n] = id
			if f.TakesNumber() != n {
				t.Fatalf("%s: badge out %v, card in the pocket %v, yet number %d is free", id, badgeOut, inPocket, n)
			}
		} else if f.TakesNumber() != 0 {
			t.Fatalf("%s takes number %d for nothing", id, f.TakesNumber())
		}
		holds := badgeOut || inPocket
		for i := range f.Items {
			out := l.items[fmt.Sprintf("%s/%d", id, i+1)]
			holds = holds || out
			if out != f.Items[i].Out() {
				t.Fatalf("%s: item %d out: %v, by the visit %v", id, i+1, out, f.Items[i].Out())
			}
			if out && f.State == visit.Left && (f.Items[i].Behind == "" && f.Closing != visit.ClosedByShift || !l.word[fmt.Sprintf("%s/%d", id, i+1)]) {
				t.Fatalf("%s left, %s is still here and nobody said why", id, f.Items[i].What)
			}
		}
		if holds != f.Holds() {
			t.Fatalf("%s holds: %v, by the visit %v", id, holds, f.Holds())
		}
		switch f.State {
		case visit.Left:
			if badgeOut && !l.word[id+"/badge"] || inPocket && (f.Card.Behind == "" && f.Closing != visit.ClosedByShift || !l.word[id+"/card"]) {
				t.Fatalf("%s left, though nobody said why: badge out %v, card in the pocket %v (%q)", id, badgeOut, inPocket, f.Card.Behind)
			}
		case visit.Waiting, visit.Meeting:
			if n == 0 {
				t.Fatalf("%s is %s without a badge", id, f.State)
			}
		default:
			if holds || n != 0 {
				t.Fatalf("%s is %s and holds something", id, f.State)
			}
		}
	}
}

// Several guests share five badges through a day of moves, good and bad ones, by
// all sorts of people (issue 3, section 5).
func TestARandomWalkLosesNothing(t *testing.T) {
	seen := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		l := &lobby{
			badge: map[int]string{}, pocket: map[int]string{}, items: map[string]bool{}, visits: map[string]visit.Visit{},
			kept: map[string]visit.Visit{}, word: map[string]bool{}, now: nine, seen: seen,
		}
		l.register(t)
		t.Repeat(map[string]func(*rapid.T){"a guest": l.register, "a move": l.step, "another move": l.step, "one more move": l.step, "": l.check})
	})
	for _, r := range visit.Moves {
		if r.From != nil && r.Name != "expire" && seen[r.Name] == 0 {
			t.Errorf("the walk never came to %s", r.Name)
		}
	}
	for _, what := range []string{"refused", "once more", "taken", "companion"} {
		if seen[what] == 0 {
			t.Errorf("the walk never saw: %s", what)
		}
	}
	t.Log(seen)
}
