package web_test

import (
	"bufio"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/guard"
	"bukutamu/internal/live"
	"bukutamu/internal/web"
	"bukutamu/internal/web/webtest"
)

func streams(hub *live.Hub, say func(live.Event) string) func(*fiber.App) {
	return func(app *fiber.App) {
		app.Get("/stream", func(c *fiber.Ctx) error {
			c.Cookie(&fiber.Cookie{Name: "guest_x", Value: "1"})
			sub, err := hub.Subscribe("kapuas", web.Reader(c), func(e live.Event) bool { return e.Kind == "visit" })
			if err != nil {
				return err
			}
			return web.Stream(c, sub, say)
		})
		app.Get("/", ok)
	}
}

func visitID(e live.Event) string { return e.ID }

// lines reads a stream's lines into a channel that closes at its end.
func lines(t *testing.T, body io.Reader) <-chan string {
	out := make(chan string, 64)
	guard.Go(nil, "lines", func() {
		defer close(out)
		for s := bufio.NewScanner(body); s.Scan(); {
			if s.Text() != "" {
				out <- s.Text()
			}
		}
	})
	return out
}

func next(t *testing.T, in <-chan string, within time.Duration) string {
	t.Helper()
	select {
	case s, open := <-in:
		if !open {
			return "(end)"
		}
		return s
	case <-time.After(within):
		t.Fatal("nothing came in time")
		return ""
	}
}

func TestAStreamOpensAtOnceTellsAndEndsWithTheHub(t *testing.T) {
	hub := live.New()
	base := door(t, web.Guest, streams(hub, visitID))
	res := get(t, base, "/stream")
	if k := res.Header.Get("Content-Type"); !strings.HasPrefix(k, "text/event-stream") || res.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%s, %s", k, res.Header.Get("Cache-Control"))
	}
	if k := res.Header.Values("Set-Cookie"); len(k) > 0 {
		t.Errorf("a stream sets cookies: %v", k)
	}
	in := lines(t, res.Body)
	if got := next(t, in, time.Second); got != ": open" {
		t.Errorf("first line %q", got)
	}
	next(t, in, time.Second) // retry
	hub.Publish(live.Event{Office: "kapuas", Kind: "visit", ID: "K7P4M2\nevent: evil"})
	hub.Publish(live.Event{Office: "palangka", Kind: "visit", ID: "other"})
	hub.Publish(live.Event{Office: "kapuas", Kind: "call", ID: "other"})
	for _, want := range []string{"event: changed", "data: K7P4M2 event: evil"} {
		if got := next(t, in, time.Second); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	start := time.Now()
	hub.Close()
	if got := next(t, in, time.Second); got != "(end)" || time.Since(start) > 200*time.Millisecond {
		t.Errorf("%q %v after the hub closed", got, time.Since(start))
	}
	if res := get(t, base, "/stream"); res.StatusCode != 410 {
		t.Errorf("a stream of a closed hub: %d", res.StatusCode)
	}
}

func TestAStreamBeatsAndEndsByPlan(t *testing.T) {
	hub := live.New()
	base := door(t, web.Guest, streams(hub, visitID), func(c *web.Config) {
		c.Limits.StreamBeat, c.Limits.StreamEnd = 20*time.Millisecond, 300*time.Millisecond
	})
	beats := 0
	in := lines(t, get(t, base, "/stream").Body)
	for {
		s := next(t, in, 2*time.Second)
		if s == "event: beat" {
			beats++
		}
		if s == "(end)" {
			break
		}
	}
	if beats == 0 || hub.Open() != 0 {
		t.Errorf("%d beats, %d streams left", beats, hub.Open())
	}
}

func TestABrowserThatLeavesIsForgotten(t *testing.T) {
	hub := live.New()
	base := door(t, web.Guest, streams(hub, visitID), func(c *web.Config) { c.Limits.StreamBeat = 10 * time.Millisecond })
	res := get(t, base, "/stream")
	next(t, lines(t, res.Body), time.Second)
	res.Body.Close()
	for deadline := time.Now().Add(5 * time.Second); hub.Open() != 0; {
		if time.Now().After(deadline) {
			t.Fatal("a browser that left still listens")
		}
		<-time.After(5 * time.Millisecond)
	}
}

