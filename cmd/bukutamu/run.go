package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/admin"
	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/certs"
	"bukutamu/internal/guard"
	"bukutamu/internal/live"
	"bukutamu/internal/office"
	"bukutamu/internal/store/mongo"
	"bukutamu/internal/web"
	"bukutamu/kiosk"
	"bukutamu/templates"
)

type serveCommand struct{}

// Run serves until the context ends.
func (serveCommand) Run(c *console) error {
	p, err := c.start(time.Now)
	if c.ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil // told to end before it was ready: what is begun is taken up at the next start
	}
	if err != nil {
		return err
	}
	<-c.ctx.Done()
	return p.Stop()
}

// Program is the running program as a value, so that tests can start it.
type Program struct {
	Guest, Staff string // addresses of the doors, with their real ports
	Setup        string // set-up link, empty when finished
	Book         *book.Book

	console *console
	lock    *folderLock
	here    *presence // on MongoDB
	store   database
	hub     *live.Hub
	own     *certs.Own // the program's own certificate authority, with --tls self
	doors   []*fiber.App
	stop    context.CancelFunc // of the jobs
	inside  *keptInside        // who is in the building, on the own disk
	reached atomic.Bool        // the program answered itself through the base URL
}

// start opens everything and begins to serve. What it prints on stdout is all
// that is ever printed there (contract.md): the set-up link or the demo's
// accounts, then the line "ready".
func (c *console) start(now func() time.Time) (_ *Program, err error) {
	s := c.settings
	p := &Program{console: c, hub: live.New(), inside: &keptInside{path: filepath.Join(s.Data, insideFile)}}
	guest, err := net.Listen("tcp", s.GuestListen)
	if err != nil {
		return nil, portError("--guest-listen", s.GuestListen, err)
	}
	defer closeOnError(&err, guest)
	staff, err := net.Listen("tcp", s.StaffListen)
	if err != nil {
		return nil, portError("--staff-listen", s.StaffListen, err)
	}
	defer closeOnError(&err, staff)
	var config *tls.Config
	if config, p.own, err = s.tlsConfig(now); err != nil {
		return nil, err
	}
	if p.lock, err = s.lock(); err != nil { // after what may refuse without leaving a folder behind
		return nil, err
	}
	defer closeOnError(&err, p.lock)
	views := loadViews(c.log) // beside opening the database: each takes a good part of the start
	b, store, keys, err := c.openBook(c.ctx, true, now, func(officeID, kind, id string) {
		p.hub.Publish(live.Event{Office: officeID, Kind: kind, ID: id})
	})
	if err != nil {
		return nil, err
	}
	defer closeOnError(&err, store)
	p.Book, p.store = b, store
	if m, ok := store.(*mongo.Store); ok {
		c.log.Info("the documents live in MongoDB", "place", s.place(), "server", m.Server())
	}

	guest, staff = web.Listener(guest), web.Listener(staff)
	scheme := "http"
	if config != nil {
		guest, staff, scheme = tls.NewListener(guest, config), tls.NewListener(staff, config), "https"
	}
	p.Guest, p.Staff = doorURL(scheme, guest.Addr()), doorURL(scheme, staff.Addr())

	if p.own != nil {
		c.log.Info("install the office's own root certificate on each device", "page", p.Staff+certificatePath, "fingerprint", p.own.Fingerprint())
	}

	press, queues, err := c.printing()
	if err != nil {
		return nil, err
	}
	var accounts []string
	if s.Demo {
		if accounts, err = c.makeDemo(b, now); err != nil {
			return nil, err
		}
	}
	token, err := b.BeginSetup(c.ctx)
	if err != nil {
		return nil, err
	}
	if token != "" {
		p.Setup = p.Staff + "/pasang/" + token
	}

	engine, err := views()
	if err != nil {
		return nil, err
	}
	door := func(d web.Door) web.Config {
		return web.Config{
			Door: d, Views: engine, Log: c.log, Now: now, Keys: keys, Sessions: b,
			Office: p.office, Away: func(err error) bool { return errors.Is(err, book.ErrUnavailable) },
			Secure: config != nil, CertPath: p.certPath(), TrustedProxy: s.TrustedProxy, BaseURL: p.baseURL(), Demo: s.Demo,
		}
	}
	guestConfig, staffConfig := door(web.Guest), door(web.Staff)
	kiosk.Configure(&guestConfig)
	admin.Configure(&staffConfig)
	guestApp, staffApp := web.App(guestConfig), web.App(staffConfig)
	p.common(guestApp)
	p.common(staffApp)
	staffApp.Get("/metrics", web.NoLog, p.metrics())
	kiosk.Routes(guestApp, &kiosk.Door{Book: b, Hub: p.hub, Press: press, Spool: queues, BaseURL: p.baseURL, Reachable: p.reached.Load, Log: c.log})
	admin.Routes(staffApp, &admin.Door{Book: b, Hub: p.hub, Press: press, Spool: queues, BaseURL: p.baseURL, Log: c.log, LastInside: p.inside.read})
	p.doors = []*fiber.App{guestApp, staffApp}

	for i, l := range []net.Listener{guest, staff} {
		app := p.doors[i]
		guard.Go(c.log, "door", func() {
			if err := app.Listener(l); err != nil {
				c.log.Error("a door stopped answering", "error", err)
			}
		})
	}
	if err := p.answer(); err != nil {
		return nil, errors.Join(err, p.Stop())
	}
	p.reach() // so that the first guest already finds the phone's panel
	var jobs context.Context
	jobs, p.stop = context.WithCancel(context.Background())
	guard.Go(c.log, "jobs", func() { p.work(jobs) })
	if isMongo(s.Store) { // other processes may write into the same database
		if err := p.announce(jobs); err != nil {
			return nil, errors.Join(err, p.Stop())
		}
		guard.Go(c.log, "changes of others", func() { b.Follow(jobs, time.Second) })
	}

	if p.Setup != "" {
		fmt.Fprintln(c.out, "setup", p.Setup)
	}
	for _, line := range accounts {
		fmt.Fprintln(c.out, "account", line)
	}
	fmt.Fprintf(c.out, "ready guest=%s staff=%s\n", p.Guest, p.Staff)
	return p, nil
}

