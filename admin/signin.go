package admin

import (
	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
)

// SignInPage is sign-in.
type SignInPage struct {
	web.Page
	Match bool // login and password did not match: the sentence has a second half
	Held  bool // a form that came after its session had ended waits for who sent it
}

// SignOutPage asks before the session ends, since no GET may end it.
type SignOutPage struct{ web.Page }

// LockPage is the locked desk: no name, no list, nothing in the title. A call from the
// lobby rings there too: it names a kiosk, nobody.
type LockPage struct {
	web.Page
	Calls []Call
}

// home is the desk of whoever may see it, another first page for the others, and
// sign-in for those who are not signed in.
func (d *Door) home(c *fiber.Ctx) error {
	p := web.Person(c)
	switch {
	case p == nil && web.Session(c).ID != "":
		return c.Redirect("/kunci", fiber.StatusSeeOther)
	case p == nil:
		return d.signInPage(c)
	case p.Roles.Can(account.SeeDesk):
		return d.desk(c)
	case p.Roles.Can(account.SeeInbox):
		return c.Redirect("/kotak", fiber.StatusSeeOther)
	case p.Roles.Can(account.SeeComplaints):
		return c.Redirect("/pengaduan", fiber.StatusSeeOther)
	case p.Roles.Can(account.EditOffice), p.Roles.Can(account.EditAccounts):
		return c.Redirect("/pengaturan", fiber.StatusSeeOther)
	case p.Roles.Can(account.SeeHistory):
		return c.Redirect("/riwayat", fiber.StatusSeeOther)
	}
	return c.Redirect("/pengaturan", fiber.StatusSeeOther)
}

func (d *Door) signInPage(c *fiber.Ctx) error {
	p := SignInPage{Page: web.NewPage(c, web.Entry, "signin.head")}
	p.Match = refusal.List(p.Refusals).Is(account.ErrMatch)
	p.Path, p.Held = "/masuk", web.Holds(c)
	return web.Show(c, "admin/signin", p)
}

// credentials are what sign-in asks for. A password is taken as it is.
type credentials struct {
	Login    string `form:"login" max:"64"`
	Password string `form:"password,raw" max:"200"`
}

// signIn begins a session. One that is running in this browser ends: a second
// officer takes over in one step, and finds the page that the first one left.
func (d *Door) signIn(c *fiber.Ctx) error {
	in, err := web.Form[credentials](c)
	if err != nil {
		return web.Again(c, account.ErrMatch, d.signInPage)
	}
	token, a, err := d.Book.SignIn(c.UserContext(), in.Login, in.Password, web.Device(c), c.Get(fiber.HeaderUserAgent))
	if err != nil {
		return web.Again(c, err, d.signInPage)
	}
	if err := d.endSession(c, a.Login); err != nil {
		return err
	}
	web.SignIn(c, token)
	if web.Session(c).ID == "" && web.Held(c, a.Login) == "" { // nobody was here before
		return web.Redirect(c, "/")
	}
	return d.comeBack(c, a.Login)
}

// endSession ends the session of this browser, if it has one: by its own person, or by
// who takes the desk over.
func (d *Door) endSession(c *fiber.Ctx, by string) error {
	s := web.Session(c)
	if s.ID == "" {
		return nil
	}
	stamp := web.Stamp(c)
	stamp.Office, stamp.By = s.Office, by
	err := d.Book.EndSession(c.UserContext(), stamp, s.Login, s.ID)
	if refusal.Of(err) != nil {
		return nil // it was over already
	}
	return err
}

func (d *Door) signOutPage(c *fiber.Ctx) error {
	if web.Session(c).ID == "" {
		return c.Redirect("/", fiber.StatusSeeOther)
	}
	return web.Show(c, "admin/signout", SignOutPage{web.NewPage(c, web.Entry, "signin.out-head")})
}

func (d *Door) signOut(c *fiber.Ctx) error {
	if err := d.endSession(c, web.Session(c).Login); err != nil {
		return err
	}
	web.SignOut(c)
	return web.Redirect(c, "/")
}

func (d *Door) lockPage(c *fiber.Ctx) error {
	if s := web.Session(c); s.ID == "" || web.Person(c) != nil && c.Method() == fiber.MethodGet {
		return c.Redirect("/", fiber.StatusSeeOther)
	}
	p, err := d.lockBells(c)
	if err != nil {
		return err
	}
	return web.Show(c, "admin/lock", p)
}

// unlock brings the desk back with the password alone. A scan that came while it
// was locked is answered now.
func (d *Door) unlock(c *fiber.Ctx) error {
	in, err := web.Form[struct {
		Password string `form:"password,raw" max:"200"`
		Scan     string `form:"q" max:"200"`
	}](c)
	s := web.Session(c)
	if s.ID == "" {
		return web.Redirect(c, "/")
	}
	if err == nil {
		err = d.Book.Unlock(c.UserContext(), s, in.Password)
	}
	if err != nil {
		return web.Again(c, err, d.lockPage)
	}
	if a, aerr := d.Book.Account(c.UserContext(), s.Login); aerr == nil && in.Scan != "" && a.Roles.Can(account.SeeDesk) {
		stamp := web.Stamp(c)
		stamp.By, stamp.Roles = s.Login, a.Roles
		return d.scanned(c, stamp, in.Scan, nil)
	}
	return d.comeBack(c, s.Login)
}

// leaveDesk is what a desk says that locks itself after its quiet minutes. The page and
// what was typed there wait for the password.
func (d *Door) leaveDesk(c *fiber.Ctx) error {
	s := web.Session(c)
	if s.ID == "" || s.Device == "" {
		return c.SendStatus(fiber.StatusNoContent)
	}
	web.Leave(c)
	if err := d.Book.Lock(c.UserContext(), s); err != nil && refusal.Of(err) == nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// present is what a page says while somebody types in it: no request, and no quiet either.
func (d *Door) present(c *fiber.Ctx) error { return c.SendStatus(fiber.StatusNoContent) }

// comeBack leads to the page before: with the form that waited for this person, else as
// the desk showed it last.
func (d *Door) comeBack(c *fiber.Ctx, login string) error {
	a, err := d.Book.Account(c.UserContext(), login)
	if err != nil {
		return err
	}
	page := web.Left(c, a.Roles)
	if own := web.Held(c, login); own != "" {
		page = own
	}
	if page == "" {
		page = "/"
	}
	return c.Redirect(page, fiber.StatusSeeOther)
}
