package main

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net"
	"os"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"bukutamu/internal/web"
)

// instanceHeader lets the program tell its own answer from that of a portal or
// another server that stands at the base URL.
const instanceHeader = "X-Bukutamu-Instance"

// oldest is before any clock that could be right: a machine whose battery died
// starts in 1970 or at its build.
var oldest = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// readyTime is how long the store may take to answer whoever asks whether the program is ready.
const readyTime = 2 * time.Second

// instance names this process without saying anything about it.
func (p *Program) instance() string {
	sum := sha256.Sum256([]byte(p.Guest + p.Staff + p.Setup + hostname()))
	return hex.EncodeToString(sum[:8])
}

func hostname() string {
	name, _ := os.Hostname()
	return name
}

// common adds what both doors answer to machines: alive, ready, and the root
// certificate of --tls self.
func (p *Program) common(app *fiber.App) {
	app.Get("/healthz", web.NoLog, web.Quiet, func(c *fiber.Ctx) error {
		c.Set(instanceHeader, p.instance())
		return c.SendString("ok\n")
	})
	app.Get("/readyz", web.NoLog, web.Quiet, func(c *fiber.Ctx) error {
		ctx, cancel := context.WithTimeout(c.UserContext(), readyTime)
		defer cancel()
		if err := p.Book.Ready(ctx); err != nil {
			return c.Status(fiber.StatusServiceUnavailable).SendString("the store does not answer\n")
		}
		if p.Book.Now().Before(oldest) {
			return c.Status(fiber.StatusServiceUnavailable).SendString("the clock is wrong\n")
		}
		return c.SendString("ok\n")
	})
	p.certificate(app)
}

// metrics answers Prometheus, to the machine itself or to whoever has the token.
func (p *Program) metrics() fiber.Handler {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "bukutamu_live_streams", Help: "Open live streams.",
		}, func() float64 { return float64(p.hub.Open()) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "bukutamu_base_url_reached", Help: "1 when the program reaches itself through its base URL.",
		}, func() float64 {
			if p.reached.Load() {
				return 1
			}
			return 0
		}))
	h := adaptor.HTTPHandler(promhttp.HandlerFor(r, promhttp.HandlerOpts{}))
	token := []byte(p.console.settings.MetricsToken)
	return func(c *fiber.Ctx) error {
		given := []byte(strings.TrimPrefix(c.Get(fiber.HeaderAuthorization), "Bearer "))
		ip := net.ParseIP(web.Address(c))
		// A proxy on this machine makes the whole world look like it: what was forwarded needs the token.
		own := ip != nil && ip.IsLoopback() && c.Get(fiber.HeaderXForwardedFor) == ""
		if !own && (len(token) == 0 || subtle.ConstantTimeCompare(given, token) != 1) {
			return c.SendStatus(fiber.StatusForbidden)
		}
		return h(c)
	}
}
