package web_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/office"
	"bukutamu/internal/web"
	"bukutamu/internal/web/webtest"
)

func TestAPageIsNeverSentHalf(t *testing.T) {
	var log bytes.Buffer
	base := door(t, web.Guest, func(app *fiber.App) {
		app.Get("/broken", func(c *fiber.Ctx) error {
			return web.Show(c, "test/broken", card{Page: web.NewPage(c, web.Kiosk, "shared.scan")})
		})
	}, func(c *web.Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	p := webtest.New(t, base).Get("/broken").Want(500)
	if strings.Contains(p.Body, "half a page") {
		t.Error("half a page was sent")
	}
	if strings.Contains(p.Body, "Gone") || strings.Contains(p.Body, "template") {
		t.Error("the person sees the fault's text")
	}
	if id := p.Header.Get("X-Request-Id"); id == "" || !strings.Contains(p.Body, id) || strings.Count(log.String(), "level=ERROR") != 1 || !strings.Contains(log.String(), "id="+id) {
		t.Errorf("fault %q is not logged once with its id:\n%s", id, log.String())
	}
}

func TestFaultsShowOnlyTheirID(t *testing.T) {
	var log bytes.Buffer
	base := door(t, web.Guest, func(app *fiber.App) {
		cards(app)
		app.Get("/panic", func(*fiber.Ctx) error { panic("6203014107900001") })
		app.Get("/nil", func(c *fiber.Ctx) error { var none []string; return c.SendString(none[c.Context().ID()]) })
		app.Get("/away", func(*fiber.Ctx) error { return fmt.Errorf("desk: %w", errAway) })
		app.Get("/slow", func(c *fiber.Ctx) error { <-c.UserContext().Done(); return c.UserContext().Err() })
	}, func(c *web.Config) {
		c.Log = slog.New(slog.NewTextHandler(&log, nil))
		c.Limits.Deadline = 50 * time.Millisecond
	})
	b := webtest.New(t, base)
	for path, want := range map[string]int{"/panic": 500, "/nil": 500, "/away": 503, "/slow": 503} {
		p := b.Get(path).Want(want)
		if !strings.Contains(log.String(), "id="+p.Header.Get("X-Request-Id")+" route="+path) {
			t.Errorf("%s is not in the log with its id", path)
		}
		for _, text := range []string{"Untuk petugas", p.Header.Get("X-Request-Id")} {
			if !strings.Contains(p.Text(), text) {
				t.Errorf("%s: no %q in %s", path, text, p.Text())
			}
		}
	}
	p := b.Get("/card").Form("Simpan").Set("name", "disk").Press("Simpan").Want(500)
	if strings.Contains(p.Body, "no space") {
		t.Error("the person sees the fault's text")
	}
	if strings.Contains(log.String(), "6203014107900001") {
		t.Error("a panic's value is in the log")
	}
	b.Get("/card").Want(200)
}

// A form that met a store that was away stands in the page that says so: sent again it is the same
// act. The store may be away before anybody looks at the form, and again behind it.
func TestAFormIsStillThereWhenNotEvenItsPageIs(t *testing.T) {
	var got []string
	away := 2
	base := door(t, web.Guest, func(app *fiber.App) {
		app.Get("/card", cardPage)
		app.Post("/card", func(c *fiber.Ctx) error {
			f, err := web.Form[struct {
				Name string `form:"name"`
			}](c)
			if err != nil {
				return err
			}
			if away--; away >= 0 {
				return web.Again(c, errAway, func(*fiber.Ctx) error { return errAway })
			}
			got = append(got, f.Name, web.Stamp(c).Act)
			return web.Redirect(c, "/card")
		})
	})
	b := webtest.New(t, base)
	form := b.Get("/card").Form("Simpan").Set("name", `"Sari"`).Choose("Kartu")
	page := form.Press("Simpan")
	for range 2 {
		again := page.Want(503).Form("Kirim lagi")
		for _, name := range []string{"name", "held", "act", "csrf", "seen"} {
			if again.Values.Get(name) != form.Values.Get(name) {
				t.Errorf("%s is %q, was %q", name, again.Values.Get(name), form.Values.Get(name))
			}
		}
		page = again.Press("Kirim lagi")
	}
	if page.Want(200); len(got) != 2 || got[0] != `"Sari"` || got[1] == "" || !strings.HasPrefix(form.Values.Get("act"), got[1]) {
		t.Errorf("%q", got)
	}
	away = 1
	if page := b.Get("/card").Form("Simpan").Set("password", "payung hijau").Press("Simpan").Want(503); strings.Contains(page.Body, "payung") {
		t.Error("a password stands in the page")
	}
}

func TestTheAccessLogNamesPatterns(t *testing.T) {
	var log bytes.Buffer
	base := door(t, web.Guest, func(app *fiber.App) {
		app.Get("/t/:token", ok)
		app.Get("/lacak", web.NoLog, ok)
	}, func(c *web.Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	b := webtest.New(t, base)
	b.Get("/t/SECRET?q=SECRET")
	b.Get("/nowhere/SECRET")
	b.Get("/lacak")
	if got := log.String(); strings.Contains(got, "SECRET") || strings.Contains(got, "lacak") || !strings.Contains(got, "route=/t/:token status=200") || !strings.Contains(got, "route=- status=404") {
		t.Error(got)
	}
}

func TestRefusalsWithoutAPageAreAnsweredInWords(t *testing.T) {
	base := door(t, web.Guest, func(app *fiber.App) {
		app.Get("/taken", func(*fiber.Ctx) error { return errTaken })
		app.Get("/kios/often", func(*fiber.Ctx) error { return web.ErrOften })
		app.Post("/only-post", ok)
	})
	b := webtest.New(t, base)
	b.Get("/taken").Want(409)
	if p := b.Get("/kios/often").Want(429); !strings.Contains(p.Text(), "Tunggu sebentar") || !p.Has("link", "Panggil petugas") {
		t.Errorf("kiosk: %s", p.Text())
	}
	if p := b.Get("/missing?lang=en").Want(404); p.H1() != "Page not found." || p.Root.Tags("html")[0].Attr["lang"] != "en" {
		t.Errorf("404 in English: %q", p.H1())
	}
	b.Get("/only-post").Want(405)
	b.Header["HX-Request"] = "true"
	if p := b.Get("/taken").Want(409); !strings.HasPrefix(p.Body, `<div class="notice notice--danger" role="alert"`) {
		t.Errorf("fragment: %.100s", p.Body)
	}
}

func TestWithoutAnOfficeAPageFails(t *testing.T) {
	var err error
	base := door(t, web.Guest, cards, func(c *web.Config) {
		c.Office = func(context.Context) (office.Office, error) { return kapuas, err }
	})
	b := webtest.New(t, base)
	b.Get("/card").Want(200)
	err = errAway
	if p := b.Get("/card").Want(503); !strings.Contains(p.Text(), "Kejaksaan Negeri Kapuas") {
		t.Error("the error page forgot whose it is")
	}
}

func TestAPanicOnTheErrorPageLeavesTheRestAlive(t *testing.T) {
	base := door(t, web.Guest, func(app *fiber.App) { app.Get("/", ok) }, func(c *web.Config) {
		c.Office = func(context.Context) (office.Office, error) { panic("office") }
	})
	b := webtest.New(t, base)
	if p := b.Get("/missing").Want(500); p.Body != "500\n" {
		t.Errorf("%q", p.Body)
	}
	b.Get("/").Want(200)
}
