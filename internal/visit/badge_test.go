package visit_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bukutamu/internal/account"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
)

func TestANumberIsTakenUntilBadgeAndPocketAreFree(t *testing.T) {
	at := nine
	held, back := visit.Card{Held: true}, visit.Card{Held: true, BackAt: at}
	for _, c := range []struct {
		name  string
		badge visit.Badge
		card  visit.Card
		want  int
	}{
		{"none given", visit.Badge{}, visit.Card{}, 0},
		{"badge out, card in the pocket", visit.Badge{Number: 3}, held, 3},
		{"badge out, card only seen", visit.Badge{Number: 3}, visit.Card{Why: "ikd"}, 3},
		{"badge out, card back", visit.Badge{Number: 3}, back, 3},
		{"badge back, card in the pocket", visit.Badge{Number: 3, BackAt: at}, held, 3},
		{"badge back, card left behind", visit.Badge{Number: 3, BackAt: at}, visit.Card{Held: true, Behind: "Lupa"}, 3},
		{"badge lost, card back", visit.Badge{Number: 3, LostAt: at}, back, 3},
		{"badge lost and retired, card in the pocket", visit.Badge{Number: 3, LostAt: at, RetiredAt: at}, held, 3},
		{"badge lost and retired, card back", visit.Badge{Number: 3, LostAt: at, RetiredAt: at}, back, 0},
		{"badge lost and found, card back", visit.Badge{Number: 3, LostAt: at, BackAt: at}, back, 0},
		{"all back", visit.Badge{Number: 3, BackAt: at}, back, 0},
		{"badge back, card only seen", visit.Badge{Number: 3, BackAt: at}, visit.Card{Why: "ikd"}, 0},
	} {
		for _, s := range visit.States { // whatever its state
			f := visit.Facts{State: s, Badge: c.badge, Card: c.card}
			if got := f.TakesNumber(); got != c.want {
				t.Errorf("%s, %s: takes %d, want %d", c.name, s, got, c.want)
			}
		}
	}
}

func TestWhatThereIsToGiveBack(t *testing.T) {
	f := waiting(t).Facts
	want := []visit.Thing{{Key: "badge"}, {Key: "card"}, {Key: "1", What: "Ponsel", Locker: "L-2"}}
	if d := cmp.Diff(want, f.Things()); d != "" || !f.Holds() {
		t.Errorf("holds %v\n%s", f.Holds(), d)
	}
	f = owing(t).Facts
	want = []visit.Thing{{Key: "badge", Lost: true}, {Key: "card", Behind: "Terburu-buru"}, {Key: "1", What: "Ponsel", Locker: "L-2", Behind: "Terburu-buru"}}
	if d := cmp.Diff(want, f.Things()); d != "" || !f.Holds() {
		t.Errorf("owing: holds %v\n%s", f.Holds(), d)
	}
	if f = left(t).Facts; f.Holds() || f.Things()[1].Back.IsZero() {
		t.Errorf("left: %+v", f.Things())
	}
	if f = arrived(t).Facts; f.Holds() || f.Things() != nil {
		t.Errorf("arrived: %+v", f.Things())
	}
}

// An item alone keeps a visit in the list of what is held, but no badge number.
func TestAnItemLeftBehindHoldsNoNumber(t *testing.T) {
	v := do(t, meeting(t), visit.Leave{Back: []string{"badge", "card"}, Behind: []string{"1"}, Reason: "Lupa"}, officer(30))
	if !v.Facts.Holds() || v.Facts.TakesNumber() != 0 {
		t.Errorf("holds %v, takes %d", v.Facts.Holds(), v.Facts.TakesNumber())
	}
}

func TestAReprintIsACopyWithANewToken(t *testing.T) {
	v := do(t, waiting(t), visit.Print{Reason: "Kertas macet", Token: "badge-2"}, officer(4))
	if b := v.Facts.Badge; b.Prints != 2 || b.Token != "badge-2" || b.Number != 3 || !b.GivenAt.Equal(after(3)) {
		t.Errorf("%+v", b)
	}
	v.Facts.Badge = visit.Badge{}
	_, err := visit.Do(v, visit.Print{}, officer(5), kapuas)
	refused(t, "no badge to print", err, visit.ErrState, "")
}