// doorURL is a door's address as a browser on this machine opens it: a door that
// listens everywhere is also on the loopback.
func doorURL(scheme string, a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		return scheme + "://" + net.JoinHostPort("127.0.0.1", port)
	}
	return scheme + "://" + a.String()
}

// loadViews begins to load the templates and gives the function that waits for them.
func loadViews(log *slog.Logger) func() (fiber.Views, error) {
	var engine fiber.Views
	err := errors.New("the templates were not loaded")
	done := make(chan struct{})
	guard.Go(log, "templates", func() {
		defer close(done)
		engine, err = templates.Load()
	})
	return func() (fiber.Views, error) {
		<-done
		return engine, err
	}
}

// office is the installation's office; before set-up names one, none.
func (p *Program) office(ctx context.Context) (office.Office, error) {
	o, err := p.Book.Home(ctx)
	if errors.Is(err, book.ErrNotFound) {
		return office.Office{}, nil
	}
	return o, err
}

// baseURL is what QR codes point to.
func (p *Program) baseURL() string {
	if p.console.settings.BaseURL != "" {
		return p.console.settings.BaseURL
	}
	return p.Guest
}

// answer waits until both doors answer their health check.
func (p *Program) answer() error {
	client := p.client()
	for _, door := range []string{p.Guest, p.Staff} {
		var err error
		for range 100 {
			var r *http.Response
			if r, err = client.Get(door + "/healthz"); err == nil {
				r.Body.Close()
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		if err != nil {
			return fmt.Errorf("%s does not answer: %w", door, err)
		}
	}
	return nil
}

// client speaks to the program's own doors; it trusts whatever certificate they show.
func (p *Program) client() *http.Client {
	return &http.Client{Timeout: 2 * time.Second, Transport: &http.Transport{
		DisableKeepAlives: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, //nolint:gosec // asks itself whether it is there
	}}
}

// Stop ends the live streams first (an open one would hold the rest up), stops
// accepting, finishes what was begun, and closes the store.
func (p *Program) Stop() error {
	p.hub.Close()
	if p.stop != nil {
		p.stop()
	}
	var errs []error
	for _, app := range p.doors {
		errs = append(errs, app.ShutdownWithTimeout(10*time.Second))
	}
	p.here.leave()
	return errors.Join(append(errs, p.store.Close(), p.lock.Close())...)
}

// system is the stamp of what the program does by itself.
func system(officeID string) account.Stamp {
	return account.Stamp{Office: officeID, By: account.BySystem, Roles: account.Roles{account.System}, Seen: account.SeenAny}
}
