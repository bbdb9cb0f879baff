package book_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"bukutamu/internal/book"
	"bukutamu/internal/sample"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

func (l *lobby) desk() book.Desk {
	l.t.Helper()
	d, err := l.Desk(l.ctx, l.office, l.clock.now())
	good(l.t, err)
	return d
}

func TestTheDayInGroups(t *testing.T) {
	l := enter(t)
	ahead := form("Besok Contohmo")
	ahead.Day = "2026-11-24"
	l.register(ahead)
	awaited := l.register(form("Galuh Misalnya"))
	l.doAs(l.guest(), l.register(form("Batal Contohmo")).ID, visit.Cancel{})
	arrived := l.arrived("Tirta Andaikan", "Bayu Rekaan") // a party is one arrival
	l.do(arrived.ID, visit.Here{All: true})
	waiting, meeting := l.waiting(1), l.meeting(2)
	l.clock.pass(time.Minute)
	first := l.do(l.meeting(3).ID, everything)
	l.clock.pass(time.Minute)
	owing := l.meeting(4)
	l.do(owing.ID, visit.Leave{Back: []string{visit.BadgeKey}, Behind: []string{visit.CardKey}, Reason: "Lupa"})
	refused := l.do(l.arrived("Rimba Umpama").ID, visit.Refuse{Reason: "Membawa pisau"})
	good(t, l.CallOfficer(l.ctx, l.guest(), "Lobi"))

	d := l.desk()
	check := func(what string, rows []store.Row[book.Line], want ...string) {
		t.Helper()
		got := ids(rows)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	slices.SortFunc(d.Act, func(a, b store.Row[book.Line]) int { return int(a.Brief.Badge - b.Brief.Badge) })
	if len(d.Act) != 3 || d.Act[2].ID != waiting.ID {
		t.Errorf("act: %v", ids(d.Act))
	}
	check("meeting", d.Meeting, meeting.ID)
	check("registered", d.Registered, awaited.ID)
	check("held", d.Held, owing.ID)
	check("left", d.Left, refused.ID, first.ID) // newest first
	if d.Visits != 6 || d.People != 2 || len(d.Calls) != 1 {
		t.Errorf("%d Kunjungan, %d Orang, %d calls", d.Visits, d.People, len(d.Calls))
	}
	l.clean()
}

func TestWhatEarlierDaysLeftBehindStaysOnTheDesk(t *testing.T) {
	l := enter(t)
	inside, owing := l.meeting(1), l.meeting(2)
	l.do(owing.ID, visit.Leave{Back: []string{visit.BadgeKey}, Behind: []string{visit.CardKey}, Reason: "Lupa"})
	unverified := l.arrived("Tirta Andaikan")
	l.do(l.meeting(3).ID, everything)
	l.register(form("Tidak Datang"))
	for range 3 {
		l.clock.pass(24 * time.Hour)
		d := l.desk()
		if !slices.Equal(ids(d.Meeting), []string{inside.ID}) || !slices.Equal(ids(d.Held), []string{owing.ID}) || !slices.Equal(ids(d.Act), []string{unverified.ID}) {
			t.Errorf("meeting %v, held %v, act %v", ids(d.Meeting), ids(d.Held), ids(d.Act))
		}
		if len(d.Left)+len(d.Registered) > 0 || d.Visits != 0 || d.People != 1 {
			t.Errorf("left %d, registered %d, %d Kunjungan, %d Orang", len(d.Left), len(d.Registered), d.Visits, d.People)
		}
	}
	if taken := l.badges(); len(taken) != 2 || taken[1].State != visit.Meeting || taken[2].State != visit.Left {
		t.Errorf("taken: %v", taken)
	}
}

func TestTheDayEndsAtTheOfficesMidnight(t *testing.T) {
	for zone, midnight := range map[string]time.Time{
		"Asia/Pontianak": time.Date(2026, 11, 23, 17, 0, 0, 0, time.UTC),
		"Asia/Jayapura":  time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC),
	} {
		o := sample.Office()
		o.Zone = zone
		l := enterWith(t, o, store.Options{})
		l.clock.set(midnight.Add(-time.Millisecond))
		l.do(l.arrived("Anggrek Contohwati").ID, visit.Withdraw{})
		if d := l.desk(); d.Visits != 1 || len(d.Left) != 1 {
			t.Errorf("%s before midnight: %d", zone, d.Visits)
		}
		l.clock.set(midnight)
		if d := l.desk(); d.Visits != 0 || len(d.Left) != 0 {
			t.Errorf("%s after midnight: %d", zone, d.Visits)
		}
	}
}

