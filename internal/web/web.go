// Package web is what the two doors share: how a request comes in, what a page
// knows, how a form is read, how the program answers, and the cookies in between.
//
// App makes one Fiber app per door with every rule of security.md that concerns
// all requests; kiosk and admin only add routes. A handler reads, acts, refuses
// or shows:
//
//	func (d *Desk) escort(c *fiber.Ctx) error {
//		m, err := web.Form[visit.Escort](c)
//		if err == nil {
//			err = d.Book.Move(c.UserContext(), web.Stamp(c), c.Params("id"), m)
//		}
//		if err != nil || web.Check(c) {
//			return web.Again(c, err, d.card)
//		}
//		return web.Redirect(c, "/visits/:id", c.Params("id"))
//	}
package web

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/secret"
)

// Door is one of the two listeners: what guests reach, and what staff reach.
type Door int

// The two doors.
const (
	Guest Door = iota + 1
	Staff
)

// String is "guest" or "staff"; every cookie of a door begins with it.
func (d Door) String() string {
	if d == Staff {
		return "staff"
	}
	return "guest"
}

// Sessions is what a door asks the book about whoever is calling. Tokens come as
// they stand in the cookie; the book keeps only their hashes. An unknown, ended or
// revoked one is a refusal of kind NotFound, everything else an error.
type Sessions interface {
	Session(ctx context.Context, token string) (account.Session, error)
	Account(ctx context.Context, login string) (account.Account, error)
	Device(ctx context.Context, token string) (account.Device, error)
	// TouchSession notes that the person did something; it is called at most once a
	// minute for a session and never for streams and polls.
	TouchSession(ctx context.Context, s account.Session, now time.Time) error
}

// Config is everything a door is made of. Views, Log, Now, Keys and Office are
// needed; Sessions may be nil where nobody signs in and no device is enrolled.
type Config struct {
	Door     Door
	Views    fiber.Views
	Log      *slog.Logger
	Now      func() time.Time
	Keys     *secret.Keys
	Sessions Sessions
	// Office is the office's data, kept in memory by the book. Before the first run
	// it is the zero Office.
	Office func(ctx context.Context) (office.Office, error)
	// Away tells which errors mean that the store cannot be reached (503, not 500).
	Away func(error) bool

	Secure       bool   // TLS by the program itself
	TrustedProxy string // address or network whose forwarded headers count; empty: nobody's
	BaseURL      string // what QR codes point to
	Demo         bool

	// CertPath is the path of the page that hands out the office's own root
	// certificate; empty where there is none. Sign-in, set-up and enrolment link to it.
	CertPath string

	SignIn string    // path that a page without a session leads to; "/" when empty
	Lock   string    // path of the locked desk; without one a locked session counts as ended
	Nav    []NavItem // the rail of the staff pages, in order
	// Password is the path of one's own password: whoever got theirs from somebody else
	// is led there until it is changed.
	Password string

	// LastKnown are path prefixes of pages that can be read while the store is away, by
	// whoever this process saw signed in within the last half hour.
	LastKnown []string

	// Silent are path prefixes whose requests leave no line in the access log, whatever
	// becomes of them, and whose faults are logged without their route: complaints and
	// their tracking (security.md 28).
	Silent []string

	Limits Limits
}

// Limits are the numbers of a door. Zero means the default.
type Limits struct {
	Deadline time.Duration // of a request's context: 5 s
	Body     int           // bytes of a posted body: guest 256 KB, staff 2 MB
	Upload   int           // bytes on the paths in Uploads: guest 12 MB, staff 2 MB
	Posts    int           // POSTs a minute and address at the guest door: 240, since an office's guests may share one; loopback and enrolled kiosks are not counted
	Header   time.Duration // time to send a request: 10 s

	Uploads []string // path prefixes that take larger bodies
	Exports []string // path prefixes that may take 10 minutes to answer

	StreamEnd  time.Duration // planned end of a live stream: 55 s
	StreamBeat time.Duration // comment that keeps it alive: 15 s
}

func (l Limits) filled(d Door) Limits {
	or := func(v *time.Duration, def time.Duration) {
		if *v == 0 {
			*v = def
		}
	}
	or(&l.Deadline, 5*time.Second)
	or(&l.Header, 10*time.Second)
	or(&l.StreamEnd, 55*time.Second)
	or(&l.StreamBeat, 15*time.Second)
	if l.Body == 0 {
		l.Body = 256 << 10
		if d == Staff {
			l.Body = 2 << 20
		}
	}
	if l.Upload == 0 {
		l.Upload = 12 << 20
		if d == Staff {
			l.Upload = 2 << 20
		}
	}
	if l.Posts == 0 {
		l.Posts = 240
	}
	return l
}

// export is how long an answer may take on the paths in Limits.Exports.
const export = 10 * time.Minute

// door is a Config at work.
type door struct {
	Config
	posts   *rate
	uploads uploads
	zones   sync.Map // zone name → *time.Location: loading one reads a file
	bytes   sync.Map // what Cached keeps
	kept    atomic.Int64
	routes  sync.Once
	route   []fiber.Route                 // all but the middleware, once the first request is there
	last    atomic.Pointer[office.Office] // as it was last seen, for error pages while the store is away

	present lastKnown
}

// App makes the Fiber app of a door: limits, headers, sessions, checks, error pages
// and static files are in it; routes are added by the caller.
func App(cfg Config) *fiber.App {
	cfg.Limits = cfg.Limits.filled(cfg.Door)
	if cfg.SignIn == "" {
		cfg.SignIn = "/"
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	d := &door{Config: cfg, posts: newRate(cfg.Limits.Posts)}
	app := fiber.New(fiber.Config{
		Immutable:                    true, // without it a string kept from a request turns into the next guest's data
		Views:                        cfg.Views,
		ErrorHandler:                 d.fail,
		BodyLimit:                    max(cfg.Limits.Body, cfg.Limits.Upload),
		ReadTimeout:                  cfg.Limits.Header,
		IdleTimeout:                  30 * time.Second,
		WriteTimeout:                 60 * time.Second,
		ReadBufferSize:               8 << 10,
		WriteBufferSize:              16 << 10, // headers and a page in one piece: a second write costs as much as making the kept page
		DisablePreParseMultipartForm: true,
		DisableStartupMessage:        true,
		EnableTrustedProxyCheck:      true,
		TrustedProxies:               proxies(cfg.TrustedProxy),
		// StrictRouting and CaseSensitive stay off: QR codes hold addresses in capitals.
	})
	app.Server().HeaderReceived = d.header
	app.Use(d.begin)
	app.Get("/static/*", d.static)
	app.Use(d.enter)
	app.Get("/logo.png", NoLog, d.logo)
	app.Get("/kantor.css", NoLog, d.colors)
	return app
}

func proxies(p string) []string {
	if p == "" {
		return nil
	}
	return []string{p}
}
