package sample_test

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/identity"
	"bukutamu/internal/office"
	"bukutamu/internal/sample"
	"bukutamu/internal/visit"
)

var now = time.Date(2026, 11, 23, 9, 42, 0, 0, time.FixedZone("WIB", 7*3600))

func TestTheSameSeedInventsTheSamePeople(t *testing.T) {
	a, b, c := sample.New(7), sample.New(7), sample.New(8)
	same := true
	for range 200 {
		one, two := a.Call(), b.Call()
		if !reflect.DeepEqual(one, two) {
			t.Fatalf("%+v\n%+v", one, two)
		}
		same = same && reflect.DeepEqual(one, c.Call())
	}
	if same {
		t.Error("another seed invented the same people")
	}
}

// invented is the mark of every family name.
var invented = regexp.MustCompile(`(?i) (contoh|misal|umpama|andai|reka|perumpama|permisal)`)

func TestCallsAreFormallyRightAndObviouslyInvented(t *testing.T) {
	o := sample.Office()
	s := sample.New(1)
	seen := map[identity.Kind]bool{}
	for range 3000 {
		c := s.Call()
		g := c.Guest
		clean, doubts, err := identity.Check(g.Document.Kind, g.Document.Number, false, "", now)
		if err != nil || len(doubts) > 0 || clean != g.Document.Number {
			t.Fatalf("%+v: %q %v %v", g, clean, doubts, err)
		}
		if more := identity.Doubts(g.Document, g.Sex, time.Time{}, now); len(more) > 0 {
			t.Fatalf("%+v: %v", g, more)
		}
		seen[g.Document.Kind] = true
		if g.Document.Kind.BearsNIK() && !strings.HasPrefix(g.Document.Number, "620399") {
			t.Fatalf("%s could be somebody's", g.Document.Number)
		}
		if phone, err := identity.CleanPhone(g.Phone); err != nil || phone != g.Phone || (phone != "" && !strings.HasPrefix(phone, "+6281200")) {
			t.Fatalf("%q: %q %v", g.Phone, phone, err)
		}
		for _, name := range append([]string{g.Name}, c.Companions...) {
			if !invented.MatchString(name) {
				t.Fatalf("%s could be a real name", name)
			}
		}
		_, knownPurpose := o.Purpose(c.Purpose)
		_, knownUnit := o.Unit(c.Unit)
		if !knownPurpose || !knownUnit || !g.Origin.Valid() || !g.Salute.Valid() || len(c.Companions) > visit.MaxCompanions {
			t.Fatalf("%+v", c)
		}
		if p, _ := o.Purpose(c.Purpose); p.Letter != (c.Letter != "") {
			t.Fatalf("%s with the letter %q", c.Purpose, c.Letter)
		}
	}
	for _, k := range []identity.Kind{identity.KTP, identity.SIM, identity.Passport, identity.Staff, identity.Police, identity.Advocate, identity.Press, identity.Student, identity.IKD} {
		if !seen[k] {
			t.Errorf("nobody showed %s", k)
		}
	}
}

func TestTheLoadIsTheRealOne(t *testing.T) {
	s := sample.New(1)
	const n = 5000
	again, parties, leading := 0, 0, 0
	for range n {
		c := s.Call()
		if c.Again {
			again++
		}
		if len(c.Companions) > 0 {
			parties++
		}
		if c.Purpose == "koordinasi" || c.Purpose == "panggilan" {
			leading++
		}
	}
	near(t, "returning", again, n, 68)
	near(t, "in a party", parties, n, 39)
	near(t, "coordination and summonses", leading, n, 46)

	o := sample.Office()
	var perDay []int
	visits, morning := 0, 0
	for day := range 365 {
		times := s.Day(o, now.AddDate(0, 0, -day))
		if len(times) > 36 {
			t.Errorf("%d guests on one day", len(times))
		}
		if w := o.Day(now.AddDate(0, 0, -day)).Weekday(); w == time.Saturday || w == time.Sunday {
			if len(times) > 0 {
				t.Errorf("%d guests on a %s", len(times), w)
			}
			continue
		}
		perDay = append(perDay, len(times))
		if !slices.IsSortedFunc(times, time.Time.Compare) {
			t.Error("times are out of order")
		}
		for _, at := range times {
			visits++
			if at.Hour() >= 8 && at.Hour() < 12 {
				morning++
			}
			if !o.OpenAt(at) {
				t.Errorf("%s: the office is closed", at)
			}
		}
	}
	near(t, "in the morning", morning, visits, 65)
	slices.Sort(perDay)
	if median := perDay[len(perDay)/2]; median < 5 || median > 7 {
		t.Errorf("median of %d a day, want 6", median)
	}
}

func near(t *testing.T, what string, part, whole, percent int) {
	t.Helper()
	if got := 100 * part / whole; got < percent-4 || got > percent+4 {
		t.Errorf("%s: %d %%, want about %d %%", what, got, percent)
	}
}

func TestTheDemoOffice(t *testing.T) {
	o := sample.Office()
	if err := o.Check(); err != nil {
		t.Error(err)
	}
	if n := len(o.Hosts("")); n != 12 {
		t.Errorf("%d hosts, want 12", n)
	}
	if n := len(o.Escorts()); n < 3 {
		t.Errorf("%d escorts", n)
	}
	p, ok := o.Person("gading-andaikan")
	if want := (office.Person{ID: "gading-andaikan", Name: "Gading Andaikan, S.H., M.H.", Title: "Kasi Pidum", Unit: "pidum", Salute: "bapak", Host: true}); !ok || p != want {
		t.Errorf("%+v", p)
	}
	for _, u := range o.Units {
		if len(o.Hosts(u.ID)) == 0 || u.Room == "" {
			t.Errorf("%s: %d hosts, room %q", u.Name, len(o.Hosts(u.ID)), u.Room)
		}
	}
	if !o.Demo {
		t.Error("the demo office does not say so")
	}
}

func TestPersonsAreAllDifferent(t *testing.T) {
	names := map[string]bool{}
	for _, p := range sample.Persons(1, 700) {
		bare := strings.Join(office.NameWords(p.Name), " ")
		if names[bare] || !invented.MatchString(p.Name) {
			t.Errorf("%s", p.Name)
		}
		names[bare] = true
	}
	if len(names) != 700 {
		t.Errorf("%d persons, want 700", len(names))
	}
}
