package book_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// party is a lead with three companions who are all here; everybody waits.
func (l *lobby) party() []visit.Visit {
	l.t.Helper()
	lead := l.arrived("Anggrek Contohwati", "Bima Umpamanto", "Cakra Misalnya", "Dahlia Misalsari")
	l.do(lead.ID, visit.Here{All: true})
	all, err := l.Party(l.ctx, l.office.ID, l.visit(lead.ID))
	good(l.t, err)
	for i := range all {
		all[i] = l.do(all[i].ID, verification(i+1))
	}
	return all
}

func replies(l *lobby, all []visit.Visit) (out []visit.Reply) {
	for _, v := range all {
		out = append(out, l.visit(v.ID).Facts.Reply().Reply)
	}
	return out
}

func TestCompanionsBecomeVisitsOneByOneOrAllAtOnce(t *testing.T) {
	l := enter(t)
	lead := l.arrived("Anggrek Contohwati", "Bima Umpamanto", "Cakra Misalnya", "Dahlia Misalsari")
	size := func(want int) []visit.Visit {
		t.Helper()
		all, err := l.Party(l.ctx, l.office.ID, lead)
		if err != nil || len(all) != want {
			t.Fatalf("%d are here, %v, want %d", len(all), err, want)
		}
		return all
	}
	size(1)
	lead = l.do(lead.ID, visit.Here{Who: []string{"2"}})
	if all := size(2); all[1].ID != lead.ID+".2" || all[1].Facts.Guest.Name != "Cakra Misalnya" || all[1].Facts.State != visit.Arrived || all[1].Party != lead.ID {
		t.Errorf("the second: %+v", all[1])
	}
	_, err := l.Move(l.ctx, l.officer(), lead.ID, visit.Here{Who: []string{"2"}})
	refused(t, "once more", err, visit.ErrNobody)
	l.clock.pass(time.Minute)
	s := l.officer()
	lead = l.doAs(s, lead.ID, visit.Here{All: true})
	lead = l.doAs(s, lead.ID, visit.Here{All: true})
	all := size(4)
	if byMember, err := l.Party(l.ctx, l.office.ID, all[3]); err != nil || len(byMember) != 4 || byMember[0].ID != lead.ID {
		t.Errorf("seen from a member: %d, %v", len(byMember), err)
	}
	_, err = l.Move(l.ctx, l.officer(), lead.ID, visit.Undo{})
	refused(t, "the arrival with companions here", err, visit.ErrNoUndo)
	l.clean()
}

// cut is a store that fails after so many more puts of visits.
type cut struct {
	store.Store
	after int
}

var errCut = errors.New("cut")

func (s *cut) Put(ctx context.Context, d store.Doc) (store.Doc, error) {
	if d.Kind == book.KindVisit {
		if s.after--; s.after < 0 {
			return d, errCut
		}
	}
	return s.Store.Put(ctx, d)
}

func TestACutBetweenLeadAndMembersHeals(t *testing.T) {
	l := enter(t)
	lead := l.arrived("Anggrek Contohwati", "Bima Umpamanto", "Cakra Misalnya")
	b, _ := l.over(&cut{l.store, 2}) // the lead and one member
	s := l.officer()
	if _, err := b.Move(l.ctx, s, lead.ID, visit.Here{All: true}); !errors.Is(err, errCut) {
		t.Fatal(err)
	}
	if _, err := l.Visit(l.ctx, l.office.ID, lead.ID+".2"); !errors.Is(err, visit.ErrNotFound) {
		t.Fatalf("the cut did not happen: %v", err)
	}
	all, err := l.Party(l.ctx, l.office.ID, l.visit(lead.ID)) // looking at the party is enough
	if err != nil || len(all) != 3 {
		t.Fatalf("%d, %v", len(all), err)
	}
	if heard := l.feed.since(); !slices.Contains(heard, "visit "+lead.ID+".2") {
		t.Errorf("nobody was told of the healed member: %v", heard)
	}
	l.doAs(s, lead.ID, visit.Here{All: true}) // and so is the form sent again
	l.clean()
}

func TestTheHostIsAskedOnceAndAnswersForAllWhoWait(t *testing.T) {
	l := enter(t)
	all := l.party()
	other := verification(9)
	other.Host, other.Unit = "elang-umpamanto", "pidum"
	stranger := l.do(l.arrived("Kelana Andaikan").ID, other)

	l.do(all[1].ID, visit.Ask{}) // from a member's card
	for _, v := range all {
		if l.visit(v.ID).Facts.Question().At.IsZero() {
			t.Errorf("%s was not asked about", v.ID)
		}
	}
	l.do(all[0].ID, visit.Escort{By: "elang-umpamanto"}) // who is with the host already is asked no more
	host := l.stamp("jaksa", account.Host)
	host.Person = "galih-misal"
	l.doAs(host, all[2].ID, visit.Answer{Reply: visit.Wait, Minutes: 10})
	if got := replies(l, all); !slices.Equal(got, []visit.Reply{"", visit.Wait, visit.Wait, visit.Wait}) {
		t.Errorf("replies %v", got)
	}
	if r := l.visit(stranger.ID).Facts.Reply().Reply; r != "" {
		t.Errorf("a visit outside the party was answered: %s", r)
	}
	l.clean()
}

