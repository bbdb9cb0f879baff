package book_test

import (
	"strings"
	"testing"

	"bukutamu/internal/book"
	"bukutamu/internal/office"
	"bukutamu/internal/secret"
	"bukutamu/internal/visit"
)

func corrected(pairs ...string) visit.Correct {
	m := visit.Correct{Reason: "Salah ketik"}
	for i := 0; i < len(pairs); i += 2 {
		m.Fields = append(m.Fields, visit.Corrected{Key: pairs[i], To: pairs[i+1]})
	}
	return m
}

// Who was written down wrongly is found by the right name and number, and no more by the wrong ones.
func TestACorrectedGuestIsFoundByTheNewWords(t *testing.T) {
	l := enter(t)
	v := l.waiting(7)
	l.do(v.ID, corrected(visit.KeyName, "Kenanga Umpamawati", visit.KeyPhone, "081300000077", visit.KeyNumber, "6203016505900002"))
	for text, want := range map[string]bool{"kenanga umpamawati": true, "081300000077": true, "6203016505900002": true,
		"anggrek contohwati": false, "081200000001": false} {
		f, err := l.Find(l.ctx, l.officer(), text)
		found := err == nil && (f.Visit.ID == v.ID || len(f.Rows) > 0)
		if found != want {
			t.Errorf("%q finds the guest: %v, %v", text, found, err)
		}
	}
	e := l.visit(v.ID).Last()
	if len(visit.Old(e)) != 3 || !strings.Contains(e.Details, "Kenanga") || strings.Contains(e.Details, "Anggrek") {
		t.Errorf("the entry says %s, and before %s", e.Details, e.Was)
	}
	l.clean()
}

// A party is confidential as a whole, also when that is found out later.
func TestAConfidentialLeadMakesTheCompanionsConfidential(t *testing.T) {
	l := enter(t)
	v := l.arrived("Anggrek Contohwati", "Bima Umpamanto", "Cakra Misalnya")
	l.do(v.ID, visit.Here{All: true})
	s := l.officer()
	for range 2 { // sent twice, it is one act
		good(t, second(l.Move(l.ctx, s, v.ID, corrected(visit.KeyConfidential, "1", visit.KeyName, "Kenanga Contohwati"))))
	}
	party, err := l.Party(l.ctx, l.office.ID, l.visit(v.ID))
	good(t, err)
	for _, w := range party {
		if !w.Facts.Confidential || w.Last().Move != "correct" {
			t.Errorf("%s stands open: %s", w.ID, w.Last().Move)
		}
	}
	if len(party) != 3 || party[1].Facts.Guest.Name != "Bima Umpamanto" {
		t.Errorf("more than the flag went over: %v", party[1].Facts.Guest.Name)
	}
	l.clean()
}

// A lead who is checked in as confidential is so from then on, and the companions too,
// whether they were checked in before or stand at the desk.
func TestALeadCheckedInAsConfidential(t *testing.T) {
	l := enter(t)
	v := l.arrived("Anggrek Contohwati", "Bima Umpamanto", "Cakra Misalnya", "Dahlia Misalsari")
	l.do(v.ID, visit.Here{Who: []string{"1", "2"}})
	l.do(v.ID+".1", verification(8))
	m, s := verification(7), l.officer()
	m.Confidential = true
	for range 2 { // sent twice, it is one act
		good(t, second(l.Move(l.ctx, s, v.ID, m)))
	}
	l.do(v.ID, visit.Here{All: true})
	party, err := l.Party(l.ctx, l.office.ID, l.visit(v.ID))
	good(t, err)
	if len(party) != 4 {
		t.Fatalf("%d in the party", len(party))
	}
	for _, w := range party {
		if !w.Facts.Confidential {
			t.Errorf("%s stands open", w.ID)
		}
	}
	for _, name := range []string{"Bima", "Cakra", "Dahlia"} {
		if f, err := l.Find(l.ctx, l.officer(), name); err != nil || len(f.Rows) > 0 {
			t.Errorf("%s is found by name: %v", name, err)
		}
	}
	if n := len(l.visit(v.ID + ".1").Log); n != 3 {
		t.Errorf("the companion's log has %d entries", n)
	}
	l.clean()
}

func second[T any](_ T, err error) error { return err }

