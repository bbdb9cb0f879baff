package web_test

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"bukutamu/internal/web"
	"bukutamu/internal/web/webtest"
)

// BenchmarkFirstPage compares the kiosk's kept first page, with every check of the door in
// front of it, with bare Fiber sending as many bytes; bar: 0.8 of its requests (16 clients).
func BenchmarkFirstPage(b *testing.B) {
	kept := door(b, web.Guest, func(app *fiber.App) {
		app.Get("/kios", func(c *fiber.Ctx) error {
			return web.Cached(c, "test/card", "", func(c *fiber.Ctx) (web.Paged, error) {
				return card{Page: web.NewPage(c, web.Kiosk, "shared.call"), Said: strings.Repeat("x", 5000)}, nil
			})
		})
		app.Get("/made", func(c *fiber.Ctx) error {
			return web.Show(c, "test/card", card{Page: web.NewPage(c, web.Kiosk, "shared.call"), Said: strings.Repeat("x", 5000)})
		})
	}, func(c *web.Config) { c.Log = slog.New(slog.NewTextHandler(io.Discard, nil)) })
	_, body, err := fasthttp.Get(nil, kept+"/kios")
	if err != nil {
		b.Fatal(err)
	}
	bare := fiber.New(fiber.Config{Immutable: true, DisableStartupMessage: true})
	bare.Get("/kios", func(c *fiber.Ctx) error { c.Type("html", "utf-8"); return c.Send(body) })
	plain := webtest.Serve(b, bare)
	for _, run := range []struct{ name, url string }{{"bare", plain + "/kios"}, {"kept", kept + "/kios"}, {"made", kept + "/made"}} {
		b.Run(fmt.Sprintf("%s/%dkB", run.name, len(body)/1000), func(b *testing.B) {
			b.SetParallelism(8)
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				c := &fasthttp.Client{}
				req, res := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
				req.SetRequestURI(run.url)
				for pb.Next() {
					if err := c.Do(req, res); err != nil || res.StatusCode() != 200 {
						b.Error(err, res.StatusCode())
						return
					}
				}
			})
		})
	}
}
