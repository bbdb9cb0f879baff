package book_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/visit"
)

// later gives everything back and agrees another day.
func later(along ...string) visit.Leave {
	m := everything
	m.Ending, m.Day, m.Along = visit.Rescheduled, "2026-11-30", along
	return m
}

func (l *lobby) next(v visit.Visit) visit.Visit {
	l.t.Helper()
	w, err := l.Next(l.ctx, l.office.ID, v)
	good(l.t, err)
	return w
}

func TestARescheduledVisitIsRegisteredOnce(t *testing.T) {
	l := enter(t)
	v := l.meeting(1)
	s := l.officer()
	v = l.doAs(s, v.ID, later())
	fresh := l.visit(v.Facts.Next)
	if fresh.Facts.State != visit.Registered || fresh.Facts.Day != "2026-11-30" || fresh.Facts.Prior != v.ID || fresh.Facts.Source != visit.AtDesk {
		t.Fatalf("%+v", fresh.Facts)
	}
	if fresh.Code == v.Code || fresh.Ticket == v.Ticket || fresh.Code == "" || fresh.Log[0].By != "piket" {
		t.Errorf("code %q, by %s: it has a ticket of its own", fresh.Code, fresh.Log[0].By)
	}
	l.clock.pass(time.Minute)
	if again := l.doAs(s, v.ID, later()); again.Facts.Next != fresh.ID || len(l.visit(fresh.ID).Log) != 1 {
		t.Error("the form sent again registered the guest again")
	}
	found, err := l.Find(l.ctx, l.officer(), fresh.Code)
	if good(t, err); found.Outcome != book.FoundOtherDay || found.Visit.ID != fresh.ID {
		t.Errorf("its code leads to %s", found.Outcome)
	}
	if none := l.next(l.meeting(2)); none.ID != "" {
		t.Errorf("a visit that goes on has a next one: %s", none.ID)
	}
	l.clean()
}

// A cut between the check-out and the registration heals when the form is sent
// again, and when anybody looks.
func TestACutBeforeTheFreshRegistrationHeals(t *testing.T) {
	for name, heal := range map[string]func(l *lobby, s account.Stamp, v visit.Visit){
		"sent again": func(l *lobby, s account.Stamp, v visit.Visit) { l.doAs(s, v.ID, later()) },
		"looked at":  func(l *lobby, _ account.Stamp, v visit.Visit) { l.next(v) },
	} {
		l := enter(t)
		v := l.meeting(1)
		s := l.officer()
		b, _ := l.over(&cut{l.store, 1})
		if _, err := b.Move(l.ctx, s, v.ID, later()); !errors.Is(err, errCut) {
			t.Fatal(err)
		}
		v = l.visit(v.ID)
		if _, err := l.Visit(l.ctx, l.office.ID, v.Facts.Next); !errors.Is(err, visit.ErrNotFound) {
			t.Fatalf("the cut did not happen: %v", err)
		}
		heal(l, s, v)
		if w := l.visit(v.Facts.Next); w.Facts.Prior != v.ID || len(w.Log) != 1 {
			t.Errorf("%s: %+v", name, w.Facts)
		}
		l.clean()
	}
}

// What was erased after its time is not brought back by looking at the old visit.
func TestAFreshRegistrationOfLongAgoStaysGone(t *testing.T) {
	l := enter(t)
	v := l.meeting(1)
	b, _ := l.over(&cut{l.store, 1})
	if _, err := b.Move(l.ctx, l.officer(), v.ID, later()); !errors.Is(err, errCut) {
		t.Fatal(err)
	}
	l.clock.pass(60 * 24 * time.Hour)
	if w := l.next(l.visit(v.ID)); w.ID != "" {
		t.Errorf("registered for a day that is over: %+v", w.Facts)
	}
}

func TestAPartyIsRescheduledAsOne(t *testing.T) {
	l := enter(t)
	all := l.party()
	v := l.do(all[0].ID, later(all[1].ID, all[3].ID))
	fresh := l.visit(v.Facts.Next)
	var names []string
	for _, c := range fresh.Facts.Companions {
		names = append(names, c.Name)
	}
	want := []string{l.visit(all[1].ID).Facts.Guest.Name, l.visit(all[3].ID).Facts.Guest.Name}
	if !slices.Equal(names, want) || fresh.Size() != 3 || fresh.Party != "" {
		t.Errorf("comes back with %v, want %v", names, want)
	}
	l.clean()
}