func TestALostBadgeNeedsAReasonAndASupervisor(t *testing.T) {
	for _, c := range []struct {
		name  string
		move  visit.Lose
		want  *refusal.Refusal
		field string
	}{
		{"no reason", visit.Lose{Reason: " ", Supervisor: "atasan"}, visit.ErrReason, "reason"},
		{"no supervisor", visit.Lose{Reason: "Hilang"}, visit.ErrSupervisor, "supervisor"},
	} {
		_, err := visit.Do(meeting(t), c.move, officer(20), kapuas)
		refused(t, c.name, err, c.want, c.field)
	}
	v := do(t, meeting(t), visit.Lose{Reason: " Tertinggal di bus ", Supervisor: "atasan"}, officer(20))
	if b := v.Facts.Badge; !b.LostAt.Equal(after(20)) || b.LostWhy != "Tertinggal di bus" || b.LostBy != "atasan" || v.Facts.TakesNumber() != 3 {
		t.Errorf("%+v", b)
	}
	_, err := visit.Do(v, visit.Lose{Reason: "Hilang lagi", Supervisor: "atasan"}, officer(21), kapuas)
	refused(t, "lost twice", err, visit.ErrLostTwice, "")
}

func TestRetiringFreesTheNumberOfALostBadge(t *testing.T) {
	super := func(minutes int) account.Stamp { return stamp(account.Supervisor, after(minutes)) }
	lost := do(t, meeting(t), visit.Lose{Reason: "Hilang", Supervisor: "atasan"}, officer(20))
	lost = do(t, lost, visit.Leave{Back: []string{"card", "1"}}, officer(21))
	if lost.Facts.TakesNumber() != 3 {
		t.Fatalf("takes %d", lost.Facts.TakesNumber())
	}
	_, err := visit.Do(lost, visit.Retire{}, super(60), kapuas)
	refused(t, "no reason", err, visit.ErrReason, "reason")
	_, err = visit.Do(left(t), visit.Retire{Reason: "Dibuat baru"}, super(60), kapuas)
	refused(t, "a badge that came back", err, visit.ErrNotLost, "")

	_, err = visit.Do(meeting(t), visit.Retire{Reason: "Dibuat baru"}, super(60), kapuas)
	refused(t, "a badge that is with its guest", err, visit.ErrState, "")

	v := do(t, lost, visit.Retire{Reason: "Dibuat baru"}, super(60))
	if v.Facts.TakesNumber() != 0 || v.Facts.Holds() || !v.Facts.Badge.RetiredAt.Equal(after(60)) {
		t.Errorf("takes %d, holds %v", v.Facts.TakesNumber(), v.Facts.Holds())
	}
	_, err = visit.Do(v, visit.Retire{Reason: "Sekali lagi"}, super(61), kapuas)
	refused(t, "retired twice", err, visit.ErrNotLost, "")

	// The card that stayed keeps the pocket, and so the number, until it is fetched.
	owing := do(t, owing(t), visit.Retire{Reason: "Dibuat baru"}, super(60))
	if owing.Facts.TakesNumber() != 3 {
		t.Errorf("the pocket is full, yet the number is free")
	}
	if f := do(t, owing, visit.Return{Back: []string{"card"}}, officer(90)).Facts; f.TakesNumber() != 0 || !f.Holds() {
		t.Errorf("takes %d, holds %v (the phone)", f.TakesNumber(), f.Holds())
	}
	// Found after all, it does not take the number from whoever has it by now.
	if f := do(t, v, visit.Return{Back: []string{"badge"}}, officer(600)).Facts; f.TakesNumber() != 0 || !f.Badge.BackAt.Equal(after(600)) {
		t.Errorf("takes %d: %+v", f.TakesNumber(), f.Badge)
	}
}

func TestBadgeNamesAsPeopleSayThem(t *testing.T) {
	for n, want := range map[int]string{1: "T-001", 16: "T-016", 1234: "T-1234"} {
		if got := visit.BadgeName(kapuas, n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

func TestThingsAreOutUntilTheyAreBack(t *testing.T) {
	for _, c := range []struct {
		card visit.Card
		want bool
	}{{visit.Card{}, false}, {visit.Card{Held: true}, true}, {visit.Card{Held: true, Behind: "Lupa"}, true}, {visit.Card{Held: true, BackAt: nine}, false}} {
		if got := c.card.Out(); got != c.want {
			t.Errorf("%+v: out %v", c.card, got)
		}
	}
	if !(visit.Item{What: "Tas"}).Out() || (visit.Item{What: "Tas", BackAt: nine.Add(time.Hour)}).Out() {
		t.Error("an item is out until it is back")
	}
}
