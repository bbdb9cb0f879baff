package kiosk

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// RegisterPage is the home of a phone: the kiosk's questions on one page, and the day.
type RegisterPage struct {
	web.Page
	Hours   string
	Choices []office.Person // persons that a half-known name could mean
	When    string          // the choice made beforehand: today, tomorrow, other
	Day     string          // the next day the office is open, for "other"
	Kiosk   bool            // somebody opened /kios on a screen that is no kiosk
}

func (d *Door) register(c *fiber.Ctx) error {
	if _, err := d.Book.Home(c.UserContext()); errors.Is(err, book.ErrNotFound) {
		return d.notYet(c)
	}
	return web.Show(c, "kiosk/register", d.registerPage(c))
}

func (d *Door) registerPage(c *fiber.Ctx) RegisterPage {
	p := RegisterPage{Page: d.page(c, web.Phone, "phone.title"), Kiosk: c.Query("kios") == "1"}
	if v, ok := typed.Load(c); ok {
		p.Page = p.Retyped(v)
	}
	p.Hours = hours(p.Page)
	p.When, p.Day = "today", p.Now.Format(time.DateOnly)
	if at, ok := p.Office.NextOpen(p.Now); ok {
		p.Day = at.Format(time.DateOnly)
		switch {
		case p.Office.SameDay(at, p.Now):
		case p.Office.SameDay(at, p.Now.AddDate(0, 0, 1)):
			p.When = "tomorrow"
		default:
			p.When = "other"
		}
	}
	if name := p.Typed("host", nil); p.Names() && name != "" {
		if found := hosts(p.Office, name, p.Typed("unit", nil)); len(found) > 1 {
			p.Choices = found
		}
	}
	return p
}

// Purposes, Units, Needs and Salutes are the choices, in the office's order.
func (p RegisterPage) Purposes() []office.Purpose {
	return slices.DeleteFunc(slices.Clone(p.Office.Purposes), func(o office.Purpose) bool { return o.Hidden })
}

// Local is a name in the page's language.
func (p RegisterPage) Local(id, en string) string { return local(p.Page, id, en) }

// Needs are the kinds of help that can be asked for.
func (p RegisterPage) Needs() []visit.Need { return visit.Needs }

// Salutes are the ways to be addressed.
func (p RegisterPage) Salutes() []visit.Salute { return salutes }

// Names reports whether the office lets guests ask for a person.
func (p RegisterPage) Names() bool { return !p.Office.Rules.HideNames && len(p.Office.Hosts("")) > 0 }

// Today and Last are the days between which a visit can be registered.
func (p RegisterPage) Today() string { return p.Now.Format(time.DateOnly) }

// Last is the farthest day.
func (p RegisterPage) Last() string {
	return p.Now.AddDate(0, 0, p.Office.Rules.Filled().AheadDays).Format(time.DateOnly)
}

// form is what the phone's page sends. How long a name may be is visit's rule, not the form's.
type form struct {
	Purpose    string       `form:"purpose" max:"40"`
	Note       string       `form:"note" max:"120"`
	Letter     string       `form:"letter" max:"60"`
	Unit       string       `form:"unit" max:"40"`
	Host       string       `form:"host" max:"80"`   // a name as typed
	Person     string       `form:"person" max:"40"` // chosen among several
	Name       string       `form:"name" max:"65536"`
	Salute     visit.Salute `form:"salut"`
	Phone      string       `form:"tel" max:"40"`
	Companions string       `form:"companions,lines" max:"2000"`
	Needs      []visit.Need `form:"need"`
	When       string       `form:"d" max:"10"`
	Day        string       `form:"day" max:"10"`
	Weapon     string       `form:"weapon"`
	Read       bool         `form:"rules"`
	Hide       bool         `form:"confidential"`
	Keep       bool         `form:"keep"` // a link leads away: keep what is typed, and judge nothing
}

// typed is the page as it was typed when the guest chose another language, in the
// browser's own sealed cookie.
var typed = web.NewSealed[url.Values]("typed", time.Hour)

// fields is the order of the form, and so of its messages.
var fields = []string{"purpose", "note", "letter", "unit", "host", "name", "salut", "tel", "companions", "need", "d", "day", "weapon", "rules", "confidential"}

