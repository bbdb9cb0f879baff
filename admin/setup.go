package admin

import (
	"errors"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
)

// SetupPage is what every step of the first run shows.
type SetupPage struct {
	web.Page
	Stages []SetupStage
	Prev   string // path of the step before; empty on the first
}

// SetupStage is one entry of the line above the steps.
type SetupStage struct {
	N         int
	Key       string
	Done, Now bool
}

// SetupMissingPage says that nothing is set up yet, and where the link is.
type SetupMissingPage struct {
	web.Page
	Held bool // this browser has followed the link: it can go on
}

// SetupUsedPage refuses a link that is used up or was replaced.
type SetupUsedPage struct{ web.Page }

// stepDone is behind the last of book.Steps: everything is asked, somebody ends it.
const stepDone = "done"

// setupSteps are the steps with their pages. The three about things that stand in
// the lobby share a stage.
var setupSteps = []struct {
	step, path string
	stage      int
}{
	{book.StepOffice, "/pasang/kantor", 1},
	{book.StepAdmin, "/pasang/administrator", 2},
	{book.StepPeople, "/pasang/bagian", 3},
	{book.StepBadges, "/pasang/pengenal", 4},
	{book.StepPrinter, "/pasang/pencetak", 4},
	{book.StepKiosk, "/pasang/kios", 4},
	{stepDone, "/pasang/selesai", 5},
}

func stepNumber(step string) int {
	for i, s := range setupSteps {
		if s.step == step {
			return i
		}
	}
	return 0
}

// setupLink keeps the link's token in the browser that followed it, so that no
// later address holds it.
var setupLink = web.NewSealed[string]("setup", 12*time.Hour)

func (d *Door) setupRoutes(app fiber.Router) {
	app.Get("/pasang", d.setupStep(book.StepOffice, d.setupHere))
	for _, r := range []struct {
		step      string
		page, act fiber.Handler
	}{
		{book.StepOffice, d.setupOfficePage, d.setupOffice},
		{book.StepAdmin, d.setupAdminPage, d.setupAdmin},
		{book.StepPeople, d.setupPeoplePage, d.setupPeople},
		{book.StepBadges, d.setupBadgesPage, d.setupBadges},
		{book.StepPrinter, d.setupPrinterPage, d.setupPrinter},
		{book.StepKiosk, d.setupKioskPage, d.setupKiosk},
		{stepDone, d.setupDonePage, d.setupDone},
	} {
		path := setupSteps[stepNumber(r.step)].path
		app.Get(path, d.setupStep(r.step, r.page))
		app.Post(path, d.setupStep(r.step, r.act))
	}
	app.Get("/pasang/uji.pdf", d.setupStep(book.StepPrinter, d.testPage))
	app.Get("/pasang/:token", d.setupEnter)
}

// setupEnter takes the printed link. Following it changes nothing but the cookie.
func (d *Door) setupEnter(c *fiber.Ctx) error {
	token := c.Params("token")
	if _, err := d.Book.Setup(c.UserContext(), token); err != nil {
		return d.setupNo(c, err)
	}
	if err := setupLink.Save(c, token); err != nil {
		return err
	}
	return web.Redirect(c, "/pasang")
}

// setupStep lets in whoever holds the newest link or is an administrator, to the
// steps that are done and the one that comes next. The administrator is made once.
func (d *Door) setupStep(step string, do fiber.Handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		s, err := d.setupState(c)
		if err != nil {
			return d.setupNo(c, err)
		}
		if n := stepNumber(s.Step); stepNumber(step) > n && !(step == stepDone && s.Step == book.StepKiosk) ||
			step == book.StepAdmin && n > stepNumber(book.StepAdmin) {
			return d.setupOn(c, s.Step)
		}
		return do(c)
	}
}

var (
	errSetupOver = errors.New("admin: set-up is finished")
	errSetupLink = errors.New("admin: no set-up link was followed")
)

