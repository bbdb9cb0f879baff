package visit_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bukutamu/internal/account"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
)

// The moves that can be taken back (domain.md 2).
var undoable = []string{"arrive", "ask", "answer", "escort", "refuse", "withdraw"}

func TestWhichMovesCanBeTakenBack(t *testing.T) {
	for _, r := range visit.Moves {
		if r.Undo != slices.Contains(undoable, r.Name) {
			t.Errorf("%s: undo %v", r.Name, r.Undo)
		}
		if r.From == nil || !r.By.Has(account.Supervisor) {
			continue
		}
		for _, state := range r.From {
			v := ready(t, r.Name, state)
			m, _, minute := sample(r.Name)
			s := stamp(account.Supervisor, after(minute))
			s.Act = "the move"
			moved := do(t, v, m, s)
			s.Act = "the undo"
			back, err := visit.Do(moved, visit.Undo{}, s, kapuas)
			switch {
			case r.Undo && err != nil:
				t.Errorf("%s: %v", r.Name, err)
			case r.Undo:
				if d := cmp.Diff(v.Facts, back.Facts); d != "" {
					t.Errorf("%s: not exactly the facts before:\n%s", r.Name, d)
				}
				if back.Seen() != moved.Seen()+1 || back.Last().Move != "undo" || back.Last().State != state || back.Before != nil {
					t.Errorf("%s: logged as %+v", r.Name, back.Last())
				}
				if d := cmp.Diff(moved.Log, back.Log[:moved.Seen()]); d != "" {
					t.Errorf("%s: the log was rewritten:\n%s", r.Name, d)
				}
			case slices.Contains([]visit.State{visit.Registered, visit.Cancelled, visit.Expired}, moved.Facts.State):
				refused(t, r.Name, err, visit.ErrState, "")
			default:
				refused(t, r.Name, err, visit.ErrNoUndo, "")
			}
		}
	}
}

func TestUndoWithinFiveMinutesByWhoDidItOrASupervisor(t *testing.T) {
	other := func(at time.Time) account.Stamp {
		s := stamp(account.Officer, at)
		s.By, s.Act = "piket.2", "by the other officer"
		return s
	}
	five := after(1).Add(5 * time.Minute)
	for _, c := range []struct {
		name string
		s    account.Stamp
		want *refusal.Refusal
	}{
		{"at once", officer(1), nil},
		{"at five minutes", stamp(account.Officer, five), nil},
		{"a millisecond later", stamp(account.Officer, five.Add(time.Millisecond)), visit.ErrUndoLate},
		{"a supervisor", stamp(account.Supervisor, after(3)), nil},
		{"a supervisor, too late", stamp(account.Supervisor, five.Add(time.Millisecond)), visit.ErrUndoLate},
		{"another officer", other(after(3)), visit.ErrUndoWho},
	} {
		c.s.Act = "undo " + c.name
		v := arrived(t)
		if got := v.Undoable(c.s, kapuas); (got == nil) != (c.want == nil) {
			t.Errorf("%s: the page is told %v", c.name, got)
		}
		next, err := visit.Do(v, visit.Undo{}, c.s, kapuas)
		if c.want == nil {
			if err != nil || next.Facts.State != visit.Registered {
				t.Errorf("%s: %s %v", c.name, next.Facts.State, err)
			}
			continue
		}
		refused(t, c.name, err, c.want, "")
	}
}

// A host's answer: the host has no undo, the officer did not make it, so it is
// the supervisor's to take back.
func TestAHostsAnswerIsUndoneByASupervisor(t *testing.T) {
	v := do(t, waiting(t), visit.Answer{Reply: visit.Declines}, host(4))
	_, err := visit.Do(v, visit.Undo{}, host(5), kapuas)
	refused(t, "the host", err, visit.ErrRole, "")
	_, err = visit.Do(v, visit.Undo{}, officer(5), kapuas)
	refused(t, "an officer", err, visit.ErrUndoWho, "")
	v = do(t, v, visit.Undo{}, stamp(account.Supervisor, after(5)))
	if v.Facts.Reply().Reply != "" {
		t.Errorf("still %s", v.Facts.Reply().Reply)
	}
}

func TestOnlyTheLastEntryCanBeTakenBack(t *testing.T) {
	v := do(t, do(t, waiting(t), visit.Ask{}, officer(4)), visit.Print{}, officer(5))
	_, err := visit.Do(v, visit.Undo{}, officer(6), kapuas)
	refused(t, "ask, then print", err, visit.ErrNoUndo, "")

	v = do(t, do(t, waiting(t), visit.Ask{}, officer(4)), visit.Answer{Reply: visit.Accepted}, officer(5))
	v = do(t, v, visit.Undo{}, officer(6))
	if v.Facts.Reply().Reply != "" || len(v.Facts.Asks) != 2 {
		t.Errorf("answer %q, %d questions", v.Facts.Reply().Reply, len(v.Facts.Asks))
	}
	_, err = visit.Do(v, visit.Undo{}, officer(7), kapuas)
	refused(t, "twice", err, visit.ErrNoUndo, "")
}

// A companion's visit hangs on the lead's arrival.
func TestArrivingIsNotTakenBackOnceSomebodyIsHere(t *testing.T) {
	v := do(t, arrived(t), visit.Here{Who: []string{"1"}}, officer(2))
	_, err := visit.Do(v, visit.Undo{}, officer(3), kapuas)
	refused(t, "here", err, visit.ErrNoUndo, "")
	v = do(t, do(t, v, visit.Refuse{Reason: "Membawa pisau"}, officer(3)), visit.Undo{}, officer(4))
	if v.Facts.State != visit.Arrived || v.Facts.Companions[0].Here.IsZero() {
		t.Errorf("after a refusal undone: %s, %+v", v.Facts.State, v.Facts.Companions)
	}
	_, err = visit.Do(v, visit.Undo{}, officer(5), kapuas)
	refused(t, "here, by a detour", err, visit.ErrNoUndo, "")
	_, err = visit.Do(v.Members()[0], visit.Undo{}, officer(5), kapuas)
	refused(t, "the companion", err, visit.ErrNoUndo, "")
}

func TestAnArrivalUndoneIsMadeAgain(t *testing.T) {
	v := do(t, do(t, arrived(t), visit.Undo{}, officer(2)), visit.Arrive{}, officer(20))
	if f := v.Facts; f.State != visit.Arrived || !f.ArrivedAt.Equal(after(20)) || v.Seen() != 4 {
		t.Errorf("%s at %v", f.State, f.ArrivedAt)
	}
	_, err := visit.Do(do(t, arrived(t), visit.Undo{}, officer(2)), visit.Undo{}, stamp(account.Supervisor, after(3)), kapuas)
	refused(t, "undoing a registration", err, visit.ErrState, "")
}
