package main

import (
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/identity"
	"bukutamu/internal/sample"
	"bukutamu/internal/visit"
)

// The busiest morning of a real office, made the same each time: 36 guests in an hour, 39 %
// of them in parties, 68 % of those who register known from before (domain.md 3). Six officers
// receive them, four kiosks write them down, ten screens follow the desk.
//
// The short form in the ordinary tests is a third of it, without pauses, and proves that
// nothing goes wrong; `make morning` takes the hour in a minute and prints how long each act
// took, with the page that follows it. Neither fails for being slow.
func TestTheBusiestMorning(t *testing.T) {
	m := &morning{t: t, parties: []int{3, 2}, single: 7, officers: 3, kiosks: 2, screens: 4}
	if os.Getenv("BUKUTAMU_MORNING") != "" {
		m = &morning{t: t, parties: []int{4, 3, 3, 2, 2}, single: 22, officers: 6, kiosks: 4, screens: 10, hour: time.Minute}
	}
	m.house = demo(t)
	m.invent()
	m.run()
	m.prove()
	m.print()
}

// morning is the plan, and what was measured.
type morning struct {
	t       testing.TB
	house   *house
	parties []int // how many people each brings
	single  int
	hour    time.Duration // how long the hour takes; 0 is without pauses
	comers  []*comer
	face    []byte

	officers, kiosks, screens int

	mu    sync.Mutex
	works []*work
}

// comer is one registration: a guest, their companions, and their place in the plan.
type comer struct {
	call  sample.Call
	all   []sample.Guest // the lead first
	known bool           // was here before
	after time.Duration  // since the hour began
	code  chan string    // the short code, once a kiosk gave it
	id    string
}

// invent makes the people, parties among single guests, and the earlier visits of those who
// come again.
func (m *morning) invent() {
	src := sample.New(36)
	m.face = face(m.t)
	n, people, came := m.single+len(m.parties), m.single, 0
	for _, size := range m.parties {
		people += size
	}
	every := n / len(m.parties)
	for i := range n {
		size := 1
		if p := i / every; i%every == every/2 && p < len(m.parties) {
			size = m.parties[p]
		}
		c := &comer{call: src.Call(), known: i*68/100 != (i+1)*68/100, after: m.hour * time.Duration(came) / time.Duration(people), code: make(chan string, 1)}
		for k := range size {
			g := c.call.Guest
			if k > 0 {
				g = src.Call().Guest
			}
			g.Document = identity.Document{Kind: identity.SIM, Number: fmt.Sprintf("%06d%06d", 1+i, 1+k)}
			c.all = append(c.all, g)
		}
		c.all[0].Phone = fmt.Sprintf("0812 0000 %04d", i)
		came += size
		m.comers = append(m.comers, c)
		if c.known {
			m.before(c.all[0])
		}
	}
}

// before gives a guest an earlier visit that is over.
func (m *morning) before(g sample.Guest) {
	s := stampOf(m.house)
	kiosk := s
	kiosk.By, kiosk.Roles = account.ByGuest, account.Roles{account.Guest}
	v, _, err := m.house.Book.Register(m.t.Context(), kiosk, visit.Register{Purpose: "koordinasi", Unit: "pidum", Name: g.Name, Phone: g.Phone, Weapon: "no", Read: true, Source: visit.AtKiosk})
	if err != nil {
		m.t.Fatal(err)
	}
	for _, move := range []visit.Move{visit.Arrive{},
		visit.Verify{Document: g.Document.Kind, Number: g.Document.Number, Name: g.Name, Sex: g.Sex, PhotoWhy: "Kamera rusak", Screening: visit.Nothing, Badge: freeBadge(m.t, m.house), Unit: "pidum"},
		visit.Leave{Back: []string{visit.BadgeKey, visit.CardKey}}} {
		if _, err := m.house.Book.Move(m.t.Context(), s, v.ID, move); err != nil {
			m.t.Fatal(err)
		}
	}
}

// timed measures an act; one that went wrong is told in the end.
func (m *morning) timed(name string, act func() error) error {
	begun := time.Now()
	err := act()
	took := time.Since(begun)
	m.mu.Lock()
	i := slices.IndexFunc(m.works, func(w *work) bool { return w.name == name })
	if i < 0 {
		i, m.works = len(m.works), append(m.works, &work{name: name})
	}
	w := m.works[i]
	m.mu.Unlock()
	w.note(took, err)
	return err
}