// Whoever of the party is verified later gets the question and the answer that the
// others have; the host is not asked again.
func TestALatecomerIsAskedForAlready(t *testing.T) {
	l := enter(t)
	lead := l.arrived("Anggrek Contohwati", "Bima Umpamanto", "Cakra Misalnya")
	l.do(lead.ID, visit.Here{All: true})
	l.do(lead.ID, verification(1))
	l.do(lead.ID, visit.Ask{Channel: visit.InPerson})
	s := l.officer()
	for range 2 {
		l.doAs(s, lead.ID+".1", verification(2))
	}
	l.do(lead.ID, visit.Answer{Reply: visit.Wait, Minutes: 10, Reason: "Sidang"})
	l.do(lead.ID+".2", verification(3))
	for n, entries := range map[int]int{1: 4, 2: 4} { // here, verify, ask, answer
		f := l.visit(visit.MemberID(lead.ID, n)).Facts
		if a := f.Reply(); a.Reply != visit.Wait || a.Minutes != 10 || a.Reason != "Sidang" || f.Question().Channel != visit.InPerson {
			t.Errorf("member %d: asked %+v, answered %+v", n, f.Question(), a)
		}
		if got := len(l.visit(visit.MemberID(lead.ID, n)).Log); got != entries {
			t.Errorf("member %d has %d entries", n, got)
		}
	}
	elsewhere := verification(4)
	elsewhere.Host, elsewhere.Unit = "intan-misalkan", "datun"
	alone := l.do(l.arrived("Galuh Misalnya").ID, elsewhere)
	if !l.visit(alone.ID).Facts.Question().At.IsZero() {
		t.Error("a guest alone was asked for")
	}
	l.clean()
}

func TestUndoingAnAnswerUndoesItForAll(t *testing.T) {
	l := enter(t)
	all := l.party()
	l.do(all[0].ID, visit.Ask{})
	l.do(all[0].ID, visit.Answer{Reply: visit.Declines})
	moved := l.do(all[3].ID, visit.Print{}) // something else happened to this one since
	l.do(all[0].ID, visit.Undo{})
	if got := replies(l, all); !slices.Equal(got, []visit.Reply{"", "", "", visit.Declines}) {
		t.Errorf("replies %v", got)
	}
	if now := l.visit(moved.ID); now.Seen() != moved.Seen() {
		t.Error("an undo reached back over another entry")
	}
	l.clean()
}

// A cut in the middle of the party heals when the form is sent again, also where
// the lead has gone on to another host by then.
func TestSendingTheFormAgainHealsTheParty(t *testing.T) {
	forward := visit.Answer{Reply: visit.Forwarded, Host: "intan-misalkan"}
	for _, c := range []struct {
		name   string
		move   visit.Move
		healed func(v visit.Visit) bool
	}{
		{"ask", visit.Ask{}, func(v visit.Visit) bool { return len(v.Facts.Asks) == 2 }},
		{"answer", visit.Answer{Reply: visit.Accepted}, func(v visit.Visit) bool { return v.Facts.Reply().Reply == visit.Accepted }},
		{"forward", forward, func(v visit.Visit) bool { return v.Facts.Host == "intan-misalkan" && v.Facts.Unit == "datun" }},
		{"undo", visit.Undo{}, func(v visit.Visit) bool { return len(v.Facts.Asks) == 0 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := enter(t)
			all := l.party()
			l.do(all[0].ID, visit.Ask{})
			s := l.officer()
			b, _ := l.over(&cut{l.store, 2})
			if _, err := b.Move(l.ctx, s, all[0].ID, c.move); !errors.Is(err, errCut) {
				t.Fatal(err)
			}
			entries := 0
			for range 2 {
				l.doAs(s, all[0].ID, c.move)
				n := 0
				for _, v := range all {
					v = l.visit(v.ID)
					if n += len(v.Log); !c.healed(v) {
						t.Errorf("%s was left out", v.ID)
					}
				}
				if entries != 0 && n != entries {
					t.Errorf("%d entries became %d", entries, n)
				}
				entries = n
			}
			l.clean()
		})
	}
}