// An exchanged badge: the new one is the guest's, the old QR code is dead, and the old number
// goes where its state belongs.
func TestWhereAnExchangedNumberGoes(t *testing.T) {
	l := enter(t)
	for _, c := range []struct {
		old  visit.Outcome
		want office.BadgeState
	}{{visit.Whole, office.Free}, {visit.BadgeDamaged, office.Damaged}, {visit.BadgeLost, office.Lost}} {
		v := l.waiting(7)
		token := v.Facts.Badge.Token
		s := l.officer()
		m := visit.Exchange{Was: 7, Badge: 9, Old: c.old, Reason: "Basah", Supervisor: "atasan"}
		for range 2 {
			good(t, second(l.Move(l.ctx, s, v.ID, m)))
		}
		o, err := l.Office(l.ctx, l.office.ID)
		good(t, err)
		if got := o.Badges.State(7); got != c.want {
			t.Errorf("%q: number 7 is %s, want %s", c.old, got, c.want)
		}
		if holder := l.badges()[9]; holder.Name == "" || l.visit(v.ID).Facts.Badge.Number != 9 {
			t.Errorf("%q: number 9 is nobody's", c.old)
		}
		if f, err := l.Find(l.ctx, l.officer(), "http://tamu.contoh/b/kapuas."+token); err == nil && f.Outcome == book.FoundBadge {
			t.Errorf("%q: the old badge still opens the visit", c.old)
		}
		l.do(v.ID, visit.Leave{Back: []string{"badge", "card", "1"}, Damaged: true})
		if o, _ = l.Office(l.ctx, l.office.ID); o.Badges.State(9) != office.Damaged {
			t.Errorf("%q: 9 came back damaged and is %s", c.old, o.Badges.State(9))
		}
		l.free(7, 9)
	}
	l.clean()
}

// free makes numbers whole again, as the settings do.
func (l *lobby) free(numbers ...int) {
	l.t.Helper()
	o, err := l.Office(l.ctx, l.office.ID)
	good(l.t, err)
	_, err = l.ChangeOffice(l.ctx, l.admin(), o.Revision, func(o office.Office) (office.Office, error) {
		var err error
		for _, n := range numbers {
			if o.Badges, err = o.Badges.With(n, office.Free); err != nil {
				return o, err
			}
		}
		return o, nil
	})
	good(l.t, err)
}

// A lost number is nobody's from the first moment on; a refused exchange takes none away.
func TestALostNumberIsSetAsideFirst(t *testing.T) {
	l := enter(t)
	v, other := l.waiting(7), l.waiting(8)
	refused(t, "without a supervisor", second(l.Move(l.ctx, l.officer(), v.ID, visit.Exchange{Was: 7, Badge: 9, Old: visit.BadgeLost, Reason: "Hilang"})), visit.ErrSupervisor)
	if o, _ := l.Office(l.ctx, l.office.ID); o.Badges.State(7) != office.Free {
		t.Error("a refused exchange took the number out of the pool")
	}
	m := visit.Exchange{Was: 7, Badge: 8, Old: visit.BadgeLost, Reason: "Hilang", Supervisor: "atasan"}
	refused(t, "for a number that somebody has", second(l.Move(l.ctx, l.officer(), v.ID, m)), visit.ErrBadgeTaken)
	l.do(other.ID, everything)
	good(t, second(l.Move(l.ctx, l.officer(), v.ID, m)))
	third := l.arrived("Dahlia Misalsari")
	refused(t, "the lost number", second(l.Move(l.ctx, l.officer(), third.ID, verification(7))), visit.ErrBadge)
	l.clean()
}

// Two desks exchange for one number: one gets it.
func TestRaceForAnExchange(t *testing.T) {
	l := enter(t)
	for range rounds(20) {
		both := []visit.Visit{l.waiting(1), l.waiting(2)}
		errs := make([]error, 2)
		together(2, func(i int) {
			s := l.officer()
			s.Act = secret.Nonce()
			_, errs[i] = l.Move(l.ctx, s, both[i].ID, visit.Exchange{Was: i + 1, Badge: 30})
		})
		if count(errs, nil) != 1 || count(errs, visit.ErrBadgeTaken) != 1 {
			t.Fatalf("%v", errs)
		}
		for _, v := range both {
			l.do(v.ID, everything)
		}
	}
	l.clean()
}