func TestAHostsInbox(t *testing.T) {
	l := enter(t)
	v := l.waiting(1)
	other := form("Kelana Andaikan")
	other.Host = "intan-misalkan"
	l.register(other)
	rows, err := l.Inbox(l.ctx, l.office, "galih-misal", l.clock.now())
	if err != nil || !slices.Equal(ids(rows), []string{v.ID}) {
		t.Errorf("%v, %v", ids(rows), err)
	}
	if rows, err = l.Inbox(l.ctx, l.office, "", l.clock.now()); err != nil || len(rows) > 0 {
		t.Errorf("an account without a person sees %v, %v", ids(rows), err)
	}
}

// past keeps n visits that are over, one a minute from nine o'clock on.
func (l *lobby) past(n int, change func(i int, m *visit.Register)) {
	l.t.Helper()
	many(n, func(i int) {
		m := form(fmt.Sprintf("Tamu Contoh %03d", i))
		m.ID, m.Code, m.Ticket = fmt.Sprintf("v%03d", i), fmt.Sprintf("%06d", i), fmt.Sprintf("%026d", i)
		if change != nil {
			change(i, &m)
		}
		s := l.officer()
		s.At, s.Act = nine.Add(time.Duration(i)*time.Minute), ""
		v, err := visit.Do(visit.Visit{}, m, s, l.office)
		if err == nil {
			v, err = visit.Do(v, visit.Arrive{}, s, l.office)
		}
		if err == nil {
			v, err = visit.Do(v, visit.Withdraw{}, s, l.office)
		}
		if err == nil {
			_, err = l.Keep(l.ctx, l.office.ID, v)
		}
		if err != nil {
			l.t.Error(err)
		}
	})
}

func TestTheHistoryByPeriodUnitAndName(t *testing.T) {
	l := enter(t)
	l.past(60, func(i int, m *visit.Register) {
		if i%2 == 0 {
			m.Host, m.Unit = "", "datun"
		}
		if i%3 == 0 {
			m.Name = fmt.Sprintf("Anggrek Contohwati %02d", i)
		}
	})
	at := func(minute int) time.Time { return nine.Add(time.Duration(minute) * time.Minute) }
	for name, c := range map[string]struct {
		filter book.Filter
		want   int
	}{
		"all":           {book.Filter{}, 60},
		"a period":      {book.Filter{From: at(10), To: at(20)}, 10},
		"a unit":        {book.Filter{Unit: "datun"}, 30},
		"a name":        {book.Filter{Name: "angg"}, 20},
		"name and unit": {book.Filter{Name: "contohwati angg", Unit: "datun"}, 10},
		"all three":     {book.Filter{Name: "anggrek", Unit: "datun", To: at(30)}, 5},
		"nobody":        {book.Filter{Name: "kenanga"}, 0},
		"short beside":  {book.Filter{Name: "anggrek 03"}, 20}, // words under three letters do not narrow
	} {
		c.filter.Limit = 100
		rows, next, more, err := l.History(l.ctx, l.office.ID, c.filter)
		if err != nil || len(rows) != c.want || next != "" || more {
			t.Errorf("%s: %d rows, next %q, more %v, %v; want %d", name, len(rows), next, more, err, c.want)
		}
		if !slices.IsSortedFunc(rows, func(a, b store.Row[book.Line]) int { return b.At.Compare(a.At) }) {
			t.Errorf("%s: not newest first", name)
		}
	}
	_, _, _, err := l.History(l.ctx, l.office.ID, book.Filter{Name: "an"})
	refused(t, "two letters", err, book.ErrSearchShort)
	_, _, _, err = l.History(l.ctx, l.office.ID, book.Filter{After: "nonsense"})
	refused(t, "an invented page", err, book.ErrCursor)
}