func (d *Door) sendRegister(c *fiber.Ctx) error {
	f, err := web.Form[form](c)
	if f.Keep {
		if err := typed.Save(c, web.Posted(c, append(fields, "person")...)); err != nil {
			return err
		}
		return c.SendStatus(fiber.StatusNoContent)
	}
	o, fault := d.Book.Home(c.UserContext())
	if fault != nil {
		return d.keep(c, fault)
	}
	m := visit.Register{
		Purpose: f.Purpose, Note: f.Note, Letter: f.Letter, Unit: f.Unit, Name: f.Name, Salute: f.Salute, Phone: f.Phone,
		Companions: strings.Split(f.Companions, "\n"), Needs: needs(f.Needs), Day: f.Day, Weapon: f.Weapon, Read: f.Read,
		Confidential: f.Hide, Source: visit.ByPhone, Lang: string(web.Lang(c)),
	}
	s := web.Stamp(c)
	switch f.When {
	case "today", "":
		m.Day = ""
	case "tomorrow":
		m.Day = o.Day(s.At).AddDate(0, 0, 1).Format(time.DateOnly)
	default:
		if m.Day == "" {
			m.Day = "?" // "another day", and none chosen
		}
	}
	list := refusal.Of(err)
	if m.Host, err = host(o, f); err != nil {
		list = append(list, refusal.Of(err)...)
	}
	_, err = visit.Do(visit.Visit{}, m, s, o) // all that is wrong at once; nothing is written
	if list = inOrder(append(list, refusal.Of(err)...)); list != nil {
		return web.Again(c, list, d.register)
	}
	v, _, err := d.Book.Register(c.UserContext(), s, m)
	switch {
	case err == nil:
		typed.Clear(c)
		return web.Redirect(c, "/t/:ticket", o.ID+"."+v.Ticket)
	case refusal.Of(err) != nil:
		return web.Again(c, err, d.register)
	}
	return d.keep(c, err)
}

// keep answers while the store is away: the same page, 503, with everything that was
// typed and the same act, so that sending it again makes no second visit.
func (d *Door) keep(c *fiber.Ctx, fault error) error {
	d.Log.Error("fault", "id", web.ID(c), "route", c.Route().Path, "err", fault)
	return web.Again(c, ErrAway, func(c *fiber.Ctx) error {
		return c.Status(fiber.StatusServiceUnavailable).Render("kiosk/register", d.registerPage(c))
	})
}

// host finds the person whom a typed name means.
func host(o office.Office, f form) (string, error) {
	if o.Rules.HideNames || f.Host == "" {
		return "", nil
	}
	found := hosts(o, f.Host, f.Unit)
	for _, p := range found {
		if p.ID == f.Person || len(found) == 1 {
			return p.ID, nil
		}
	}
	if len(found) == 0 {
		return "", ErrHostNone.At("host")
	}
	return "", ErrHostMany.At("host")
}

// hosts are the persons that a typed name fits, at most six; those of the chosen unit
// where there are any.
func hosts(o office.Office, text, unit string) []office.Person {
	var all, here []office.Person
	for _, m := range office.Find(o, text, 0) {
		if m.IsUnit {
			continue
		}
		all = append(all, m.Person)
		if m.Person.Unit == unit {
			here = append(here, m.Person)
		}
	}
	if len(here) > 0 {
		all = here
	}
	return all[:min(len(all), 6)]
}

// inOrder puts refusals in the order of the form, one for each field. A companion's own
// number says nothing where all names stand in one field.
func inOrder(list refusal.List) refusal.List {
	var out refusal.List
	for _, r := range list {
		if strings.HasPrefix(r.Field, "companion") {
			if r = r.At("companions"); errors.Is(r, visit.ErrName) {
				r = ErrCompanion.At("companions")
			}
		}
		if !slices.ContainsFunc(out, func(o *refusal.Refusal) bool { return o.Field == r.Field }) {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b *refusal.Refusal) int { return slices.Index(fields, a.Field) - slices.Index(fields, b.Field) })
	return out
}
