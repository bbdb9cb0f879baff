package admin

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/web"
)

// Call is a guest at a kiosk who asks for an officer, or an officer who goes there.
type Call struct {
	ID, Text string
	From     string // when it began to ring, ISO 8601
	Minutes  int    // since then
}

// bells words the calls of the lobby for the top of every page of the desk.
func (d *Door) bells(c *fiber.Ctx, f *Frame, desk book.Desk) {
	for _, call := range desk.Calls {
		f.Calls = append(f.Calls, Call{
			call.ID, f.T("desk.call", "who", kioskName(f.Page, call), "time", f.Clock(call.At)),
			f.ISO(call.At), int(f.Now.Sub(call.At) / time.Minute),
		})
	}
	for _, call := range desk.Coming {
		f.Coming = append(f.Coming, Call{ID: call.ID, Text: f.T("desk.call-coming", "by", d.who(c, call.DoneBy), "who", kioskName(f.Page, call))})
	}
}

// kioskName is a kiosk as the office knows it, with its place.
func kioskName(p web.Page, call book.Call) string {
	if call.Device == "" {
		return p.T("desk.call-somewhere")
	}
	return join(call.Device, call.Place)
}

// bell is the live region of the calls.
func (d *Door) bell(c *fiber.Ctx) error {
	f, err := d.frame(c, "", "desk.head")
	if err != nil {
		return err
	}
	return web.Show(c, "admin/bell", f)
}

// answerCall notes that somebody goes to the guest who called. With scripts the page
// stays as it is, with what was typed; the others are led to the desk.
func (d *Door) answerCall(c *fiber.Ctx) error {
	if err := d.Book.Answered(c.UserContext(), web.Stamp(c), c.Params("id")); err != nil {
		return err
	}
	if c.Get("HX-Request") == "true" {
		return web.Redirect(c, "/meja/bel")
	}
	return web.Redirect(c, "/")
}
