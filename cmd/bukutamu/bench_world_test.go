//go:build linux

package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/admin"
	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/paper"
	"bukutamu/internal/sample"
	"bukutamu/internal/spool"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
	"bukutamu/internal/web/webtest"
	"bukutamu/static"
	"bukutamu/templates"
)

// benchWorld is the program over a book of many past visits, and sixty guests inside.
type benchWorld struct {
	*Program
	t       testing.TB
	folder  string
	office  office.Office
	clock   *clock
	officer crashOfficer
	some    []visit.Visit // past ones, to be looked up
	views   fiber.Views
	press   *paper.Press
}

// benchDaily is how many guests a past day of the book has.
const benchDaily = 200

func benchOpen(t testing.TB, visits int) *benchWorld {
	t.Helper()
	w := &benchWorld{t: t, folder: t.TempDir(), clock: newClock(nine)}
	w.officer = crashFolderAt(t, w.folder, w.clock.now)
	c := &console{ctx: context.Background(), settings: &Settings{Data: w.folder}, log: slog.New(slog.DiscardHandler)}
	b, s, _, err := c.openBook(c.ctx, false, w.clock.now, nil)
	if err != nil {
		t.Fatal(err)
	}
	if w.office, err = b.Home(c.ctx); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	told := make(chan visit.Visit, 64)
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for v := range told {
				if _, err := b.Keep(c.ctx, w.office.ID, v); err != nil {
					t.Error(err)
				}
			}
		})
	}
	w.tell(visits, told)
	close(told)
	all.Wait()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d visits told in %s", visits, time.Since(begun).Round(time.Second))
	w.Program = chaosStart(t, w.folder, io.Discard, w.clock.now)
	if w.views, err = templates.Load(); err != nil {
		t.Fatal(err)
	}
	if w.press, err = paper.New(static.Files); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *benchWorld) close() {
	if err := w.Stop(); err != nil {
		w.t.Error(err)
	}
}

// tell makes the past days, the newest first, and today's guests.
func (w *benchWorld) tell(visits int, told chan<- visit.Visit) {
	tale, src := newTale(w.office), sample.New(7)
	today := w.office.Day(w.clock.now())
	for n := range visits {
		day := today.AddDate(0, 0, -1-n/benchDaily)
		at := day.Add(8*time.Hour + time.Duration(n%benchDaily)*2*time.Minute)
		v := w.guest(tale, src, day, n%benchDaily, at, left, 1+n%w.office.Badges.Count)
		if n%benchDaily == 17 && len(w.some) < 500 {
			w.some = append(w.some, v)
		}
		told <- v
	}
	for n := range 60 {
		at := today.Add(8*time.Hour + time.Duration(n)*time.Second/2)
		told <- w.guest(tale, src, today, n, at, []stage{arrived, asked, meeting}[n%3], 1+n)
	}
}

func (w *benchWorld) guest(tale *tale, src *sample.Source, day time.Time, n int, at time.Time, to stage, badge int) visit.Visit {
	c, call := tale.guestAt(day, n)
	call.Companions = nil
	c.register(call, at, "", false)
	c.tell(call, to, badge, src, false)
	if c.err != nil {
		w.t.Fatal(c.err)
	}
	return c.v
}

// cookie is the officer's.
func (w *benchWorld) cookie() string { return "staff=" + w.officer.cookie }

// stamp is an act of the officer made at the book, without a page.
func (w *benchWorld) stamp() account.Stamp {
	return account.Stamp{At: w.clock.now(), Office: w.office.ID, By: "piket", Roles: account.Roles{account.Officer}, Device: "Meja depan", Seen: account.SeenAny}
}

// benchCaught are views that keep what they were last asked to show.
type benchCaught struct {
	fiber.Views
	name string
	page any
}

func (v *benchCaught) Render(w io.Writer, name string, page any, layout ...string) error {
	if strings.HasPrefix(name, "admin/") {
		v.name, v.page = name, page
	}
	return v.Views.Render(w, name, page, layout...)
}

// inMemory serves a staff page the way it could be at best: bare Fiber, and the same
// template executed on the very rows that the program made for path.
func (w *benchWorld) inMemory(path string) string {
	w.t.Helper()
	caught := &benchCaught{Views: w.views}
	keys, err := w.console.settings.openKeys(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	cfg := web.Config{Door: web.Staff, Views: caught, Log: slog.New(slog.DiscardHandler), Now: w.clock.now, Keys: keys, Sessions: w.Book, Office: w.Program.office}
	admin.Configure(&cfg)
	app := web.App(cfg)
	admin.Routes(app, &admin.Door{Book: w.Book, Hub: w.hub, Press: w.press, Spool: spool.New(cfg.Log, func(string) string { return "" }), BaseURL: w.baseURL, Log: cfg.Log})
	door := webtest.Serve(w.t, app)
	if _, err := benchDial(w.t, door).ask(benchGet(address(door), path, w.cookie()), 200, false); err != nil {
		w.t.Fatal(err)
	}
	bare := fiber.New(fiber.Config{Immutable: true, DisableStartupMessage: true})
	bare.Get("/*", func(c *fiber.Ctx) error {
		c.Type("html", "utf-8")
		return w.views.Render(c.Response().BodyWriter(), caught.name, caught.page)
	})
	return webtest.Serve(w.t, bare)
}

// bytes serves the very bytes of a page by bare Fiber.
func (w *benchWorld) bytes(body []byte) string {
	bare := fiber.New(fiber.Config{Immutable: true, DisableStartupMessage: true})
	bare.Get("/*", func(c *fiber.Ctx) error {
		c.Type("html", "utf-8")
		return c.Send(body)
	})
	return webtest.Serve(w.t, bare)
}

// tag is a tag of a stored visit by its beginning.
func (w *benchWorld) tag(id, kind string) string {
	d, err := w.store.Get(context.Background(), w.office.ID, "visit", id)
	if err != nil {
		w.t.Fatal(fmt.Errorf("%s: %w", id, err))
	}
	for _, tag := range d.Tags {
		if strings.HasPrefix(tag, kind) {
			return tag
		}
	}
	w.t.Fatalf("%s has no tag %s: %v", id, kind, d.Tags)
	return ""
}
