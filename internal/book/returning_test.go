package book_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/identity"
	"bukutamu/internal/secret"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

// visited is a visit from the registration to the goodbye, with what change says about
// the card.
func (l *lobby) visited(m visit.Register, change ...func(*visit.Verify)) visit.Visit {
	l.t.Helper()
	v := l.do(l.register(m).ID, visit.Arrive{})
	card := verification(39)
	card.Name = m.Name
	for _, f := range change {
		f(&card)
	}
	l.do(v.ID, card)
	return l.do(v.ID, visit.Leave{Back: []string{visit.BadgeKey, visit.CardKey}, Ending: visit.Withdrawn})
}

// again is a guest of the registration m who stands at the desk.
func (l *lobby) again(m visit.Register) visit.Visit {
	l.t.Helper()
	return l.do(l.register(m).ID, visit.Arrive{})
}

// offered are the ids of the earlier visits on the desk's page.
func (l *lobby) offered(v visit.Visit) []string {
	l.t.Helper()
	list, all, err := l.Returning(l.ctx, l.officer(), v)
	good(l.t, err)
	n, err := l.TimesBefore(l.ctx, l.officer(), v)
	good(l.t, err)
	if n != all || n != len(list) {
		l.t.Errorf("the card counts %d, the page %d and lists %d", n, all, len(list))
	}
	var out []string
	for _, e := range list {
		out = append(out, e.ID)
	}
	return out
}

// Name and phone decide together: all words of the name, however they are written, and
// the number, however it is typed.
func TestWhoIsTheSameGuest(t *testing.T) {
	for _, c := range []struct {
		name, phone string
		same        bool
	}{
		{"Anggrek Contohwati", "0812 0000 0001", true},
		{"ANGGREK  CONTOHWATI", "+62 812-0000-0001", true},
		{"Contohwati, Anggrek", "62 812 0000 0001", true},
		{"Ánggrek Contohwatí", "8120 0000 001", true},
		{"Dr. Hj. Anggrek Contohwati, S.H., M.Hum.", "(0812) 00000001", true},
		{"Ibu Anggrek Contohwati SH MH", "081200000001", true},
		{"Anggrek Anggrek Contohwati", "081200000001", true}, // doubled by hand
		{"Anggrek", "081200000001", false},
		{"Anggrek Contohwati Umpama", "081200000001", false}, // her daughter
		{"Anggrek Contohsari", "081200000001", false},
		{"A. Contohwati", "081200000001", false},
		{"Anggrek Contohwati", "081200000002", false},
		{"Anggrek Contohwati", "", false},
	} {
		l := enter(t)
		old := l.visited(form("Hj. Anggrek Contohwati, S.H."))
		m := form(c.name)
		m.Phone = c.phone
		got := l.offered(l.again(m))
		if want := map[bool]int{true: 1}[c.same]; len(got) != want || want == 1 && got[0] != old.ID {
			t.Errorf("%q %q: %v, want it to be the same: %v", c.name, c.phone, got, c.same)
		}
	}
}

// What a guest's earlier visits hold, and what they must not.
func TestWhatIsOfferedOfAnEarlierVisit(t *testing.T) {
	l := enter(t)
	first := l.visited(form("Anggrek Contohwati"), func(m *visit.Verify) { m.From = "Dinas Contoh" })
	l.clock.pass(48 * time.Hour)
	second := l.visited(form("Anggrek Contohwati"), func(m *visit.Verify) { m.Document, m.Number = identity.Staff, "198807012014032001" })
	l.clock.pass(48 * time.Hour)
	list, all, err := l.Returning(l.ctx, l.officer(), l.again(form("Anggrek Contohwati")))
	good(t, err)
	want := []book.Earlier{
		{ID: second.ID, At: nine.Add(48 * time.Hour), Purpose: "bertemu", Unit: "pidum", Kind: identity.Staff},
		{ID: first.ID, At: nine, Purpose: "bertemu", Unit: "pidum", Kind: identity.KTP, From: "Dinas Contoh"},
	}
	if all != 2 || len(list) != 2 || list[0] != want[0] || list[1] != want[1] {
		t.Errorf("%d: %+v", all, list)
	}
}

func TestWhatIsNeverOffered(t *testing.T) {
	her := form("Anggrek Contohwati")
	secretly := her
	secretly.Confidential = true
	for _, c := range []struct {
		what  string
		earl  func(l *lobby)
		wants int
	}{
		{"an ordinary one", func(l *lobby) { l.visited(her) }, 1},
		{"confidential from the beginning", func(l *lobby) { l.visited(secretly, func(m *visit.Verify) { m.Confidential = true }) }, 0},
		{"confidential at the desk", func(l *lobby) { l.visited(her, func(m *visit.Verify) { m.Confidential = true }) }, 0},
		{"never verified", func(l *lobby) { l.do(l.again(her).ID, visit.Withdraw{}) }, 0},
		{"only registered", func(l *lobby) { l.register(her) }, 0},
		{"without a number", func(l *lobby) {
			l.visited(her, func(m *visit.Verify) { m.Document, m.Number = identity.Other, "" })
		}, 0},
		{"a number of three digits", func(l *lobby) {
			l.visited(her, func(m *visit.Verify) { m.Document, m.Number = identity.Advocate, "ADV-123" })
		}, 0},
		{"a passport", func(l *lobby) {
			l.visited(her, func(m *visit.Verify) { m.Document, m.Number = identity.Passport, "X0000001" })
		}, 1},
		{"a year ago", func(l *lobby) { l.visited(her); l.clock.set(nine.AddDate(1, 0, 0)) }, 1},
		{"more than a year ago", func(l *lobby) { l.visited(her); l.clock.set(nine.AddDate(1, 0, 0).Add(time.Minute)) }, 0},
	} {
		l := enter(t)
		c.earl(l)
		now := l.again(her)
		if got := l.offered(now); len(got) != c.wants {
			t.Errorf("%s: %v", c.what, got)
		}
		l.do(now.ID, verification(1))
		if got := l.offered(l.visit(now.ID)); len(got) != 0 {
			t.Errorf("%s: offered after the check-in: %v", c.what, got)
		}
		hidden := l.again(secretly)
		if got := l.offered(hidden); len(got) != 0 {
			t.Errorf("%s: offered to a confidential guest: %v", c.what, got)
		}
		l.clean()
	}
}

