package kiosk

import (
	"errors"
	"fmt"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/identity"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// Fact is one row of the check page.
type Fact struct {
	Name, Value, Small string
	Change             string // path of the page that changes it
	Code               bool
}

// ReviewPage shows what will be sent, and asks what must be declared.
type ReviewPage struct {
	step
	Facts  []Fact
	Weapon string
	Read   bool
	Hide   bool
}

func (d *Door) review(c *fiber.Ctx) error {
	a, ok := draft.Load(c)
	if !ok {
		return web.Redirect(c, atHome)
	}
	p := ReviewPage{step: d.step(c, "kiosk.review-title", 4, atCompanions), Weapon: a.Weapon, Read: a.Read, Hide: a.Hide}
	p.Change, p.Back = false, string(atCompanions)
	if path := a.missing(p.Office); path != "" && p.Office.ID != "" && !p.Again() {
		return web.Redirect(c, path)
	}
	p.Body, p.Next = "kiosk kiosk--review", p.T("kiosk.take")
	p.Facts = facts(p.Page, a)
	return web.Show(c, "kiosk/review", p)
}

func facts(p web.Page, a answers) []Fact {
	fact := func(key, value, small string, path web.Path) Fact {
		return Fact{Name: p.T(key), Value: value, Small: small, Change: string(path) + "?ubah=1"}
	}
	purpose, _ := p.Office.Purpose(a.Purpose)
	detail := a.Note
	if a.Letter != "" {
		detail = p.T("kiosk.review-letter", "number", a.Letter)
	}
	phone := fact("kiosk.review-phone", p.T("kiosk.review-nophone"), "", atNumber)
	if n, err := identity.CleanPhone(a.Phone); err == nil && n != "" {
		phone.Value, phone.Code = identity.MaskPhone(n), true
	}
	host, unit := destination(p, a.Unit, a.Host)
	return []Fact{
		fact("kiosk.review-purpose", local(p, purpose.Name, purpose.Name2), detail, atPurpose),
		fact("kiosk.review-host", host, unit, atUnit),
		fact("kiosk.review-name", addressed(p, a.Salute, a.Name), "", atName),
		phone,
		fact("kiosk.review-party", partyWords(p, a.Companions), needWords(p, a.Needs), atCompanions),
	}
}

// destination is whom the guest wants to see in words, and that person's unit.
func destination(p web.Page, unit, host string) (name, of string) {
	u, ok := p.Office.Unit(unit)
	if name = local(p, u.Name, u.Name2); !ok {
		name = p.T("kiosk.unit-help")
	}
	if person, found := p.Office.Person(host); found {
		if !ok {
			return person.Name, ""
		}
		return person.Name, name
	}
	return name, ""
}

// addressed is a name as the guest wants to hear it: Ibu Anggrek Contohwati.
func addressed(p web.Page, s visit.Salute, name string) string {
	if s == visit.Ibu || s == visit.Bapak {
		return p.T("kiosk.address-"+string(s), "name", name)
	}
	return name
}

// partyWords names at most three companions.
func partyWords(p web.Page, names []string) string {
	switch n := len(names); {
	case n == 0:
		return p.T("kiosk.party-alone")
	case n > 3:
		return p.T("kiosk.party-many", "people", n+1, "names", strings.Join(names[:2], ", "), "n", n-2)
	default:
		return p.T("kiosk.party-with", "people", n+1, "names", strings.Join(names, ", "))
	}
}

func needWords(p web.Page, list []visit.Need) string {
	if len(list) == 0 {
		return ""
	}
	var words []string
	for _, n := range list {
		words = append(words, strings.ToLower(p.T("kiosk.need-"+string(n))))
	}
	return p.T("kiosk.review-needs", "needs", strings.Join(words, ", "))
}

// take sends the registration. The draft's nonce becomes the visit's id, so that the
// same answers sent twice are one visit.
func (d *Door) take(c *fiber.Ctx) error {
	a, ok := draft.Load(c)
	if !ok {
		if _, has := held.Load(c); has { // sent again after it had worked
			return web.Redirect(c, atTicket)
		}
		return web.Redirect(c, atHome)
	}
	f, err := web.Form[struct {
		Weapon string `form:"weapon"`
		Read   bool   `form:"rules"`
		Hide   bool   `form:"confidential"`
		Keep   bool   `form:"keep"`
	}](c)
	a.Weapon, a.Read, a.Hide = f.Weapon, f.Read, f.Hide
	if f.Keep {
		return kept(c, a)
	}
	if err == nil {
		var o office.Office
		if o, err = d.Book.Home(c.UserContext()); err == nil {
			if path := a.missing(o); path != "" {
				return web.Redirect(c, path)
			}
		}
	}
	var v visit.Visit
	if err == nil {
		s := web.Stamp(c)
		s.Act = draft.Nonce(c)
		v, _, err = d.Book.Register(c.UserContext(), s, a.registration(web.Lang(c)))
	}
	switch {
	case err == nil:
		if err := held.Save(c, v.ID); err != nil {
			return err
		}
		draft.Clear(c)
		return web.Redirect(c, atTicket)
	case refusal.Of(err) != nil:
		return web.Again(c, err, d.review)
	}
	return d.notIssued(c, a, err)
}

// ErrorPage says that the ticket could not be issued, and gives two ways on: try again
// with the same key, or the desk.
type ErrorPage struct {
	web.Page
	Weapon     string
	Read, Hide bool
	ID         string
}

// notIssued is the answer to the last step while the store is away. What was declared
// goes into the draft too, so that nothing has to be said again.
func (d *Door) notIssued(c *fiber.Ctx, a answers, fault error) error {
	d.Log.Error("fault", "id", web.ID(c), "route", c.Route().Path, "err", fault)
	if err := draft.Save(c, a); err != nil && !errors.Is(err, web.ErrDraftFull) {
		return err
	}
	p := ErrorPage{Page: d.page(c, web.Kiosk, "kiosk.error-title"), Weapon: a.Weapon, Read: a.Read, Hide: a.Hide, ID: web.ID(c)}
	p.Page = d.quiet(p.Page, 70, 20)
	p.Status = fiber.StatusServiceUnavailable
	return c.Status(p.Status).Render("kiosk/error", p)
}

// Total is how long the answers stay when nobody touches the screen.
func (p ErrorPage) Total() int { return p.Quiet + p.Count }

// Fault is the code that an officer can pass on.
func (p ErrorPage) Fault() string { return fmt.Sprintf("E-TIKET-%d · %s", p.Status, p.ID) }
