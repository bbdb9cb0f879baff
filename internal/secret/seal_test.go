package secret

import (
	"bytes"
	"errors"
	"testing"
)

func TestSeal(t *testing.T) {
	k := Generate()
	for _, plain := range []string{"", "6203014507900001", string(make([]byte, 100_000))} {
		sealed, err := k.Seal([]byte(plain), "kapuas|visit|A|number")
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := k.Seal([]byte(plain), "kapuas|visit|A|number"); bytes.Equal(again, sealed) {
			t.Error("sealed twice alike")
		}
		if len(plain) > 0 && bytes.Contains(sealed, []byte(plain)) {
			t.Error("the text shows")
		}
		if len(sealed) != len(plain)+93 {
			t.Errorf("%d bytes became %d", len(plain), len(sealed))
		}
		got, err := k.Open(sealed, "kapuas|visit|A|number")
		if err != nil || string(got) != plain {
			t.Errorf("%q %v", got, err)
		}
		if _, err := k.Open(sealed, "kapuas|visit|B|number"); !errors.Is(err, ErrSealed) {
			t.Errorf("opens at another place: %v", err)
		}
		if _, err := Generate().Open(sealed, "kapuas|visit|A|number"); !errors.Is(err, ErrSealed) {
			t.Errorf("opens with other keys: %v", err)
		}
	}
}

// Every single bit counts, the version and the key's id too.
func TestSealedIsChangedNowhere(t *testing.T) {
	k := Generate()
	sealed, _ := k.Seal([]byte("0513"), "a")
	for i := range sealed {
		for bit := range 8 {
			changed := bytes.Clone(sealed)
			changed[i] ^= 1 << bit
			if _, err := k.Open(changed, "a"); !errors.Is(err, ErrSealed) {
				t.Errorf("byte %d bit %d: %v", i, bit, err)
			}
		}
		if _, err := k.Open(sealed[:i], "a"); !errors.Is(err, ErrSealed) {
			t.Errorf("cut at %d: %v", i, err)
		}
	}
}

func TestEnvelope(t *testing.T) {
	k := Generate()
	e := k.Envelope("kapuas|visit|A")
	phone, name := e.Seal([]byte("0513"), "kapuas|visit|A|phone"), e.Seal([]byte("Siti"), "kapuas|visit|A|name")
	again, err := k.Unwrap(e.Wrapped(), "kapuas|visit|A")
	if err != nil {
		t.Fatal(err)
	}
	if p, err := again.Open(phone, "kapuas|visit|A|phone"); err != nil || string(p) != "0513" {
		t.Errorf("%q %v", p, err)
	}
	if _, err := again.Open(name, "kapuas|visit|A|phone"); !errors.Is(err, ErrSealed) {
		t.Errorf("one field in another's place: %v", err)
	}
	if _, err := k.Unwrap(e.Wrapped(), "kapuas|visit|B"); !errors.Is(err, ErrSealed) {
		t.Errorf("the key of another record: %v", err)
	}
	if _, err := k.Envelope("kapuas|visit|A").Open(phone, "kapuas|visit|A|phone"); !errors.Is(err, ErrSealed) {
		t.Errorf("another write's key: %v", err)
	}
}

func FuzzOpen(f *testing.F) {
	k, err := Parse([]byte(fixed))
	if err != nil {
		f.Fatal(err)
	}
	sealed, _ := k.Seal([]byte("0513"), "a")
	f.Add(sealed, "a")
	f.Add(sealed[:81], "a")
	f.Add([]byte{1, 0, 0, 0, 42}, "")
	f.Fuzz(func(t *testing.T, text []byte, aad string) {
		if plain, err := k.Open(text, aad); err == nil {
			// Only what was sealed here opens: the seed, unchanged.
			if string(plain) != "0513" || aad != "a" {
				t.Errorf("%x opens as %q", text, plain)
			}
		} else if !errors.Is(err, ErrSealed) {
			t.Errorf("%v", err)
		}
		if _, err := k.Unwrap(text, aad); err != nil && !errors.Is(err, ErrSealed) {
			t.Errorf("%v", err)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(fixed))
	f.Fuzz(func(t *testing.T, text []byte) {
		k, err := Parse(text)
		if err != nil {
			if !errors.Is(err, ErrDamagedKeys) {
				t.Errorf("%v", err)
			}
			return
		}
		again, err := Parse(k.Text())
		if err != nil || again.Fingerprint() != k.Fingerprint() {
			t.Errorf("what was read cannot be written: %v", err)
		}
	})
}

func BenchmarkSeal(b *testing.B) {
	k := Generate()
	plain := []byte("6203014507900001")
	for b.Loop() {
		if _, err := k.Seal(plain, "kapuas|visit|A|number"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkKeyed(b *testing.B) {
	k := Generate()
	for b.Loop() {
		k.Keyed("doc", "6203014507900001")
	}
}
