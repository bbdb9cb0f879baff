package visit_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
)

func TestNobodyLeavesBeforeEverythingIsBack(t *testing.T) {
	for _, c := range []struct {
		name string
		move visit.Leave
		want string // key@field of each refusal
	}{
		{"nothing ticked", visit.Leave{}, "visit.badge-out@back visit.card-out@back visit.item-out@back"},
		{"the badge alone", visit.Leave{Back: []string{"badge"}}, "visit.card-out@back visit.item-out@back"},
		{"the item is missing", visit.Leave{Back: []string{"badge", "card"}}, "visit.item-out@back"},
		{"keys that are none", visit.Leave{Back: []string{"badge", "card", "2", "0", "-1", "all", ""}}, "visit.item-out@back"},
		{"behind without a reason", visit.Leave{Back: []string{"badge", "card"}, Behind: []string{"1"}, Reason: " "}, "visit.reason@reason"},
		{"a badge is never left behind", visit.Leave{Back: []string{"card", "1"}, Behind: []string{"badge"}, Reason: "Lupa"}, "visit.badge-out@back"},
		{"an unknown ending", visit.Leave{Back: []string{"badge", "card", "1"}, Ending: "bored"}, "visit.ending@ending"},
	} {
		for _, v := range []visit.Visit{waiting(t), meeting(t)} {
			before := frozen(t, v)
			next, err := visit.Do(v, c.move, officer(20), kapuas)
			var got []string
			for _, r := range refusal.Of(err) {
				got = append(got, r.Key+"@"+r.Field)
			}
			if d := cmp.Diff(c.want, strings.Join(got, " ")); d != "" {
				t.Errorf("%s from %s:\n%s", c.name, v.Facts.State, d)
			}
			if d := cmp.Diff(before, frozen(t, next)); d != "" {
				t.Errorf("%s from %s: changed:\n%s", c.name, v.Facts.State, d)
			}
		}
	}
}

// The sentences name the number and the thing.
func TestTheInterlockSaysWhatIsOut(t *testing.T) {
	_, err := visit.Do(meeting(t), visit.Leave{}, officer(20), kapuas)
	var got []any
	for _, r := range refusal.Of(err) {
		got = append(got, r.Pairs()...)
	}
	if d := cmp.Diff([]any{"number", "T-003", "number", "T-003", "what", "Ponsel"}, got); d != "" {
		t.Error(d)
	}
}

func TestLeavingWithEverythingReturned(t *testing.T) {
	f := left(t).Facts
	if f.State != visit.Left || f.Closing != visit.CheckedOut || f.Ending != visit.Met || !f.LeftAt.Equal(after(30)) || f.TakesNumber() != 0 || f.Holds() {
		t.Errorf("%+v", f)
	}
	if !f.Badge.BackAt.Equal(after(30)) || f.Badge.BackBy != "piket" || f.Card.BackBy != "piket" || f.Items[0].BackBy != "piket" || f.Badge.Damaged {
		t.Errorf("badge %+v, card %+v, items %+v", f.Badge, f.Card, f.Items)
	}
}

func TestTheExceptionsAreExplicit(t *testing.T) {
	f := owing(t).Facts
	if f.State != visit.Left || f.Closing != visit.CheckedOut || f.TakesNumber() != 3 || !f.Badge.BackAt.IsZero() || f.Card.Behind == "" || f.Items[0].Behind == "" {
		t.Errorf("%+v", f)
	}
	// What is ticked as back is back, even when it is ticked as left behind too.
	f = do(t, meeting(t), visit.Leave{Back: []string{"badge", "card", "1"}, Behind: []string{"card"}, Reason: "Lupa"}, officer(20)).Facts
	if f.Holds() || f.Card.Behind != "" {
		t.Errorf("card %+v", f.Card)
	}
	// A badge recorded as lost that turns up at the door is back.
	v := do(t, meeting(t), visit.Lose{Reason: "Hilang", Supervisor: "atasan"}, officer(20))
	if f = do(t, v, visit.Leave{Back: []string{"badge", "card", "1"}}, officer(21)).Facts; f.Holds() || f.TakesNumber() != 0 {
		t.Errorf("badge %+v", f.Badge)
	}
}

