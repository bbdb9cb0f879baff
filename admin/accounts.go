package admin

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
)

// roleField is where the forms of accounts ask for what account.Check calls roles.
var roleField = map[string]string{"roles": "role"}

// RoleBox is one role to tick.
type RoleBox struct {
	Value, Text string
	On          bool
}

// roleBoxes are the six roles, administrator first as in the office's order of trust.
func roleBoxes(p web.Page, has account.Roles) []RoleBox {
	order := append(account.Roles{account.Admin}, account.AllRoles[:len(account.AllRoles)-1]...)
	var out []RoleBox
	for _, r := range order {
		out = append(out, RoleBox{string(r), p.T("role." + string(r)), p.Ticked("role", string(r), has.Has(r))})
	}
	return out
}

// AccountRow is one account in the list.
type AccountRow struct {
	Login, Name string
	Roles       []string
	Last        string // sign-in, in words
	Disabled    bool
	Now         bool // the one that is being changed
}

// AccountsPage is the list of accounts and, below it, one of them or a new one.
type AccountsPage struct {
	SettingsPage
	Rows    []AccountRow
	One     *account.Account // nil on the bare list
	New     bool
	Roles   []RoleBox
	Persons []Choice
	Changed string
	Where   []SessionRow // the sessions of the one that is being changed
	Shown   NewPassword
}

// NewPassword is a password that was made for somebody: shown once.
type NewPassword struct{ Login, Name, Password string }

// newPassword carries it over the redirect, sealed, and is gone when it was shown.
var newPassword = web.NewSealed[NewPassword]("once", 2*time.Minute)

// accounts begins the page: the list, and whether the own password is needed.
func (d *Door) accounts(c *fiber.Ctx, now string) (AccountsPage, error) {
	p := AccountsPage{SettingsPage: d.settings(c, "settings.accounts")}
	all, err := d.Book.Accounts(c.UserContext(), p.Office.ID)
	if err != nil {
		return p, err
	}
	for _, a := range all {
		r := AccountRow{Login: a.Login, Name: a.Name, Disabled: a.Disabled, Now: a.Login == now}
		for _, role := range a.Roles {
			r.Roles = append(r.Roles, p.T("role."+string(role)))
		}
		last, err := d.Book.LastSignIn(c.UserContext(), p.Office.ID, a.Login)
		if err != nil {
			return p, err
		}
		if r.Last = p.moment(last); last.IsZero() {
			r.Last = p.T("accounts.never")
		}
		p.Rows = append(p.Rows, r)
	}
	return p, nil
}

// persons are the choices of whose account it is.
func (p *AccountsPage) persons(has string) {
	now := p.Typed("person", has)
	p.Persons = []Choice{{"", p.T("accounts.nobody"), now == ""}}
	for _, m := range p.Office.Persons {
		if !m.Gone || m.ID == has {
			p.Persons = append(p.Persons, Choice{m.ID, m.Name, m.ID == now})
		}
	}
}

func (d *Door) accountsPage(c *fiber.Ctx) error {
	p, err := d.accounts(c, "")
	if err != nil {
		return err
	}
	if shown, ok := newPassword.Load(c); ok {
		p.Shown = shown
		newPassword.Clear(c)
	}
	return web.Show(c, "admin/accounts", p)
}

func (d *Door) newAccountPage(c *fiber.Ctx) error {
	p, err := d.accounts(c, "")
	if err != nil {
		return err
	}
	p.New, p.One, p.Roles = true, &account.Account{}, roleBoxes(p.Page, nil)
	p.persons("")
	p.Keys = []web.Key{{Cap: "Alt S", Text: p.T("settings.save")}}
	return web.Show(c, "admin/accounts", p)
}

func (d *Door) accountPage(c *fiber.Ctx) error {
	login := c.Params("login")
	p, err := d.accounts(c, login)
	if err != nil {
		return err
	}
	a, err := d.Book.Account(c.UserContext(), login)
	if err != nil {
		return err
	}
	if a.Office != p.Office.ID {
		return book.ErrNotFound
	}
	if p.Where, err = d.sessionRows(c, p.SettingsPage, login); err != nil {
		return err
	}
	p.One, p.Roles = &a, roleBoxes(p.Page, a.Roles)
	p.Changed = p.T("accounts.changed", "when", p.moment(a.Changed))
	p.persons(a.Person)
	p.Path = "/pengaturan/akun/" + a.Login
	p.Keys = []web.Key{{Cap: "Alt S", Text: p.T("settings.save")}}
	return web.Show(c, "admin/accounts", p)
}

// accountForm is what the administrator says about an account.
type accountForm struct {
	Login  string         `form:"login" max:"64"`
	Name   string         `form:"name" max:"200"`
	Roles  []account.Role `form:"role"`
	Person string         `form:"person" max:"60"`
	Own    string         `form:"own,raw" max:"200"` // the administrator's own password
}