// The others of one's own party are no earlier visits, though they may share a phone
// and a name: here one bears the tag that such a guest would have.
func TestOnesOwnPartyIsNoEarlierVisit(t *testing.T) {
	l := enter(t)
	old := l.visited(form("Anggrek Contohwati"))
	tags := l.raw(book.KindVisit, old.ID).Tags
	same := tags[slices.IndexFunc(tags, func(tag string) bool { return strings.HasPrefix(tag, "same:") })]
	lead := l.do(l.register(form("Anggrek Contohwati", "Anggrek Contohwati")).ID, visit.Arrive{})
	l.do(lead.ID, visit.Here{All: true})
	l.do(lead.ID+".1", verification(2))
	for _, id := range []string{lead.ID, lead.ID + ".1"} {
		l.tamper(book.KindVisit, id, func(d *store.Doc, _ map[string]any) { d.Tags = append(d.Tags, same) })
	}
	if got := l.offered(l.visit(lead.ID)); len(got) != 1 || got[0] != old.ID {
		t.Errorf("%v", got)
	}
}

// Only the desk may ask, whatever else somebody is.
func TestOnlyTheDeskKnowsWhoCameBefore(t *testing.T) {
	l := enter(t)
	old := l.visited(form("Anggrek Contohwati"))
	v := l.again(form("Anggrek Contohwati"))
	for _, role := range []account.Role{account.Guest, account.Host, account.Auditor, account.Admin, account.Complaint} {
		s := l.stamp("x", role)
		_, _, err := l.Returning(l.ctx, s, v)
		refused(t, string(role), err, account.ErrForbidden)
		_, err = l.TimesBefore(l.ctx, s, v)
		refused(t, string(role), err, account.ErrForbidden)
		refused(t, string(role), l.CarryOver(l.ctx, s, v.ID, old.ID, "0001"), account.ErrForbidden)
		_, _, err = l.Filled(l.ctx, s, v)
		refused(t, string(role), err, account.ErrForbidden)
	}
}

// A visit that was written before there was the tag is not offered, and is no fault.
func TestAVisitWithoutTheTagIsNoFault(t *testing.T) {
	l := enter(t)
	old := l.visited(form("Anggrek Contohwati"))
	d := l.raw(book.KindVisit, old.ID)
	n := len(d.Tags)
	d.Tags = slices.DeleteFunc(d.Tags, func(tag string) bool { return strings.HasPrefix(tag, "same:") })
	_, err := l.store.Put(l.ctx, d)
	good(t, err)
	if len(d.Tags) != n-1 || len(l.offered(l.again(form("Anggrek Contohwati")))) != 0 {
		t.Errorf("%d tags of %d", len(d.Tags), n)
	}
	l.clean()
}

// BenchmarkReturning asks for the earlier visits of one who came every week, among
// 10,000 visits of others, or with BUKUTAMU_BENCH_LARGE=1 among 100,000.
func BenchmarkReturning(b *testing.B) {
	n := 10_000
	if os.Getenv("BUKUTAMU_BENCH_LARGE") != "" {
		n = 100_000
	}
	l := enter(b)
	l.crowd(n, 0)
	for i := range 52 {
		m := form("Anggrek Contohwati")
		m.ID, m.Code, m.Ticket = secret.ID(), secret.Code(), secret.Token()
		s := l.officer()
		s.At = nine.AddDate(0, 0, -7*i-1)
		m.Day = s.At.Format(time.DateOnly)
		card := verification(3)
		card.Token = fmt.Sprintf("%026d", i)
		v := visit.Visit{}
		var err error
		for _, move := range []visit.Move{m, visit.Arrive{}, card, visit.Leave{Back: []string{visit.BadgeKey, visit.CardKey}, Ending: visit.Withdrawn}} {
			s.Act = secret.Nonce()
			if v, err = visit.Do(v, move, s, l.office); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := l.Keep(l.ctx, l.office.ID, v); err != nil {
			b.Fatal(err)
		}
	}
	v := l.again(form("Anggrek Contohwati"))
	q := store.Query{Kind: book.KindVisit, Newest: true, Limit: 50}
	bare := func(int) error {
		_, _, err := l.store.Scan(l.ctx, "kapuas", q)
		return err
	}
	b.Run("card", func(b *testing.B) {
		beside(b, 1, 1, func(int) error {
			n, err := l.TimesBefore(l.ctx, l.officer(), v)
			if n != 52 {
				b.Fatalf("%d visits", n)
			}
			return err
		}, bare)
	})
	b.Run("page", func(b *testing.B) {
		beside(b, 1, 1, func(int) error { _, _, err := l.Returning(l.ctx, l.officer(), v); return err }, bare)
	})
}
