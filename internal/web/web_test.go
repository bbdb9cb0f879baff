package web_test

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/template/html/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/secret"
	"bukutamu/internal/web"
	"bukutamu/internal/web/webtest"
	"bukutamu/templates"
)

var keys = secret.Generate()

// pages are the templates of the program and two of the tests' own.
var pages = sync.OnceValue(func() *html.Engine {
	all := fstest.MapFS{
		"test/card.html": {Data: []byte(`{{template "shared/top" .}}{{template "shared/phone_top" .}}<main><h1>{{.Title}}</h1>{{template "shared/alert" .}}
<form method="post" action="/card">{{template "shared/check" .}}
{{template "shared/field" (.Field "name" "shared.scan" .Name)}}
<label><input type="checkbox" name="held" value="1"{{if .Ticked "held" "1" false}} checked{{end}}>Kartu</label>
<button>Simpan</button></form><p id="said">{{.Said}}</p></main>{{template "shared/bottom" .}}`)},
		"test/card_part.html": {Data: []byte(`<p id="said">{{.Said}} {{.Clock .Now}}</p>`)},
		"test/broken.html":    {Data: []byte(`{{template "shared/top" .}}half a page {{.Gone}}`)},
	}
	err := fs.WalkDir(templates.Files(), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			text, _ := fs.ReadFile(templates.Files(), name)
			all[name] = &fstest.MapFile{Data: text}
		}
		return err
	})
	if err != nil {
		panic(err)
	}
	engine, err := templates.From(all)
	if err != nil {
		panic(err)
	}
	return engine
})

type card struct {
	web.Page
	Name, Said string
}

func (card) Fragment() string { return "test/card_part" }

func cardPage(c *fiber.Ctx) error {
	return web.Show(c, "test/card", card{Page: web.NewPage(c, web.Phone, "shared.scan"), Name: "Anggrek", Said: c.Params("said")})
}

// people are the sessions, accounts and devices of a test.
type people struct {
	mu       sync.Mutex
	sessions map[string]account.Session
	accounts map[string]account.Account
	devices  map[string]account.Device
	touched  int
	asked    int
	away     error
}

var errUnknown = refusal.New(refusal.NotFound, "test.unknown")

func find[T any](p *people, m map[string]T, key string) (T, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked++
	v, ok := m[key]
	switch {
	case p.away != nil:
		return v, p.away
	case !ok:
		return v, errUnknown
	}
	return v, nil
}

func (p *people) Session(_ context.Context, token string) (account.Session, error) {
	return find(p, p.sessions, token)
}
func (p *people) Account(_ context.Context, login string) (account.Account, error) {
	return find(p, p.accounts, login)
}
func (p *people) Device(_ context.Context, token string) (account.Device, error) {
	return find(p, p.devices, token)
}
func (p *people) TouchSession(context.Context, account.Session, time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.touched++
	return nil
}

// ratna is signed in with the token "ratna" since a quarter of an hour.
func ratna() *people {
	return &people{
		sessions: map[string]account.Session{"ratna": {ID: "r1", Login: "piket", CSRF: "ratna-csrf", Begun: morning.Add(-15 * time.Minute), Seen: morning.Add(-10 * time.Minute)}},
		accounts: map[string]account.Account{"piket": {Login: "piket", Name: "Ratna Umpama", Roles: account.Roles{account.Officer}}},
		devices:  map[string]account.Device{},
	}
}

var errAway = errors.New("connection refused")

// door serves a door with the given routes at 09.42 in Kapuas.
func door(t testing.TB, d web.Door, routes func(*fiber.App), change ...func(*web.Config)) string {
	t.Helper()
	cfg := web.Config{
		Door: d, Views: pages(), Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return morning }, Keys: keys,
		Office: func(context.Context) (office.Office, error) { return kapuas, nil },
		Away:   func(err error) bool { return errors.Is(err, errAway) },
		SignIn: "/masuk",
	}
	for _, f := range change {
		f(&cfg)
	}
	app := web.App(cfg)
	routes(app)
	return webtest.Serve(t, app)
}

func get(t testing.TB, base, path string, header ...string) *http.Response {
	t.Helper()
	q, err := http.NewRequest("GET", base+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		q.Header.Add(header[i], header[i+1])
	}
	tr := &http.Transport{DisableKeepAlives: true}
	res, err := tr.RoundTrip(q)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	return res
}

func ok(c *fiber.Ctx) error { return c.SendString("ok") }

func TestEveryAnswerCarriesTheHeaders(t *testing.T) {
	base := door(t, web.Guest, func(app *fiber.App) {
		app.Get("/", ok)
		app.Get("/camera", web.Camera, ok)
		app.Get("/pdf", func(c *fiber.Ctx) error { return web.PDF(c, []byte("%PDF"), "tanda-pengenal.pdf") })
	})
	for _, path := range []string{"/", "/camera", "/missing"} {
		h := get(t, base, path).Header
		for name, want := range map[string]string{
			"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin",
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
		if p := h.Get("Content-Security-Policy"); p[:len("default-src 'none'; script-src 'self'; style-src 'self';")] != "default-src 'none'; script-src 'self'; style-src 'self';" {
			t.Errorf("%s: policy %q", path, p)
		}
		if h.Get("Server") != "" || h.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s: Server %q, HSTS %q without TLS", path, h.Get("Server"), h.Get("Strict-Transport-Security"))
		}
	}
	if p := get(t, base, "/").Header.Get("Permissions-Policy"); p[:9] != "camera=()" {
		t.Errorf("camera everywhere: %s", p)
	}
	if p := get(t, base, "/camera").Header.Get("Permissions-Policy"); p[:13] != "camera=(self)" {
		t.Errorf("no camera on its page: %s", p)
	}
	if p := get(t, base, "/pdf").Header.Get("Content-Security-Policy"); p != "default-src 'none'; frame-ancestors 'self'" {
		t.Errorf("PDF: %s", p)
	}
}

func TestOnlyTheQRReaderMayUseWebAssembly(t *testing.T) {
	base := door(t, web.Guest, func(*fiber.App) {})
	for path, want := range map[string]string{
		"/static/js/qr-worker.js": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'",
		"/static/js/camera.js":    "default-src 'none'",
	} {
		res := get(t, base, path)
		if res.StatusCode != 200 || res.Header.Get("Content-Security-Policy") != want {
			t.Errorf("%s: %d %s", path, res.StatusCode, res.Header.Get("Content-Security-Policy"))
		}
	}
}
