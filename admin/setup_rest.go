package admin

import (
	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/office"
	"bukutamu/internal/web"
)

// SetupPeoplePage is the third step: units and persons as a pasted list.
type SetupPeoplePage struct {
	SetupPage
	PeoplePart
}

func (d *Door) setupPeoplePage(c *fiber.Ctx) error {
	p := SetupPeoplePage{SetupPage: d.setupPage(c, book.StepPeople, "setup.people-head")}
	start := peopleList(p.Office)
	if start == "" {
		start = standardList()
	}
	p.PeoplePart = peoplePart(p.Page, p.Office, start)
	return web.Show(c, "admin/setup_people", p)
}

// setupPeople shows what was understood before it saves that very text.
func (d *Door) setupPeople(c *fiber.Ctx) error {
	m, err := web.Form[peopleForm](c)
	say := web.Lang(c).T
	if err == nil && !m.seen() {
		o, herr := d.Book.Home(c.UserContext())
		if herr != nil {
			return herr
		}
		_, err = m.people(o, say)
		return web.Again(c, err, d.setupPeoplePage)
	}
	apply := func(o office.Office) (office.Office, error) { return m.people(o, say) }
	return d.setupChange(c, peopleSection, err, apply, d.setupPeoplePage, book.StepBadges)
}

// setupChange is a change of the office within the first run, and leads on.
func (d *Door) setupChange(c *fiber.Ctx, s section, err error, f func(office.Office) (office.Office, error), get fiber.Handler, next string) error {
	if err = d.change(c, setupStamp(c), s, err, f); err != nil || web.Check(c) {
		return web.Again(c, err, get)
	}
	if err := d.Book.SetupStep(c.UserContext(), next); err != nil {
		return err
	}
	return d.setupOn(c, next)
}

// SetupBadgesPage asks how many badges there are and what is printed on them.
type SetupBadgesPage struct {
	SetupPage
	BadgesPart
}

func (d *Door) setupBadgesPage(c *fiber.Ctx) error {
	p := SetupBadgesPage{SetupPage: d.setupPage(c, book.StepBadges, "setup.badges-head")}
	p.BadgesPart = badgesPart(p.Page)
	return web.Show(c, "admin/setup_badges", p)
}

func (d *Door) setupBadges(c *fiber.Ctx) error {
	m, err := web.Form[badgesForm](c)
	apply := func(o office.Office) (office.Office, error) {
		o, no := m.apply(o)
		return o, no.Err()
	}
	return d.setupChange(c, badgesSection, err, apply, d.setupBadgesPage, book.StepPrinter)
}

// SetupPrinterPage shows the printer's test page and what to do when it is off.
type SetupPrinterPage struct {
	SetupPage
	Size string // of the office's badges
}

func (d *Door) setupPrinterPage(c *fiber.Ctx) error {
	p := SetupPrinterPage{SetupPage: d.setupPage(c, book.StepPrinter, "setup.printer-head")}
	p.Size = p.T("settings.size-" + p.Office.Rules.BadgeSize)
	return web.Show(c, "admin/setup_printer", p)
}

func (d *Door) setupPrinter(c *fiber.Ctx) error {
	if web.Check(c) {
		return web.Again(c, nil, d.setupPrinterPage)
	}
	if err := d.Book.SetupStep(c.UserContext(), book.StepKiosk); err != nil {
		return err
	}
	return d.setupOn(c, book.StepKiosk)
}

// SetupKioskPage says how a kiosk is enrolled; there may be none yet.
type SetupKioskPage struct {
	SetupPage
	Address string // what to open on the kiosk
	Kiosks  []string
}

func (d *Door) setupKioskPage(c *fiber.Ctx) error {
	p := SetupKioskPage{SetupPage: d.setupPage(c, book.StepKiosk, "setup.kiosk-head"), Address: d.enrolAddress()}
	all, err := d.Book.Devices(c.UserContext(), p.Office.ID)
	if err != nil {
		return err
	}
	for _, dev := range all {
		if dev.Kind == "kiosk" && dev.Revoked.IsZero() {
			p.Kiosks = append(p.Kiosks, dev.Name)
		}
	}
	return web.Show(c, "admin/setup_kiosk", p)
}

func (d *Door) setupKiosk(c *fiber.Ctx) error {
	m, err := web.Form[deviceForm](c)
	m.Kind = "kiosk"
	if err == nil && !web.Check(c) {
		_, err = d.Book.Enrol(c.UserContext(), setupStamp(c), m.Code, m.Kind, m.Name, m.Place)
	}
	if err != nil || web.Check(c) {
		return web.Again(c, err, d.setupKioskPage)
	}
	return d.setupOn(c, stepDone)
}

// SetupDonePage sums up before somebody ends the first run.
type SetupDonePage struct {
	SetupPage
	Units, Persons, Devices int
}

func (d *Door) setupDonePage(c *fiber.Ctx) error {
	p := SetupDonePage{SetupPage: d.setupPage(c, stepDone, "setup.done-head")}
	all, err := d.Book.Devices(c.UserContext(), p.Office.ID)
	if err != nil {
		return err
	}
	p.Units, p.Persons, p.Devices = len(p.Office.OpenUnits()), len(p.Office.Persons), len(all)
	return web.Show(c, "admin/setup_done", p)
}

// setupDone ends the first run: the link is dead, accounts come next.
func (d *Door) setupDone(c *fiber.Ctx) error {
	if web.Check(c) {
		return web.Again(c, nil, d.setupDonePage)
	}
	if err := d.Book.FinishSetup(c.UserContext()); err != nil {
		return err
	}
	setupLink.Clear(c)
	return web.Redirect(c, "/pengaturan/akun")
}
