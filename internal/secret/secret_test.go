package secret

import (
	"strings"
	"testing"
)

func TestTokens(t *testing.T) {
	seen := map[string]bool{}
	for range 2000 {
		for _, s := range []string{Token(), ID(), Nonce()} {
			if !ValidToken(s) || Clean(s) != s {
				t.Fatalf("%q is no token", s)
			}
			if seen[s] {
				t.Fatalf("%q came twice", s)
			}
			seen[s] = true
		}
		if c := Code(); !ValidCode(c) {
			t.Fatalf("%q is no code", c)
		}
	}
	used := map[byte]bool{}
	for s := range seen {
		used[s[0]], used[s[25]] = true, true
	}
	if len(used) != 32 {
		t.Errorf("only %d characters of 32 are used", len(used))
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"k7p-4m2":                        "K7P4M2",
		" K7P 4M2\r\n":                   "K7P4M2",
		"oOiIlL":                         "001111",
		"abcdefghjkmnpqrstvwxyz0123":     "ABCDEFGHJKMNPQRSTVWXYZ0123",
		"U u":                            "UU", // no letter of the alphabet, so it stays and is refused
		"İ":                              "İ",
		"":                               "",
		"0Il-oO":                         "01100",
		"01234 56789 ABCDE FGHJK MNPQRS": "0123456789ABCDEFGHJKMNPQRS",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestValid(t *testing.T) {
	good := strings.Repeat("7", 26)
	for s, want := range map[string]bool{
		good: true, good[1:]: false, good + "7": false, good[1:] + "U": false, good[1:] + "I": false,
		good[1:] + "a": false, good[1:] + "-": false, "": false, good[2:] + "é": false,
	} {
		if got := ValidToken(s); got != want {
			t.Errorf("ValidToken(%q) = %v", s, got)
		}
	}
	for s, want := range map[string]bool{"K7P4M2": true, "K7P-4M2": false, "K7P4M": false, "k7p4m2": false, "K7P4MO": false} {
		if got := ValidCode(s); got != want {
			t.Errorf("ValidCode(%q) = %v", s, got)
		}
	}
}

// Whatever is read, cleaning twice changes nothing, and what is valid survives dressing up.
func FuzzClean(f *testing.F) {
	f.Add("k7p-4m2")
	f.Add("ÿ\x00 o-I")
	f.Fuzz(func(t *testing.T, s string) {
		c := Clean(s)
		if Clean(c) != c {
			t.Errorf("Clean(%q) is not clean", s)
		}
		if ValidCode(c) && Clean(strings.ToLower(c[:3])+" - "+c[3:]) != c {
			t.Errorf("%q changed", c)
		}
	})
}
