package visit_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"bukutamu/internal/identity"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
)

func TestAVerificationAsTheDeskMakesIt(t *testing.T) {
	before := arrived(t)
	v := do(t, before, verification(), officer(3))
	want := before.Facts
	want.State, want.VerifiedAt = visit.Waiting, after(3)
	want.Guest.Name, want.Guest.Sex, want.Guest.Origin, want.Guest.From = "ANGGREK CONTOH", identity.Female, "advokat", "Kantor Contoh"
	want.Document = identity.Document{Kind: identity.KTP, Number: "6203015508850001"}
	want.Photo = visit.Photo{Taken: true}
	want.Screening = visit.Nothing
	want.Badge = visit.Badge{Number: 3, Token: "badge-1", GivenAt: after(3), Prints: 1}
	want.Card = visit.Card{Held: true, TakenAt: after(3)}
	want.Items = []visit.Item{{What: "Ponsel", Locker: "L-2", TakenAt: after(3), TakenBy: "piket"}}
	want.Asks = []visit.Asked{{At: after(3), By: "piket", Channel: visit.Telephone, Unit: "pidum", Host: "melati"}}
	if d := cmp.Diff(want, v.Facts); d != "" {
		t.Error(d)
	}
	if v.Facts.TakesNumber() != 3 || !v.Facts.Holds() {
		t.Errorf("takes number %d, holds %v", v.Facts.TakesNumber(), v.Facts.Holds())
	}
}

func TestWhatAVerificationRefuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*visit.Verify)
		want   *refusal.Refusal
		field  string
	}{
		{"no kind of document", func(m *visit.Verify) { m.Document = "" }, identity.ErrKind, "document"},
		{"an unknown kind", func(m *visit.Verify) { m.Document = "kartu tol" }, identity.ErrKind, "document"},
		{"no number", func(m *visit.Verify) { m.Number = "" }, identity.ErrNoNumber, "number"},
		{"a NIK of 15 digits", func(m *visit.Verify) { m.Number = "620301550885001" }, identity.ErrNIKShort, "number"},
		{"a NIK of 17 digits", func(m *visit.Verify) { m.Number = "62030155088500011" }, identity.ErrNIKLong, "number"},
		{"a NIK with a day that is none", func(m *visit.Verify) { m.Number = "6203013102850001" }, identity.ErrNIKDate, "number"},
		{"a NIK that ends in 0000", func(m *visit.Verify) { m.Number = "6203015508850000" }, identity.ErrNIKSerial, "number"},
		{"as written, no reason", func(m *visit.Verify) { m.Number, m.AsWritten = "6203013102850001", true }, identity.ErrNoReason, "number_why"},
		{"a reason, but not as written", func(m *visit.Verify) { m.Number, m.NumberWhy = "6203013102850001", "Kartu lama" }, identity.ErrNIKDate, "number"},
		{"no name", func(m *visit.Verify) { m.Name = "" }, visit.ErrName, "name"},
		{"an unknown sex", func(m *visit.Verify) { m.Sex = "x" }, visit.ErrChoice, "sex"},
		{"an unknown origin", func(m *visit.Verify) { m.Origin = "mars" }, visit.ErrChoice, "origin"},
		{"neither photo nor reason", func(m *visit.Verify) { m.Photo, m.PhotoWhy = false, " " }, visit.ErrPhoto, "photo_why"},
		{"no outcome of the screening", func(m *visit.Verify) { m.Screening = "" }, visit.ErrScreening, "screening"},
		{"an unknown outcome", func(m *visit.Verify) { m.Screening = "mungkin" }, visit.ErrScreening, "screening"},
		{"resists the screening", func(m *visit.Verify) { m.Screening = visit.Resists }, visit.ErrResists, "screening"},
		{"surrendered, nothing written down", func(m *visit.Verify) { m.Screening, m.Items = visit.Surrendered, nil }, visit.ErrItems, "items[0].what"},
		{"surrendered, empty rows", func(m *visit.Verify) { m.Screening, m.Items = visit.Surrendered, []visit.TakenItem{{}, {What: " "}} }, visit.ErrItems, "items[0].what"},
		{"a permit without its number", func(m *visit.Verify) { m.Screening, m.ScreenNote = visit.Permit, " " }, visit.ErrPermit, "screen_note"},
		{"a locker with nothing in it", func(m *visit.Verify) { m.Items = []visit.TakenItem{{What: "Ponsel"}, {}, {Locker: "L-3"}} }, visit.ErrItemWhat, "items[2].what"},
		{"no badge", func(m *visit.Verify) { m.Badge = 0 }, visit.ErrBadge, "badge"},
		{"a badge the office does not have", func(m *visit.Verify) { m.Badge = 7 }, visit.ErrBadge, "badge"},
		{"a badge no longer given out", func(m *visit.Verify) { m.Badge = 6 }, visit.ErrBadge, "badge"},
		{"a badge below nought", func(m *visit.Verify) { m.Badge = -3 }, visit.ErrBadge, "badge"},
		{"only seen, no reason", func(m *visit.Verify) { m.Seen = true }, visit.ErrSeenWhy, "seen_why"},
		{"nowhere to go", func(m *visit.Verify) { m.Unit, m.Host = "", "" }, visit.ErrUnit, "unit"},
		{"an unknown unit", func(m *visit.Verify) { m.Unit, m.Host = "dapur", "" }, visit.ErrUnit, "unit"},
		{"a host who left the office", func(m *visit.Verify) { m.Host = "dahlia" }, visit.ErrHost, "host"},
		{"asked by pigeon", func(m *visit.Verify) { m.Channel = "pigeon" }, visit.ErrChoice, "channel"},
	} {
		m := verification()
		c.change(&m)
		v := arrived(t)
		before := frozen(t, v)
		next, err := visit.Do(v, m, officer(3), kapuas)
		refused(t, c.name, err, c.want, c.field)
		if d := cmp.Diff(before, frozen(t, next)); d != "" {
			t.Errorf("%s: changed:\n%s", c.name, d)
		}
	}
}

