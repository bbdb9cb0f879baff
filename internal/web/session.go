package web

import (
	"encoding/base64"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/refusal"
	"bukutamu/internal/secret"
)

// Times of a signed-in session (security.md 22).
const touchEvery = time.Minute // how often "last seen" is written at most

// Caller is the person who is signed in.
type Caller struct {
	Login  string
	Name   string
	Roles  account.Roles
	Person string // id of the person of the office, when the account belongs to one
	Must   bool   // the password came from somebody else and must be changed first
}

// Person is who is signed in, nil for guests.
func Person(c *fiber.Ctx) *Caller {
	r := of(c)
	if r.account == nil || r.locked {
		return nil
	}
	a := r.account
	return &Caller{Login: a.Login, Name: a.Name, Roles: a.Roles, Person: a.Person, Must: a.Must}
}

// Session is the session of who is signed in; the zero value for guests. It is given
// for a locked desk too, so that the lock page knows whom to ask.
func Session(c *fiber.Ctx) account.Session {
	if s := of(c).session; s != nil {
		return *s
	}
	return account.Session{}
}

// Device is the enrolled device that is calling; the zero value for any other browser.
func Device(c *fiber.Ctx) account.Device {
	if d := of(c).device; d != nil {
		return *d
	}
	return account.Device{}
}

// Enrolled reports whether the caller may do what only the office's own kiosk may: call
// an officer, look up codes, use camera and printer. That is an enrolled kiosk, a browser
// on the server itself, and anybody in the demo.
func Enrolled(c *fiber.Ctx) bool {
	r := of(c)
	return r.device != nil && r.device.Kind == "kiosk" || r.local || r.door.Demo
}

// identify finds session and device behind the cookies. A cookie that leads nowhere is
// deleted; a store that is away is a fault, never a sign-out.
func (r *request) identify(c *fiber.Ctx) error {
	err := r.look(c)
	if err != nil && r.recall(c, err) {
		return nil
	}
	return err
}

func (r *request) look(c *fiber.Ctx) error {
	d := r.door
	if token := r.cookie(c, "device"); token != "" && d.Sessions != nil {
		dev, err := d.Sessions.Device(c.UserContext(), token)
		switch {
		case err == nil && dev.Revoked.IsZero():
			r.device = &dev
		case err != nil && refusal.Of(err) == nil:
			return err
		default:
			r.drop(c, "device")
		}
	}
	token := r.cookie(c, "")
	if token == "" {
		return nil
	}
	if d.Door == Guest {
		if secret.Clean(token) == token && len(token) == 52 {
			r.anon = token
		}
		return nil
	}
	if d.Sessions == nil {
		r.anon = token
		return nil
	}
	s, a, err := r.signedIn(c, token)
	if err != nil {
		if refusal.Of(err) == nil {
			return err
		}
		r.confirmed(token)
		// Not a session: the anonymous token of the sign-in page, or one that has ended.
		if r.anon = token; s.ID != "" {
			r.over = &s
		}
		return nil
	}
	r.session, r.account = &s, &a
	r.locked = s.Device != "" && (s.Locked || d.Now().Sub(s.Seen) >= account.SessionLock)
	r.confirmed(token)
	return nil
}

func (r *request) signedIn(c *fiber.Ctx, token string) (account.Session, account.Account, error) {
	ctx := c.UserContext()
	s, err := r.door.Sessions.Session(ctx, token)
	if err != nil {
		return s, account.Account{}, err
	}
	if r.device == nil || r.device.Name != s.Device {
		s.Device = "" // the desk was revoked, or the cookie is somewhere else: no shift there
	}
	a, err := r.door.Sessions.Account(ctx, s.Login)
	if err == nil && (a.Disabled || a.Epoch != s.Epoch || s.Over(r.door.Now())) {
		err = errEnded
	}
	return s, a, err
}

var errEnded = refusal.New(refusal.NotFound, "web.ended")

// touch notes the person's activity, at most once a minute.
func (r *request) touch(c *fiber.Ctx) {
	if r.session == nil || r.quiet || r.locked || r.storeAway {
		return
	}
	now := r.door.Now()
	if now.Sub(r.session.Seen) < touchEvery {
		return
	}
	if err := r.door.Sessions.TouchSession(c.UserContext(), *r.session, now); err != nil && refusal.Of(err) == nil {
		r.door.Log.Warn("session not touched", "id", r.id, "err", err)
	}
}

// csrf is the token that a form of this browser must bring: the session's own, else one
// that hangs on the anonymous cookie by a keyed hash. Empty when there is neither.
func (r *request) csrf() string {
	if r.session != nil {
		return r.session.CSRF
	}
	if r.anon == "" {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(r.door.Keys.MAC("csrf|"+r.door.Door.String(), []byte(r.anon)))
}

// ensure gives a browser without any session the anonymous cookie.
func (r *request) ensure(c *fiber.Ctx) string {
	if r.session == nil && r.anon == "" {
		r.anon = secret.Random(52)
		r.set(c, "", r.anon, false)
	}
	return r.csrf()
}

// SignIn gives the browser its new session; the token is what the book's sign-in
// returned. The cookie replaces the anonymous one.
func SignIn(c *fiber.Ctx, token string) { of(c).set(c, "", token, false) }

// SignOut takes the session's cookie away; the book ends the session itself.
func SignOut(c *fiber.Ctx) { of(c).drop(c, "") }

// Enrol makes this browser the device that the token belongs to.
func Enrol(c *fiber.Ctx, token string) { of(c).set(c, "device", token, true) }

// Unenrol makes it an ordinary browser again.
func Unenrol(c *fiber.Ctx) { of(c).drop(c, "device") }

// Require is a middleware: somebody must be signed in and may do at least one of the
// actions (none named: anything). Without a session a page leads to sign-in; a fragment
// or stream is answered 401 with HX-Redirect.
func Require(actions ...account.Action) fiber.Handler {
	return demand(func(rs account.Roles) bool {
		for _, a := range actions {
			if rs.Can(a) {
				return true
			}
		}
		return len(actions) == 0
	})
}

// RequireRole is Require for the moves, whose table names roles.
func RequireRole(roles ...account.Role) fiber.Handler {
	return demand(func(rs account.Roles) bool { return rs.Has(roles...) })
}

func demand(may func(account.Roles) bool) fiber.Handler {
	return func(c *fiber.Ctx) error {
		r := of(c)
		switch {
		case r.account == nil:
			return lead(c, r.door.SignIn)
		case r.locked && r.door.Lock != "":
			if unsafe(c.Method()) {
				r.hold(c, r.account.Login) // what cannot be kept is lost, as before
			}
			r.leave(c)
			return lead(c, r.door.Lock)
		case r.locked:
			return lead(c, r.door.SignIn)
		case r.account.Must && r.door.Password != "" && c.Path() != r.door.Password:
			return lead(c, r.door.Password)
		case !may(r.account.Roles):
			return account.ErrForbidden
		}
		return c.Next()
	}
}

// lead sends the browser to a page of ours, in the way it can follow.
func lead(c *fiber.Ctx, path string) error {
	if c.Get("HX-Request") == "true" || c.Get(fiber.HeaderAccept) == "text/event-stream" {
		c.Set("HX-Redirect", path)
		return c.SendStatus(fiber.StatusUnauthorized)
	}
	return c.Redirect(path, fiber.StatusSeeOther)
}
