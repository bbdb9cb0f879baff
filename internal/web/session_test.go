package web_test

import (
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/web"
	"bukutamu/internal/web/webtest"
)

func staffed(app *fiber.App) {
	app.Get("/masuk", cardPage)
	app.Get("/desk", web.Require(account.SeeDesk), cardPage)
	app.Get("/settings", web.Require(account.EditOffice, account.EditDevices), ok)
	app.Get("/own", web.Require(), func(c *fiber.Ctx) error { return c.SendString(web.Person(c).Name) })
	app.Get("/supervisors", web.RequireRole(account.Supervisor), ok)
	app.Get("/poll", web.Quiet, web.Require(), ok)
	app.Post("/card", web.Require(), func(c *fiber.Ctx) error {
		s := web.Stamp(c)
		return c.SendString(strings.Join([]string{s.By, s.Office, s.Device, s.At.Format(time.TimeOnly)}, " "))
	})
}

func signedIn(t *testing.T, p *people, change ...func(*web.Config)) *webtest.Client {
	b := webtest.New(t, door(t, web.Staff, staffed, append(change, func(c *web.Config) { c.Sessions = p })...))
	b.SetCookie("staff", "ratna")
	return b
}

func TestWhoIsSignedInMayDoWhatTheRolesSay(t *testing.T) {
	b := signedIn(t, ratna())
	for path, want := range map[string]int{"/desk": 200, "/own": 200, "/settings": 403, "/supervisors": 403} {
		b.Get(path).Want(want)
	}
	if got := b.Get("/own").Body; got != "Ratna Umpama" {
		t.Errorf("own: %q", got)
	}
	if got := b.Get("/desk").Form("Simpan").Press("Simpan").Want(200).Body; got != "piket kapuas  02:42:00" {
		t.Errorf("stamp: %q", got)
	}
	if got := b.Get("/desk").Form("Simpan").Values.Get("csrf"); got != "ratna-csrf" {
		t.Errorf("the token is not the session's: %q", got)
	}
}

func TestWithoutASessionEverythingLeadsToSignIn(t *testing.T) {
	for name, change := range map[string]func(*people){
		"no cookie":     func(p *people) { p.sessions = nil },
		"disabled":      func(p *people) { p.accounts["piket"] = account.Account{Login: "piket", Disabled: true} },
		"roles changed": func(p *people) { a := p.accounts["piket"]; a.Epoch++; p.accounts["piket"] = a },
		"quiet too long": func(p *people) {
			s := p.sessions["ratna"]
			s.Seen = morning.Add(-31 * time.Minute)
			p.sessions["ratna"] = s
		},
		"longer than 12h": func(p *people) {
			s := p.sessions["ratna"]
			s.Begun = morning.Add(-13 * time.Hour)
			p.sessions["ratna"] = s
		},
		"account gone": func(p *people) { p.accounts = nil },
	} {
		p := ratna()
		change(p)
		b := signedIn(t, p)
		page := b.Send("GET", "/desk", "", nil)
		if page.Status != 303 || page.Header.Get("Location") != "/masuk" {
			t.Errorf("%s: %d to %q", name, page.Status, page.Header.Get("Location"))
		}
		b.Header["HX-Request"] = "true"
		page = b.Send("GET", "/desk", "", nil)
		if page.Status != 401 || page.Header.Get("HX-Redirect") != "/masuk" || page.Body != "Unauthorized" {
			t.Errorf("%s, fragment: %d %q %q", name, page.Status, page.Header.Get("HX-Redirect"), page.Body)
		}
		delete(b.Header, "HX-Request")
		b.Header["Accept"] = "text/event-stream"
		if page = b.Send("GET", "/desk", "", nil); page.Status != 401 {
			t.Errorf("%s, stream: %d", name, page.Status)
		}
	}
}

func TestAStoreThatIsAwayIsNoSignOut(t *testing.T) {
	p := ratna()
	p.away = errAway
	b := signedIn(t, p)
	page := b.Get("/desk").Want(503)
	for _, want := range []string{"tidak terjangkau", "cannot be reached"} {
		if !strings.Contains(page.Text(), want) {
			t.Errorf("503 without %q: %s", want, page.Text())
		}
	}
	p.away = nil
	b.Get("/desk").Want(200)
}

func TestActivityIsNotedOnceAMinuteAndNeverForPolls(t *testing.T) {
	p := ratna()
	b := signedIn(t, p)
	b.Get("/poll").Want(200)
	if p.touched != 0 {
		t.Error("a poll kept the session alive")
	}
	b.Get("/desk")
	if p.touched != 1 {
		t.Errorf("touched %d times", p.touched)
	}
	s := p.sessions["ratna"]
	s.Seen = morning.Add(-59 * time.Second)
	p.sessions["ratna"] = s
	b.Get("/desk")
	if p.touched != 1 {
		t.Error("touched twice in a minute")
	}
}

func TestAPasswordFromSomebodyElseIsChangedFirst(t *testing.T) {
	p := ratna()
	a := p.accounts["piket"]
	a.Must = true
	p.accounts["piket"] = a
	b := signedIn(t, p, func(c *web.Config) { c.Password = "/own" })
	if at := b.Send("GET", "/desk", "", nil).Header.Get("Location"); at != "/own" {
		t.Errorf("to %q", at)
	}
	b.Get("/own").Want(200)
}

