package identity_test

import (
	"errors"
	"testing"

	"bukutamu/internal/identity"
	"bukutamu/internal/refusal"
)

func TestCleanPhone(t *testing.T) {
	for text, want := range map[string]string{
		"":                   "",
		"  ":                 "",
		"0812 0000 0001":     "+6281200000001",
		"0812-0000-0001":     "+6281200000001",
		"+62 812 0000 0001":  "+6281200000001",
		"+62 (0)81200000001": "+6281200000001",
		"6281200000001":      "+6281200000001",
		"62081200000001":     "+6281200000001",
		"81200000001":        "+6281200000001",
		"0062 81200000001":   "+6281200000001",
		"+081200000001":      "+6281200000001",
		"0811000001":         "+62811000001",
		"0513 21520":         "+6251321520",
		"(021) 0000001":      "+62210000001",
		"+65 0000 0001":      "+6500000001",
		"+1 (555) 000-0001":  "+15550000001",
	} {
		got, err := identity.CleanPhone(text)
		if err != nil || got != want {
			t.Errorf("%q: %q %v, want %q", text, got, err, want)
		}
	}
	for text, want := range map[string]*refusal.Refusal{
		"0812 000":             identity.ErrPhoneShort,
		"0812 0000 0001 00":    identity.ErrPhoneLong,
		"+6500000000000000001": identity.ErrPhoneLong,
		"+65 00":               identity.ErrPhoneShort,
		"21520":                identity.ErrPhoneArea,
		"0812x0000001":         identity.ErrPhoneSign,
		"tidak ada":            identity.ErrPhoneSign,
		"+":                    identity.ErrPhoneSign,
		"00":                   identity.ErrPhoneShort,
	} {
		if got, err := identity.CleanPhone(text); !errors.Is(err, want) {
			t.Errorf("%q: %q %v, want %v", text, got, err, want)
		}
	}
	_, err := identity.CleanPhone("0812 000")
	if n := refusal.Of(err)[0].Args["n"]; n != 3 {
		t.Errorf("missing digits: %v, want 3", n)
	}
}

func TestShowAndMaskPhone(t *testing.T) {
	for phone, want := range map[string][2]string{
		"+6281200000001": {"0812 0000 0001", "0812 •••• 0001"},
		"+62811000001":   {"0811 0000 01", "•••••••••01"},
		"+6251321520":    {"0513 21520", "••••••••20"},
		"+62210000001":   {"021 0000001", "•••••••••01"},
		"+15550000001":   {"+15550000001", "•••••••••01"},
		"":               {"", ""},
	} {
		if got := identity.ShowPhone(phone); got != want[0] {
			t.Errorf("%s is shown as %q, want %q", phone, got, want[0])
		}
		if got := identity.MaskPhone(phone); got != want[1] {
			t.Errorf("%s is masked as %q, want %q", phone, got, want[1])
		}
	}
}

func FuzzCleanPhone(f *testing.F) {
	for _, s := range []string{"0812 0000 0001", "+62 (0)812", "00", "+", "8", "0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		phone, err := identity.CleanPhone(text)
		if err != nil {
			if len(refusal.Of(err)) != 1 {
				t.Fatalf("%q: a fault, not a refusal: %v", text, err)
			}
			return
		}
		if again, err := identity.CleanPhone(phone); err != nil || again != phone {
			t.Errorf("%q: %q, cleaned again %q %v", text, phone, again, err)
		}
		if phone == "" {
			return
		}
		if n := len(phone) - 1; phone[0] != '+' || n < 8 || n > 15 {
			t.Errorf("%q: %q", text, phone)
		}
		hidden := 0
		for _, r := range identity.MaskPhone(phone) {
			if r == '•' {
				hidden++
			}
		}
		if hidden < 4 {
			t.Errorf("%s: %s hides %d", phone, identity.MaskPhone(phone), hidden)
		}
		identity.ShowPhone(phone)
	})
}
