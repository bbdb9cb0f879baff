package web

import (
	"crypto/subtle"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
)

// heldForm is a form that came when its session had ended or its desk had locked. It
// waits, sealed and in the browser alone, for the same person to come back.
type heldForm struct {
	Login  string     `json:"l"`
	Path   string     `json:"p"` // of the page that the form stands on
	Fields url.Values `json:"f"`
}

var held = NewSealed[heldForm]("held", 30*time.Minute)

// hold keeps what was typed and reports whether it could. Passwords are not kept, and
// the form's own marks (token, nonce, what was seen) are drawn anew by the page.
func (r *request) hold(c *fiber.Ctx, login string) bool {
	page := c.Path()
	if !r.door.leadsTo(c, page, fiber.MethodGet) {
		from, err := url.Parse(c.Get(fiber.HeaderReferer))
		if err != nil || from.Host != c.Hostname() || !r.door.leadsTo(c, from.Path, fiber.MethodGet) {
			return false
		}
		page = from.Path
	}
	return r.holdAt(c, login, page)
}

// holdAt is hold for the form of another page than the request's.
func (r *request) holdAt(c *fiber.Ctx, login, page string) bool {
	h := heldForm{Login: login, Path: page, Fields: url.Values{}}
	for name, v := range r.values {
		if name != "csrf" && name != "act" && name != "seen" && name != "check" && !strings.Contains(name, "password") {
			h.Fields[name] = v
		}
	}
	return len(h.Fields) > 0 && held.Save(c, h) == nil
}

// ended answers a form of a session that is over: sign-in, and what was typed waits.
// Only the token of that very session makes it a form of ours.
func (r *request) ended(c *fiber.Ctx) bool {
	given := c.Get("X-Csrf-Token")
	if given == "" {
		given = r.values.Get("csrf")
	}
	return r.over != nil && subtle.ConstantTimeCompare([]byte(given), []byte(r.over.CSRF)) == 1 && r.hold(c, r.over.Login)
}

// Held is the path of the page whose form waits for the person who signs in as login;
// empty when none does.
func Held(c *fiber.Ctx, login string) string {
	if h, ok := held.Load(c); ok && h.Login == login && of(c).door.leadsTo(c, h.Path, fiber.MethodGet) {
		return h.Path
	}
	return ""
}

// Holds reports whether a form waits for whoever sent it.
func Holds(c *fiber.Ctx) bool {
	_, ok := held.Load(c)
	return ok
}

// retype gives a page the form that waited for it, once.
func (r *request) retype(c *fiber.Ctx, p Page) Page {
	if r.session == nil || r.locked || r.again || c.Method() != fiber.MethodGet {
		return p
	}
	if h, ok := held.Load(c); ok && h.Path == c.Path() && h.Login == r.session.Login {
		held.Clear(c)
		r.waited = h.Fields // a handler may make its page in several steps
	}
	if r.waited == nil {
		return p
	}
	return p.Retyped(r.waited)
}
