package admin

import (
	"regexp"

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

// LockPage is the locked desk: no name, no list, nothing in the title.
type LockPage struct {
	web.Page
	From string // the page before, one of comesBack
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
// officer takes over in one step.
func (d *Door) signIn(c *fiber.Ctx) error {
	in, err := web.Form[credentials](c)
	if err != nil {
		return web.Again(c, account.ErrMatch, d.signInPage)
	}
	token, a, err := d.Book.SignIn(c.UserContext(), in.Login, in.Password, web.Device(c), c.Get(fiber.HeaderUserAgent))
	if err != nil {
		return web.Again(c, err, d.signInPage)
	}
	if err := d.endSession(c); err != nil {
		return err
	}
	web.SignIn(c, token)
	if page := web.Held(c, a.Login); page != "" { // a form that came too late waits there
		return c.Redirect(page, fiber.StatusSeeOther)
	}
	return web.Redirect(c, "/")
}

// endSession ends the session of this browser, if it has one.
func (d *Door) endSession(c *fiber.Ctx) error {
	s := web.Session(c)
	if s.ID == "" {
		return nil
	}
	stamp := web.Stamp(c)
	stamp.Office, stamp.By = s.Office, s.Login
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
	if err := d.endSession(c); err != nil {
		return err
	}
	web.SignOut(c)
	return web.Redirect(c, "/")
}

// comesBack are the pages that an unlocked desk may return to.
var comesBack = regexp.MustCompile(`^/(|pindai|kotak|riwayat|tamu/baru|kunjungan/[0-9A-Z]{26}(\.[0-9]{1,2})?(/[a-z]{3,8})?)$`)

func (d *Door) lockPage(c *fiber.Ctx) error {
	if s := web.Session(c); s.ID == "" || web.Person(c) != nil && c.Method() == fiber.MethodGet {
		return c.Redirect("/", fiber.StatusSeeOther)
	}
	p := LockPage{Page: web.NewPage(c, web.Lock, "signin.lock-head")}
	p.From = p.Typed("from", fromHere(c))
	return web.Show(c, "admin/lock", p)
}

// fromHere is the path of our own page that led here, as the browser says.
func fromHere(c *fiber.Ctx) string {
	m := regexp.MustCompile(`^https?://[^/]+(/[^?#]*)`).FindStringSubmatch(c.Get(fiber.HeaderReferer))
	if m == nil || !comesBack.MatchString(m[1]) {
		return "/"
	}
	return m[1]
}

// unlock brings the desk back with the password alone. A scan that came while it
// was locked is answered now.
func (d *Door) unlock(c *fiber.Ctx) error {
	in, err := web.Form[struct {
		Password string `form:"password,raw" max:"200"`
		From     string `form:"from"`
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
	if !comesBack.MatchString(in.From) {
		in.From = "/"
	}
	return c.Redirect(in.From, fiber.StatusSeeOther)
}
