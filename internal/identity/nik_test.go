package identity_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"bukutamu/internal/identity"
	"bukutamu/internal/refusal"
)

// now is the day of the drawings: Monday, 23 November 2026, 09.42 in Kapuas.
var now = time.Date(2026, 11, 23, 9, 42, 0, 0, time.FixedZone("WIB", 7*3600))

func TestWhatANIKSays(t *testing.T) {
	for _, c := range []struct {
		name, text, birth string
		card              bool
		sex               identity.Sex
	}{
		{"of the drawing", "6203 0141 0788 0001", "1988-07-01", true, identity.Female},
		{"a man", "6203010107880001", "1988-07-01", true, identity.Male},
		{"woman, 31st: day + 40 is 71", "6203017112990001", "1999-12-31", true, identity.Female},
		{"dots and dashes", "6203.01-410788.0001", "1988-07-01", true, identity.Female},

		{"born today, no card", "6203012311260001", "2026-11-23", false, identity.Male},
		{"born tomorrow is a hundred years ago", "6203012411260001", "1926-11-24", false, identity.Male},
		{"year after this one", "6203010101270001", "1927-01-01", false, identity.Male},
		{"child without a card", "6203010101100001", "2010-01-01", false, identity.Male},
		{"under 17 with a card: 19YY", "6203010101100001", "1910-01-01", true, identity.Male},
		{"17 today with a card", "6203012311090001", "2009-11-23", true, identity.Male},
		{"17 tomorrow with a card", "6203012411090001", "1909-11-24", true, identity.Male},

		{"29 February 2000", "6203012902000001", "2000-02-29", true, identity.Male},
		{"29 February 2004, a woman", "6203016902040001", "2004-02-29", true, identity.Female},
		{"29 February 2028 is to come, so 1928", "6203012902280001", "1928-02-29", true, identity.Male},
	} {
		t.Run(c.name, func(t *testing.T) {
			n, err := identity.ParseNIK(c.text, now, c.card)
			if err != nil {
				t.Fatal(err)
			}
			if got := n.Birth.Format(time.DateOnly); got != c.birth || n.Sex() != c.sex || n.Region != "620301" || n.Serial != 1 {
				t.Errorf("%+v, want born %s, %s", n, c.birth, c.sex)
			}
		})
	}
}

// In 2016 somebody born on 29 February 2000 was 16, and 1900 had no such day.
func TestLeapDayOf1900NeverWas(t *testing.T) {
	n, err := identity.ParseNIK("6203012902000001", time.Date(2016, 3, 1, 8, 0, 0, 0, time.UTC), true)
	if err != nil || n.Birth.Year() != 2000 {
		t.Errorf("%+v %v", n, err)
	}
}

// The office's day decides, not UTC's: at half past six in Kapuas London still
// has yesterday.
func TestTheCenturyTurnsAtTheOfficesMidnight(t *testing.T) {
	early := time.Date(2026, 11, 23, 6, 30, 0, 0, now.Location())
	n, err := identity.ParseNIK("6203012311260001", early, false)
	if err != nil || n.Birth.Year() != 2026 {
		t.Errorf("%+v %v", n, err)
	}
}

func TestWhatIsNoNIK(t *testing.T) {
	for _, c := range []struct {
		text string
		want *refusal.Refusal
	}{
		{"6203 0141 0788", identity.ErrNIKShort},
		{"62030141078800011", identity.ErrNIKLong},
		{"", identity.ErrNIKDigits},
		{"6203O14107880001", identity.ErrNIKDigits}, // the letter O
		{"６２０３０１４１０７８８０００１", identity.ErrNIKDigits},
		{"6203013002880001", identity.ErrNIKDate}, // 30 February
		{"6203012902010001", identity.ErrNIKDate}, // 29 February 2001, and 1901
		{"6203010013880001", identity.ErrNIKDate}, // day 0
		{"6203010113880001", identity.ErrNIKDate}, // month 13
		{"6203014007880001", identity.ErrNIKDate}, // day 40 is neither man nor woman
		{"6203017207880001", identity.ErrNIKDate}, // a woman's day 32
		{"6203014107880000", identity.ErrNIKSerial},
	} {
		if _, err := identity.ParseNIK(c.text, now, true); !errors.Is(err, c.want) {
			t.Errorf("%q: %v, want %v", c.text, err, c.want)
		}
	}
	_, err := identity.ParseNIK("6203 0141 0788", now, true)
	if n := refusal.Of(err)[0].Args["n"]; n != 4 {
		t.Errorf("missing digits: %v, want 4", n)
	}
}

