package book_test

import (
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/refusal"
	"bukutamu/internal/secret"
	"bukutamu/internal/store/opentest"
	"bukutamu/internal/visit"
)

// together runs f for n numbers at the same moment.
func together(n int, f func(i int)) {
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-start
			f(i)
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
}

// rounds of a race: few in the ordinary run, as many as security.md asks in the
// long one (BUKUTAMU_SOAK=1).
func rounds(ordinary int) int {
	switch {
	case opentest.Slow():
		return min(ordinary, 2)
	case os.Getenv("BUKUTAMU_SOAK") != "":
		return 50
	case testing.Short():
		return 1
	}
	return ordinary
}

// crowd is how many run at once: fewer on the test server of MongoDB, which does one thing at a
// time, each of them slowly.
func crowd(ordinary int) int {
	if opentest.Slow() {
		return min(ordinary, 24)
	}
	return ordinary
}

// many runs f for n numbers, a crowd of them at a time.
func many(n int, f func(i int)) {
	for from, size := 0, crowd(n); from < n; from += size {
		together(min(size, n-from), func(i int) { f(from + i) })
	}
}

// stand puts n guests at the desk, in one write each.
func (l *lobby) stand(n int) []string {
	l.t.Helper()
	out := make([]string, n)
	many(n, func(i int) {
		m := form(fmt.Sprintf("Tamu Contoh %d", i))
		m.ID, m.Code, m.Ticket = secret.ID(), secret.Code(), secret.Token()
		v, err := visit.Do(visit.Visit{}, m, l.guest(), l.office)
		if err == nil {
			v, err = visit.Do(v, visit.Arrive{}, l.officer(), l.office)
		}
		if err == nil {
			_, err = l.Keep(l.ctx, l.office.ID, v)
		}
		if err != nil {
			l.t.Error(err)
		}
		out[i] = v.ID
	})
	return out
}

// One badge, one guest: 200 verifications on 20 badges.
func TestRaceForBadges(t *testing.T) {
	l := enter(t)
	guests := crowd(200)
	badges := guests / 10
	for range rounds(5) {
		waiting := l.stand(guests)
		errs := make([]error, guests)
		together(guests, func(i int) {
			_, errs[i] = l.Move(l.ctx, l.officer(), waiting[i], verification(i%badges+1))
		})
		if won, told := count(errs, nil), count(errs, visit.ErrBadgeTaken); won != badges || told != guests-badges {
			t.Fatalf("%d won and %d were told who did", won, told)
		}
		taken := l.badges()
		for n := 1; n <= badges; n++ {
			if _, ok := taken[n]; !ok {
				t.Errorf("badge %d belongs to nobody", n)
			}
		}
		together(guests, func(i int) {
			if errs[i] == nil {
				_, errs[i] = l.Move(l.ctx, l.officer(), waiting[i], everything)
			} else {
				_, errs[i] = l.Move(l.ctx, l.officer(), waiting[i], visit.Withdraw{})
			}
		})
		if n := count(errs, nil); n != guests {
			t.Fatalf("only %d went home", n)
		}
	}
	l.clean()
}

// One QR, one arrival: 50 desks scan it and confirm.
func TestRaceForATicket(t *testing.T) {
	l := enter(t)
	desks := crowd(50)
	for range rounds(50) {
		v := l.register(form("Anggrek Contohwati"))
		errs := make([]error, desks)
		together(desks, func(i int) {
			f, err := l.Find(l.ctx, l.officer(), "http://tamu.contoh/t/kapuas."+v.Ticket)
			switch {
			case err != nil:
				errs[i] = err
			case f.Outcome == book.FoundUsed:
				errs[i] = visit.ErrState
			default:
				_, errs[i] = l.Move(l.ctx, l.saw(f.Visit), f.Visit.ID, visit.Arrive{})
			}
		})
		won, stale, used := count(errs, nil), count(errs, visit.ErrStale), count(errs, visit.ErrState)
		if won != 1 || won+stale+used != desks {
			t.Fatalf("%d arrived, %d were told who was faster, %d saw that it was used: %v", won, stale, used, errs)
		}
		if v = l.visit(v.ID); len(v.Log) != 2 {
			t.Fatalf("%d entries", len(v.Log))
		}
	}
	l.clean()
}

