package book_test

import (
	"errors"
	"testing"
	"time"

	"bukutamu/internal/visit"
)

// Somebody who was not named is added while the party is inside, and gets the host's
// answer at the check-in like everybody else.
func TestSomebodyWhoWasNotNamedJoinsAParty(t *testing.T) {
	l := enter(t)
	all := l.party()
	l.do(all[0].ID, visit.Ask{})
	l.do(all[0].ID, visit.Answer{Reply: visit.Accepted})
	l.do(all[0].ID, visit.Escort{By: "elang-umpamanto"})
	l.clock.pass(time.Minute)
	s := l.officer()
	for range 2 { // a form sent twice is one person
		l.doAs(s, all[0].ID, visit.Here{Name: "  Euis   Contohsari "})
	}
	party, err := l.Party(l.ctx, l.office.ID, l.visit(all[0].ID))
	if err != nil || len(party) != 5 || party[4].ID != all[0].ID+".4" || party[4].Facts.Guest.Name != "Euis Contohsari" || party[4].Facts.State != visit.Arrived {
		t.Fatalf("%d, %v", len(party), err)
	}
	if f := l.do(party[4].ID, verification(9)); f.Facts.State != visit.Waiting {
		t.Errorf("%s", f.Facts.State)
	}
	if r := l.visit(party[4].ID).Facts.Reply().Reply; r != visit.Accepted {
		t.Errorf("the one who joined has the answer %q", r)
	}
	l.clean()
}

func TestATicketOfOnesOwnJoinsAParty(t *testing.T) {
	l := enter(t)
	lead := l.arrived("Anggrek Contohwati", "Bima Umpamanto")
	own := l.register(form("Cakra Misalnya"))
	s := l.officer()
	for range 2 {
		l.doAs(s, lead.ID, visit.Here{Code: own.Code})
	}
	if f := l.visit(own.ID).Facts; f.State != visit.Cancelled || f.Reason != "bergabung" {
		t.Errorf("the ticket is %s, %q", f.State, f.Reason)
	}
	party, err := l.Party(l.ctx, l.office.ID, l.visit(lead.ID))
	if err != nil || len(party) != 2 || party[1].Facts.Guest.Name != "Cakra Misalnya" {
		t.Fatalf("%d, %v", len(party), err)
	}
	secret := form("Dahlia Misalsari")
	secret.Confidential = true
	later := form("Euis Contohsari")
	later.Day = l.clock.now().Add(48 * time.Hour).Format(time.DateOnly)
	for what, code := range map[string]string{
		"used": own.Code, "unknown": "ZZZ-ZZZ", "no code": "abc", "the lead's": lead.Code,
		"a party's": l.register(form("Fajar Umpama", "Gita Umpama")).Code, "a confidential one": l.register(secret).Code, "another day's": l.register(later).Code,
	} {
		_, err := l.Move(l.ctx, l.officer(), lead.ID, visit.Here{Code: code})
		refused(t, what, err, visit.ErrJoins)
	}
	l.clean()
}

// Cut off between the ticket and the party, the form sent again finishes it.
func TestACutWhileJoiningHeals(t *testing.T) {
	l := enter(t)
	lead, own := l.arrived("Anggrek Contohwati"), l.register(form("Cakra Misalnya"))
	for after := range 3 {
		b, _ := l.over(&cut{l.store, after})
		s := l.officer()
		if after > 0 {
			own = l.register(form("Cakra Misalnya"))
		}
		_, err := b.Move(l.ctx, s, lead.ID, visit.Here{Code: own.Code})
		if !errors.Is(err, errCut) {
			t.Fatalf("no cut after %d: %v", after, err)
		}
		l.doAs(s, lead.ID, visit.Here{Code: own.Code})
		party, err := l.Party(l.ctx, l.office.ID, l.visit(lead.ID))
		if err != nil || len(party) != after+2 || l.visit(own.ID).Facts.State != visit.Cancelled {
			t.Errorf("after %d: %d in the party, %v", after, len(party), err)
		}
	}
	l.clean()
}

// Two desks at one party: each companion is here once, each is verified once, and one
// ticket joins one party.
func TestTwoOfficersOnOneParty(t *testing.T) {
	l := enter(t)
	for range rounds(5) {
		lead := l.arrived("Anggrek Contohwati", "Bima Umpamanto", "Cakra Misalnya", "Dahlia Misalsari", "Euis Contohsari")
		other := l.arrived("Fajar Umpama")
		own := l.register(form("Gita Umpama"))
		errs := make([]error, 4)
		together(4, func(i int) {
			if i < 2 {
				_, errs[i] = l.Move(l.ctx, l.officer(), lead.ID, visit.Here{All: true})
				return
			}
			_, errs[i] = l.Move(l.ctx, l.officer(), []string{lead.ID, other.ID}[i-2], visit.Here{Code: own.Code})
		})
		if count(errs[:2], nil) != 1 || count(errs[:2], visit.ErrNobody) != 1 || count(errs[2:], nil) != 1 || count(errs[2:], visit.ErrJoins) != 1 {
			t.Fatalf("%v", errs)
		}
		party, err := l.Party(l.ctx, l.office.ID, l.visit(lead.ID))
		good(t, err)
		more, err := l.Party(l.ctx, l.office.ID, l.visit(other.ID))
		good(t, err)
		if len(party)+len(more) != 5+1+1 {
			t.Fatalf("%d and %d are here", len(party), len(more))
		}
		everybody := append(party, more...)
		twice := make([]error, 2*len(everybody))
		together(len(twice), func(i int) {
			_, twice[i] = l.Move(l.ctx, l.officer(), everybody[i/2].ID, verification(i+1))
		})
		if count(twice, nil) != len(everybody) || count(twice, visit.ErrState) != len(everybody) {
			t.Fatalf("%v", twice)
		}
		for _, v := range everybody {
			l.do(v.ID, everything)
		}
	}
	l.clean()
}

// The lead has gone home: who comes later joins those who are still inside, by name and
// by ticket, and not any more when the last of them has gone.
func TestSomebodyJoinsAfterTheLeadHasLeft(t *testing.T) {
	l := enter(t)
	v := l.arrived("Anggrek Contohwati", "Bima Umpamanto", "Cakra Misalnya")
	l.do(v.ID, visit.Here{Who: []string{"1"}})
	l.do(v.ID, verification(7))
	l.do(v.ID+".1", verification(8))
	l.do(v.ID, everything)
	own := l.register(form("Dahlia Misalsari"))
	l.clock.pass(time.Minute)
	l.do(v.ID, visit.Here{Who: []string{"2"}})
	l.clock.pass(time.Minute)
	l.do(v.ID, visit.Here{Code: own.Code})
	party, err := l.Party(l.ctx, l.office.ID, l.visit(v.ID))
	if err != nil || len(party) != 4 || party[0].Facts.State != visit.Left || party[3].Facts.Guest.Name != "Dahlia Misalsari" {
		t.Fatalf("%d, %v", len(party), err)
	}
	l.do(party[2].ID, verification(9))
	l.do(party[2].ID, everything)
	l.do(party[3].ID, visit.Withdraw{})
	l.do(party[1].ID, everything)
	late := l.register(form("Euis Contohsari"))
	for what, m := range map[string]visit.Here{"by name": {Name: "Euis Contohsari"}, "by ticket": {Code: late.Code}} {
		_, err = l.Move(l.ctx, l.officer(), v.ID, m)
		refused(t, what, err, visit.ErrPartyGone)
	}
	if s := l.visit(late.ID).Facts.State; s != visit.Registered {
		t.Errorf("the ticket is %s", s)
	}
	l.clean()
}
