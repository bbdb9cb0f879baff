package kiosk

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// DayPage lets the guest move a ticket to another day.
type DayPage struct {
	web.Page
	When, Unit  string
	Own         string
	First, Last string // the days that can be chosen
}

func (d *Door) askDay(c *fiber.Ctx) error {
	v, o, err := d.find(c)
	if err != nil {
		return err
	}
	if s := passState(v, o, d.Book.Now()); s != "registered" && s != "later" {
		return web.Redirect(c, "/t/:ticket", o.ID+"."+v.Ticket)
	}
	p := DayPage{Page: d.page(c, web.Phone, "phone.move-title"), Own: own(o, v)}
	p.When = dayWords(p.Page, v.Facts.Day)
	p.Path, p.Seen = p.Own+"/hari", v.Seen()
	p.Unit, _ = destination(p.Page, v.Facts.Unit, "")
	p.First, p.Last = p.Now.Format(time.DateOnly), p.Now.AddDate(0, 0, p.Office.Rules.Filled().AheadDays).Format(time.DateOnly)
	return web.Show(c, "kiosk/day", p)
}

// moveDay moves the registration. Where the officer was faster, the ticket's page says
// how the visit stands.
func (d *Door) moveDay(c *fiber.Ctx) error {
	v, o, err := d.find(c)
	if err != nil {
		return err
	}
	in, err := web.Form[struct {
		Day string `form:"day" max:"10"`
	}](c)
	if err == nil {
		_, err = d.Book.Move(c.UserContext(), web.Stamp(c), v.ID, visit.Reschedule{Day: in.Day})
	}
	list := refusal.Of(err)
	switch {
	case list != nil && list[0].Key == visit.ErrOften.Key:
		return web.Again(c, err, d.pass)
	case list != nil && list.Status() == refusal.Conflict.Status():
		return web.Again(c, ErrMoveLate, d.pass)
	case list != nil:
		return web.Again(c, err, d.askDay)
	case err != nil:
		return err
	}
	return web.Redirect(c, "/t/:ticket", o.ID+"."+v.Ticket)
}
