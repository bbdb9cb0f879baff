package certs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// files writes the server certificate of a fresh authority as two files, as a public
// authority's client leaves them.
func files(t *testing.T, dir string, at time.Time) (cert, key string) {
	t.Helper()
	o := open(t, t.TempDir(), &clock{at})
	both, err := os.ReadFile(o.serverFile())
	if err != nil {
		t.Fatal(err)
	}
	cut := strings.Index(string(both), "-----BEGIN PRIVATE KEY")
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for f, b := range map[string][]byte{cert: both[:cut], key: both[cut:]} {
		if err := os.WriteFile(f, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(f, at, at); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

func TestLoadTakesUpRenewedFiles(t *testing.T) {
	dir, c := t.TempDir(), &clock{monday}
	cert, key := files(t, dir, monday)
	cfg, err := Load(cert, key, c.now)
	if err != nil {
		t.Fatal(err)
	}
	first := served(t, cfg)

	files(t, dir, monday.Add(time.Hour))
	c.at = monday.Add(5 * time.Minute)
	if !served(t, cfg).Equal(first) {
		t.Error("the files are read at every handshake")
	}
	c.at = monday.Add(11 * time.Minute)
	second := served(t, cfg)
	if second.Equal(first) {
		t.Error("the renewed files are not taken up")
	}

	// Half of the next renewal: the certificate of before goes on serving.
	if err := os.WriteFile(cert, []byte("-----BEGIN CERT"), 0o600); err != nil {
		t.Fatal(err)
	}
	c.at = monday.Add(22 * time.Minute)
	if !served(t, cfg).Equal(second) {
		t.Error("a half-written file changed what is served")
	}
}

func TestLoadSaysWhatIsWrong(t *testing.T) {
	for _, x := range []struct {
		name  string
		at    time.Time
		spoil func(t *testing.T, cert, key string) error
		says  string
	}{
		{"no certificate", monday, func(_ *testing.T, cert, key string) error { return os.Remove(cert) }, "cert.pem"},
		{"no key", monday, func(_ *testing.T, cert, key string) error { return os.Remove(key) }, "key.pem"},
		{"key in place of the certificate", monday, func(_ *testing.T, cert, key string) error {
			b, err := os.ReadFile(key)
			if err != nil {
				return err
			}
			return os.WriteFile(cert, b, 0o600)
		}, "cert.pem"},
		{"another certificate's key", monday, func(t *testing.T, cert, key string) error {
			_, other := files(t, t.TempDir(), monday)
			b, err := os.ReadFile(other)
			if err != nil {
				return err
			}
			return os.WriteFile(key, b, 0o600)
		}, "cannot be used together"},
		{"a folder", monday, func(_ *testing.T, cert, key string) error {
			if err := os.Remove(cert); err != nil {
				return err
			}
			return os.Mkdir(cert, 0o700)
		}, "it is a folder"},
		{"a key for everybody", monday, func(_ *testing.T, cert, key string) error { return os.Chmod(key, 0o644) }, "chmod 600"},
		{"ended", monday.AddDate(2, 0, 0), func(*testing.T, string, string) error { return nil }, "ended on 2027-12-24"},
		{"clock behind", monday.AddDate(-2, 0, 0), func(*testing.T, string, string) error { return nil }, "the clock says 2024-11-23"},
	} {
		cert, key := files(t, t.TempDir(), monday)
		if err := x.spoil(t, cert, key); err != nil {
			t.Fatal(err)
		}
		_, err := Load(cert, key, (&clock{x.at}).now)
		if err == nil || !strings.Contains(err.Error(), x.says) {
			t.Errorf("%s: %v, want %q", x.name, err, x.says)
		}
	}
}