// run lets everybody come, be received, and go.
func (m *morning) run() {
	var screens []*watcher
	for range m.screens {
		screens = append(screens, m.watch())
	}
	var desks []*visitor
	for range m.officers {
		desks = append(desks, m.signedIn())
	}
	begun := time.Now()
	var all sync.WaitGroup
	for k := range m.kiosks {
		all.Go(func() {
			kiosk := newVisitor(m.house.Guest)
			for i := k; i < len(m.comers); i += m.kiosks {
				c := m.comers[i]
				time.Sleep(time.Until(begun.Add(c.after)))
				_ = m.timed("registration", func() error { return c.register(kiosk) })
				close(c.code)
			}
		})
	}
	for d, desk := range desks {
		all.Go(func() {
			var inside []*comer
			for i := d; i < len(m.comers); i += m.officers {
				if c := m.comers[i]; m.receive(desk, c) == nil {
					inside = append(inside, c)
				}
				if len(inside) > 2 { // the first of them have finished
					_ = m.goodbye(desk, inside[0])
					inside = inside[1:]
				}
			}
			for _, c := range inside {
				_ = m.goodbye(desk, c)
			}
		})
	}
	all.Wait()
	for i, w := range screens {
		m.heard(i, w)
	}
}

// signedIn is a browser in which the duty officer works.
func (m *morning) signedIn() *visitor {
	v := newVisitor(m.house.Staff)
	if err := v.signIn("piket", password); err != nil {
		m.t.Fatal(err)
	}
	return v
}

// prove looks at the book when all have gone: every guest of the morning was received and is
// out again with everything back, and no number was with two of them at once.
func (m *morning) prove() {
	m.t.Helper()
	for _, w := range m.works {
		if w.first != nil {
			m.t.Errorf("%s: %d times not done, the first: %v", w.name, w.fails, w.first)
		}
	}
	type span struct {
		from, to time.Time
		id       string
	}
	given := map[int][]span{}
	for _, c := range m.comers {
		lead, err := m.house.Book.Visit(m.t.Context(), stampOf(m.house).Office, c.id)
		if err != nil {
			m.t.Errorf("%s: %v", c.all[0].Name, err)
			continue
		}
		party, err := m.house.Book.Party(m.t.Context(), stampOf(m.house).Office, lead)
		if err != nil || len(party) != len(c.all) {
			m.t.Errorf("%s came with %d, %v", lead.ID, len(party)-1, err)
		}
		for i, v := range party {
			f := v.Facts
			if f.State != visit.Left || f.Closing != visit.CheckedOut || f.Ending != visit.Met || f.Holds() || len(f.Asks) != 1 || !f.Photo.Taken || f.Document.Number != c.all[i].Document.Number {
				m.t.Errorf("%s: %s, %s, asked %d times, number %s", v.ID, f.State, f.Ending, len(f.Asks), f.Document.Number)
			}
			if i == 0 && (f.Carried != "") != c.known {
				m.t.Errorf("%s: carried %q, known %v", v.ID, f.Carried, c.known)
			}
			mine := span{f.Badge.GivenAt, f.Badge.BackAt, v.ID}
			for _, other := range given[f.Badge.Number] {
				if mine.from.Before(other.to) && other.from.Before(mine.to) {
					m.t.Errorf("badge %d was with %s and %s", f.Badge.Number, v.ID, other.id)
				}
			}
			given[f.Badge.Number] = append(given[f.Badge.Number], mine)
		}
	}
	if _, err := m.house.Book.Check(m.t.Context()); err != nil {
		m.t.Errorf("the book is not clean: %v", err)
	}
}

// print tells how long the acts took.
func (m *morning) print() {
	if m.hour == 0 {
		return
	}
	t := tabwriter.NewWriter(os.Stderr, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "act\tcount\tp50\tp95\tmax\t")
	for _, w := range m.works {
		slices.Sort(w.took)
		fmt.Fprintf(t, "%s\t%d\t%s\t%s\t%s\t\n", w.name, len(w.took), round2(w.at(50)), round2(w.at(95)), round2(w.at(100)))
	}
	_ = t.Flush()
	if sync, err := fsyncFigure(); err == nil {
		fmt.Fprintf(os.Stderr, "fsync of 4 KiB on this machine's temporary folder: %s (median of 100)\n", round2(sync))
	}
}
