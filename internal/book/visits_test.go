package book_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/identity"
	"bukutamu/internal/office"
	"bukutamu/internal/sample"
	"bukutamu/internal/store"
	"bukutamu/internal/visit"
)

func TestTheStraightRoad(t *testing.T) {
	l := enter(t)
	v := l.register(form("Anggrek Contohwati"))
	claims := func(want string) {
		t.Helper()
		if got := l.raw(book.KindVisit, v.ID).Claim; got != want {
			t.Errorf("it holds %q, want %q", got, want)
		}
	}
	if v.Facts.State != visit.Registered || v.Facts.Unit != "pidum" || len(v.Code) != 6 || len(v.Ticket) != 26 {
		t.Fatalf("registered: %+v", v)
	}
	claims("code:" + v.Code)
	v = l.do(v.ID, visit.Arrive{})
	claims("id:" + v.ID)
	good(t, l.SavePhoto(l.ctx, l.officer(), v.ID, []byte("jpeg")))
	m := verification(16)
	m.Items, m.Screening, m.Ask = []visit.TakenItem{{What: "Pisau lipat", Locker: "L-2"}}, visit.Surrendered, true
	v = l.do(v.ID, m)
	claims("badge:16")
	if !v.Facts.Photo.Taken || len(v.Facts.Badge.Token) != 26 || v.Facts.Guest.Name != "ANGGREK CONTOHWATI" {
		t.Errorf("verified: photo %+v, badge %+v", v.Facts.Photo, v.Facts.Badge)
	}
	v = l.do(v.ID, visit.Answer{Reply: visit.Accepted})
	v = l.do(v.ID, visit.Escort{By: "elang-umpamanto"})
	_, err := l.Move(l.ctx, l.officer(), v.ID, visit.Leave{Back: []string{visit.BadgeKey, visit.CardKey}})
	refused(t, "the knife is still here", err, visit.ErrItemOut)
	claims("badge:16")
	v = l.do(v.ID, everything)
	claims("id:" + v.ID)
	if f := v.Facts; f.State != visit.Left || f.Closing != visit.CheckedOut || f.Ending != visit.Met {
		t.Errorf("left: %s, %s, %s", f.State, f.Closing, f.Ending)
	}
	if kept := l.visit(v.ID); len(kept.Log) != 6 || kept.Ticket != v.Ticket || kept.Facts.Document.Number != "6203995508850001" {
		t.Errorf("kept: %d entries, ticket %q, document %q", len(kept.Log), kept.Ticket, kept.Facts.Document.Number)
	}
	l.clean()
}

func TestANumberStaysTakenUntilBadgeAndPocketAreFree(t *testing.T) {
	for _, c := range []struct {
		name  string
		leave func(l *lobby, id string)
		free  func(l *lobby, id string)
	}{
		{"the card is left behind", func(l *lobby, id string) {
			l.do(id, visit.Leave{Back: []string{visit.BadgeKey}, Behind: []string{visit.CardKey}, Reason: "Terburu-buru"})
		}, func(l *lobby, id string) { l.do(id, visit.Return{Back: []string{visit.CardKey}}) }},
		{"the badge is lost", func(l *lobby, id string) {
			l.do(id, visit.Lose{Reason: "Jatuh di sungai", Supervisor: "atasan"})
			l.do(id, visit.Leave{Back: []string{visit.CardKey}})
		}, func(l *lobby, id string) { l.doAs(l.supervisor(), id, visit.Retire{Reason: "Dibuat baru"}) }},
		{"the lost badge turns up", func(l *lobby, id string) {
			l.do(id, visit.Lose{Reason: "Tertinggal", Supervisor: "atasan"})
			l.do(id, visit.Leave{Back: []string{visit.CardKey}})
		}, func(l *lobby, id string) { l.do(id, visit.Return{Back: []string{visit.BadgeKey}}) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := enter(t)
			v := l.meeting(16)
			c.leave(l, v.ID)
			next := l.arrived("Melur Umpamawati")
			_, err := l.Move(l.ctx, l.officer(), next.ID, verification(16))
			no := refused(t, "number 16 is taken", err, visit.ErrBadgeTaken)
			if no.Args["number"] != "T-016" || no.Args["holder"] != "ANGGREK CONTOHWATI" || no.Field != "badge" {
				t.Errorf("told %v at %q", no.Args, no.Field)
			}
			taken, err := l.TakenBadges(l.ctx, l.office)
			good(t, err)
			if taken[16].Name != "ANGGREK CONTOHWATI" || len(taken) != 1 {
				t.Errorf("taken: %v", taken)
			}
			c.free(l, v.ID)
			l.do(next.ID, verification(16))
			l.clean()
		})
	}
}

func TestTheHolderOfABadgeIsNotNamedWhenConfidential(t *testing.T) {
	l := enter(t)
	m := verification(5)
	m.Confidential = true
	l.do(l.arrived("Anggrek Contohwati").ID, m)
	_, err := l.Move(l.ctx, l.officer(), l.arrived("Melur Umpamawati").ID, verification(5))
	no := refused(t, "number 5 is taken", err, visit.ErrBadgeTaken)
	if no.Args["holder"] != "T-005" {
		t.Errorf("the holder is told as %v", no.Args["holder"])
	}
}