func TestABadgeMayComeBackBroken(t *testing.T) {
	f := do(t, meeting(t), visit.Leave{Back: []string{"badge", "card", "1"}, Damaged: true}, officer(20)).Facts
	if !f.Badge.Damaged || f.TakesNumber() != 0 {
		t.Errorf("%+v", f.Badge)
	}
	lost := do(t, meeting(t), visit.Lose{Reason: "Hilang", Supervisor: "atasan"}, officer(20))
	if f = do(t, lost, visit.Leave{Back: []string{"card", "1"}, Damaged: true}, officer(21)).Facts; f.Badge.Damaged {
		t.Error("a badge that is not back cannot be broken")
	}
}

func TestHowAVisitEnds(t *testing.T) {
	all := []string{"badge", "card", "1"}
	said := func(r visit.Reply) visit.Visit { return do(t, waiting(t), visit.Answer{Reply: r}, officer(4)) }
	for _, c := range []struct {
		name string
		v    visit.Visit
		said visit.Ending
		want visit.Ending
	}{
		{"after the meeting", meeting(t), "", visit.Met},
		{"the host said no", said(visit.Declines), "", visit.Declined},
		{"the host is absent", said(visit.NotHere), "", visit.Absent},
		{"the host said yes, but the guest goes", said(visit.Accepted), "", visit.Withdrawn},
		{"nobody answered", waiting(t), "", visit.Withdrawn},
		{"another day is agreed", said(visit.NotHere), visit.Rescheduled, visit.Rescheduled},
		{"escorted, yet not received", meeting(t), visit.Absent, visit.Absent},
	} {
		f := do(t, c.v, visit.Leave{Back: all, Ending: c.said}, officer(20)).Facts
		if f.Ending != c.want {
			t.Errorf("%s: %s, want %s", c.name, f.Ending, c.want)
		}
	}
	_, err := visit.Do(waiting(t), visit.Leave{Back: all, Ending: visit.Met}, officer(20), kapuas)
	refused(t, "met without an escort", err, visit.ErrEnding, "ending")
}

func TestWhatComesBackLater(t *testing.T) {
	v := do(t, owing(t), visit.Return{Back: []string{"card"}}, officer(100))
	if f := v.Facts; !f.Card.BackAt.Equal(after(100)) || f.TakesNumber() != 3 || f.State != visit.Left || !f.LeftAt.Equal(after(30)) {
		t.Errorf("the card: %+v", f.Card)
	}
	v = do(t, v, visit.Return{Back: []string{"badge", "1", "card"}}, officer(200))
	if f := v.Facts; f.Holds() || f.TakesNumber() != 0 || !f.Card.BackAt.Equal(after(100)) || f.Badge.LostAt.IsZero() {
		t.Errorf("all: %+v", f.Things())
	}
	for name, c := range map[string]struct {
		v    visit.Visit
		back []string
	}{
		"a key that is none":  {owing(t), []string{"7"}},
		"all is back already": {v, []string{"badge", "card", "1"}},
		"nothing was held":    {do(t, arrived(t), visit.Withdraw{}, officer(2)), []string{"badge", "card"}},
	} {
		_, err := visit.Do(c.v, visit.Return{Back: c.back}, officer(300), kapuas)
		refused(t, name, err, visit.ErrBack, "back")
	}
	_, err := visit.Do(owing(t), visit.Return{}, officer(300), kapuas)
	refused(t, "nothing ticked", err, visit.ErrNothing, "back")
}

// A badge found in a coat may be broken; only what came back now can be.
func TestABadgeThatComesBackBrokenLater(t *testing.T) {
	v := owing(t)
	_, err := visit.Do(v, visit.Return{Back: []string{"card"}, Damaged: true}, officer(100), kapuas)
	refused(t, "the badge is still out", err, visit.ErrWhole, "damaged")
	_, err = visit.Do(v, visit.Return{Damaged: true}, officer(100), kapuas)
	refused(t, "nothing ticked", err, visit.ErrWhole, "damaged")
	v = do(t, v, visit.Return{Back: []string{"badge"}, Damaged: true}, officer(110))
	if b := v.Facts.Badge; !b.Damaged || !b.BackAt.Equal(after(110)) {
		t.Errorf("%+v", b)
	}
	_, err = visit.Do(v, visit.Return{Back: []string{"badge", "card"}, Damaged: true}, officer(120), kapuas)
	refused(t, "the badge came back before", err, visit.ErrWhole, "damaged")
	if v = do(t, v, visit.Return{Back: []string{"card"}}, officer(130)); !v.Facts.Badge.Damaged {
		t.Error("the card mended the badge")
	}
}
