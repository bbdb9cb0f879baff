package web

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/lang"
	"bukutamu/internal/refusal"
)

// Paged is every struct that embeds Page.
type Paged interface{ base() Page }

// fragment is what a page struct adds when htmx gets only a part of it.
type fragment interface {
	// Fragment names the template that answers htmx instead of the whole page.
	Fragment() string
}

// Show answers a GET with a page: the template's name is its path ("kiosk/home"), page
// a struct that embeds Page. htmx gets the part that the page's Fragment method names,
// where it has one. A page that fails half-way is never sent.
func Show(c *fiber.Ctx, name string, page Paged) error {
	r := of(c)
	if unsafe(c.Method()) && !r.again {
		return errors.New("web: Show answers GET alone; a form is answered by Redirect or Again")
	}
	if r.fault != nil {
		return r.fault
	}
	if f, ok := page.(fragment); ok && partial(c) {
		name = f.Fragment()
	}
	c.Vary("HX-Request")
	return render(c, name, page, page.base().Status)
}

// partial reports whether htmx asks for a part of a page: not for a boosted link, and
// not when it restores the history.
func partial(c *fiber.Ctx) bool {
	return c.Get("HX-Request") == "true" && c.Get("HX-Boosted") != "true" && c.Get("HX-History-Restore-Request") != "true"
}

// render writes a template into the answer, which is sent only when it is whole.
func render(c *fiber.Ctx, name string, page any, status int) error {
	res := c.Response()
	res.ResetBody()
	if err := c.App().Config().Views.Render(res.BodyWriter(), name, page); err != nil {
		return fmt.Errorf("web: page %s: %w", name, err)
	}
	if status == 0 {
		status = fiber.StatusOK
	}
	c.Status(status).Type("html", "utf-8")
	return nil
}

// ErrAway stands in the page that a form came from while nothing can be written, with
// status 503. What was typed is still there, and so is the act: sent again it is recorded once.
var ErrAway = refusal.New(refusal.Busy, "web.away")

// Again answers a form by the page it came from: get is that page's own GET handler,
// which finds the messages and what was typed in its Page, and the status that fits the
// refusal. A store that takes nothing (a full disk) is answered by the page too, as long as
// it can be read; any other fault is handed on. After Check the status is 200; err may then
// be nil.
func Again(c *fiber.Ctx, err error, get fiber.Handler) error {
	r := of(c)
	list := refusal.Of(err)
	if err != nil && list == nil {
		if !r.door.away(err) {
			return err
		}
		r.again, r.refusals, r.status = true, refusal.List{ErrAway}, fiber.StatusServiceUnavailable
		defer hurry(c)()
		if get(c) != nil {
			return err
		}
		r.door.Log.Error("fault", "id", r.id, "route", pattern(c), "err", err)
		return nil
	}
	r.again, r.refusals, r.status = true, list, fiber.StatusOK
	if err != nil && !Check(c) {
		r.status = list.Status()
	}
	return get(c)
}

// Check reports whether the form was sent by its harmless first button, Periksa isian: a
// stray Enter of a scanner may re-render a page but never finish a step.
func Check(c *fiber.Ctx) bool { return of(c).values.Get("check") == "1" }

// Path is a pattern that a redirect may lead to, such as "/visits/:id". Being a type of
// its own it takes constants, and a string from outside only by a visible conversion.
type Path string

var pathPart = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$`)

// Redirect answers a form with 303 to one of our own pages. params fill the pattern's
// :names in order; an id outside its alphabet is not found.
func Redirect(c *fiber.Ctx, to Path, params ...string) error {
	path, query, _ := strings.Cut(string(to), "?")
	parts := strings.Split(path, "/")
	n := 0
	for i, p := range parts {
		if !strings.HasPrefix(p, ":") {
			continue
		}
		if n >= len(params) || !pathPart.MatchString(params[n]) {
			return fiber.ErrNotFound
		}
		parts[i] = params[n]
		n++
	}
	target := strings.Join(parts, "/")
	if !strings.HasPrefix(target, "/") || strings.HasPrefix(target, "//") || n != len(params) {
		return fmt.Errorf("web: no path of ours: %s", to)
	}
	if query != "" {
		target += "?" + query
	}
	return c.Redirect(target, fiber.StatusSeeOther)
}

// keptMax is how many pages Cached keeps before it begins anew.
const keptMax = 64

// keptKey is everything that a kept page shows and that can change.
type keptKey struct {
	name, key               string
	lang                    lang.Lang
	large, enrolled, secure bool
	revision                int
	minute                  int64
}

// Cached answers with a page that is the same for everybody who sees it in the same
// minute, language and type size, and that holds no form: the kiosk's first page. make
// runs only when the page is not kept yet. key says what else the page depends on.
func Cached(c *fiber.Ctx, name, key string, make func(*fiber.Ctx) (Paged, error)) error {
	r := of(c)
	o, err := r.loadOffice(c.UserContext())
	if err != nil {
		return err
	}
	full := keptKey{name, key, r.lang, r.large, Enrolled(c), r.secure, o.Revision, r.door.Now().Unix() / 60}
	if b, ok := r.door.bytes.Load(full); ok {
		c.Type("html", "utf-8")
		return c.Send(b.([]byte))
	}
	r.caching = true
	p, err := make(c)
	if err == nil {
		err = Show(c, name, p)
	}
	if err != nil || r.fault != nil {
		return err
	}
	if r.door.kept.Add(1)%keptMax == 0 {
		r.door.bytes.Clear()
	}
	r.door.bytes.Store(full, bytes.Clone(c.Response().Body()))
	return nil
}
