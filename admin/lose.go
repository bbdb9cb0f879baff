package admin

import (
	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// lose is the panel about a badge that does not come back: lost, confirmed by a
// supervisor's own sign-in and audited; or damaged but here; or still carried.
func (d *Door) lose(c *fiber.Ctx) error {
	id := c.Params("id")
	s := web.Stamp(c)
	in, err := web.Form[struct {
		Outcome  string `form:"outcome" max:"10"`
		Reason   string `form:"reason" max:"300"`
		Login    string `form:"supervisor" max:"64"`
		Password string `form:"password,raw" max:"200"`
	}](c)
	if err == nil && web.Check(c) {
		return d.refused(c, nil, d.leavePage)
	}
	switch in.Outcome {
	case "damaged", "carried":
		v, err := d.Book.Visit(c.UserContext(), s.Office, id)
		if err != nil {
			return err
		}
		if in.Outcome == "damaged" {
			if err := d.tickDamaged(c, v); err != nil {
				return err
			}
		}
		return web.Redirect(c, "/kunjungan/:id/leave", id)
	}
	m := visit.Lose{Reason: in.Reason}
	if err == nil && in.Login != "" {
		m.Supervisor, err = d.supervisor(c, s, in.Login, in.Password)
	}
	if err == nil {
		err = d.Book.Acting(c.UserContext(), s, "lose", id, in.Reason, func() error {
			_, err := d.Book.Move(c.UserContext(), s, id, m)
			return err
		})
	}
	if err != nil {
		return d.refused(c, err, d.leavePage)
	}
	return web.Redirect(c, "/kunjungan/:id/leave", id)
}

// ErrNoSupervisor says that whoever signed in beside a lost badge is not a supervisor
// of this office.
var ErrNoSupervisor = refusal.New(refusal.Invalid, "desk.no-supervisor")

// supervisor proves that a supervisor of this office stands at the desk.
func (d *Door) supervisor(c *fiber.Ctx, s account.Stamp, login, password string) (string, error) {
	a, err := d.Book.CheckPassword(c.UserContext(), login, password)
	if list := refusal.Of(err); list != nil {
		return "", list[0].At("password")
	}
	if err != nil {
		return "", err
	}
	if a.Office != s.Office || !a.Roles.Has(account.Supervisor) {
		return "", ErrNoSupervisor.At("supervisor")
	}
	return a.Login, nil
}
