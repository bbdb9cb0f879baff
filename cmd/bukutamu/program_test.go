package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bukutamu/internal/store/opentest"
	"bukutamu/internal/store/sqlite"
	"bukutamu/internal/web/webtest"
)

// password is that of every account of the demo in these tests.
const password = "payung hijau di lemari 7"

// nine is 09.00 in Kapuas on a Wednesday: the office is open and the day is young.
var nine = time.Date(2026, 11, 25, 2, 0, 0, 0, time.UTC)

// clock goes on from a fixed moment as real time passes, and can be put forward.
type clock struct {
	from  time.Time
	began time.Time
	more  atomic.Int64
}

func newClock(from time.Time) *clock { return &clock{from: from, began: time.Now()} }

func (c *clock) now() time.Time {
	return c.from.Add(time.Since(c.began) + time.Duration(c.more.Load()))
}

// forward lets d pass at once.
func (c *clock) forward(d time.Duration) { c.more.Add(int64(d)) }

// buffer collects what several goroutines write.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// house is a running program with its clock and what it said.
type house struct {
	*Program
	t        testing.TB
	clock    *clock
	out, log *buffer
	settings Settings
}

// open starts the program with these settings and stops it when the test ends.
func open(t testing.TB, s Settings) *house {
	t.Helper()
	if s.Store == "" {
		s.Store = opentest.URI(t, s.Data)
	}
	h := &house{t: t, clock: newClock(nine), settings: s}
	h.start()
	t.Cleanup(h.stop)
	return h
}

// start opens the doors; a second start opens the same ones again.
func (h *house) start() {
	h.t.Helper()
	s := h.settings
	if s.GuestListen == "" {
		s.GuestListen = "127.0.0.1:0"
	}
	if s.StaffListen == "" {
		s.StaffListen = "127.0.0.1:0"
	}
	if s.TLS == "" {
		s.TLS = "off"
	}
	if err := s.fill(); err != nil {
		h.t.Fatal(err)
	}
	h.out, h.log = &buffer{}, &buffer{}
	c := &console{ctx: context.Background(), settings: &s, out: h.out, err: h.log, log: slog.New(slog.NewTextHandler(h.log, nil))}
	p, err := c.start(h.clock.now)
	if err != nil {
		h.t.Fatal(err)
	}
	h.Program = p
	h.settings.GuestListen, h.settings.StaffListen = address(p.Guest), address(p.Staff)
}

func address(url string) string { _, a, _ := strings.Cut(url, "://"); return a }

// stop ends the program; what it logged as a fault fails the test.
func (h *house) stop() {
	h.t.Helper()
	if h.Program == nil {
		return
	}
	if err := h.Program.Stop(); err != nil {
		h.t.Errorf("the program did not stop cleanly: %v", err)
	}
	h.Program = nil
	for line := range strings.Lines(h.log.String()) {
		if strings.Contains(line, "level=ERROR") {
			h.t.Errorf("logged: %s", line)
		}
	}
}

// demo starts the synthetic office in a folder of its own.
func demo(t testing.TB) *house {
	t.Helper()
	return open(t, Settings{Demo: true, DemoPassword: password, Data: demoFolder(t)})
}

// reachable is the demo as phones reach it: with a base URL that leads to itself.
func reachable(t testing.TB) *house {
	t.Helper()
	listen := freePort(t)
	h := open(t, Settings{Demo: true, DemoPassword: password, Data: demoFolder(t), GuestListen: listen, BaseURL: "http://" + listen})
	until(t, "the program reaches itself", func() bool { return h.reached.Load() })
	return h
}

// empty starts the program on an empty folder: set-up comes first.
func empty(t testing.TB) *house {
	t.Helper()
	return open(t, Settings{Data: filepath.Join(t.TempDir(), "data")})
}

func (h *house) guest(t testing.TB) *webtest.Client { return webtest.New(t, h.Guest) }
func (h *house) staff(t testing.TB) *webtest.Client { return webtest.New(t, h.Staff) }

// freePort is an address of this machine that nobody listens on.
func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

var firstDemo struct {
	once   sync.Once
	folder string
	err    error
}

// demoFolder copies a demo that was told once for all tests: telling its ninety
// days takes longer than most tests. Its documents are on MongoDB where the tests are.
func demoFolder(t testing.TB) string {
	t.Helper()
	to := demoOnSQLite(t)
	if uri := opentest.URI(t, to); uri != "" {
		intoMongo(t, to, uri)
	}
	return to
}

// demoOnSQLite is demoFolder for tests about the files themselves.
func demoOnSQLite(t testing.TB) string {
	t.Helper()
	firstDemo.once.Do(func() {
		if firstDemo.folder, firstDemo.err = os.MkdirTemp("", "bukutamu-demo-"); firstDemo.err != nil {
			return
		}
		s := Settings{GuestListen: "127.0.0.1:0", StaffListen: "127.0.0.1:0", TLS: "off", Demo: true, DemoPassword: password, Data: firstDemo.folder}
		c := &console{ctx: context.Background(), settings: &s, out: io.Discard, err: io.Discard, log: slog.New(slog.DiscardHandler)}
		var p *Program
		if p, firstDemo.err = c.start(newClock(nine).now); firstDemo.err == nil {
			firstDemo.err = p.Stop()
		}
	})
	if firstDemo.err != nil {
		t.Fatal(firstDemo.err)
	}
	to := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(to, os.DirFS(firstDemo.folder)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(to, "keys"), 0o600); err != nil {
		t.Fatal(err)
	}
	return to
}

// intoMongo puts the documents of a folder into MongoDB and takes the file away.
func intoMongo(t testing.TB, folder, uri string) {
	t.Helper()
	if err := (copyCommand{From: "sqlite:" + folder, To: uri}).Run(consoleOf(t, folder, "")); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(filepath.Join(folder, sqlite.File+file)); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
}

// until waits for a condition, at most twenty seconds.
func until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}
