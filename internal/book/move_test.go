package book_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

func TestOneFormIsOneVisit(t *testing.T) {
	l := enter(t)
	s := l.guest()
	first, made, err := l.Register(l.ctx, s, form("Anggrek Contohwati"))
	if err != nil || !made || first.ID != s.Act {
		t.Fatalf("made %v as %s, %v", made, first.ID, err)
	}
	again, made, err := l.Register(l.ctx, s, form("Anggrek Contohwati"))
	if err != nil || made || again.ID != first.ID || again.Code != first.Code || again.Ticket != first.Ticket {
		t.Errorf("sent again: made %v, code %s of %s, %v", made, again.Code, first.Code, err)
	}
	_, _, err = l.Register(l.ctx, s, form("Melur Umpamawati"))
	refused(t, "the same form with another name", err, visit.ErrOther)
	// What was a good day then may be a past one now; the guest is in the book.
	s, m := l.guest(), form("Seruni Contohsari")
	m.Day = today
	_, _, err = l.Register(l.ctx, s, m)
	good(t, err)
	l.clock.pass(24 * time.Hour)
	s.At = l.clock.now()
	if again, made, err = l.Register(l.ctx, s, m); err != nil || made || again.ID != s.Act {
		t.Errorf("sent again after midnight: made %v, %v", made, err)
	}
	s.Act = secret.Nonce()
	_, _, err = l.Register(l.ctx, s, m)
	refused(t, "a new form for a past day", err, visit.ErrDayPast)
}

// taking is a store in which the next short codes are taken.
type taking struct {
	store.Store
	left  int
	codes []string
}

func (s *taking) Put(ctx context.Context, d store.Doc) (store.Doc, error) {
	if strings.HasPrefix(d.Claim, "code:") {
		s.codes = append(s.codes, d.Claim)
		if s.left--; s.left >= 0 {
			return d, &store.TakenError{Claim: d.Claim, By: "another"}
		}
	}
	return s.Store.Put(ctx, d)
}

func TestATakenShortCodeIsDrawnAgain(t *testing.T) {
	l := enter(t)
	s := &taking{Store: l.store, left: 3}
	b, _ := l.over(s)
	v, made, err := b.Register(l.ctx, l.guest(), form("Anggrek Contohwati"))
	if err != nil || !made || len(s.codes) != 4 || s.codes[3] != "code:"+v.Code || s.codes[0] == s.codes[3] {
		t.Errorf("made %v, codes %v, %v", made, s.codes, err)
	}
}

func TestAWalkInIsRegisteredAndArrivesFromOneForm(t *testing.T) {
	l := enter(t)
	s := l.officer()
	s.Seen = 0
	m := form("Bima Umpamanto")
	m.Source, m.Read, m.Weapon = visit.AtDesk, false, ""
	for range 2 {
		v, _, err := l.Register(l.ctx, s, m)
		good(t, err)
		v, err = l.Move(l.ctx, s, v.ID, visit.Arrive{})
		good(t, err)
		if v.Facts.State != visit.Arrived || len(v.Log) != 2 || v.ID != s.Act {
			t.Errorf("%s after %d entries", v.Facts.State, len(v.Log))
		}
	}
}

func TestSentTwiceStaleAndOtherContent(t *testing.T) {
	l := enter(t)
	v := l.waiting(3)
	s := l.saw(v)
	one := l.doAs(s, v.ID, visit.Answer{Reply: visit.Wait, Minutes: 5})
	again := l.doAs(s, v.ID, visit.Answer{Reply: visit.Wait, Minutes: 5})
	if len(again.Log) != len(one.Log) {
		t.Error("the same form made a second entry")
	}
	_, err := l.Move(l.ctx, s, v.ID, visit.Answer{Reply: visit.Wait, Minutes: 10})
	refused(t, "the same form with other minutes", err, visit.ErrOther)
	late := l.stamp("jaga", account.Officer)
	late.Seen = v.Seen()
	_, err = l.Move(l.ctx, late, v.ID, visit.Answer{Reply: visit.Declines})
	no := refused(t, "from an old card", err, visit.ErrStale)
	if no.Args["by"] != "piket" || no.Args["move"] != "answer" || !no.Args["at"].(time.Time).Equal(nine) {
		t.Errorf("told %v", no.Args)
	}
	if kept := l.visit(v.ID); len(kept.Log) != len(one.Log) {
		t.Error("a refusal left an entry")
	}
	_, err = l.Move(l.ctx, l.officer(), secret.ID(), visit.Arrive{})
	refused(t, "nobody's visit", err, visit.ErrNotFound)
	_, err = l.Move(l.ctx, l.guest(), v.ID, visit.Print{})
	refused(t, "a guest prints", err, visit.ErrRole)
	other := l.officer()
	other.Office = "lain"
	if _, err = l.Move(l.ctx, other, v.ID, visit.Print{}); !errors.Is(err, book.ErrNotFound) {
		t.Errorf("from an office that does not exist: %v", err)
	}
}

func TestAReprintedBadgeHasANewToken(t *testing.T) {
	l := enter(t)
	v := l.waiting(3)
	s := l.officer()
	copied := l.doAs(s, v.ID, visit.Print{Reason: "Kertas macet"})
	again := l.doAs(s, v.ID, visit.Print{Reason: "Kertas macet"})
	if copied.Facts.Badge.Token == v.Facts.Badge.Token || copied.Facts.Badge.Prints != 2 || again.Facts.Badge != copied.Facts.Badge {
		t.Errorf("first %+v, copy %+v, sent again %+v", v.Facts.Badge, copied.Facts.Badge, again.Facts.Badge)
	}
	for token, want := range map[string]book.Outcome{v.Facts.Badge.Token: book.FoundUnknown, copied.Facts.Badge.Token: book.FoundBadge} {
		f, err := l.Find(l.ctx, l.officer(), token)
		if err != nil || f.Outcome != want {
			t.Errorf("scanned: %s, %v, want %s", f.Outcome, err, want)
		}
	}
}

// A lost badge needs a supervisor, whom the door has proven by then.
func TestLosingABadgeNamesTheSupervisor(t *testing.T) {
	l := enter(t)
	v := l.waiting(1)
	_, err := l.Move(l.ctx, l.officer(), v.ID, visit.Lose{Reason: "Hilang"})
	refused(t, "nobody confirmed", err, visit.ErrSupervisor)
	v = l.do(v.ID, visit.Lose{Reason: "Hilang", Supervisor: "atasan"})
	if v.Facts.Badge.LostBy != "atasan" || v.Facts.TakesNumber() != 1 {
		t.Errorf("%+v", v.Facts.Badge)
	}
	l.do(v.ID, visit.Leave{Back: []string{visit.CardKey}})
	_, err = l.Move(l.ctx, l.officer(), v.ID, visit.Retire{Reason: "Dibuat baru"})
	refused(t, "retired by an officer", err, visit.ErrRole)
}

func TestKeepingAPastVisitIsRepeatable(t *testing.T) {
	l := enter(t)
	v, err := visit.Do(visit.Visit{}, func() visit.Register { m := form("Anggrek Contohwati"); m.ID = "lama"; return m }(), l.guest(), l.office)
	good(t, err)
	for i := range 2 {
		made, err := l.Keep(l.ctx, l.office.ID, v)
		if err != nil || made != (i == 0) {
			t.Errorf("time %d: made %v, %v", i+1, made, err)
		}
	}
	good(t, l.KeepPhoto(l.ctx, l.officer(), "lama", []byte("jpeg")))
	l.clean()
}
