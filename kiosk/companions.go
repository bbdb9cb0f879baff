package kiosk

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// CompanionsPage says who comes along, and asks who needs help.
type CompanionsPage struct {
	step
	Companions []string
	Adding     string
	Needs      []visit.Need
}

// Size is how many people come, the guest included.
func (p CompanionsPage) Size() int { return 1 + len(p.Companions) }

// Number counts companions from 1, as "remove" does.
func (p CompanionsPage) Number(i int) int { return i + 1 }

// AllNeeds are the kinds of help that can be asked for.
func (p CompanionsPage) AllNeeds() []visit.Need { return visit.Needs }

// Needed reports whether this help was asked for.
func (p CompanionsPage) Needed(n visit.Need) bool {
	return p.Ticked("need", string(n), slices.Contains(p.Needs, n))
}

// Keys take the place of the needs while a name is typed.
func (p CompanionsPage) Keys() board {
	return board{Lang: p.Lang, For: "name", Kind: "text", Sign: "'", Open: true, Hides: "#needs"}
}

func (d *Door) companions(c *fiber.Ctx) error {
	a, ok := draft.Load(c)
	if !ok {
		return web.Redirect(c, atHome)
	}
	p := CompanionsPage{step: d.step(c, "kiosk.companions-title", 3, atNumber), Companions: a.Companions, Adding: a.Adding, Needs: a.Needs}
	p.Body, p.Next = "kiosk kiosk--people", p.T("shared.next")
	return web.Show(c, "kiosk/companions", p)
}

// changeCompanions adds a name, takes one away, or goes on. It is one form, so that a
// name half typed and a tick just made never lose each other.
func (d *Door) changeCompanions(c *fiber.Ctx) error {
	a, ok := draft.Load(c)
	if !ok {
		return web.Redirect(c, atHome)
	}
	f, err := web.Form[struct {
		Name   string       `form:"name" max:"65536"`
		Needs  []visit.Need `form:"need"`
		Add    bool         `form:"add"`
		Enter  bool         `form:"enter"` // the Enter key: adds a name, goes on without one
		Remove string       `form:"remove" max:"3"`
		Keep   bool         `form:"keep"`
	}](c)
	a.Adding, a.Needs = f.Name, needs(f.Needs)
	if f.Keep {
		return kept(c, a)
	}
	stay := f.Add || f.Enter && f.Name != ""
	if n, bad := strconv.Atoi(f.Remove); bad == nil {
		if n >= 1 && n <= len(a.Companions) {
			a.Companions = slices.Delete(slices.Clone(a.Companions), n-1, n)
		}
		stay, err = true, fits(draft.Save(c, a), "name")
	} else if err == nil {
		err = a.add(f.Name, f.Add)
		if err == nil {
			err = fits(draft.Save(c, a), "name")
		}
	}
	if err != nil {
		return web.Again(c, err, d.companions)
	}
	if stay && changing(c) {
		return web.Redirect(c, atCompanions+"?ubah=1")
	} else if stay {
		return web.Redirect(c, atCompanions)
	}
	return web.Redirect(c, atReview)
}

// add takes a companion's name into the party. Nothing typed is fine unless the guest
// asked for it.
func (a *answers) add(name string, must bool) error {
	if strings.TrimSpace(name) == "" && !must {
		a.Adding = ""
		return nil
	}
	name, err := visit.CleanName(name)
	switch {
	case err == visit.ErrName:
		return ErrCompanion.At("name")
	case err != nil:
		return at(err, "name")
	case len(a.Companions) >= visit.MaxCompanions:
		return visit.ErrCompanions.With("max", visit.MaxCompanions).At("name")
	}
	a.Companions, a.Adding = append(slices.Clone(a.Companions), name), ""
	return nil
}
