package kiosk

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/web"
)

const atCall web.Path = "/kios/panggil"

// calling is the call that this kiosk's guest made; the guest's reset deletes it.
var calling = web.NewSealed[string]("call", 15*time.Minute)

// CallPage rings the desk, tells when somebody comes, and leads back to where the guest was.
type CallPage struct {
	web.Page
	From   string // the word of that page
	Rings  bool   // nobody has answered yet
	Coming bool   // an officer is on the way
}

// without scripts the page asks for news so often, and so long in all: the quiet time.
const (
	newsEvery = 5
	newsMost  = 8
)

func (d *Door) call(c *fiber.Ctx) error {
	p := CallPage{Page: d.page(c, web.Kiosk, "shared.call"), From: d.cameFrom(c)}
	p.Back = pages[p.From]
	if id, ok := calling.Load(c); ok {
		call, err := d.Book.Call(c.UserContext(), p.Office.ID, id)
		if err != nil && !errors.Is(err, book.ErrNotFound) {
			return err
		}
		p.Rings, p.Coming = err == nil && call.Done.IsZero(), err == nil && !call.Done.IsZero()
	}
	if p.Rings {
		p.Then = fmt.Sprintf("%d;url=%s?dari=%s&ke=%d", newsEvery, atCall, p.From, asked(c)+1)
		if asked(c) >= newsMost {
			p.Then = fmt.Sprintf("%d;url=/kios/masih?dari=panggil", newsEvery)
		}
	}
	return web.Show(c, "kiosk/call", p)
}

// asked is how often the page has asked for news by itself.
func asked(c *fiber.Ctx) int { return max(0, min(c.QueryInt("ke"), newsMost)) }

// news answers the page's script: 200 once somebody comes, until then 204. Asking is no
// touch, so a kiosk that was left alone still goes home.
func (d *Door) news(c *fiber.Ctx) error {
	id, ok := calling.Load(c)
	if !ok {
		return c.SendStatus(fiber.StatusNoContent)
	}
	o, err := d.Book.Home(c.UserContext())
	if err != nil {
		return err
	}
	call, err := d.Book.Call(c.UserContext(), o.ID, id)
	if errors.Is(err, book.ErrNotFound) || err == nil && call.Done.IsZero() {
		return c.SendStatus(fiber.StatusNoContent)
	}
	if err != nil {
		return err
	}
	return c.SendString("1")
}

// cameFrom is the word of the page that the link was on. The browser tells its path to
// ourselves alone (Referrer-Policy same-origin); where it does not, draft and ticket say
// what to go on with.
func (d *Door) cameFrom(c *fiber.Ctx) string {
	if word := c.Query("dari"); pages[word] != "" {
		return word
	}
	_, path, _ := strings.Cut(c.Get(fiber.HeaderReferer), "://")
	_, path, _ = strings.Cut(path, "/")
	path, _, _ = strings.Cut("/"+path, "?")
	word := from(path)
	if word != "awal" && word != "panggil" {
		return word
	}
	if _, ok := held.Load(c); ok {
		return "tiket"
	}
	if _, ok := answer.Load(c); ok {
		return "jawaban"
	}
	if a, ok := draft.Load(c); ok {
		if o, err := d.Book.Home(c.UserContext()); err == nil {
			if path := a.missing(o); path != "" {
				return from(string(path))
			}
		}
		return "periksa"
	}
	return "awal"
}

// ring rings the desk. A guest whose bell still rings is led to that one.
func (d *Door) ring(c *fiber.Ctx) error {
	f, err := web.Form[struct {
		From string `form:"dari" max:"20"`
	}](c)
	if err != nil || pages[f.From] == "" {
		f.From = "awal"
	}
	s := web.Stamp(c)
	if s.Device == "" {
		s.Device = "Kios"
	}
	rings := false
	if id, ok := calling.Load(c); ok {
		call, err := d.Book.Call(c.UserContext(), s.Office, id)
		rings = err == nil && call.Done.IsZero()
	}
	if !rings {
		if err := d.Book.CallOfficer(c.UserContext(), s, web.Device(c).Place); err != nil {
			return err
		}
		if err := calling.Save(c, s.Act); err != nil {
			return err
		}
	}
	return web.Redirect(c, web.Path("/kios/panggil?dari="+f.From))
}
