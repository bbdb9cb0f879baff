package visit_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"bukutamu/internal/account"
	"bukutamu/internal/visit"
)

func TestCompanionsBecomeVisitsOnceTheyAreHere(t *testing.T) {
	lead := arrived(t)
	if len(lead.Members()) != 0 || lead.Size() != 3 || !lead.Awaited() {
		t.Errorf("before: %d members of %d, awaited %v", len(lead.Members()), lead.Size(), lead.Awaited())
	}
	lead = do(t, lead, visit.Here{Who: []string{"2"}}, officer(2))
	got := lead.Members()
	if len(got) != 1 {
		t.Fatalf("%d members", len(got))
	}
	entry := lead.Last()
	entry.N, entry.State = 1, visit.Arrived
	want := visit.Visit{
		ID: "v1.2", Party: "v1", Log: []visit.Entry{entry},
		Facts: visit.Facts{
			State: visit.Arrived, Source: visit.AtKiosk, Purpose: "rapat", Unit: "pidum", Host: "melati", Day: today,
			Guest: visit.Guest{Name: "Cempaka Contoh", Lang: "id"}, Declared: visit.Declared{House: 3, Privacy: 2}, ArrivedAt: after(2),
		},
	}
	if d := cmp.Diff(want, got[0]); d != "" {
		t.Error(d)
	}
	if got[0].Lead() != "v1" || lead.Lead() != "v1" || got[0].Code != "" || got[0].Ticket != "" {
		t.Errorf("lead %s, code %q: the QR is the lead's alone", got[0].Lead(), got[0].Code)
	}
	if lead = do(t, lead, visit.Here{All: true}, officer(3)); lead.Awaited() || len(lead.Members()) != 2 {
		t.Errorf("all here: awaited %v, %d members", lead.Awaited(), len(lead.Members()))
	}
}

// A cut between the lead and its members heals by deriving them once more, so
// they must come out the same, however often and whoever else came since.
func TestMembersComeOutTheSameEachTime(t *testing.T) {
	first := do(t, arrived(t), visit.Here{Who: []string{"2"}}, officer(2))
	cempaka := first.Members()[0]
	repeated := do(t, first, visit.Here{Who: []string{"2"}}, officer(2))
	later := do(t, first, visit.Here{Who: []string{"1"}}, officer(9))
	kept := frozen(t, later)
	for name, lead := range map[string]visit.Visit{"once more": first, "the form sent again": repeated, "another came": later, "read from the store": kept} {
		for range 3 {
			members := lead.Members()
			if d := cmp.Diff(cempaka, members[len(members)-1]); d != "" {
				t.Errorf("%s:\n%s", name, d)
			}
		}
	}
	if bakung := later.Members()[0]; bakung.ID != "v1.1" || !bakung.Facts.ArrivedAt.Equal(after(9)) || bakung.Log[0].Act != later.Last().Act {
		t.Errorf("Bakung is %s, here at %v by %+v", bakung.ID, bakung.Facts.ArrivedAt, bakung.Log)
	}
}

func TestDerivedMembersShareNothingWithTheLead(t *testing.T) {
	lead := roomy(do(t, arrived(t), visit.Here{All: true}, officer(2)))
	before := frozen(t, lead)
	for _, m := range lead.Members() {
		do(t, roomy(m), verification(), officer(4))
	}
	if d := cmp.Diff(before, frozen(t, lead)); d != "" {
		t.Error(d)
	}
}

func TestAMemberIsAVisitLikeOthers(t *testing.T) {
	lead := do(t, arrived(t), visit.Here{All: true}, officer(2))
	m := lead.Members()[0]
	s := officer(4)
	s.Seen = m.Seen()
	v := do(t, m, verification(), s)
	v = do(t, v, visit.Answer{Reply: visit.Accepted}, officer(5))
	v = do(t, v, visit.Escort{By: "satria"}, officer(6))
	v = do(t, v, visit.Leave{Back: []string{"badge", "card", "1"}}, officer(20))
	if v.Facts.State != visit.Left || v.Party != "v1" {
		t.Errorf("%s, party %q", v.Facts.State, v.Party)
	}
	if len(v.Members()) != 0 || v.Size() != 1 {
		t.Errorf("a companion brings %d", v.Size())
	}
}

func TestWhoIsNotNamedIsNotHere(t *testing.T) {
	all := do(t, arrived(t), visit.Here{All: true}, officer(2))
	for _, c := range []struct {
		name string
		v    visit.Visit
		m    visit.Here
	}{
		{"nobody ticked", arrived(t), visit.Here{}},
		{"a number that is none", arrived(t), visit.Here{Who: []string{"0", "3", "-1", "x", "01"}}},
		{"all are here already", all, visit.Here{All: true}},
		{"this one is here already", all, visit.Here{Who: []string{"1"}}},
		{"a companion brings nobody", all.Members()[0], visit.Here{All: true}},
	} {
		_, err := visit.Do(c.v, c.m, officer(3), kapuas)
		refused(t, c.name, err, visit.ErrNobody, "who")
	}
}

func TestCompanionsOfAConfidentialLeadAreConfidential(t *testing.T) {
	m := registration()
	m.Purpose = "lapor"
	lead := do(t, do(t, visit.Visit{}, m, stamp(account.Guest, nine)), visit.Arrive{}, officer(1))
	for _, c := range do(t, lead, visit.Here{All: true}, officer(2)).Members() {
		if !c.Facts.Confidential {
			t.Errorf("%s is not", c.ID)
		}
	}
}

// What belongs to the lead alone stays with the lead.
func TestCompanionsGetNothingOfTheLeadsPerson(t *testing.T) {
	lead := do(t, meeting(t), visit.Here{All: true}, officer(8))
	for _, m := range lead.Members() {
		f := m.Facts
		if f.Guest.Phone != "" || f.Document.Number != "" || f.Photo.Taken || f.Badge.Number != 0 || f.Card.Held || len(f.Items) > 0 || len(f.Asks) > 0 || f.State != visit.Arrived {
			t.Errorf("%s: %+v", m.ID, f)
		}
	}
}

// A companion who comes when the lead has gone joins those who are still inside, and
// nobody else.
func TestAPartyGoesOnWithoutItsLead(t *testing.T) {
	lead := do(t, do(t, meeting(t), visit.Here{Who: []string{"1"}}, officer(8)), visit.Leave{Back: []string{"badge", "card", "1"}}, officer(30))
	_, err := visit.Do(lead, visit.Here{All: true}, officer(40), kapuas)
	refused(t, "nobody is inside", err, visit.ErrPartyGone, "")
	lead = do(t, lead, visit.Here{All: true, Inside: true}, officer(40))
	if all := lead.Members(); lead.Facts.State != visit.Left || len(all) != 2 || all[1].Facts.State != visit.Arrived || !all[1].Facts.ArrivedAt.Equal(after(40)) {
		t.Errorf("the lead is %s, with %d members", lead.Facts.State, len(lead.Members()))
	}
}
