package book_test

import (
	"context"
	"errors"
	"slices"
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
