package web

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/guard"
	"bukutamu/internal/lang"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/secret"
)

// request is what is known about one request while it is answered.
type request struct {
	door    *door
	id      string
	secure  bool // came over TLS, to us or to the trusted proxy
	address netip.Addr
	local   bool // a browser on the server itself

	lang  lang.Lang
	asked bool // the language was chosen by the person
	large bool

	session   *account.Session
	account   *account.Account
	device    *account.Device
	locked    bool
	storeAway bool             // the store did not answer; who is calling comes from memory
	over      *account.Session // the session that this browser had until it ended
	waited    url.Values       // of a form that waited for this person to come back
	anon      string           // anonymous token that the CSRF token of a guest hangs on

	values url.Values // of the posted form
	files  map[string][]byte
	act    string // checked nonce of the form

	again    bool // a GET handler is answering a POST with messages
	away     bool // the answer is that the store cannot be reached
	refusals refusal.List
	status   int

	office   *office.Office
	fault    error // kept by NewPage for Show
	caching  bool
	quiet    bool // no activity of the person: streams and polls
	unlogged bool
}

type requestKey struct{}

// of finds the request's data; never nil, so that error pages work for requests
// that no middleware saw.
func of(c *fiber.Ctx) *request {
	if r, ok := c.Locals(requestKey{}).(*request); ok {
		return r
	}
	return nil
}

// begin wraps everything: request id, headers, deadline, panics, errors, the log.
func (d *door) begin(c *fiber.Ctx) error {
	start := time.Now()
	r := d.open(c)
	defer d.uploads.leave(&c.Context().Request.Header)
	ctx, cancel := context.WithTimeout(context.Background(), d.deadline(c.Path()))
	defer cancel()
	c.SetUserContext(ctx)

	var err error
	if !guard.Run(d.Log, "handler", func() { err = c.Next() }) {
		err = errPanic
	}
	if err != nil {
		err = d.fail(c, err)
	}
	if !r.unlogged {
		d.Log.LogAttrs(ctx, slog.LevelInfo, "request", slog.String("method", c.Method()), slog.String("route", pattern(c)),
			slog.Int("status", c.Response().StatusCode()), slog.Int64("us", time.Since(start).Microseconds()), slog.String("id", r.id))
	}
	return err
}

// open starts the record of a request and sets the headers every answer carries.
func (d *door) open(c *fiber.Ctx) *request {
	r := &request{door: d, id: secret.Random(10), lang: lang.ID, secure: d.Secure || c.Secure(), address: address(c)}
	// A proxy nobody told us about makes every guest look like the server itself.
	r.unlogged = within(strings.ToLower(c.Path()), d.Silent)
	r.local = r.address.IsLoopback() && (c.Get(fiber.HeaderXForwardedFor) == "" || trusted(c))
	c.Locals(requestKey{}, r)
	headers(c, r)
	return r
}

// errPanic stands for a panic that guard has already logged.
var errPanic = errors.New("web: panic in a handler")

func (d *door) deadline(path string) time.Duration {
	if within(path, d.Limits.Exports) {
		return export
	}
	return d.Limits.Deadline
}

// within reports whether path begins with one of the prefixes.
func within(path string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(path, p) {
			return true
		}
	}
	return false
}

// pattern is the route's pattern for the log, never the path, which may hold a token.
func pattern(c *fiber.Ctx) string {
	if r := of(c); r != nil && r.unlogged {
		return "-"
	}
	if c.Response().StatusCode() == fiber.StatusNotFound && c.Route().Path == "/" && c.Path() != "/" {
		return "-"
	}
	return c.Route().Path
}

// NoLog is a middleware for routes that leave no line in the access log (health, the
// office's logo).
func NoLog(c *fiber.Ctx) error {
	of(c).unlogged = true
	return c.Next()
}

// Quiet is a middleware for addresses that a page fetches by itself, polls and live
// fragments: they do not count as the person's activity, so they never keep a session
// alive.
func Quiet(c *fiber.Ctx) error {
	of(c).quiet = true
	return c.Next()
}

// address is who is calling: the last address that the trusted proxy added, else the
// peer. The first entries of X-Forwarded-For are the caller's own words.
func address(c *fiber.Ctx) netip.Addr {
	if trusted(c) {
		parts := strings.Split(c.Get(fiber.HeaderXForwardedFor), ",")
		if a, err := netip.ParseAddr(strings.TrimSpace(parts[len(parts)-1])); err == nil {
			return a.Unmap()
		}
	}
	a, _ := netip.AddrFromSlice(c.Context().RemoteIP())
	return a.Unmap()
}

func trusted(c *fiber.Ctx) bool {
	return len(c.App().Config().TrustedProxies) > 0 && c.IsProxyTrusted()
}

// loadOffice gives the office's data, once per request.
func (r *request) loadOffice(ctx context.Context) (*office.Office, error) {
	if r.office == nil {
		if last := r.door.last.Load(); r.storeAway && last != nil {
			r.office = last
			return last, nil
		}
		o, err := r.door.Office(ctx)
		if err != nil {
			return &office.Office{}, err
		}
		r.office = &o
		r.door.last.Store(&o)
	}
	return r.office, nil
}

// now is the time in the office's zone.
func (d *door) now(o *office.Office) time.Time {
	z, ok := d.zones.Load(o.Zone)
	if !ok {
		z = o.In()
		d.zones.Store(o.Zone, z)
	}
	return d.Now().In(z.(*time.Location))
}

// ID is the request's id, which error pages show and faults are logged with.
func ID(c *fiber.Ctx) string { return of(c).id }

// Address is who is calling, for limits and delays kept by the book; never for a record.
func Address(c *fiber.Ctx) string { return of(c).address.String() }

// Lang is the language the answer is written in.
func Lang(c *fiber.Ctx) lang.Lang { return of(c).lang }