// Pages go on where they stopped, whatever comes in meanwhile.
func TestTheHistorysPagesUnderInserts(t *testing.T) {
	l := enter(t)
	l.past(40, nil)
	var got []string
	f := book.Filter{Limit: 7}
	for page := 0; ; page++ {
		rows, next, more, err := l.History(l.ctx, l.office.ID, f)
		good(t, err)
		got = append(got, ids(rows)...)
		if more != (next != "") {
			t.Errorf("more %v with next %q", more, next)
		}
		if f.After = next; next == "" {
			break
		}
		l.clock.set(nine.Add(2 * time.Hour))
		l.arrived(fmt.Sprintf("Tamu Baru %d", page)) // newer than the first page
		if page == 1 {
			l.clock.set(nine.Add(5*time.Minute + time.Second)) // among what is still to come
			l.arrived("Tamu Susulan")
		}
	}
	if len(got) != 41 || len(slices.Compact(slices.Sorted(slices.Values(got)))) != 41 {
		t.Errorf("%d rows", len(got))
	}
}

func TestALongSearchStopsAndGoesOn(t *testing.T) {
	l := enterWith(t, sample.Office(), store.Options{Examine: 20})
	l.past(50, func(i int, m *visit.Register) {
		if i == 3 {
			m.Unit, m.Host = "datun", ""
		}
		m.Name = fmt.Sprintf("Contoh Tamu %03d", i)
	})
	var found []string
	f := book.Filter{Name: "contoh", Unit: "datun", Limit: 10}
	pages := 0
	for ; ; pages++ {
		rows, next, more, err := l.History(l.ctx, l.office.ID, f)
		good(t, err)
		found = append(found, ids(rows)...)
		if f.After = next; next == "" {
			break
		}
		if !more || len(rows) == f.Limit {
			t.Errorf("page %d of %d rows, more %v", pages, len(rows), more)
		}
	}
	if !slices.Equal(found, []string{"v003"}) || pages != 2 {
		t.Errorf("found %v after %d pages", found, pages)
	}
}

// There and back: the page above the second is the first.
func TestBrowsingBothWays(t *testing.T) {
	l := enter(t)
	l.past(20, nil)
	f := book.Filter{Limit: 6}
	var pages [][]string
	var stretches []book.Stretch
	for {
		s, err := l.Browse(l.ctx, l.office.ID, f, "")
		good(t, err)
		pages, stretches = append(pages, ids(s.Rows)), append(stretches, s)
		if f.After = s.Older; s.Older == "" {
			break
		}
	}
	if len(pages) != 4 || stretches[0].Newer != "" || pages[0][0] != "v019" || len(pages[3]) != 2 {
		t.Fatalf("pages %v", pages)
	}
	for i := len(pages) - 1; i > 0; i-- {
		s, err := l.Browse(l.ctx, l.office.ID, book.Filter{Limit: 6}, stretches[i].Newer)
		if err != nil || !slices.Equal(ids(s.Rows), pages[i-1]) {
			t.Errorf("above page %d: %v, %v, want %v", i+1, ids(s.Rows), err, pages[i-1])
		}
		if (s.Newer == "") != (i == 1) {
			t.Errorf("above page %d there is %q", i+1, s.Newer)
		}
		down, err := l.Browse(l.ctx, l.office.ID, book.Filter{Limit: 6, After: s.Older}, "")
		if err != nil || !slices.Equal(ids(down.Rows), pages[i]) {
			t.Errorf("and down again: %v, %v", ids(down.Rows), err)
		}
	}
	if _, err := l.Browse(l.ctx, l.office.ID, f, "nonsense"); !errors.Is(err, book.ErrCursor) {
		t.Errorf("an invented page: %v", err)
	}
	if !book.Searchable("Li Wei") || book.Searchable("Li") {
		t.Error("what can be searched for")
	}
}
