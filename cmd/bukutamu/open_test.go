package main

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bukutamu/internal/secret"
)

func listenAnywhere(args ...string) []string {
	return append(args, "--guest-listen=127.0.0.1:0", "--staff-listen=127.0.0.1:0")
}

// A wrong, missing or open key is a refusal, never a new key.
func TestKeysThatCannotBeUsed(t *testing.T) {
	other := filepath.Join(t.TempDir(), "other")
	if _, err := secret.Create(other); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what  string
		spoil func(file string) error
	}{
		{"is missing", os.Remove},
		{"does not belong", func(file string) error {
			text, _ := os.ReadFile(other)
			return os.WriteFile(file, text, 0o600)
		}},
		{"0600", func(file string) error { return os.Chmod(file, 0o644) }},
		{"damaged", func(file string) error { return os.WriteFile(file, []byte("bukutamu-keys-1\n"), 0o600) }},
	} {
		folder := demoOnSQLite(t)
		file := filepath.Join(folder, "keys")
		if err := c.spoil(file); err != nil {
			t.Fatal(err)
		}
		before, _ := os.ReadFile(file)
		for _, command := range []string{"serve", "verify"} {
			refused(t, c.what, listenAnywhere(command, "--data", folder)...)
			if _, _, err := call(t, listenAnywhere(command, "--data", folder)...); strings.Count(err, file) != 1 && c.what != "does not belong" {
				t.Errorf("%s: the key file is not named once: %s", c.what, err)
			}
		}
		if after, _ := os.ReadFile(file); string(after) != string(before) {
			t.Errorf("%s: the key file was written", c.what)
		}
	}
}

func TestKeysElsewhere(t *testing.T) {
	folder := demoOnSQLite(t)
	file := filepath.Join(t.TempDir(), "stick", "keys")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(folder, "keys"), file); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("TAMU_KEYS", string(text))
	for _, keys := range []string{file, "TAMU_KEYS"} {
		if code, _, err := call(t, "verify", "--data", folder, "--keys", keys); code != 0 {
			t.Errorf("keys in %s: exit %d, %s", keys, code, err)
		}
	}
	refused(t, "is missing", "verify", "--data", folder, "--keys", "TAMU_NOTHING")
	t.Setenv("TAMU_KEYS", "bukutamu-keys-1 and nothing else")
	refused(t, "TAMU_KEYS", "verify", "--data", folder, "--keys", "TAMU_KEYS")

	fresh := filepath.Join(t.TempDir(), "data")
	_, stop := serving(t, "--data", fresh, "--store", "sqlite:"+filepath.Join(fresh, "store"))
	stop()
	info, err := os.Stat(filepath.Join(fresh, "keys"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("new keys: %v, %v", info, err)
	}
	if _, err := os.Stat(filepath.Join(fresh, "store", "bukutamu.db")); err != nil {
		t.Errorf("--store was not obeyed: %v", err)
	}
}

// Whoever moved the database away must not be told that all is well with a new one.
func TestKeysWithoutADatabase(t *testing.T) {
	folder := demoOnSQLite(t)
	if err := os.Remove(filepath.Join(folder, "bukutamu.db")); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"verify"}, {"staff", "list"}, {"backup", filepath.Join(folder, "b")}} {
		t.Setenv("BUKUTAMU_PASSPHRASE", "empat kuda di bukit")
		refused(t, "no database", append(args, "--data", folder)...)
	}
	if left, _ := os.ReadDir(folder); len(left) != 2 { // the keys, and the lock of whoever served it last
		t.Errorf("something was made: %v", left)
	}
}

func TestADatabaseThatIsNone(t *testing.T) {
	folder := demoOnSQLite(t)
	file := filepath.Join(folder, "bukutamu.db")
	if err := os.WriteFile(file, []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"serve"}, {"verify"}, {"staff", "list"}} {
		refused(t, "the database "+file+" is damaged or no database at all: restore a backup into an empty folder", listenAnywhere(append(args, "--data", folder)...)...)
	}
}

func TestANewerStore(t *testing.T) {
	folder := demoOnSQLite(t)
	db, err := sql.Open("sqlite", filepath.Join(folder, "bukutamu.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("pragma user_version = 1000"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"serve", "verify"} {
		refused(t, "newer version", listenAnywhere(command, "--data", folder)...)
	}
}
