package main

import (
	"bytes"
	"context"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bukutamu/internal/store/opentest"
)

// call runs the program to its end, as from a console.
func call(t testing.TB, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	code = run(t.Context(), onStore(t, args), &out, &err)
	return code, out.String(), err.String()
}

// onStore adds the store that the folder of --data has, where the tests run on MongoDB.
func onStore(t testing.TB, args []string) []string {
	i := slices.Index(args, "--data")
	if i < 0 || slices.Contains(args, "--store") || !opentest.Known(args[i+1]) {
		return args
	}
	return append(slices.Clone(args), "--store", opentest.URI(t, args[i+1]))
}

// refused wants exit code 2 and one line on stderr that holds what.
func refused(t testing.TB, what string, args ...string) {
	t.Helper()
	code, out, err := call(t, args...)
	if code != exitUnable || out != "" || strings.Count(err, "\n") != 1 || !strings.Contains(err, what) {
		t.Errorf("%q: exit %d, stdout %q, stderr %q; want 2, nothing, and one line with %q", args, code, out, err, what)
	}
}

// serving runs "serve" until it is ready and gives what it printed; the end of the test,
// or stop, is its Ctrl-C.
func serving(t testing.TB, args ...string) (lines []string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, err, done := &buffer{}, &buffer{}, make(chan int, 1)
	go func() {
		done <- run(ctx, append(onStore(t, args), "--guest-listen=127.0.0.1:0", "--staff-listen=127.0.0.1:0"), out, err)
	}()
	until(t, "ready", func() bool {
		if len(done) > 0 {
			t.Fatalf("%q ended with %d: %s", args, <-done, err.String())
		}
		return strings.Contains(out.String(), "\nready ") || strings.HasPrefix(out.String(), "ready ")
	})
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if code := <-done; code != 0 {
			t.Errorf("%q: stopped with exit %d: %s", args, code, err.String())
		}
	}
	t.Cleanup(stop)
	return strings.Split(strings.TrimSpace(out.String()), "\n"), stop
}

func TestWhatCannotBeUsedIsSaidInOneLine(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, c := range []struct {
		what string
		args []string
	}{
		{"unknown flag --nosuch", []string{"--nosuch"}},
		{"unknown flag --nosuch", []string{"serve", "--nosuch"}},
		{"frobnicate", []string{"frobnicate"}},
		{"--log-format", []string{"--log-format", "xml"}},
		{"--demo-password", []string{"serve", "--demo", "--demo-password", "elevenchars"}},
		{"--tls", []string{"--tls", "maybe"}},
		{"--tls", []string{"--tls", "no.pem,no.key"}},
		{"--base-url", []string{"--base-url", "tamu"}},
		{"--base-url", []string{"--base-url", "ftp://tamu.example"}},
		{"--base-url", []string{"--base-url", "https://tamu.example/under/a/path"}},
		{"--base-url", []string{"--base-url", "https://tamu.example?a=b"}},
		{"--trusted-proxy", []string{"--trusted-proxy", "proxy"}},
		{"--trusted-proxy", []string{"--trusted-proxy", "10.0.0.0/99"}},
		{"--guest-listen", []string{"--guest-listen", "nonsense"}},
		{"--staff-listen", []string{"--guest-listen", "127.0.0.1:0", "--staff-listen", "127.0.0.1:99999"}},
		{"--store", []string{"--store", "paper:drawer"}},
		{"--anchor", []string{"verify", "--anchor", "today"}},
		{"no database", []string{"verify"}},
		{"no database", []string{"staff", "list"}},
		{"load", []string{"load", "--guest=http://a.example", "--staff=http://a.example", "--login=a", "--password-file=b"}},
	} {
		refused(t, c.what, c.args...)
	}
	if left, _ := os.ReadDir("."); len(left) > 0 {
		t.Errorf("what was refused left files behind: %v", left)
	}
}

func TestAPortInUse(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	folder := filepath.Join(t.TempDir(), "data")
	refused(t, "--staff-listen", "--data", folder, "--guest-listen", "127.0.0.1:0", "--staff-listen", l.Addr().String())
	if _, err := os.Stat(folder); err == nil {
		t.Error("a start that could not open its doors made a data folder")
	}
}

func TestAFlagBeatsTheEnvironment(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("BUKUTAMU_DATA", filepath.Join(folder, "environment"))
	t.Setenv("BUKUTAMU_LOG_FORMAT", "json")
	t.Setenv("BUKUTAMU_TLS", "maybe")
	refused(t, "maybe")
	_, stop := serving(t, "--tls", "off")
	stop()
	_, stop = serving(t, "--tls=off", "--data", filepath.Join(folder, "flag"))
	stop()
	for _, name := range []string{"environment", "flag"} {
		if _, err := os.Stat(filepath.Join(folder, name, "keys")); err != nil {
			t.Errorf("the folder that the %s named was not used: %v", name, err)
		}
	}
	t.Setenv("BUKUTAMU_DEMO", "perhaps")
	refused(t, "--demo", "--tls=off")
}

func TestToldToEndBeforeItIsReady(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, err bytes.Buffer
	args := []string{"serve", "--demo", "--data", filepath.Join(t.TempDir(), "d"), "--guest-listen=127.0.0.1:0", "--staff-listen=127.0.0.1:0"}
	if code := run(ctx, args, &out, &err); code != 0 || out.Len() > 0 {
		t.Errorf("exit %d, stdout %q, stderr %q", code, out.String(), err.String())
	}
}

func TestVersion(t *testing.T) {
	if code, out, _ := call(t, "version"); code != 0 || out != "bukutamu "+version+"\n" {
		t.Errorf("exit %d, %q", code, out)
	}
}

// The last line is ready with the real addresses, before it one set-up link: a new one
// each start, and the older one is dead.
func TestTheSetUpLink(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	link := func() (string, string, func()) {
		lines, stop := serving(t, "--data", folder)
		if len(lines) != 2 || !strings.HasPrefix(lines[0], "setup http://") || !strings.HasPrefix(lines[1], "ready guest=http://127.0.0.1:") {
			t.Fatalf("stdout: %q", lines)
		}
		door, token, _ := strings.Cut(strings.TrimPrefix(lines[0], "setup "), "/pasang/")
		if !strings.HasSuffix(lines[1], " staff="+door) || strings.HasSuffix(door, ":0") {
			t.Fatalf("stdout: %q", lines)
		}
		return door, token, stop
	}
	_, first, stop := link()
	stop()
	door, second, _ := link()
	if first == second {
		t.Error("the same link twice")
	}
	if got := status(t, door+"/pasang/"+first); got != 410 {
		t.Errorf("the older link: %d", got)
	}
	if got := status(t, door+"/pasang/"+second); got != 303 {
		t.Errorf("the new link: %d", got)
	}
}

// A door that listens everywhere is told by an address that a browser here can open.
func TestADoorThatListensEverywhere(t *testing.T) {
	for given, want := range map[string]string{"0.0.0.0:8080": "http://127.0.0.1:8080", "[::]:8081": "http://127.0.0.1:8081", "192.0.2.7:80": "http://192.0.2.7:80", "[::1]:80": "http://[::1]:80"} {
		a, err := net.ResolveTCPAddr("tcp", given)
		if err != nil {
			t.Fatal(err)
		}
		if got := doorURL("http", a); got != want {
			t.Errorf("%s is told as %s, want %s", given, got, want)
		}
	}
}
