package identity_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"bukutamu/internal/identity"
	"bukutamu/internal/refusal"
)

func TestWhatANIPSays(t *testing.T) {
	for _, c := range []struct {
		name, text, birth, appointed string
		sex                          identity.Sex
		doubts                       []string
	}{
		{"a woman", "19880701 201403 2 001", "1988-07-01", "2014-03-01", identity.Female, nil},
		{"a man", "198807012014031001", "1988-07-01", "2014-03-01", identity.Male, nil},
		{"born on a leap day", "198802292014031001", "1988-02-29", "2014-03-01", identity.Male, nil},
		{"no such day", "198902292014031001", "", "2014-03-01", identity.Male, []string{identity.WarnNIPBirth}},
		{"born in the future", "203001012014031001", "", "2014-03-01", identity.Male, []string{identity.WarnNIPBirth}},
		{"PPPK: no month", "198807012023211001", "1988-07-01", "", identity.Male, []string{identity.WarnNIPAppointed}},
		{"appointed before birth", "198807011987011001", "1988-07-01", "", identity.Male, []string{identity.WarnNIPAppointed}},
		{"neither 1 nor 2", "198807012014033001", "1988-07-01", "2014-03-01", "", []string{identity.WarnNIPSex}},
		{"nothing fits", "000000000000000000", "", "", "", []string{identity.WarnNIPBirth, identity.WarnNIPAppointed, identity.WarnNIPSex}},
	} {
		t.Run(c.name, func(t *testing.T) {
			n, doubts, err := identity.ParseNIP(c.text, now)
			if err != nil {
				t.Fatal(err)
			}
			if show(n.Birth) != c.birth || show(n.Appointed) != c.appointed || n.Sex != c.sex {
				t.Errorf("%+v", n)
			}
			if got := keys(doubts); fmt.Sprint(got) != fmt.Sprint(c.doubts) {
				t.Errorf("%v, want %v", got, c.doubts)
			}
		})
	}
}

func show(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

func TestOnlyTheLengthOfANIPIsRefused(t *testing.T) {
	for text, want := range map[string]*refusal.Refusal{
		"19880701 201403 2 00": identity.ErrNIPShort,
		"1988070120140320011":  identity.ErrNIPLong,
		"19880701201403200A":   identity.ErrNIPDigits,
		"":                     identity.ErrNIPDigits,
	} {
		if _, _, err := identity.ParseNIP(text, now); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", text, err, want)
		}
	}
}

func TestANIPIsComparedWithTheSalutation(t *testing.T) {
	card := identity.Document{Kind: identity.Staff, Number: "198807012014032001"}
	for sex, want := range map[identity.Sex]string{identity.Female: "[]", identity.Male: "[" + identity.WarnNIPFemale + "]", "": "[]"} {
		if got := fmt.Sprint(keys(identity.Doubts(card, sex, time.Time{}, now))); got != want {
			t.Errorf("%q: %s, want %s", sex, got, want)
		}
	}
	card.Number = "198807012014031001"
	if got := keys(identity.Doubts(card, identity.Female, time.Time{}, now)); fmt.Sprint(got) != "["+identity.WarnNIPMale+"]" {
		t.Error(got)
	}
}

func FuzzParseNIP(f *testing.F) {
	f.Add("19880701 201403 2 001")
	f.Add("000000000000000000")
	f.Fuzz(func(t *testing.T, text string) {
		n, _, err := identity.ParseNIP(text, now)
		if err != nil {
			if len(refusal.Of(err)) != 1 {
				t.Fatalf("%q: a fault, not a refusal: %v", text, err)
			}
			return
		}
		if again, _, err := identity.ParseNIP(n.Number, now); err != nil || again != n {
			t.Errorf("%q: %+v, read again %+v %v", text, n, again, err)
		}
	})
}
