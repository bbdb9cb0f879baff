package identity_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"bukutamu/internal/identity"
)

func TestMask(t *testing.T) {
	for number, want := range map[string]string{
		"6203014107880001":    "6203••••••••0001",
		"6203 0141 0788 0001": "6203••••••••0001",
		"198807012014032001":  "••••••••••••••2001",
		"000000000001":        "••••••••0001",
		"X0000001":            "••••••01",
		"A123":                "••23",
		"123":                 "•••",
		"12":                  "••",
		"":                    "",
		"620301410788":        "••••••••0788", // a NIK that is too short, kept as written
	} {
		if got := identity.Mask(number); got != want {
			t.Errorf("%q: %q, want %q", number, got, want)
		}
	}
	if got := (identity.Document{Number: "6203014107880001"}).Mask(); got != "6203••••••••0001" {
		t.Error(got)
	}
}

func FuzzMask(f *testing.F) {
	for _, s := range []string{"6203014107880001", "X0000001", "", "ßßßßßßßßßßßßßßßß", "\xff\xfe", "••••"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, number string) {
		shown := 0
		for _, r := range identity.Mask(number) {
			if r != '•' {
				shown++
			}
		}
		allowed := 4
		switch n := utf8.RuneCountInString(identity.LookUp(number)); {
		case n == 16 && strings.Trim(identity.LookUp(number), "0123456789") == "":
			allowed = 8
		case n <= 3:
			allowed = 0
		case n < 10:
			allowed = 2
		}
		if shown > allowed {
			t.Errorf("%q: %q shows %d characters, allowed are %d", number, identity.Mask(number), shown, allowed)
		}
	})
}

func TestLastFour(t *testing.T) {
	for number, want := range map[string]string{
		"6203014107880001": "0001", "X0000012": "0012", "12/KTA-34567 B": "4567", "1234": "1234", "123": "", "ADV-123": "", "": "", "٠١٢٣": "",
	} {
		if got := identity.LastFour(number); got != want {
			t.Errorf("%q: %q, want %q", number, got, want)
		}
	}
}
