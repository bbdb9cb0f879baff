package admin

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
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
	f.Calls = ringing(f.Page, desk.Calls)
	for _, call := range desk.Coming {
		f.Coming = append(f.Coming, Call{ID: call.ID, Text: f.T("desk.call-coming", "by", d.who(c, call.DoneBy), "who", kioskName(f.Page, call))})
	}
}

// ringing words the calls that nobody has gone to yet.
func ringing(p web.Page, calls []book.Call) []Call {
	var out []Call
	for _, call := range calls {
		out = append(out, Call{
			call.ID, p.T("desk.call", "who", kioskName(p, call), "time", p.Clock(call.At)),
			p.ISO(call.At), int(p.Now.Sub(call.At) / time.Minute),
		})
	}
	return out
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
// stays as it is, with what was typed, and the stream renews the bell: an answer of its
// own would come to a button that is gone by then. The others are led to the desk.
func (d *Door) answerCall(c *fiber.Ctx) error {
	if err := d.Book.Answered(c.UserContext(), web.Stamp(c), c.Params("id")); err != nil {
		return err
	}
	if c.Get("HX-Request") == "true" {
		return c.SendStatus(fiber.StatusNoContent)
	}
	return web.Redirect(c, "/")
}

// lockBells is the locked desk's page with its bell, for whoever hears it unlocked.
func (d *Door) lockBells(c *fiber.Ctx) (LockPage, error) {
	p := LockPage{Page: web.NewPage(c, web.Lock, "signin.lock-head")}
	a, err := d.Book.Account(c.UserContext(), web.Session(c).Login)
	if err != nil || !a.Roles.Can(account.AnswerKiosk) {
		return p, err
	}
	desk, err := d.Book.Desk(c.UserContext(), p.Office, p.Now)
	p.Calls = ringing(p.Page, desk.Calls)
	return p, err
}

// lockBell is the bell of a locked desk, which asks for it: without an open session
// there is no stream.
func (d *Door) lockBell(c *fiber.Ctx) error {
	if web.Session(c).ID == "" {
		return account.ErrForbidden
	}
	p, err := d.lockBells(c)
	if err != nil {
		return err
	}
	return web.Show(c, "admin/lock_bell", p)
}
