package kiosk

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/office"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// maxUnits is how many tiles a page of units has, "Belum tahu, bantu saya" included.
const maxUnits = 8

// UnitPage asks whom the guest wants to see: a unit by a touch, a person by name.
type UnitPage struct {
	step
	Tiles []Tile
	More  int    // number of the page with the next units; 0 for none
	Host  string // what was searched for
	Found string // what became of the search, in words
	Names bool   // the office lets guests look for persons
}

func (d *Door) unit(c *fiber.Ctx) error {
	a, ok := draft.Load(c)
	if !ok {
		return web.Redirect(c, atHome)
	}
	p := UnitPage{step: d.step(c, "kiosk.unit-title", 2, atPurpose)}
	if asksLetter(p.Office, a.Purpose) && !p.Change {
		p.Back = string(atLetter)
	}
	p.Body = "kiosk kiosk--fill kiosk--unit"
	p.Names = !p.Office.Rules.HideNames && len(p.Office.Hosts("")) > 0
	q, _ := web.Query[struct {
		Host string `form:"host" max:"80"`
		Page int    `form:"hal"`
	}](c)
	if p.Names && q.Host != "" {
		p.Host = q.Host
		p.find(a)
	}
	if p.Tiles == nil {
		p.units(a, q.Page)
	}
	return web.Show(c, "kiosk/unit", p)
}

// find offers the persons and units that the typed words fit, the best first.
func (p *UnitPage) find(a answers) {
	const room = maxUnits - 1 // one tile leads back to all units
	matches := office.Find(p.Office, p.Host, maxUnits)
	switch {
	case len(matches) == 0:
		p.Found = p.T("kiosk.unit-none", "text", p.Host)
		return
	case len(matches) > room:
		p.Found, matches = p.T("kiosk.unit-many"), matches[:room]
	default:
		p.Found = p.T("kiosk.unit-found")
	}
	for _, m := range matches {
		if m.IsUnit {
			p.Tiles = append(p.Tiles, p.tile(m.Unit, a))
			continue
		}
		t := Tile{Field: "host", Value: m.Person.ID, Icon: "user-round", Name: m.Person.Name, Chosen: m.Person.ID == a.Host}
		if t.Hint = m.Person.Title; t.Hint == "" {
			t.Hint = local(p.Page, m.Unit.Name, m.Unit.Name2)
		}
		p.Tiles = append(p.Tiles, t)
	}
}

// units are the tiles of one page: all units when they fit, else some and "more".
func (p *UnitPage) units(a answers, page int) {
	all := p.Office.OpenUnits()
	if room := maxUnits - 1; len(all) > room {
		room--
		if page < 1 || (page-1)*room >= len(all) {
			page = 1
		}
		p.More = page + 1
		from := (page - 1) * room
		if all = all[from:]; len(all) > room {
			all = all[:room]
		} else {
			p.More = 1
		}
	}
	for _, u := range all {
		p.Tiles = append(p.Tiles, p.tile(u, a))
	}
	p.Tiles = append(p.Tiles, Tile{Field: "help", Value: "1", Icon: "circle-question-mark", Name: p.T("kiosk.unit-help")})
}

func (p *UnitPage) tile(u office.Unit, a answers) Tile {
	icon := u.Icon
	if icon == "" {
		icon = "landmark"
	}
	return Tile{Field: "unit", Value: u.ID, Icon: icon, Name: local(p.Page, u.Name, u.Name2), Chosen: u.ID == a.Unit && a.Host == ""}
}

// MoreLink leads to the next units, from the last ones to the first, and from persons
// to the units.
func (p UnitPage) MoreLink() string {
	link := string(atUnit) + "?hal=" + strconv.Itoa(max(p.More, 1))
	if p.Change {
		link += "&ubah=1"
	}
	return link
}

// Persons reports whether the tiles are what a search found.
func (p UnitPage) Persons() bool { return p.Found != "" && p.Tiles[len(p.Tiles)-1].Field != "help" }

// Keys open when the search field is touched, in the place of the tiles.
func (p UnitPage) Keys() board {
	return board{Lang: p.Lang, For: "host", Kind: "text", Sign: "'", Open: true, Hides: ".k-grid"}
}

func (d *Door) chooseUnit(c *fiber.Ctx) error {
	a, ok := draft.Load(c)
	if !ok {
		return web.Redirect(c, atHome)
	}
	f, err := web.Form[struct {
		Unit string `form:"unit" max:"40"`
		Host string `form:"host" max:"40"`
		Help bool   `form:"help"`
		Keep bool   `form:"keep"`
	}](c)
	if f.Keep {
		return kept(c, a)
	}
	o, err2 := d.Book.Home(c.UserContext())
	if err2 != nil {
		return err2
	}
	switch p, ok := o.Person(f.Host); {
	case err != nil:
	case f.Help:
		a.Unit, a.Host = "", ""
	case ok && !p.Gone && p.Host && !o.Rules.HideNames:
		a.Unit, a.Host = p.Unit, p.ID
	default:
		u, ok := o.Unit(f.Unit)
		if !ok || u.Hidden {
			err = visit.ErrUnit.At("unit")
		}
		a.Unit, a.Host = u.ID, ""
	}
	if err == nil {
		err = fits(draft.Save(c, a), "unit")
	}
	if err != nil {
		return web.Again(c, err, d.unit)
	}
	return next(c, atName)
}
