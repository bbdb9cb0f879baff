package kiosk

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
)

// asking is a browser that has asked to become a kiosk: its own token, and the code that
// it shows until somebody of the staff confirms it.
type asking struct {
	Token string    `json:"t"`
	Code  string    `json:"c"`
	At    time.Time `json:"a"`
}

// codeTime is how long a code can be confirmed.
const codeTime = 15 * time.Minute

var enrolment = web.NewSealed[asking]("enrol", codeTime)

// EnrolPage turns this screen into a kiosk of the office.
type EnrolPage struct {
	web.Page
	Code string // shown as K7P-4M2; empty before it is asked for
}

// enrol shows the code and looks, at each reload, whether it was confirmed.
func (d *Door) enrol(c *fiber.Ctx) error {
	if web.Device(c).Kind == "kiosk" {
		return web.Redirect(c, atHome)
	}
	p := EnrolPage{Page: d.page(c, web.Kiosk, "kiosk.enrol-title")}
	p.Page = d.quiet(p.Page, 0, 0)
	if a, ok := enrolment.Load(c); ok {
		_, err := d.Book.Device(c.UserContext(), a.Token)
		switch {
		case err == nil:
			enrolment.Clear(c)
			web.Enrol(c, a.Token)
			return web.Redirect(c, atHome)
		case refusal.Of(err) == nil:
			return err
		}
		p.Code = a.Code[:3] + "-" + a.Code[3:]
		c.Set("Refresh", "5") // with scripts and without
	}
	return web.Show(c, "kiosk/enrol", p)
}

func (d *Door) askEnrol(c *fiber.Ctx) error {
	o, err := d.Book.Home(c.UserContext())
	if err != nil {
		return err
	}
	a := asking{At: d.Book.Now()}
	if a.Token, a.Code, err = d.Book.NewEnrol(c.UserContext(), o.ID); err != nil {
		return err
	}
	if err := enrolment.Save(c, a); err != nil {
		return err
	}
	return web.Redirect(c, "/kios/daftarkan")
}
