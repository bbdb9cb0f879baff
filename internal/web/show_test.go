package web_test

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/guard"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
	"bukutamu/internal/web/webtest"
)

var errTaken = refusal.New(refusal.Conflict, "test.taken")

type short struct {
	Name string `form:"name" max:"5"`
}

func save(c *fiber.Ctx) error {
	f, err := web.Form[short](c)
	if err == nil && f.Name == "taken" {
		err = errTaken.With("at", morning)
	}
	if err == nil && f.Name == "disk" {
		err = errors.New("write /var/lib/x: no space left on device")
	}
	if err == nil && f.Name == "away" {
		err = fmt.Errorf("put: %w", errAway)
	}
	if err != nil || web.Check(c) {
		return web.Again(c, err, cardPage)
	}
	return web.Redirect(c, "/card/:said", f.Name)
}

func cards(app *fiber.App) {
	app.Get("/card", cardPage)
	app.Get("/card/:said", cardPage)
	app.Post("/card", save)
}

func TestAFormComesBackWithMessagesAndWhatWasTyped(t *testing.T) {
	b := webtest.New(t, door(t, web.Guest, cards))
	for _, c := range []struct {
		name, button string
		status       int
		says         string
	}{
		{"Sari", "Simpan", 200, "Sari"},
		{"Sarinah", "Simpan", 422, "Paling banyak 5 huruf."},
		{"Sarinah", "Periksa isian", 200, "Paling banyak 5 huruf."},
		{"Sari", "Periksa isian", 200, ""},
		{"taken", "Simpan", 409, "refusal.test.taken"},
		{"away", "Simpan", 503, "Penyimpanan data sedang tidak terjangkau. Isian masih di sini"},
	} {
		f := b.Get("/card").Form("Simpan").Set("name", c.name).Choose("Kartu")
		p := f.Press(c.button)
		if p.Status != c.status || !strings.Contains(p.Text(), c.says) {
			t.Errorf("%s, %s: %d, want %d and %q in %s", c.name, c.button, p.Status, c.status, c.says, p.Text())
		}
		if p.URL.Path != "/card" {
			continue
		}
		again := p.Form("Simpan")
		if again.Values.Get("name") != c.name || again.Values.Get("held") != "1" {
			t.Errorf("%s: typed values are gone: %v", c.name, again.Values)
		}
		if same := again.Values.Get("act") == f.Values.Get("act"); same != (c.status != 409) {
			t.Errorf("%s: the same act %v", c.name, same)
		}
		if c.says == "Paling banyak 5 huruf." {
			if !strings.HasPrefix(p.Title(), "Belum lengkap: ") || p.Root.ID("name").Attr["aria-invalid"] != "true" || !p.Has("alert", "") {
				t.Errorf("%s: title %q, alert %v", c.name, p.Title(), p.Has("alert", ""))
			}
			if link := p.Must("link", c.says); link.Attr["href"] != "#name" {
				t.Errorf("the summary leads to %s", link.Attr["href"])
			}
		}
	}
}

func TestTypedTextIsEscaped(t *testing.T) {
	evil := `"><script>alert(1)</script>`
	base := door(t, web.Guest, func(app *fiber.App) {
		app.Get("/card", cardPage)
		app.Post("/card", func(c *fiber.Ctx) error { return web.Again(c, errTaken, cardPage) })
	})
	p := webtest.New(t, base).Get("/card").Form("Simpan").Set("name", evil).Press("Simpan").Want(409)
	if strings.Contains(p.Body, evil) || p.Form("Simpan").Values.Get("name") != evil {
		t.Error("what was typed is not escaped, or not kept")
	}
}

func TestHTMXGetsTheFragmentAndABoostedLinkThePage(t *testing.T) {
	b := webtest.New(t, door(t, web.Guest, cards))
	for _, c := range []struct {
		header map[string]string
		part   bool
	}{
		{nil, false},
		{map[string]string{"HX-Request": "true"}, true},
		{map[string]string{"HX-Request": "true", "HX-Boosted": "true"}, false},
		{map[string]string{"HX-Request": "true", "HX-History-Restore-Request": "true"}, false},
	} {
		b.Header = map[string]string{}
		for k, v := range c.header {
			b.Header[k] = v
		}
		p := b.Get("/card/x").Want(200)
		if part := strings.HasPrefix(p.Body, `<p id="said">x 09.42</p>`); part != c.part {
			t.Errorf("%v: fragment %v", c.header, part)
		}
		if v := p.Header.Get("Vary"); !strings.Contains(v, "HX-Request") {
			t.Errorf("Vary %q", v)
		}
	}
}

// The log knows patterns and numbers, never an address with a token in it.
func TestRedirectsLeadNowhereElse(t *testing.T) {
	var id string
	base := door(t, web.Guest, func(app *fiber.App) {
		app.Get("/card", cardPage)
		app.Post("/card", func(c *fiber.Ctx) error {
			return web.Redirect(c, "/visits/:id/badge?printed=1", id)
		})
	})
	b := webtest.New(t, base)
	f := b.Get("/card").Form("Simpan")
	id = "K7P4M2.1"
	if p := f.Send("Simpan").Want(303); p.Header.Get("Location") != "/visits/K7P4M2.1/badge?printed=1" {
		t.Error(p.Header.Get("Location"))
	}
	for _, id = range []string{"", ".", "..", "/evil.example", "//evil.example", `\evil`, "a/b", "a?b", "a#b", "a\r\nSet-Cookie: x=1", "%2e%2e", "a%0d%0a", strings.Repeat("a", 65)} {
		p := f.Send("Simpan")
		if p.Status != 404 || p.Header.Get("Location") != "" || len(p.Header.Values("Set-Cookie")) > 0 {
			t.Errorf("%q: %d to %q", id, p.Status, p.Header.Get("Location"))
		}
	}
}