// setupState is how far the first run is, for those who may carry it on.
func (d *Door) setupState(c *fiber.Ctx) (book.Setup, error) {
	if p := web.Person(c); p != nil && p.Roles.Can(account.EditOffice) {
		s, err := d.Book.SetupState(c.UserContext())
		if err == nil && !s.Finished.IsZero() {
			err = errSetupOver
		}
		return s, err
	}
	token, ok := setupLink.Load(c)
	if !ok {
		return book.Setup{}, errSetupLink
	}
	return d.Book.Setup(c.UserContext(), token)
}

// setupNo answers those who may not carry the first run on.
func (d *Door) setupNo(c *fiber.Ctx, err error) error {
	switch {
	case errors.Is(err, errSetupOver):
		return web.Redirect(c, "/pengaturan")
	case errors.Is(err, errSetupLink):
		s, err := d.Book.SetupState(c.UserContext())
		if err == nil && !s.Finished.IsZero() {
			return web.Redirect(c, "/")
		}
		return d.setupMissingPage(c)
	case errors.Is(err, book.ErrSetupUsed):
		return web.Again(c, err, func(c *fiber.Ctx) error {
			return web.Show(c, "admin/setup_used", SetupUsedPage{web.NewPage(c, web.Entry, "setup.used-head")})
		})
	}
	return err
}

// setupMissing reports whether nobody could sign in yet: there is no office, or it
// has no account.
func (d *Door) setupMissing(c *fiber.Ctx) (bool, error) {
	o, err := d.Book.Home(c.UserContext())
	if errors.Is(err, book.ErrNotFound) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	all, err := d.Book.Accounts(c.UserContext(), o.ID)
	return len(all) == 0, err
}

func (d *Door) setupMissingPage(c *fiber.Ctx) error {
	if c.Method() != fiber.MethodGet && c.Method() != fiber.MethodHead {
		return web.Redirect(c, "/")
	}
	p := SetupMissingPage{Page: web.NewPage(c, web.Entry, "setup.missing-head")}
	if token, ok := setupLink.Load(c); ok {
		_, err := d.Book.Setup(c.UserContext(), token)
		p.Held = err == nil
	}
	return web.Show(c, "admin/setup_missing", p)
}

// setupHere leads to the step that comes next.
func (d *Door) setupHere(c *fiber.Ctx) error {
	s, err := d.setupState(c)
	if err != nil {
		return d.setupNo(c, err)
	}
	return d.setupOn(c, s.Step)
}

func (d *Door) setupOn(c *fiber.Ctx, step string) error {
	return web.Redirect(c, web.Path(setupSteps[stepNumber(step)].path))
}

// setupPage is the page of a step with the line above it and the way back. From
// the step after the administrator the way back skips that one.
func (d *Door) setupPage(c *fiber.Ctx, step, title string) SetupPage {
	p := SetupPage{Page: web.NewPage(c, web.Entry, title)}
	n := stepNumber(step)
	now := setupSteps[n].stage
	for i, key := range []string{"setup.stage-office", "setup.stage-admin", "setup.stage-people", "setup.stage-devices", "setup.stage-done"} {
		p.Stages = append(p.Stages, SetupStage{N: i + 1, Key: key, Done: i+1 < now, Now: i+1 == now})
	}
	switch {
	case step == book.StepPeople:
		p.Prev = setupSteps[stepNumber(book.StepOffice)].path
	case n > 0:
		p.Prev = setupSteps[n-1].path
	}
	p.Seen = p.Office.Revision
	return p
}

// setupStamp is the signed-in administrator, or the console on which the link was
// printed.
func setupStamp(c *fiber.Ctx) account.Stamp {
	s := web.Stamp(c)
	if p := web.Person(c); p == nil || !p.Roles.Can(account.EditOffice) {
		s.By, s.Roles, s.Person = account.ByConsole, account.Roles{account.System}, ""
	}
	return s
}

// at moves refusals from the fields of the domain to those of a form.
func at(err error, names map[string]string) error {
	list := slices.Clone(refusal.Of(err))
	if list == nil {
		return err
	}
	for i, r := range list {
		if name, ok := names[r.Field]; ok {
			list[i] = r.At(name)
		}
	}
	return list
}
