package admin

import (
	"cmp"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/office"
	"bukutamu/internal/web"
)

// tellPeople are units and persons for the audit log, one a line.
func tellPeople(o office.Office) []Value {
	var units, order, persons []string
	for _, u := range o.Units {
		units = append(units, line(u.Name, u.Short, u.Name2, u.Room, flag(u.Hidden, "tidak tampil")))
		order = append(order, u.Short)
	}
	for _, p := range o.Persons {
		u, _ := o.Unit(p.Unit)
		role := map[string]string{"host": "tuan rumah", "escort": "pengantar", "both": "keduanya"}[personRole(p)]
		deputy, _ := o.Person(p.Deputy)
		if deputy.Name != "" {
			deputy.Name = "wakil " + deputy.Name
		}
		persons = append(persons, line(listName(p), p.Title, u.Short, role, p.Room, deputy.Name, flag(p.Away, "tidak di tempat"), flag(p.Gone, "sudah pindah")))
	}
	return []Value{{"", "settings.units", strings.Join(units, "\n")}, {"", "settings.order-units", strings.Join(order, ", ")},
		{"", "settings.persons", strings.Join(persons, "\n")}}
}

// listName is a person's name as a list writes it.
func listName(p office.Person) string {
	if p.Salute == "ibu" || p.Salute == "bapak" {
		return strings.ToUpper(p.Salute[:1]) + p.Salute[1:] + " " + p.Name
	}
	return p.Name
}

var peopleSection = section{path: "/pengaturan/bagian", tells: tellPeople, values: func(o office.Office) []Value {
	return []Value{{"people", "settings.list", peopleList(o)}}
}}

// SettingsPeoplePage are units and persons: those the office has, and the box for more.
type SettingsPeoplePage struct {
	SettingsPage
	PeoplePart
	Has   []UnitRow
	Staff []PersonRow
}

func (d *Door) peoplePage(c *fiber.Ctx) error {
	p := SettingsPeoplePage{SettingsPage: d.settings(c, "settings.people")}
	p.Path = "/pengaturan/bagian"
	p.PeoplePart = peoplePart(p.Page, p.Office, "")
	for i, u := range p.Office.Units {
		p.Has = append(p.Has, UnitRow{ID: u.ID, Name: unitName(p.Page, u), Short: u.Short, Room: u.Room, Hidden: u.Hidden,
			First: i == 0, Last: i == len(p.Office.Units)-1})
	}
	for _, gone := range []bool{false, true} {
		for _, m := range p.Office.Persons {
			if m.Gone == gone {
				p.Staff = append(p.Staff, personRow(p.Page, p.Office, m, false))
			}
		}
	}
	p.Keys = []web.Key{{Cap: "Alt S", Text: p.T("settings.save")}}
	if err := d.changes(c, &p.SettingsPage, peopleSection); err != nil {
		return err
	}
	return web.Show(c, "admin/settings_people", p)
}

// orderUnits moves a unit by one place: the kiosk shows them in this order.
func (d *Door) orderUnits(c *fiber.Ctx) error {
	m, err := web.Form[struct {
		Up   string `form:"up" max:"40"`
		Down string `form:"down" max:"40"`
	}](c)
	return d.save(c, peopleSection, err, func(o office.Office) (office.Office, error) {
		o.Units = reordered(o.Units, unitID, m.Up, m.Down)
		return o, nil
	}, func(c *fiber.Ctx) error { return d.peoplePage(c) })
}

// unitSection are the fields of one unit; of a new one they are empty.
func unitSection(id string) section {
	return section{path: "/pengaturan/bagian", tells: tellPeople, values: func(o office.Office) []Value {
		u, _ := o.Unit(id)
		return []Value{{"unit_name", "settings.name-id", u.Name}, {"name2", "settings.name-en", u.Name2}, {"short", "settings.short", u.Short},
			{"room", "settings.room", u.Room}, {"hidden", "settings.hidden", yes(u.Hidden)}}
	}}
}

// UnitPage is one unit, or a new one.
type UnitPage struct {
	SettingsPage
	One office.Unit
	New bool
}

func (d *Door) unitPage(c *fiber.Ctx) error {
	id := c.Params("id")
	p := UnitPage{SettingsPage: d.settings(c, "settings.people"), New: id == ""}
	var ok bool
	if p.One, ok = p.Office.Unit(id); !ok && !p.New {
		return book.ErrNotFound
	}
	p.form(unitSection(id))
	return web.Show(c, "admin/settings_unit", p)
}

func (d *Door) saveUnit(c *fiber.Ctx) error {
	id := c.Params("id")
	m, err := web.Form[struct {
		Name   string `form:"unit_name" max:"200"`
		Name2  string `form:"name2" max:"200"`
		Short  string `form:"short" max:"200"`
		Room   string `form:"room" max:"200"`
		Hidden bool   `form:"hidden"`
	}](c)
	return d.save(c, unitSection(id), err, func(o office.Office) (office.Office, error) {
		units, u, err := edited(o.Units, unitID, id, func() office.Unit { return office.Unit{ID: o.NewUnitID(cmp.Or(m.Short, m.Name))} })
		if err != nil {
			return o, err
		}
		o.Units = units
		u.Name, u.Name2, u.Short, u.Room, u.Hidden = m.Name, m.Name2, m.Short, m.Room, m.Hidden
		if len(o.OpenUnits()) == 0 {
			return o, errNobody.At("hidden")
		}
		return o, nil
	}, d.unitPage)
}