func TestAPanicInAStreamLeavesTheRestAlive(t *testing.T) {
	hub := live.New()
	base := door(t, web.Guest, streams(hub, func(live.Event) string { panic("stream") }), func(c *web.Config) { c.Log = slog.New(slog.DiscardHandler) })
	in := lines(t, get(t, base, "/stream").Body)
	next(t, in, time.Second)
	next(t, in, time.Second)
	hub.Publish(live.Event{Office: "kapuas", Kind: "visit", ID: "1"})
	if got := next(t, in, time.Second); got != "(end)" {
		t.Errorf("%q", got)
	}
	if res := get(t, base, "/"); res.StatusCode != 200 || hub.Open() != 0 {
		t.Errorf("%d, %d streams left", res.StatusCode, hub.Open())
	}
}

func TestABrowsersFourthStreamTakesThePlaceOfItsOldest(t *testing.T) {
	hub := live.New()
	base := door(t, web.Guest, streams(hub, visitID))
	oldest := lines(t, get(t, base, "/stream").Body)
	next(t, oldest, time.Second)
	next(t, oldest, time.Second)
	for range 3 {
		if res := get(t, base, "/stream"); res.StatusCode != 200 {
			t.Fatal(res.StatusCode)
		}
	}
	if got := next(t, oldest, time.Second); got != "(end)" || hub.Open() != 3 {
		t.Errorf("the oldest stream: %q, %d are open", got, hub.Open())
	}
	hub.Close()
}

// A clean stop: the hub first, or an open stream holds the server until its limit.
func TestAnOpenStreamDoesNotHoldTheStop(t *testing.T) {
	hub := live.New()
	cfg := web.Config{Door: web.Guest, Views: pages(), Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return morning }, Keys: keys}
	app := web.App(cfg)
	streams(hub, visitID)(app)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	guard.Go(nil, "server", func() { defer close(done); _ = app.Listener(web.Listener(l)) })
	res, err := http.Get("http://" + l.Addr().String() + "/stream")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	next(t, lines(t, res.Body), time.Second)
	start := time.Now()
	hub.Close()
	if err := app.ShutdownWithTimeout(10 * time.Second); err != nil || time.Since(start) > time.Second {
		t.Errorf("stopped after %v: %v", time.Since(start), err)
	}
	<-done
}

func TestStaticFilesAreKeptByBrowsers(t *testing.T) {
	base := door(t, web.Guest, func(*fiber.App) {})
	page := webtest.New(t, base).Get("/missing").Want(404)
	var n int
	for _, l := range page.Root.Tags("link", "script") {
		href := l.Attr["href"] + l.Attr["src"]
		if !strings.HasPrefix(href, "/static/") {
			continue
		}
		n++
		res := get(t, base, href, "Accept-Encoding", "gzip")
		if res.StatusCode != 200 || res.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" || len(res.Header.Values("Set-Cookie")) > 0 {
			t.Errorf("%s: %d %s", href, res.StatusCode, res.Header.Get("Cache-Control"))
		}
		if strings.HasSuffix(href, ".css") && res.Header.Get("Content-Encoding") != "gzip" {
			t.Errorf("%s is not packed", href)
		}
	}
	if n < 5 {
		t.Errorf("only %d files in the head", n)
	}
	res := get(t, base, "/static/css/base.css")
	tag := res.Header.Get("ETag")
	if res.StatusCode != 200 || res.Header.Get("Cache-Control") != "no-cache" || tag == "" {
		t.Errorf("by its plain name: %d %v", res.StatusCode, res.Header)
	}
	if res := get(t, base, "/static/css/base.css", "If-None-Match", tag); res.StatusCode != 304 {
		t.Errorf("unchanged: %d", res.StatusCode)
	}
	for _, path := range []string{"/static/../web.go", "/static/static.go", "/static/%2e%2e/go.mod", "/static/", "/static/fonts/pdf/README.md"} {
		if res := get(t, base, path); res.StatusCode != 404 {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
}