func TestHeadersCannotBeInjected(t *testing.T) {
	base := door(t, web.Guest, cards)
	b := webtest.New(t, base)
	for _, path := range []string{"/card?lang=en%0d%0aSet-Cookie:%20x=1", "/card?besar=1%0d%0aX-Evil:%201", "/card/%0d%0aX-Evil:%201"} {
		p := b.Get(path)
		if p.Header.Get("X-Evil") != "" || strings.Contains(fmt.Sprint(p.Header.Values("Set-Cookie")), "x=1") {
			t.Errorf("%s: %v", path, p.Header)
		}
	}
	q, _ := url.Parse(base)
	status, answer := raw(t, base, "GET /card HTTP/1.1\r\nHost: "+q.Host+"\r\nX-Forwarded-Host: evil.example\r\n\r\n")
	if status != 200 || strings.Contains(answer, "evil.example") {
		t.Errorf("%d: another host's name in the page", status)
	}
}

func TestLanguageAndTypeSizeStick(t *testing.T) {
	base := door(t, web.Guest, func(app *fiber.App) {
		cards(app)
		app.Get("/kios", func(c *fiber.Ctx) error {
			return web.Show(c, "test/card", card{Page: web.NewPage(c, web.Kiosk, "shared.call")})
		})
		app.Get("/kios/reset", func(c *fiber.Ctx) error { web.Reset(c); return c.SendString("ok") })
	})
	b := webtest.New(t, base)
	b.Header["Accept-Language"] = "en-GB,en;q=0.9"
	lang := func(path string) string { return b.Get(path).Want(200).Root.Tags("html")[0].Attr["lang"] }
	class := func(path string) string { return b.Get(path).Root.Tags("html")[0].Attr["class"] }
	for _, c := range []struct{ path, want string }{
		{"/card", "en"}, {"/kios", "id"}, {"/KIOS", "id"}, {"/kios?lang=en", "en"}, {"/kios", "en"}, {"/kios/reset", ""}, {"/kios", "id"},
		{"/card?lang=id", "id"}, {"/card", "id"}, {"/card?lang=xx", "id"},
	} {
		if c.want == "" {
			b.Get(c.path)
		} else if got := lang(c.path); got != c.want {
			t.Errorf("%s: %s, want %s", c.path, got, c.want)
		}
	}
	for _, c := range []struct{ path, want string }{
		{"/kios", "place-kiosk"}, {"/kios?besar=1", "place-kiosk is-large"}, {"/kios", "place-kiosk is-large"}, {"/kios?besar=0", "place-kiosk"}, {"/kios", "place-kiosk"},
	} {
		if got := class(c.path); got != c.want {
			t.Errorf("%s: %q, want %q", c.path, got, c.want)
		}
	}
	if p := b.Get("/card/x?a=1&lang=id").Follow("English").Want(200); p.URL.RequestURI() != "/card/x?a=1&lang=en" {
		t.Errorf("the switch leads to %s", p.URL.RequestURI())
	}
}

func TestTheFirstPageIsMadeOnce(t *testing.T) {
	made := atomic.Int32{}
	base := door(t, web.Guest, func(app *fiber.App) {
		app.Get("/kios", func(c *fiber.Ctx) error {
			return web.Cached(c, "test/card", "", func(c *fiber.Ctx) (web.Paged, error) {
				made.Add(1)
				return card{Page: web.NewPage(c, web.Kiosk, "shared.call")}, nil
			})
		})
	})
	b := webtest.New(t, base)
	first := b.Get("/kios").Want(200)
	if second := b.Get("/kios"); second.Body != first.Body || made.Load() != 1 {
		t.Errorf("made %d times", made.Load())
	}
	if en := b.Get("/kios?lang=en"); en.Body == first.Body || made.Load() != 2 {
		t.Errorf("made %d times for two languages", made.Load())
	}
	if strings.Contains(first.Body, `name="csrf" content`) || len(first.Header.Values("Set-Cookie")) > 0 {
		t.Error("a page for everybody holds somebody's token")
	}
}

// With the engine's layouts pages and fragments rendered together failed; this is the
// proof that ours do not, and under the race detector that they share nothing.
func TestPagesAndFragmentsRenderTogether(t *testing.T) {
	base := door(t, web.Guest, cards)
	var all sync.WaitGroup
	for n := range 12 {
		all.Add(1)
		guard.Go(nil, "reader", func() {
			defer all.Done()
			said := fmt.Sprintf("said-%d", n)
			for range 50 {
				header := []string{"HX-Request", fmt.Sprint(n%2 == 0)}
				res := get(t, base, "/card/"+said, header...)
				body, err := io.ReadAll(res.Body)
				res.Body.Close()
				if err != nil || res.StatusCode != 200 || !strings.Contains(string(body), `<p id="said">`+said) || strings.Contains(string(body), "<html") == (n%2 == 0) {
					t.Errorf("%d %v: %.200s", res.StatusCode, err, body)
					return
				}
			}
		})
	}
	all.Wait()
}