func TestAConfidentialVisitIsFoundByNoName(t *testing.T) {
	l := enter(t)
	v := l.arrived("Anggrek Contohwati")
	has := func(part string) bool {
		d := l.raw(book.KindVisit, v.ID)
		return strings.Contains(strings.Join(d.Tags, " ")+string(d.Brief), part)
	}
	for _, part := range []string{"w5:anggr", "w3:con", "tel:", "Anggrek"} {
		if !has(part) {
			t.Errorf("an ordinary visit has no %s", part)
		}
	}
	m := verification(5)
	m.Confidential, m.From = true, "Kantor Rahasia"
	l.do(v.ID, m)
	for _, part := range []string{"w5:", "w3:", "tel:", "nggrek", "NGGREK", "Rahasia"} {
		if has(part) {
			t.Errorf("a confidential visit has %s", part)
		}
	}
	for _, part := range []string{"doc:", "qr:", "badgeqr:", "code:"} {
		if !has(part) {
			t.Errorf("a confidential visit has no %s", part)
		}
	}
}

// The longest texts that the forms take, in letters and signs that JSON makes longer.
func TestALineNeverGrowsPastTheStoresLimit(t *testing.T) {
	o := sample.Office()
	long := strings.Repeat("u", 40)
	o.Units[0].ID, o.Persons[0].ID, o.Persons[0].Unit, o.Purposes[0].ID = long, long, long, long
	l := enterWith(t, o, store.Options{})
	for _, sign := range []string{"<", "&", "\"", "語", "😀", "a"} {
		m := form("A"+strings.Repeat(sign, 79), "B"+strings.Repeat(sign, 79))
		m.Purpose, m.Unit, m.Host, m.Letter, m.Source = long, long, long, strings.Repeat(sign, 60), visit.AtKiosk
		v := l.do(l.register(m).ID, visit.Arrive{})
		l.do(v.ID, visit.Here{All: true})
		for _, id := range []string{v.ID, visit.MemberID(v.ID, 1)} {
			w := verification(len(l.badges()) + 1)
			w.Name, w.From, w.Unit, w.Host = "A"+strings.Repeat(sign, 79), strings.Repeat(sign, 120), long, long
			w.Document, w.Number, w.Ask = identity.Passport, "X0000001", true
			l.do(id, w)
			l.do(id, visit.Answer{Reply: visit.Wait, Minutes: 240})
			l.do(id, visit.Lose{Reason: "Hilang", Supervisor: "atasan"})
			l.do(id, visit.Leave{Behind: []string{visit.CardKey}, Reason: "Lupa", Ending: visit.Rescheduled})
			if d := l.raw(book.KindVisit, id); len(d.Brief) > store.MaxBrief-80 || len(d.Brief) < 200 {
				t.Errorf("with %s the line has %d bytes", sign, len(d.Brief))
			}
		}
	}
}

func (l *lobby) badges() map[int]book.Line {
	taken, err := l.TakenBadges(l.ctx, l.office)
	good(l.t, err)
	return taken
}

// Nothing that is sealed stands open in the line or a tag.
func TestNothingSealedIsInTheLine(t *testing.T) {
	l := enter(t)
	v := l.meeting(16)
	d := l.raw(book.KindVisit, v.ID)
	open := string(d.Brief) + strings.Join(d.Tags, " ") + d.Claim
	for _, secret := range []string{v.Ticket, v.Facts.Badge.Token, v.Facts.Document.Number, "81200000001", "Kamera rusak"} {
		if strings.Contains(open, secret) {
			t.Errorf("%q stands open beside the record", secret)
		}
	}
	var body struct {
		Value struct{ Log []map[string]any }
	}
	good(t, json.Unmarshal(d.Body, &body))
	for _, e := range body.Value.Log {
		if details, _ := e["details"].(string); strings.Contains(details, "{") {
			t.Errorf("the details of %v are open", e["move"])
		}
	}
}

func TestAVisitIsFiledUnderTheOfficesDay(t *testing.T) {
	for _, zone := range office.Zones() {
		o := sample.Office()
		o.Zone = zone
		l := enterWith(t, o, store.Options{})
		m := form("Anggrek Contohwati")
		m.Day = "2026-11-30"
		v := l.register(m)
		if day := l.office.Day(l.raw(book.KindVisit, v.ID).At).Format(time.DateOnly); day != m.Day {
			t.Errorf("%s: filed under %s", zone, day)
		}
		l.clock.pass(time.Hour)
		v = l.do(v.ID, visit.Arrive{Today: true, Reason: "Datang lebih awal"})
		if at := l.raw(book.KindVisit, v.ID).At; !at.Equal(l.clock.now()) {
			t.Errorf("%s: after the arrival filed under %v", zone, at)
		}
	}
}

func TestTheClockOfALineIsTheVisits(t *testing.T) {
	l := enter(t)
	l.arrived("Anggrek Contohwati")
	l.clock.pass(8 * time.Minute)
	d, err := l.Desk(l.ctx, l.office, l.clock.now())
	good(t, err)
	took, level := d.Act[0].Brief.Clock(l.clock.now(), l.office.Rules)
	if took != 8*time.Minute || level != visit.Amber {
		t.Errorf("%v, %q", took, level)
	}
	if at := book.Moment(d.Act[0].Brief.ArrivedAt); !at.Equal(nine) || !book.Moment(0).IsZero() {
		t.Errorf("arrived at %v", at)
	}
}

func TestWhoVerifiedIsFound(t *testing.T) {
	l := enter(t)
	v := l.waiting(3)
	l.doAs(l.stamp("atasan", account.Supervisor), v.ID, visit.Print{Reason: "Macet"})
	tags := strings.Join(l.raw(book.KindVisit, v.ID).Tags, " ")
	if !strings.Contains(tags, "officer:piket") || strings.Contains(tags, "officer:atasan") {
		t.Error(tags)
	}
}
