package secret

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// fixed is a ring that never changes: stored values of every release must stay readable.
const fixed = `bukutamu-keys-1
base:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
0000002a:202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f
sum:` + fixedSum

// What the fixed ring gave when it was first used.
const (
	fixedSum    = "1735e473dbf1f98e"
	fixedPrint  = "c0rj504k74zq8qt3ehwx9r361z"
	fixedKeyed  = "n8czrk1a6rz38d963vfeny0dhh"
	fixedMAC    = "97f41bb98dff190dc416faaf8b42fa7545814069326d9ee90e333f70cf2a6a20"
	fixedSealed = "010000002a459844e36f62fc391f95a06775fdc83e141f9b86421b5a6250d15bd60c833996c34253e23d9e6f5a1f1876428370ddb866e4ccc708f0fd3ed3cee2e15f6b5eccc179f36127d7c22ee7c9c50632aab7659513c1a058d7373730638b385f29d9880833"
)

func TestKeysFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	if _, err := Load(path); !errors.Is(err, ErrNoKeys) {
		t.Errorf("missing: %v", err)
	}
	k, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	before, _ := os.ReadFile(path)
	if _, err := Create(path); !errors.Is(err, ErrKeysExist) {
		t.Errorf("created over a file: %v", err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the file changed")
	}
	again, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	sealed, _ := k.Seal([]byte("6203"), "here")
	if plain, err := again.Open(sealed, "here"); err != nil || string(plain) != "6203" {
		t.Errorf("%q %v", plain, err)
	}
	if again.Keyed("tel", "0513") != k.Keyed("tel", "0513") || again.Fingerprint() != k.Fingerprint() {
		t.Error("loaded keys are others")
	}
	if Generate().Fingerprint() == k.Fingerprint() {
		t.Error("two rings are alike")
	}
	if runtime.GOOS == "windows" {
		return
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o660} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(path); !errors.Is(err, ErrOpenKeys) {
			t.Errorf("mode %o: %v", mode, err)
		}
	}
}

func TestDamagedKeys(t *testing.T) {
	if _, err := Parse([]byte(fixed)); err != nil {
		t.Fatal(err)
	}
	if _, err := Parse([]byte("  " + strings.ReplaceAll(fixed, "\n", " ") + "  ")); err != nil {
		t.Errorf("in one line, as in an environment variable: %v", err)
	}
	for i := range fixed { // every single letter lost or changed
		for what, text := range map[string]string{"lost": fixed[:i] + fixed[i+1:], "changed": fixed[:i] + "7" + fixed[i+1:], "cut": fixed[:i]} {
			if text == fixed {
				continue
			}
			if _, err := Parse([]byte(text)); !errors.Is(err, ErrDamagedKeys) {
				t.Errorf("%s at %d: %v", what, i, err)
			}
		}
	}
	path := filepath.Join(t.TempDir(), "keys")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(path); !errors.Is(err, ErrDamagedKeys) {
		t.Errorf("empty file: %v", err)
	}
	if _, err := Load(t.TempDir()); err == nil {
		t.Error("a folder is no key file")
	}
}

func TestRotate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	k, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	old, _ := Load(path)
	sealed, _ := k.Seal([]byte("before"), "a")
	if err := k.Rotate(path); err != nil {
		t.Fatal(err)
	}
	later, _ := k.Seal([]byte("after"), "a")
	loaded, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, ring := range []*Keys{k, loaded} {
		if p, err := ring.Open(sealed, "a"); err != nil || string(p) != "before" {
			t.Errorf("%q %v", p, err)
		}
		if p, err := ring.Open(later, "a"); err != nil || string(p) != "after" {
			t.Errorf("%q %v", p, err)
		}
	}
	if _, err := old.Open(later, "a"); !errors.Is(err, ErrSealed) {
		t.Errorf("the old ring opens what the new key sealed: %v", err)
	}
	if old.Fingerprint() != k.Fingerprint() || old.Keyed("a", "b") != k.Keyed("a", "b") {
		t.Error("look-ups changed with the master key")
	}
	if info, _ := os.Stat(path); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
}

// Values of the first release: a change here makes every store unreadable.
func TestDerivedValuesStay(t *testing.T) {
	k, err := Parse([]byte(fixed))
	if err != nil {
		t.Fatal(err)
	}
	for what, pair := range map[string][2]string{
		"fingerprint": {k.Fingerprint(), fixedPrint},
		"look-up":     {k.Keyed("doc", "6203014507900001"), fixedKeyed},
		"chain":       {hex.EncodeToString(k.MAC("log", []byte("a"), []byte("bc"))), fixedMAC},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %s, was %s", what, pair[0], pair[1])
		}
	}
	sealed, _ := hex.DecodeString(fixedSealed)
	if plain, err := k.Open(sealed, "kapuas|visit|A|phone"); err != nil || string(plain) != "0513 21520" {
		t.Errorf("%q %v", plain, err)
	}
}

func TestKeyedAndMAC(t *testing.T) {
	k := Generate()
	sums := map[string]string{}
	add := func(what, sum string) {
		t.Helper()
		if was, there := sums[sum]; there {
			t.Errorf("%s equals %s", what, was)
		}
		sums[sum] = what
	}
	add("doc 1", k.Keyed("doc", "1"))
	add("tel 1", k.Keyed("tel", "1"))
	add("doc 2", k.Keyed("doc", "2"))
	add("do c1", k.Keyed("do", "c1"))
	add("other ring", Generate().Keyed("doc", "1"))
	add("empty", k.Keyed("", ""))
	// The same bytes, parted otherwise, are something else.
	b := func(s ...string) (p [][]byte) {
		for _, x := range s {
			p = append(p, []byte(x))
		}
		return p
	}
	for _, p := range [][]string{{"ab"}, {"a", "b"}, {"", "ab"}, {"ab", ""}, {}, {""}} {
		add(fmt.Sprintf("%q", p), string(k.MAC("log", b(p...)...)))
	}
	add("act", string(k.MAC("act", b("ab")...)))
	if got := k.Keyed("doc", "1"); len(got) != 26 || strings.Trim(got, "0123456789abcdefghjkmnpqrstvwxyz") != "" || got != k.Keyed("doc", "1") {
		t.Errorf("a look-up value is %q", got)
	}
}

func TestKeysDoNotPrint(t *testing.T) {
	k, err := Parse([]byte(fixed))
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("keys", "keys", k)
	for _, s := range []string{fmt.Sprint(k), fmt.Sprintf("%v %+v %#v %s %x", k, k, k, k, k), log.String()} {
		if strings.Contains(s, "0a0b0c") || strings.Contains(s, "2a2b2c") || strings.Contains(s, "10 11 12") || strings.Contains(s, "0xa, 0xb") {
			t.Errorf("printed: %s", s)
		}
	}
}