func TestAVerificationNamesEveryMistake(t *testing.T) {
	_, err := visit.Do(arrived(t), visit.Verify{}, officer(3), kapuas)
	var fields []string
	for _, r := range refusal.Of(err) {
		fields = append(fields, r.Field)
	}
	if d := cmp.Diff([]string{"document", "name", "photo_why", "screening", "badge", "unit"}, fields); d != "" {
		t.Error(d)
	}
}

func TestWhatAVerificationTakes(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*visit.Verify)
		check  func(visit.Facts) bool
	}{
		{"a NIK in groups", func(m *visit.Verify) { m.Number = "620301 550885 0001" }, func(f visit.Facts) bool { return f.Document.Number == "6203015508850001" }},
		{"as written on the card", func(m *visit.Verify) { m.Number, m.AsWritten, m.NumberWhy = "6203013102850001", true, " Kartu lama " }, func(f visit.Facts) bool {
			return f.Document == identity.Document{Kind: identity.KTP, Number: "6203013102850001", AsWritten: true, Reason: "Kartu lama"}
		}},
		{"as written ticked, but nothing wrong with it", func(m *visit.Verify) { m.AsWritten, m.NumberWhy = true, "Kartu lama" }, func(f visit.Facts) bool { return !f.Document.AsWritten && f.Document.Reason == "" }},
		{"a card without a number", func(m *visit.Verify) { m.Document, m.Number = identity.Other, "" }, func(f visit.Facts) bool { return f.Document.Number == "" && f.Card.Held }},
		{"a digital card: nothing to hold", func(m *visit.Verify) { m.Document = identity.IKD }, func(f visit.Facts) bool { return !f.Card.Held && f.Card.Why == "" && f.TakesNumber() == 3 }},
		{"a card only seen", func(m *visit.Verify) { m.Seen, m.SeenWhy = true, " Ada rapat lain " }, func(f visit.Facts) bool { return f.Card == visit.Card{Why: "Ada rapat lain"} }},
		{"no photo, with the reason", func(m *visit.Verify) { m.Photo, m.PhotoWhy = false, " Kamera rusak " }, func(f visit.Facts) bool { return f.Photo == visit.Photo{Why: "Kamera rusak"} }},
		{"a permit", func(m *visit.Verify) { m.Screening, m.ScreenNote = visit.Permit, "SI/1/2026" }, func(f visit.Facts) bool { return f.ScreenNote == "SI/1/2026" }},
		{"surrendered", func(m *visit.Verify) { m.Screening = visit.Surrendered }, func(f visit.Facts) bool { return len(f.Items) == 1 }},
		{"empty rows of items", func(m *visit.Verify) { m.Items = []visit.TakenItem{{}, {What: "Tas "}, {}} }, func(f visit.Facts) bool { return len(f.Items) == 1 && f.Items[0].What == "Tas" }},
		{"a unit without a host", func(m *visit.Verify) { m.Unit, m.Host = "datun", "" }, func(f visit.Facts) bool { return f.Unit == "datun" && f.Host == "" && f.Question().Unit == "datun" }},
		{"another host than registered", func(m *visit.Verify) { m.Host = "kenanga" }, func(f visit.Facts) bool { return f.Unit == "datun" && f.Host == "kenanga" }},
		{"not asked yet", func(m *visit.Verify) { m.Ask, m.Channel = false, "pigeon" }, func(f visit.Facts) bool { return len(f.Asks) == 0 }},
		{"asked in person", func(m *visit.Verify) { m.Channel = visit.InPerson }, func(f visit.Facts) bool { return f.Asks[0].Channel == visit.InPerson }},
		{"neither sex nor origin noted", func(m *visit.Verify) { m.Sex, m.Origin = "", "" }, func(f visit.Facts) bool { return f.Guest.Sex == "" && f.Guest.Origin == "" }},
		{"confidential", func(m *visit.Verify) { m.Confidential = true }, func(f visit.Facts) bool { return f.Confidential }},
	} {
		m := verification()
		c.change(&m)
		if f := do(t, arrived(t), m, officer(3)).Facts; f.State != visit.Waiting || !c.check(f) {
			t.Errorf("%s: %+v", c.name, f)
		}
	}
}

// The officer has the last word on a purpose that is confidential by itself.
func TestTheOfficerDecidesWhatIsConfidential(t *testing.T) {
	v := arrived(t)
	v.Facts.Confidential = true
	if f := do(t, v, verification(), officer(3)).Facts; f.Confidential {
		t.Error("still confidential though the officer took the tick away")
	}
}
