package kiosk

import (
	"errors"
	"fmt"
	"html/template"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/lang"
	"bukutamu/internal/paper"
	"bukutamu/internal/web"
)

// HomePage is the kiosk's attract screen: a greeting, and one tile for each service.
type HomePage struct {
	web.Page
	Greeting string
	Closed   string        // outside hours: when the office opens again
	QR       template.HTML // of the phone's page; empty unless phones reach it
}

// home is where every guest begins and ends. What the guest before left behind is
// forgotten here, in this browser only: the book is not touched.
func (d *Door) home(c *fiber.Ctx) error {
	if !web.Enrolled(c) {
		return web.Redirect(c, "/?kios=1")
	}
	o, err := d.Book.Home(c.UserContext())
	if errors.Is(err, book.ErrNotFound) {
		return d.notYet(c)
	}
	if err != nil {
		return err
	}
	_, ticket := held.Load(c)
	_, glance := answer.Load(c)
	_, numbers := receipts.Load(c)
	_, complains := naming.Load(c)
	_, tracks := tracking.Load(c)
	if ticket || glance || numbers || complains || tracks {
		web.Reset(c)
		return web.Redirect(c, atHome)
	}
	if _, ok := calling.Load(c); ok {
		calling.Clear(c) // the bell goes on; the next guest has a call of their own
	}
	if _, ok := draft.Load(c); ok {
		draft.Clear(c)
		web.Renew(c)
	}
	key := fmt.Sprint(d.Reachable(), d.BaseURL(), o.OpenAt(d.Book.Now()))
	return web.Cached(c, "kiosk/home", key, func(c *fiber.Ctx) (web.Paged, error) { return d.homePage(c) })
}

func (d *Door) homePage(c *fiber.Ctx) (HomePage, error) {
	p := HomePage{Page: d.page(c, web.Kiosk, "kiosk.home-title")}
	p.Body = "kiosk kiosk--home"
	p.Greeting = p.T("kiosk.greeting-" + lang.Greeting(p.Now))
	p.Page = d.quiet(p.Page, 0, 0)
	if p.Lang != lang.ID || p.Large { // a guest who chose, and left: the next one finds the usual screen
		p.Home = "/kios?lang=id&besar=0"
		p.Page = d.quiet(p.Page, 40, 20)
	}
	p.Closed = opening(p.Page)
	if !d.Reachable() {
		return p, nil
	}
	code, err := paper.QR(strings.ToUpper(d.BaseURL()) + "/")
	if err == nil {
		p.QR = code.SVG(p.T("kiosk.own-qr"))
	}
	return p, err
}

// opening says when a closed office opens again; empty while it is open.
func opening(p web.Page) string {
	o := p.Office
	if o.OpenAt(p.Now) {
		return ""
	}
	at, ok := o.NextOpen(p.Now)
	if !ok {
		return p.T("kiosk.closed")
	}
	day := p.Date(at)
	switch {
	case o.SameDay(at, p.Now):
		day = p.T("kiosk.today")
	case o.SameDay(at, p.Now.Add(24*time.Hour)):
		day = p.T("kiosk.tomorrow")
	}
	return p.T("kiosk.closed-until", "day", day, "time", p.Clock(at))
}

// NotYetPage is all there is before set-up has named the office.
type NotYetPage struct{ web.Page }

func (d *Door) notYet(c *fiber.Ctx) error {
	return web.Show(c, "kiosk/notyet", NotYetPage{d.page(c, web.Phone, "kiosk.notyet-title")})
}

// reset forgets the guest: draft, ticket, language, type size, and the anonymous
// session, which is drawn anew.
func (d *Door) reset(c *fiber.Ctx) error {
	web.Reset(c)
	return web.Redirect(c, atHome)
}

// IdlePage asks "still here?" where no script can.
type IdlePage struct {
	web.Page
	On string // the page that the guest goes on with
}

func (d *Door) idle(c *fiber.Ctx) error {
	p := IdlePage{Page: d.page(c, web.Kiosk, "shared.idle-head"), On: pages[c.Query("dari")]}
	if p.On == "" {
		p.On = string(atHome)
	} else if changing(c) {
		p.On += "?ubah=1"
	}
	p.Page = d.quiet(p.Page, 0, 20)
	p.Home = "/kios?lang=id&besar=0"
	p.Then = "20;url=" + p.Home
	return web.Show(c, "kiosk/idle", p)
}
