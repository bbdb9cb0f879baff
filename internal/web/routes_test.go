package web_test

import (
	"testing"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/web"
	"bukutamu/internal/web/webtest"
)

// What no page takes is told so, token or not; a page that takes it asks for its token.
func TestWhatNoPageTakes(t *testing.T) {
	base := door(t, web.Guest, func(app *fiber.App) {
		app.Get("/t/:ticket", func(c *fiber.Ctx) error { return nil })
		app.Get("/t/:ticket/batal", func(c *fiber.Ctx) error { return nil })
		app.Post("/t/:ticket/batal", func(c *fiber.Ctx) error { return nil })
	})
	for _, c := range []struct {
		method, path string
		status       int
		allow        string
	}{
		{"POST", "/nowhere", 404, ""},
		{"DELETE", "/nowhere", 404, ""},
		{"OPTIONS", "/nowhere", 404, ""},
		{"POST", "/t/x", 405, "GET, HEAD"},
		{"OPTIONS", "/t/x", 405, "GET, HEAD"},
		{"PUT", "/T/x/batal", 405, "GET, HEAD, POST"},
		{"DELETE", "/t/x/batal/", 405, "GET, HEAD, POST"},
		{"PUT", "/static/css/base.css", 405, "GET, HEAD"},
		{"POST", "/t/x/batal", 403, ""},
	} {
		for _, site := range []string{"same-origin", "cross-site"} {
			b := webtest.New(t, base)
			b.Header["Sec-Fetch-Site"] = site
			if p := b.Send(c.method, c.path, "", nil); p.Status != c.status || p.Header.Get("Allow") != c.allow {
				t.Errorf("%s %s, %s: %d, Allow %q", c.method, c.path, site, p.Status, p.Header.Get("Allow"))
			}
		}
	}
}