// Ten clicks on one check-out, and ten desks with forms of their own.
func TestRaceForAFreshRegistration(t *testing.T) {
	l := enter(t)
	for range rounds(10) {
		v := l.meeting(1)
		s := l.saw(l.visit(v.ID))
		errs := make([]error, 10)
		together(10, func(i int) { _, errs[i] = l.Move(l.ctx, s, v.ID, later()) })
		if n := count(errs, nil); n != 10 {
			t.Fatalf("%d of ten clicks were answered: %v", n, errs)
		}
		v = l.visit(v.ID)
		if w := l.visit(v.Facts.Next); len(w.Log) != 1 || w.Facts.Prior != v.ID {
			t.Fatalf("%+v", w)
		}
		l.do(v.Facts.Next, visit.Cancel{})
	}
	l.clean()
}

// A guest moves the day while the officer cancels, and two desks transfer one guest:
// one of them wins and the other is told who did.
func TestRacesOfTheSecondHalf(t *testing.T) {
	l := enter(t)
	for range rounds(10) {
		v := l.register(form("Anggrek Contohwati"))
		m := l.meeting(1)
		m = l.visit(m.ID)
		var errs [4]error
		together(4, func(i int) {
			switch i {
			case 0:
				s := l.guest()
				s.Seen = v.Seen()
				_, errs[i] = l.Move(l.ctx, s, v.ID, visit.Reschedule{Day: "2026-11-24"})
			case 1:
				_, errs[i] = l.Move(l.ctx, l.saw(v), v.ID, visit.Cancel{})
			case 2:
				_, errs[i] = l.Move(l.ctx, l.saw(m), m.ID, visit.Transfer{Unit: "datun"})
			case 3:
				_, errs[i] = l.Move(l.ctx, l.saw(m), m.ID, visit.Out{})
			}
		})
		for _, pair := range [][]error{errs[:2], errs[2:]} {
			if count(pair, nil) != 1 || count(pair, visit.ErrStale) != 1 {
				t.Fatalf("%v", pair)
			}
		}
		l.do(m.ID, everything)
	}
	l.clean()
}

// One question and one answer are for all who were transferred together.
func TestTheNextHostAnswersOnceForAll(t *testing.T) {
	l := enter(t)
	all := l.party()
	l.do(all[0].ID, visit.Ask{})
	l.do(all[0].ID, visit.Answer{Reply: visit.Accepted})
	for _, v := range all[:3] {
		l.do(v.ID, visit.Escort{By: "elang-umpamanto"})
	}
	l.clock.pass(time.Minute)
	for _, v := range all[:2] {
		l.do(v.ID, visit.Transfer{Unit: "datun"})
	}
	if got := replies(l, all); !slices.Equal(got, []visit.Reply{"", "", visit.Accepted, visit.Accepted}) {
		t.Fatalf("replies %v", got)
	}
	l.do(all[1].ID, visit.Ask{})
	l.do(all[1].ID, visit.Answer{Reply: visit.Wait, Minutes: 5})
	if got := replies(l, all); !slices.Equal(got, []visit.Reply{visit.Wait, visit.Wait, visit.Accepted, visit.Accepted}) {
		t.Errorf("replies %v", got)
	}
	l.clean()
}

func TestWhoSteppedOutIsShownApartAndNotCounted(t *testing.T) {
	l := enter(t)
	v, w := l.meeting(1), l.waiting(2)
	for _, id := range []string{v.ID, w.ID} {
		l.do(id, visit.Out{Back: []string{visit.CardKey}})
	}
	l.waiting(3)
	d, err := l.Desk(l.ctx, l.office, l.clock.now())
	if good(t, err); d.People != 1 || d.Visits != 3 || len(d.Outside) != 2 || len(d.Act) != 1 || len(d.Meeting) != 0 {
		t.Errorf("%d people, %d visits, outside %v, act %v, meeting %v", d.People, d.Visits, ids(d.Outside), ids(d.Act), ids(d.Meeting))
	}
	if taken, _ := l.TakenBadges(l.ctx, l.office); taken[1].Number != 1 || taken[2].Number != 2 {
		t.Errorf("their numbers are given away: %v", taken)
	}
	l.clock.pass(24 * time.Hour)
	if d, err = l.Desk(l.ctx, l.office, l.clock.now()); err != nil || len(d.Outside) != 2 || d.People != 1 {
		t.Errorf("the next day: outside %v, %d people, %v", ids(d.Outside), d.People, err)
	}
	l.do(v.ID, visit.In{})
	d, err = l.Desk(l.ctx, l.office, l.clock.now())
	if good(t, err); d.People != 2 || len(d.Outside) != 1 || len(d.Meeting) != 1 {
		t.Errorf("back in: %d people, outside %v", d.People, ids(d.Outside))
	}
	l.clean()
}