func (d *Door) addAccount(c *fiber.Ctx) error {
	m, err := web.Form[accountForm](c)
	a := account.Account{Login: account.CleanLogin(m.Login), Name: m.Name, Roles: m.Roles, Person: m.Person}
	if err = all(err, a.Check()); err == nil && !web.Check(c) {
		err = d.askOwn(c, m.Own)
	}
	if err != nil || web.Check(c) {
		return web.Again(c, at(err, roleField), d.newAccountPage)
	}
	password := book.NewPassword()
	if err := d.Book.AddAccount(c.UserContext(), web.Stamp(c), a, password, true); err != nil {
		return web.Again(c, at(err, roleField), d.newAccountPage)
	}
	return d.showPassword(c, a.Login, a.Name, password)
}

func (d *Door) showPassword(c *fiber.Ctx, login, name, password string) error {
	if err := newPassword.Save(c, NewPassword{login, name, password}); err != nil {
		return err
	}
	return web.Redirect(c, "/pengaturan/akun")
}

func (d *Door) changeAccount(c *fiber.Ctx) error {
	m, err := web.Form[accountForm](c)
	if err == nil && m.Person != "" {
		o, herr := d.Book.Home(c.UserContext())
		if herr != nil {
			return herr
		}
		if _, ok := o.Person(m.Person); !ok {
			err = account.ErrPerson.At("person")
		}
	}
	return d.onAccount(c, m, err, func(s account.Stamp, login string) error {
		return d.Book.ChangeAccount(c.UserContext(), s, login, func(a account.Account) account.Account {
			a.Name, a.Roles, a.Person = m.Name, m.Roles, m.Person
			return a
		})
	})
}

// onAccount does something sensitive to the account of the address.
func (d *Door) onAccount(c *fiber.Ctx, m accountForm, err error, act func(s account.Stamp, login string) error) error {
	if err == nil && !web.Check(c) {
		err = d.askOwn(c, m.Own)
	}
	login := c.Params("login")
	if err == nil && !web.Check(c) {
		err = act(web.Stamp(c), login)
	}
	if list := refusal.Of(err); list != nil && list.Is(book.ErrNotFound) {
		return err
	}
	if err != nil || web.Check(c) {
		return web.Again(c, at(err, roleField), d.accountPage)
	}
	return web.Redirect(c, "/pengaturan/akun/:login?tersimpan=1", login)
}

// endAccountSession ends one session of an account, from the list.
func (d *Door) endAccountSession(c *fiber.Ctx) error {
	m, err := web.Form[struct {
		Own string `form:"own,raw" max:"200"`
		ID  string `form:"id" max:"120"`
	}](c)
	return d.onAccount(c, accountForm{Own: m.Own}, err, func(s account.Stamp, login string) error {
		a, err := d.Book.Account(c.UserContext(), login)
		if err == nil && a.Office != s.Office {
			err = book.ErrNotFound
		}
		if err == nil {
			err = d.Book.EndSession(c.UserContext(), s, login, m.ID)
		}
		return err
	})
}

// ownForm is the only field of the acts that need no other.
func ownForm(c *fiber.Ctx) (accountForm, error) {
	m, err := web.Form[struct {
		Own string `form:"own,raw" max:"200"`
	}](c)
	return accountForm{Own: m.Own}, err
}

func (d *Door) resetPassword(c *fiber.Ctx) error {
	m, err := ownForm(c)
	login := c.Params("login")
	if err == nil && !web.Check(c) {
		err = d.askOwn(c, m.Own)
	}
	if err != nil || web.Check(c) {
		return web.Again(c, err, d.accountPage)
	}
	a, err := d.Book.Account(c.UserContext(), login)
	if err != nil {
		return err
	}
	password := book.NewPassword()
	if err := d.Book.SetPassword(c.UserContext(), web.Stamp(c), login, password, true, ""); err != nil {
		if refusal.Of(err).Is(book.ErrNotFound) {
			return err
		}
		return web.Again(c, err, d.accountPage)
	}
	return d.showPassword(c, login, a.Name, password)
}

func (d *Door) endAccountSessions(c *fiber.Ctx) error {
	m, err := ownForm(c)
	return d.onAccount(c, m, err, func(s account.Stamp, login string) error {
		a, err := d.Book.Account(c.UserContext(), login)
		if err == nil && a.Office != s.Office {
			err = book.ErrNotFound
		}
		if err == nil {
			_, err = d.Book.EndSessions(c.UserContext(), s, login, web.Session(c).ID)
		}
		return err
	})
}

func (d *Door) disableAccount(c *fiber.Ctx) error { return d.setDisabled(c, true) }
func (d *Door) enableAccount(c *fiber.Ctx) error  { return d.setDisabled(c, false) }

func (d *Door) setDisabled(c *fiber.Ctx, off bool) error {
	m, err := ownForm(c)
	return d.onAccount(c, m, err, func(s account.Stamp, login string) error {
		return d.Book.ChangeAccount(c.UserContext(), s, login, func(a account.Account) account.Account {
			a.Disabled = off
			return a
		})
	})
}
