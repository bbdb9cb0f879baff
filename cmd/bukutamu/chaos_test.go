//go:build linux

package main

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"go.uber.org/goleak"

	"bukutamu/internal/guard"
	"bukutamu/internal/live"
	"bukutamu/internal/web"
	"bukutamu/internal/web/webtest"
	"bukutamu/templates"
)

// chaosClock is the program's clock, which panics where a test asks for it: everything
// that handlers, jobs and the writer do asks what time it is.
type chaosClock struct {
	at   atomic.Pointer[string] // part of a function's name that must be calling
	hits atomic.Int64
}

func (c *chaosClock) now() time.Time {
	if at := c.at.Load(); at != nil {
		var pcs [64]uintptr
		frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
		for more := true; more; {
			var f runtime.Frame
			if f, more = frames.Next(); strings.Contains(f.Function, *at) {
				c.hits.Add(1)
				panic("chaos in " + *at)
			}
		}
	}
	return time.Now()
}

// panics makes the clock panic there from now on; "" nowhere.
func (c *chaosClock) panics(at string) {
	if c.hits.Store(0); at == "" {
		c.at.Store(nil)
		return
	}
	c.at.Store(&at)
}

// chaosStart starts the program in this process, where a panic that nobody catches ends
// the tests.
func chaosStart(t testing.TB, folder string, log io.Writer, now func() time.Time, change ...func(*Settings)) *Program {
	t.Helper()
	s := &Settings{GuestListen: "127.0.0.1:0", StaffListen: "127.0.0.1:0", TLS: "off", Data: folder}
	for _, f := range change {
		f(s)
	}
	if err := s.fill(); err != nil {
		t.Fatal(err)
	}
	c := &console{ctx: context.Background(), settings: s, out: io.Discard, err: log, log: slog.New(slog.NewTextHandler(log, nil))}
	p, err := c.start(now)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// chaosWorks says that the program does its work: a guest registers, the officer reads.
func chaosWorks(t testing.TB, p *Program, officer crashOfficer) {
	t.Helper()
	guest := crashBrowser().at(p.Guest)
	_, page, err := guest.get("/")
	if err != nil {
		t.Fatal(err)
	}
	f := crashRegistration(page)
	if status, to, _, err := guest.post("/", f); err != nil || status != http.StatusSeeOther {
		t.Fatalf("registration: %d %s %v", status, to, err)
	}
	status, page, err := crashBrowser().at(p.Staff).signedIn(officer).get("/kunjungan/" + crashNonce(f))
	if err != nil || status != http.StatusOK || !strings.Contains(page, "Andai Beban") {
		t.Fatalf("the card: %d %v", status, err)
	}
}

// A panic in a handler, in its error page, in a job or in the writer is one answer or one
// work lost; everything else goes on.
func TestPanicsInTheProgram(t *testing.T) {
	t.Parallel()
	clock, log := &chaosClock{}, &buffer{}
	folder := t.TempDir()
	officer := crashFolder(t, folder)
	clock.panics("(*Book).RunJobs") // the jobs begin with the program
	p := chaosStart(t, folder, log, clock.now)
	until(t, "the jobs panicked", func() bool { return clock.hits.Load() > 0 })
	chaosWorks(t, p, officer)

	guest := crashBrowser().at(p.Guest)
	for _, c := range []struct {
		at     string
		do     func() (int, string, error)
		status int
		says   string
	}{
		{"web.NewPage", func() (int, string, error) { return guest.get("/") }, 500, "Maaf, ada gangguan di sistem kami."},
		{"internal/web", func() (int, string, error) { return guest.get("/") }, 500, "500"}, // the error page panics too
		{"sqlite.(*writer)", func() (int, string, error) { // one registration among others in the writer's batch
			clock.panics("")
			_, page, err := guest.get("/")
			if err != nil {
				return 0, "", err
			}
			clock.panics("sqlite.(*writer)")
			status, _, page, err := guest.post("/", crashRegistration(page))
			return status, page, err
		}, 503, "Andai Beban"},
	} {
		clock.panics(c.at)
		status, page, err := c.do()
		hits := clock.hits.Load()
		clock.panics("")
		if err != nil || status != c.status || !strings.Contains(page, c.says) || hits == 0 {
			t.Errorf("%s: %d %v after %d panics, want %d and %q in %s", c.at, status, err, hits, c.status, c.says, page)
		}
		if strings.Contains(page, "chaos") || strings.Contains(page, ".go:") {
			t.Errorf("%s: the page tells what is for the log: %s", c.at, page)
		}
		chaosWorks(t, p, officer)
	}
	p.Book.RunJobs(t.Context()) // the same jobs, by the next tick
	if err := p.Stop(); err != nil {
		t.Error(err)
	}
	if n := strings.Count(log.String(), "msg=panic"); n < 3 {
		t.Errorf("%d panics in the log, want each:\n%s", n, log.String())
	}
	if strings.Contains(log.String(), "Andai") {
		t.Error("the log holds a name")
	}
}

// A panic in a stream, or in a goroutine of its own, ends that one: other streams of the
// same hub, the doors and the process go on.
func TestPanicsBesideTheProgram(t *testing.T) {
	t.Parallel()
	log := &buffer{}
	folder := t.TempDir()
	officer := crashFolder(t, folder)
	p := chaosStart(t, folder, log, time.Now)
	views, err := templates.Load()
	if err != nil {
		t.Fatal(err)
	}
	logger := slog.New(slog.NewTextHandler(log, nil))
	// A third door on the program's hub and book, with routes that no door has.
	keys, err := p.console.settings.openKeys(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	app := web.App(web.Config{Door: web.Guest, Views: views, Log: logger, Now: time.Now, Keys: keys, Sessions: p.Book, Office: p.office})
	app.Get("/stream", func(c *fiber.Ctx) error {
		sub, err := p.hub.Subscribe("kapuas", web.Reader(c), nil)
		if err != nil {
			return err
		}
		return web.Stream(c, sub, func(e live.Event) string {
			if c := e.Kind; c == "chaos" {
				panic("chaos in a stream")
			}
			return e.ID
		})
	})
	app.Get("/goroutine", func(c *fiber.Ctx) error {
		guard.Go(logger, "chaos", func() { panic("chaos in a goroutine") })
		return c.SendString("begun")
	})
	third := webtest.Serve(t, app)

	clerk := crashBrowser().at(p.Staff).signedIn(officer)
	healthy, err := clerk.client.Get(p.Staff + "/meja/aliran")
	if err != nil {
		t.Fatal(err)
	}
	defer healthy.Body.Close()
	bad, err := clerk.client.Get(third + "/stream")
	if err != nil {
		t.Fatal(err)
	}
	defer bad.Body.Close()
	until(t, "both streams are open", func() bool { return p.hub.Open() == 2 })
	p.hub.Publish(live.Event{Office: "kapuas", Kind: "chaos", ID: "X"})
	if _, err := io.ReadAll(bad.Body); err != nil {
		t.Logf("the stream that panicked ends: %v", err)
	}
	until(t, "the stream that panicked has let go", func() bool { return p.hub.Open() == 1 })
	if status, text, err := crashBrowser().at(third).get("/goroutine"); err != nil || status != 200 || text != "begun" {
		t.Errorf("goroutine: %d %s %v", status, text, err)
	}
	until(t, "both panics are logged", func() bool { return strings.Count(log.String(), "msg=panic") == 2 })
	chaosWorks(t, p, officer)
	p.hub.Publish(live.Event{Office: "kapuas", Kind: "visit", ID: "STILLHERE"})
	if err := p.Stop(); err != nil {
		t.Error(err)
	}
	rest, err := io.ReadAll(healthy.Body)
	if err != nil || !strings.Contains(string(rest), "STILLHERE") {
		t.Errorf("the other stream: %q %v", rest, err)
	}
}

// Started and stopped three times, the program leaves nothing running. In a process of its
// own, where no other test has goroutines.
func TestStartAndStopLeaveNothingRunning(t *testing.T) {
	if os.Getenv("BUKUTAMU_TEST_LEAKS") == "" {
		t.Parallel()
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.count=1")
		cmd.Env = append(os.Environ(), "BUKUTAMU_TEST_LEAKS=1")
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "PASS") {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	folder := t.TempDir()
	officer := crashFolder(t, folder)
	rounds := 3
	if os.Getenv("BUKUTAMU_SOAK") != "" {
		rounds = 100
	}
	for round := range rounds {
		p := chaosStart(t, folder, io.Discard, time.Now)
		chaosWorks(t, p, officer)
		clerk := crashBrowser().at(p.Staff).signedIn(officer)
		stream, err := clerk.client.Get(p.Staff + "/meja/aliran")
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Stop(); err != nil {
			t.Errorf("round %d: %v", round, err)
		}
		stream.Body.Close()
		clerk.client.CloseIdleConnections()
		if err := goleak.Find(chaosOnce...); err != nil {
			t.Errorf("round %d: %v", round, err)
		}
	}
}

// chaosOnce is what the web server leaves behind knowingly: its clock, begun once in a
// process, and of each listener a sweep that ends at its next look, within ten seconds.
var chaosOnce = []goleak.Option{
	goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1"),
	goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2"),
}
