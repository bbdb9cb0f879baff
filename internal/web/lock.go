package web

import (
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
)

// left is the page that a locked desk showed last, with its filters. It is sealed, since
// it leads somewhere, and no name stands in an address.
var left = NewSealed[string]("left", 12*time.Hour)

// leave remembers the page that was wanted while the desk was locked: what the browser
// shows when it fetches a part or sends a form, else what it asks for.
func (r *request) leave(c *fiber.Ctx) {
	page := c.OriginalURL()
	if from := c.Get("HX-Current-URL"); from != "" {
		page = from
	} else if unsafe(c.Method()) || r.quiet {
		page = c.Get(fiber.HeaderReferer)
	}
	r.remember(c, page)
}

// remember keeps an address of ours that GET answers.
func (r *request) remember(c *fiber.Ctx, page string) {
	u, err := url.Parse(page)
	if err != nil || page == "" || u.Host != "" && u.Host != c.Hostname() || u.Path == r.door.Lock || !r.door.leadsTo(c, u.Path, fiber.MethodGet) || len(u.RawQuery) > 600 {
		return
	}
	to := url.URL{Path: u.Path, RawQuery: u.RawQuery}
	_ = left.Save(c, to.String()) // without it the desk opens on its first page
}

// sure says whether the password was typed a moment ago, and after how many quiet
// seconds this desk locks itself.
func (r *request) sure() (sure bool, locks int) {
	if r.session == nil || r.locked {
		return false, 0
	}
	if r.session.Device != "" {
		locks = int(account.SessionLock / time.Second)
	}
	return r.session.IsSure(r.door.Now()), locks
}

// Leave is what a desk says when it locks itself: its page, and what stands in the form
// there. Both wait, sealed; the form for the person alone who typed it.
func Leave(c *fiber.Ctx) {
	r := of(c)
	page := r.values.Get("lock_page")
	delete(r.values, "lock_page")
	r.remember(c, page)
	if u, err := url.Parse(page); err == nil && r.session != nil && r.door.leadsTo(c, u.Path, fiber.MethodGet) {
		r.holdAt(c, r.session.Login, u.Path)
	}
}

// Left is the page that a locked desk showed, for whoever comes in with these roles;
// empty when there was none, or they may not see it.
func Left(c *fiber.Ctx, roles account.Roles) string {
	to, ok := left.Load(c)
	left.Clear(c) // once: an older page is nobody's "before"
	path, _, _ := strings.Cut(to, "?")
	if !ok || !of(c).door.leadsTo(c, path, fiber.MethodGet) {
		return ""
	}
	p := Page{Path: path, Person: &Caller{Roles: roles}, nav: of(c).door.Nav}
	for _, n := range p.Nav() {
		if n.Current {
			return to
		}
	}
	return ""
}
