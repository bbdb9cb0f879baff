package admin

import (
	"errors"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
)

// startBadges is how many badges the first step assumes; a later one asks.
const startBadges = 40

// SetupOfficePage is the first step.
type SetupOfficePage struct {
	SetupPage
	OfficePart
	Named bool // an administrator exists: the id stays
	Week  []DayRow
	Hours string // the week in one line
}

func (d *Door) setupOfficePage(c *fiber.Ctx) error {
	p := SetupOfficePage{SetupPage: d.setupPage(c, book.StepOffice, "setup.office-head")}
	o := p.Office
	if o.ID == "" {
		o = office.Default("", "", office.Zones()[0])
	}
	s, err := d.Book.SetupState(c.UserContext())
	if err != nil {
		return err
	}
	p.Named = stepNumber(s.Step) > stepNumber(book.StepAdmin)
	p.OfficePart = officePart(p.Page, o)
	p.Week, p.Hours = week(p.Page, o.Hours), hoursLine(p.Lang, o.Hours)
	return web.Show(c, "admin/setup_office", p)
}

// setupOffice keeps the office. Until the administrator exists it may be typed
// anew, with its id; later it is a change like any other.
func (d *Door) setupOffice(c *fiber.Ctx) error {
	data, err1 := web.Form[officeForm](c)
	more, err2 := web.Form[struct {
		ID   string    `form:"id" max:"12"`
		Days []dayForm `form:"days"`
	}](c)
	s, err := d.Book.SetupState(c.UserContext())
	if err != nil {
		return err
	}
	id := strings.ToLower(more.ID)
	apply := func(o office.Office) (office.Office, error) {
		if o.ID == "" {
			o = office.Default(id, "", "")
			o.Badges.Count = startBadges
		}
		o, no := data.apply(o, web.File(c, "logo"))
		var no2 refusal.List
		o.Hours, no2 = readWeek(more.Days)
		return o, append(no, no2...).Err()
	}
	if stepNumber(s.Step) > stepNumber(book.StepAdmin) {
		return d.setupChange(c, officeSection, all(err1, err2), apply, d.setupOfficePage, book.StepPeople)
	}
	o, err := d.Book.Home(c.UserContext())
	if err != nil && !errors.Is(err, book.ErrNotFound) {
		return err
	}
	o, err = apply(o)
	o.ID = id
	if err = all(err1, err2, err, at(o.Check(), dayFields)); err != nil || web.Check(c) {
		return web.Again(c, err, d.setupOfficePage)
	}
	if err := d.Book.SetupOffice(c.UserContext(), o); err != nil {
		return web.Again(c, err, d.setupOfficePage)
	}
	return d.setupOn(c, book.StepAdmin)
}

// SetupAdminPage is the second step: who is the first administrator?
type SetupAdminPage struct {
	SetupPage
	Roles []RoleBox
}

func (d *Door) setupAdminPage(c *fiber.Ctx) error {
	p := SetupAdminPage{SetupPage: d.setupPage(c, book.StepAdmin, "setup.admin-head")}
	p.Roles = roleBoxes(p.Page, nil)
	return web.Show(c, "admin/setup_admin", p)
}

// setupAdmin makes the first account and signs it in. The same form sent twice
// finds the account it made.
func (d *Door) setupAdmin(c *fiber.Ctx) error {
	in, err := web.Form[struct {
		Name     string         `form:"name" max:"200"`
		Login    string         `form:"login" max:"64"`
		Password string         `form:"password,raw" max:"200"`
		Again    string         `form:"again,raw" max:"200"`
		Roles    []account.Role `form:"role"`
	}](c)
	o, herr := d.Book.Home(c.UserContext())
	if herr != nil {
		return herr
	}
	a := account.Account{Login: account.CleanLogin(in.Login), Name: strings.TrimSpace(in.Name), Roles: account.Roles{account.Admin}}
	for _, r := range in.Roles {
		if r != account.Admin {
			a.Roles = append(a.Roles, r)
		}
	}
	var no refusal.List
	if book.WeakPassword(in.Password, a.Login, a.Name, o.ID) {
		no = append(no, account.ErrWeak.At("password"))
	}
	if in.Again != in.Password {
		no = append(no, account.ErrRepeat.At("again"))
	}
	if err = all(err, a.Check(), no.Err()); err != nil || web.Check(c) {
		return web.Again(c, at(err, roleField), d.setupAdminPage)
	}
	err = d.Book.SetupAdmin(c.UserContext(), o.ID, a, in.Password)
	taken := errors.Is(err, account.ErrTaken)
	if err != nil && !taken {
		return web.Again(c, at(err, roleField), d.setupAdminPage)
	}
	token, made, serr := d.Book.SignIn(c.UserContext(), a.Login, in.Password, web.Device(c), c.Get(fiber.HeaderUserAgent))
	if serr != nil || taken && !made.Admin() {
		if taken {
			serr = err
		}
		return web.Again(c, serr, d.setupAdminPage)
	}
	if err := d.Book.SetupStep(c.UserContext(), book.StepPeople); err != nil {
		return err
	}
	web.SignIn(c, token)
	return d.setupOn(c, book.StepPeople)
}

// all puts the refusals of several checks together, in their order, one a field; a
// fault among them comes first.
func all(errs ...error) error {
	var list refusal.List
	for _, err := range errs {
		if err == nil {
			continue
		}
		more := refusal.Of(err)
		if more == nil {
			return err
		}
		for _, r := range more {
			if !slices.ContainsFunc(list, func(o *refusal.Refusal) bool { return o.Field != "" && o.Field == r.Field }) {
				list = append(list, r)
			}
		}
	}
	return list.Err()
}
