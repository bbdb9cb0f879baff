package certs

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var monday = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

// clock is a clock that a test sets.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

// lobby is the machine of these tests.
func lobby() []string { return []string{"localhost", "127.0.0.1", "::1", "lobi-1", "lobi-1.local"} }

func open(t *testing.T, dir string, c *clock, hosts ...string) *Own {
	t.Helper()
	o, err := self(dir, hosts, c.now, lobby)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// pool is what a device trusts after the root was installed on it: it reads the PEM file
// that is handed out, nothing else.
func pool(t *testing.T, o *Own) *x509.CertPool {
	t.Helper()
	p := x509.NewCertPool()
	if !p.AppendCertsFromPEM(o.RootPEM()) {
		t.Fatal("the root that is handed out is no certificate")
	}
	return p
}

// served makes a real handshake and gives the certificate that the door showed.
func served(t *testing.T, cfg *tls.Config) *x509.Certificate {
	t.Helper()
	here, there := net.Pipe()
	defer here.Close()
	defer there.Close()
	done := make(chan error, 1)
	go func() { done <- tls.Server(there, cfg).Handshake() }()
	// What is shown is looked at by the test; TestHandshake does the verifying.
	c := tls.Client(here, &tls.Config{InsecureSkipVerify: true})
	if err := errors.Join(c.Handshake(), <-done); err != nil {
		t.Fatal(err)
	}
	return c.ConnectionState().PeerCertificates[0]
}

func TestHandshakeVerifiesWithTheRootAlone(t *testing.T) {
	c := &clock{monday}
	o := open(t, t.TempDir(), c, "tamu.kejari.example", "203.0.113.7", "0.0.0.0")
	ln, err := tls.Listen("tcp", "127.0.0.1:0", o.Config())
	if err != nil {
		t.Fatal(err)
	}
	door := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "pagi") })}
	defer door.Close()
	go door.Serve(ln)

	get := func(name string, trust *x509.CertPool) error {
		tr := &http.Transport{
			TLSClientConfig: &tls.Config{RootCAs: trust, ServerName: name, Time: c.now},
		}
		defer tr.CloseIdleConnections()
		r, err := (&http.Client{Transport: tr}).Get("https://" + ln.Addr().String())
		if err != nil {
			return err
		}
		return r.Body.Close()
	}
	for _, name := range []string{"localhost", "127.0.0.1", "lobi-1", "lobi-1.local", "tamu.kejari.example", "203.0.113.7"} {
		if err := get(name, pool(t, o)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := get("bank.example", pool(t, o)); err == nil {
		t.Error("the door's certificate passes for a name that is not the door's")
	}
	if err := get("localhost", x509.NewCertPool()); err == nil {
		t.Error("a device without the root takes the certificate")
	}
}

func TestOfTheLeaf(t *testing.T) {
	o := open(t, t.TempDir(), &clock{monday})
	leaf := served(t, o.Config())
	if life := leaf.NotAfter.Sub(leaf.NotBefore); life > 397*24*time.Hour {
		t.Errorf("the certificate lives %v, more than 397 days", life)
	}
	if leaf.IsCA || leaf.KeyUsage&x509.KeyUsageCertSign != 0 {
		t.Error("the server's certificate may sign others")
	}
	if !slices.Equal(leaf.DNSNames, []string{"localhost", "lobi-1", "lobi-1.local"}) || len(leaf.IPAddresses) != 2 {
		t.Errorf("names %v, addresses %v", leaf.DNSNames, leaf.IPAddresses)
	}
	if years := o.root.NotAfter.Year() - monday.Year(); years != 10 {
		t.Errorf("the root lives %d years", years)
	}
}

// Whoever steals the root's key can sign for the office's machines, not for a bank.
func TestTheRootSignsForPrivateNamesOnly(t *testing.T) {
	o := open(t, t.TempDir(), &clock{monday}, "tamu.kejari.example")
	for _, x := range []struct {
		host string
		good bool
	}{
		{"lobi-2.lan", true},
		{"desk.local", true},
		{"192.168.7.9", true},
		{"10.1.2.3", true},
		{"fd12:3456::9", true},
		{"tamu.kejari.example", true},
		{"bank.example", false},
		{"kejari.example", false},
		{"notlan", false},
		{"8.8.8.8", false},
		{"2001:4860:4860::8888", false},
	} {
		forged := &Own{hosts: []string{x.host}, here: func() []string { return nil }, root: o.root, rootKey: o.rootKey}
		leaf, _, err := forged.issue(monday)
		if err != nil {
			t.Fatal(err)
		}
		_, err = leaf.Leaf.Verify(x509.VerifyOptions{DNSName: x.host, Roots: pool(t, o), CurrentTime: monday})
		if x.good && err != nil {
			t.Errorf("%s: %v", x.host, err)
		}
		if !x.good {
			var invalid x509.CertificateInvalidError
			if !errors.As(err, &invalid) || invalid.Reason != x509.CANotAuthorizedForThisName {
				t.Errorf("%s was not refused for its name: %v", x.host, err)
			}
		}
	}
}

func TestRenewsWhileServing(t *testing.T) {
	dir, c := t.TempDir(), &clock{monday}
	o := open(t, dir, c)
	cfg, first := o.Config(), served(t, o.Config())

	for _, x := range []struct {
		after string
		at    time.Time
		same  bool
	}{
		{"an hour", monday.Add(time.Hour), true},
		{"61 days before the end", first.NotAfter.Add(-61 * 24 * time.Hour), true},
		{"59 days before the end", first.NotAfter.Add(-59 * 24 * time.Hour), false},
	} {
		c.at = x.at
		if got := served(t, cfg); got.Equal(first) != x.same {
			t.Errorf("after %s: the same certificate %v, want %v", x.after, !x.same, x.same)
		}
	}
	renewed := served(t, cfg)
	if _, err := renewed.Verify(x509.VerifyOptions{DNSName: "lobi-1", Roots: pool(t, o), CurrentTime: c.at}); err != nil {
		t.Errorf("the renewed certificate: %v", err)
	}
	if again := open(t, dir, c); !served(t, again.Config()).Equal(renewed) || !again.root.Equal(o.root) {
		t.Error("the renewed certificate was not kept, or the root changed")
	}
}

func TestFollowsTheNamesOfTheMachine(t *testing.T) {
	dir, c := t.TempDir(), &clock{monday}
	o := open(t, dir, c)
	first := served(t, o.Config())

	o.here = func() []string { return append(lobby(), "192.168.1.20", "198.51.100.9") }
	c.at = monday.Add(11 * time.Minute)
	now := served(t, o.Config())
	if now.VerifyHostname("192.168.1.20") != nil {
		t.Error("an address that the machine got while serving is not in the certificate")
	}
	if now.VerifyHostname("198.51.100.9") == nil {
		t.Error("a public address that nobody asked for is in the certificate")
	}
	if now.Equal(first) {
		t.Error("still the first certificate")
	}

	if again := open(t, dir, c, "petugas.lan"); served(t, again.Config()).VerifyHostname("petugas.lan") != nil || !again.root.Equal(o.root) {
		t.Error("a new private name must give a new certificate of the same root")
	}
	_, err := self(dir, []string{"tamu.kejari.example"}, c.now, lobby)
	if err == nil || !strings.Contains(err.Error(), "tamu.kejari.example") {
		t.Errorf("a name the root may not sign for: %v", err)
	}
}

func TestKeysAreForTheOwnerAlone(t *testing.T) {
	for _, file := range []string{"root.pem", "server.pem"} {
		dir, c := t.TempDir(), &clock{monday}
		open(t, dir, c)
		path := filepath.Join(dir, file)
		if i, err := os.Stat(path); err != nil || i.Mode().Perm() != 0o600 {
			t.Fatalf("%s: %v, %v", file, i.Mode(), err)
		}
		if err := os.Chmod(path, 0o640); err != nil {
			t.Fatal(err)
		}
		if _, err := self(dir, nil, c.now, lobby); err == nil || !strings.Contains(err.Error(), "chmod 600 "+path) {
			t.Errorf("%s with mode 0640: %v", file, err)
		}
	}
}

func TestWhatIsWrongWithTheRootIsSaid(t *testing.T) {
	other := t.TempDir()
	open(t, other, &clock{monday})
	foreign, err := os.ReadFile(filepath.Join(other, "root.pem"))
	if err != nil {
		t.Fatal(err)
	}
	keyAt := strings.Index(string(foreign), "-----BEGIN PRIVATE KEY")

	for _, x := range []struct {
		name  string
		at    time.Time
		spoil func(old []byte) []byte // nil: the file is removed
		says  string
	}{
		{"cut short", monday, func(old []byte) []byte { return old[:len(old)/2] }, "is damaged"},
		{"empty", monday, func([]byte) []byte { return []byte{} }, "is damaged"},
		{"another root's key", monday, func(old []byte) []byte {
			at := strings.Index(string(old), "-----BEGIN PRIVATE KEY")
			return append(slices.Clone(old[:at]), foreign[keyAt:]...)
		}, "is damaged"},
		{"gone", monday, nil, "is missing but"},
		{"ended", monday.AddDate(10, 0, 1), func(old []byte) []byte { return old }, "ended on 2036-11-23"},
		{"clock behind", monday.AddDate(-20, 0, 0), func(old []byte) []byte { return old }, "set the clock"},
	} {
		dir, c := t.TempDir(), &clock{monday}
		open(t, dir, c)
		file := filepath.Join(dir, "root.pem")
		old, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if x.spoil == nil {
			err = os.Remove(file)
		} else {
			err = os.WriteFile(file, x.spoil(old), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		c.at = x.at
		_, err = self(dir, nil, c.now, lobby)
		if err == nil || !strings.Contains(err.Error(), file) || !strings.Contains(err.Error(), x.says) {
			t.Errorf("%s: %v, want the file and %q", x.name, err, x.says)
		}
		if now, _ := os.ReadFile(file); x.spoil != nil && string(now) != string(x.spoil(old)) {
			t.Errorf("%s: the file was changed", x.name)
		}
	}
}

// A damaged server certificate is no loss: the root makes another.
func TestADamagedServerCertificateIsMadeAnew(t *testing.T) {
	dir, c := t.TempDir(), &clock{monday}
	o := open(t, dir, c)
	if err := os.WriteFile(filepath.Join(dir, "server.pem"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	again := open(t, dir, c)
	if !again.root.Equal(o.root) || served(t, again.Config()).VerifyHostname("lobi-1") != nil {
		t.Error("not the same root, or not a certificate for this machine")
	}
}

func TestHandedOutFilesAreTheRoot(t *testing.T) {
	dir := t.TempDir()
	o := open(t, dir, &clock{monday})
	kept, err := os.ReadFile(filepath.Join(dir, "root.crt"))
	if err != nil || string(kept) != string(o.RootPEM()) {
		t.Errorf("root.crt: %v", err)
	}
	if strings.Contains(string(kept), "PRIVATE") {
		t.Error("the file to hand out holds the key")
	}
	if b, _ := pem.Decode(o.RootPEM()); string(b.Bytes) != string(o.RootDER()) {
		t.Error("the two forms of the root differ")
	}
}

func TestFingerprint(t *testing.T) {
	// printf abc | sha256sum
	want := "BA:78:16:BF:8F:01:CF:EA 41:41:40:DE:5D:AE:22:23 B0:03:61:A3:96:17:7A:9C B4:10:FF:61:F2:00:15:AD"
	if got := Fingerprint([]byte("abc")); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestHosts(t *testing.T) {
	for in, want := range map[string]string{
		"Tamu.LAN.":     "tamu.lan",
		"[::1]":         "::1",
		"0.0.0.0":       "",
		"::":            "",
		"192.168.0.1":   "192.168.0.1",
		"bad name":      "-",
		"*.lan":         "-",
		"":              "-",
		"a..b":          "-",
		"x.lan:8080":    "-",
		"-lead.lan":     "-",
		"kapuas\n.lan":  "-",
		"tamu.lan/path": "-",
	} {
		got, err := cleanHost(in)
		if err != nil {
			got = "-"
		}
		if got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}
