package kiosk

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/identity"
	"bukutamu/internal/lang"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// board are on-screen keys, drawn by the server and worked by keyboard.js.
type board struct {
	lang.Lang
	For   string // id of the input they type into
	Kind  string // text, code or digits
	Sign  string // the key left of the space bar
	Open  bool   // they open only when the input is touched
	Hides string // what gives way to them, a selector
}

// fits puts the refusal of a draft that is too large beside the field filled last.
func fits(err error, field string) error {
	if errors.Is(err, web.ErrDraftFull) {
		return web.ErrDraftFull.At(field)
	}
	return err
}

// at names the field that the refusals of err are about.
func at(err error, field string) error {
	var out refusal.List
	for _, r := range refusal.Of(err) {
		out = append(out, r.At(field))
	}
	if out == nil {
		return err
	}
	return out
}

// NamePage asks for the guest's name, and how to address them.
type NamePage struct {
	step
	Name   string
	Salute visit.Salute
}

// Salutes are the choices, none of them made beforehand.
func (p NamePage) Salutes() []visit.Salute { return salutes }

var salutes = []visit.Salute{visit.Ibu, visit.Bapak, "nama"}

// Keys are the page's letters.
func (p NamePage) Keys() board { return board{Lang: p.Lang, For: "name", Kind: "text", Sign: "'"} }

func (d *Door) name(c *fiber.Ctx) error {
	a, ok := draft.Load(c)
	if !ok {
		return web.Redirect(c, atHome)
	}
	p := NamePage{step: d.step(c, "kiosk.name-title", 3, atUnit), Name: a.Name, Salute: a.Salute}
	p.Body, p.Next = "kiosk kiosk--keys", p.T("shared.next")
	return web.Show(c, "kiosk/name", p)
}

func (d *Door) writeName(c *fiber.Ctx) error {
	a, ok := draft.Load(c)
	if !ok {
		return web.Redirect(c, atHome)
	}
	f, err := web.Form[struct {
		Name   string       `form:"name" max:"65536"`
		Salute visit.Salute `form:"salut"`
		Keep   bool         `form:"keep"`
	}](c)
	a.Name, a.Salute = f.Name, f.Salute
	if f.Keep {
		return kept(c, a)
	}
	if err == nil {
		a.Name, err = visit.CleanName(f.Name)
		err = at(err, "name")
	}
	if err == nil {
		err = fits(draft.Save(c, a), "name")
	}
	if err != nil {
		return web.Again(c, err, d.name)
	}
	return next(c, atNumber)
}

// NumberPage asks for a phone number, which may be skipped.
type NumberPage struct {
	step
	Phone string
}

// Keys are the page's digits.
func (p NumberPage) Keys() board { return board{Lang: p.Lang, For: "tel", Kind: "digits"} }

func (d *Door) number(c *fiber.Ctx) error {
	a, ok := draft.Load(c)
	if !ok {
		return web.Redirect(c, atHome)
	}
	p := NumberPage{step: d.step(c, "kiosk.number-title", 3, atName), Phone: a.Phone}
	if n, err := identity.CleanPhone(a.Phone); err == nil {
		p.Phone = identity.ShowPhone(n)
	}
	p.Body, p.Next = "kiosk kiosk--keys", p.T("shared.next")
	return web.Show(c, "kiosk/number", p)
}

func (d *Door) writeNumber(c *fiber.Ctx) error {
	a, ok := draft.Load(c)
	if !ok {
		return web.Redirect(c, atHome)
	}
	f, err := web.Form[struct {
		Phone string `form:"tel" max:"40"`
		Skip  bool   `form:"skip"`
		Keep  bool   `form:"keep"`
	}](c)
	a.Phone = f.Phone
	if f.Keep {
		return kept(c, a)
	}
	if f.Skip {
		a.Phone, err = "", nil
	}
	if err == nil && a.Phone != "" {
		a.Phone, err = identity.CleanPhone(f.Phone)
		err = at(err, "tel")
	}
	if err == nil {
		err = fits(draft.Save(c, a), "tel")
	}
	if err != nil {
		return web.Again(c, err, d.number)
	}
	return next(c, atCompanions)
}