// One form, one record: 10 clicks on it.
func TestRaceOfClicks(t *testing.T) {
	l := enter(t)
	const clicks = 10
	for range rounds(50) {
		s := l.guest()
		var mu sync.Mutex
		made := 0
		together(clicks, func(int) {
			v, m, err := l.Register(l.ctx, s, form("Anggrek Contohwati"))
			mu.Lock()
			defer mu.Unlock()
			if m {
				made++
			}
			if err != nil || v.ID != s.Act {
				t.Errorf("registered as %s, %v", v.ID, err)
			}
		})
		if made != 1 {
			t.Fatalf("one form made %d visits", made)
		}
		v := l.do(s.Act, visit.Arrive{})
		act := l.saw(v)
		together(clicks, func(int) {
			if _, err := l.Move(l.ctx, act, v.ID, verification(7)); err != nil {
				t.Error(err)
			}
		})
		if v = l.visit(v.ID); len(v.Log) != 3 || v.Facts.Badge.Prints != 1 {
			t.Fatalf("%d entries, %d prints", len(v.Log), v.Facts.Badge.Prints)
		}
		l.do(v.ID, everything)
	}
	l.clean()
}

// Two officers write down opposite answers: the first counts and the other is told.
func TestRaceOfAnswers(t *testing.T) {
	l := enter(t)
	for i := range rounds(50) {
		l.clock.pass(time.Minute)
		v := l.waiting(i%40 + 1)
		v = l.do(v.ID, visit.Ask{})
		answers := []visit.Answer{{Reply: visit.Accepted}, {Reply: visit.Declines, Reason: "Sedang sidang"}}
		errs := make([]error, 2)
		together(2, func(i int) {
			s := l.stamp([]string{"piket", "jaga"}[i], account.Officer)
			s.Seen = v.Seen()
			_, errs[i] = l.Move(l.ctx, s, v.ID, answers[i])
		})
		if count(errs, nil) != 1 || count(errs, visit.ErrStale) != 1 {
			t.Fatalf("%v", errs)
		}
		winner := 0
		if errs[0] != nil {
			winner = 1
		}
		if told := refusal.Of(errs[1-winner])[0].Args["by"]; told != []string{"piket", "jaga"}[winner] {
			t.Errorf("told that %v was faster", told)
		}
		if v = l.visit(v.ID); v.Facts.Reply().Reply != answers[winner].Reply || len(v.Facts.Answers) != 1 {
			t.Errorf("kept %v", v.Facts.Answers)
		}
		l.do(v.ID, everything)
	}
	l.clean()
}

// Eight officers say that the whole party is here: each companion is one visit.
func TestRaceOfHere(t *testing.T) {
	l := enter(t)
	for range rounds(50) {
		v := l.arrived("Anggrek Contohwati", "Bima Umpamanto", "Cakra Misalnya", "Dahlia Misalsari")
		errs := make([]error, 8)
		together(8, func(i int) {
			_, errs[i] = l.Move(l.ctx, l.saw(v), v.ID, visit.Here{All: true})
		})
		if count(errs, nil) != 1 || count(errs, visit.ErrStale) != 7 {
			t.Fatalf("%v", errs)
		}
		all, err := l.Party(l.ctx, l.office.ID, l.visit(v.ID))
		if err != nil || len(all) != 4 {
			t.Fatalf("%d are here, %v", len(all), err)
		}
		for _, m := range all[1:] {
			if len(m.Log) != 1 {
				t.Errorf("%s has %d entries", m.ID, len(m.Log))
			}
		}
	}
	l.clean()
}