func TestDoubtsAboutANIKNeverRefuse(t *testing.T) {
	drawn := identity.Document{Kind: identity.KTP, Number: "6203 0141 0788 0001"}
	born := time.Date(1988, 7, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name  string
		doc   identity.Document
		sex   identity.Sex
		birth time.Time
		want  []string
	}{
		{"all fits", drawn, identity.Female, born, nil},
		{"nothing typed", drawn, "", time.Time{}, nil},
		{"registered as Bapak", drawn, identity.Male, time.Time{}, []string{identity.WarnFemale}},
		{"a man registered as Ibu", identity.Document{Kind: identity.IKD, Number: "6203010107880001"}, identity.Female, time.Time{}, []string{identity.WarnMale}},
		{"another day", drawn, "", born.AddDate(0, 0, 1), []string{identity.WarnBirth}},
		{"no such region, and another sex", identity.Document{Kind: identity.KTP, Number: "9901014107880001"}, identity.Male, time.Time{}, []string{identity.WarnRegion, identity.WarnFemale}},
		{"under 17, or a hundred years older", identity.Document{Kind: identity.KTP, Number: "6203010101100001"}, identity.Male, time.Time{}, []string{identity.WarnYoung}},
		{"born on 29 February 2000", identity.Document{Kind: identity.KTP, Number: "6203012902000001"}, identity.Male, time.Time{}, nil},
		{"refused numbers raise no doubt", identity.Document{Kind: identity.KTP, Number: "123"}, identity.Male, time.Time{}, nil},
		{"a passport tells nothing", identity.Document{Kind: identity.Passport, Number: "X0000001"}, identity.Male, born, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := keys(identity.Doubts(c.doc, c.sex, c.birth, now)); fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
	doubts := identity.Doubts(drawn, identity.Male, time.Time{}, now)
	if got := fmt.Sprint(doubts[0].Pairs(func(d time.Time) string { return d.Format("2 Jan 2006") })); got != "[birth 1 Jul 1988]" {
		t.Error(got)
	}
}

func keys(ws []identity.Warning) []string {
	var out []string
	for _, w := range ws {
		out = append(out, w.Key)
	}
	return out
}

func TestRegions(t *testing.T) {
	for code, want := range map[string]string{
		"620301": "Kabupaten Kapuas, Kalimantan Tengah",
		"6271":   "Kota Palangkaraya, Kalimantan Tengah",
		"1101":   "Kabupaten Aceh Selatan, Aceh",
		"9671":   "Kota Sorong, Papua Barat Daya",
		"6299":   "",
		"62":     "",
		"":       "",
	} {
		if got, ok := identity.Region(code); got != want || ok != (want != "") {
			t.Errorf("%s: %q %v, want %q", code, got, ok, want)
		}
	}
}

func FuzzParseNIK(f *testing.F) {
	for _, s := range []string{"6203 0141 0788 0001", "6203012902000001", "", "0000000000000000", "9999999999999999", "6203-O", "\xff"} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, text string, card bool) {
		n, err := identity.ParseNIK(text, now, card)
		if err != nil {
			if len(refusal.Of(err)) != 1 {
				t.Fatalf("%q: a fault, not a refusal: %v", text, err)
			}
			return
		}
		again, err := identity.ParseNIK(n.Number, now, card)
		if err != nil || again != n {
			t.Errorf("%q: %+v, read again %+v %v", text, n, again, err)
		}
		if len(n.Number) != 16 || n.Serial < 1 || n.Birth.After(now) || n.Birth.Before(now.AddDate(-126, 0, 0)) {
			t.Errorf("%q: %+v", text, n)
		}
		n.Warnings(identity.Male, now)
	})
}

// A NIK is read in fours, and typed or pasted so it is the same number.
func TestANIKInFours(t *testing.T) {
	for number, want := range map[string]string{
		"6203014107880001": "6203 0141 0788 0001", "6203 0141 0788 0001": "6203 0141 0788 0001",
		"620301410788": "620301410788", "A1234567": "A1234567", "": "",
	} {
		if got := identity.Fours(number); got != want {
			t.Errorf("%q is shown as %q", number, got)
		}
	}
	got, _, err := identity.Document{Kind: identity.KTP, Number: "6203 0141 0788 0001"}.Checked(now)
	if err != nil || got.Number != "6203014107880001" {
		t.Errorf("kept as %q, %v", got.Number, err)
	}
}