func TestAnEnrolledDeskIsLockedByQuiet(t *testing.T) {
	p := ratna()
	s := p.sessions["ratna"]
	s.Device, s.Seen = "meja-1", morning.Add(-15*time.Minute)
	p.sessions["ratna"] = s
	p.devices["d1"] = account.Device{ID: "1", Kind: "desk", Name: "meja-1"}
	elsewhere := signedIn(t, p, func(c *web.Config) { c.Lock = "/kunci" })
	elsewhere.Get("/desk").Want(200) // the cookie without its desk is an ordinary session
	p.touched = 0
	if at := atDesk(signedIn(t, p)).Send("GET", "/desk", "", nil).Header.Get("Location"); at != "/masuk" {
		t.Errorf("without a lock page: to %q", at)
	}
	b := atDesk(signedIn(t, p, func(c *web.Config) { c.Lock = "/kunci" }))
	if at := b.Send("GET", "/desk", "", nil).Header.Get("Location"); at != "/kunci" {
		t.Errorf("to %q", at)
	}
	if p.touched != 0 {
		t.Error("looking at a locked desk unlocks it")
	}
}

// atDesk gives the browser the cookie of the enrolled desk meja-1.
func atDesk(b *webtest.Client) *webtest.Client {
	b.SetCookie("staff_device", "d1")
	return b
}

func TestTheGuestDoorNeverReadsAStaffSession(t *testing.T) {
	p := ratna()
	b := webtest.New(t, door(t, web.Guest, func(app *fiber.App) {
		app.Get("/", func(c *fiber.Ctx) error {
			if web.Person(c) != nil {
				return c.SendString("signed in")
			}
			return c.SendString("guest")
		})
	}, func(c *web.Config) { c.Sessions = p }))
	for _, name := range []string{"staff", "guest", "__Host-staff"} {
		b.SetCookie(name, "ratna")
	}
	if got := b.Get("/").Body; got != "guest" || p.asked != 0 {
		t.Errorf("%q after %d look-ups", got, p.asked)
	}
}

func TestSignInReplacesTheAnonymousCookie(t *testing.T) {
	p := ratna()
	base := door(t, web.Staff, func(app *fiber.App) {
		staffed(app)
		app.Post("/in", func(c *fiber.Ctx) error { web.SignIn(c, "ratna"); return web.Redirect(c, "/own") })
		app.Post("/out", func(c *fiber.Ctx) error { web.SignOut(c); return web.Redirect(c, "/masuk") })
	}, func(c *web.Config) { c.Sessions = p })
	b := webtest.New(t, base)
	f := b.Get("/masuk").Form("Simpan")
	f.Action = "/in"
	if got := f.Press("Simpan").Want(200).Body; got != "Ratna Umpama" {
		t.Errorf("signed in as %q", got)
	}
	f = b.Get("/masuk").Form("Simpan")
	f.Action = "/out"
	f.Press("Simpan").Want(200)
	if got := b.Send("GET", "/own", "", nil).Status; got != 303 {
		t.Errorf("after signing out: %d", got)
	}
}

func TestDevicesAreKnownByTheirToken(t *testing.T) {
	p := ratna()
	p.devices["k1"] = account.Device{ID: "1", Kind: "kiosk", Name: "Kios lobi"}
	p.devices["k2"] = account.Device{ID: "2", Kind: "kiosk", Revoked: morning}
	base := door(t, web.Guest, func(app *fiber.App) {
		app.Get("/", func(c *fiber.Ctx) error {
			if web.Enrolled(c) {
				return c.SendString("enrolled " + web.Device(c).Name)
			}
			return c.SendString("stranger")
		})
		app.Get("/enrol", func(c *fiber.Ctx) error { web.Enrol(c, "k1"); return c.SendString("ok") })
	}, func(c *web.Config) { c.Sessions, c.TrustedProxy = p, "127.0.0.1" })
	b := webtest.New(t, base)
	b.Header["X-Forwarded-For"] = "203.0.113.7"
	for token, want := range map[string]string{"": "stranger", "k1": "enrolled Kios lobi", "k2": "stranger", "k3": "stranger"} {
		b.SetCookie("guest_device", token)
		if got := b.Get("/").Body; got != want {
			t.Errorf("token %q: %s", token, got)
		}
	}
	b.Get("/enrol")
	if got := b.Get("/").Body; got != "enrolled Kios lobi" {
		t.Error(got)
	}
	b.Header["X-Forwarded-For"] = "127.0.0.1"
	b.SetCookie("guest_device", "")
	if got := b.Get("/").Body; got != "enrolled " {
		t.Errorf("a browser on the server itself: %q", got)
	}
	untold := webtest.New(t, door(t, web.Guest, func(app *fiber.App) {
		app.Get("/", func(c *fiber.Ctx) error {
			if web.Enrolled(c) {
				return c.SendString("enrolled")
			}
			return c.SendString("stranger")
		})
	}))
	untold.Header["X-Forwarded-For"] = "203.0.113.7"
	if got := untold.Get("/").Body; got != "stranger" {
		t.Error("behind a proxy that nobody named every guest is the office's kiosk")
	}
}
