package admin

import (
	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
)

// personSection are the fields of one person of the office; of a new one they are empty.
func personSection(id string) section {
	return section{path: "/pengaturan/bagian", tells: tellPeople, values: func(o office.Office) []Value {
		m, _ := o.Person(id)
		return []Value{{"person_name", "settings.person", m.Name}, {"title", "settings.title", m.Title}, {"unit", "settings.unit", m.Unit},
			{"salute", "settings.salute", m.Salute}, {"room", "settings.room", m.Room}, {"host", "settings.is-host", yes(m.Host)},
			{"escort", "settings.is-escort", yes(m.Escort)}, {"deputy", "settings.deputy", m.Deputy}, {"away", "settings.away", yes(m.Away)},
			{"gone", "settings.gone", yes(m.Gone)}}
	}}
}

// PersonPage is one person of the office, or a new one.
type PersonPage struct {
	SettingsPage
	One      office.Person
	New      bool
	Units    []Choice
	Salutes  []Choice
	Deputies []Choice
}

func (d *Door) personPage(c *fiber.Ctx) error {
	id := c.Params("id")
	p := PersonPage{SettingsPage: d.settings(c, "settings.people"), New: id == ""}
	var ok bool
	if p.One, ok = p.Office.Person(id); !ok && !p.New {
		return book.ErrNotFound
	}
	if p.New {
		p.One.Host = true
	}
	unit := p.Typed("unit", p.One.Unit)
	for _, u := range unitChoice(p.Page, unit) {
		p.Units = append(p.Units, Choice{u.Value, u.Text, u.On})
	}
	salute := p.Typed("salute", p.One.Salute)
	for _, s := range []string{"", "ibu", "bapak"} {
		text := p.T("settings.no-salute")
		if s != "" {
			text = p.T("visit.salute-" + s)
		}
		p.Salutes = append(p.Salutes, Choice{s, text, s == salute})
	}
	deputy := p.Typed("deputy", p.One.Deputy)
	p.Deputies = []Choice{{"", p.T("settings.no-deputy"), deputy == ""}}
	for _, m := range p.Office.Hosts("") {
		if m.ID != id || m.ID == deputy {
			p.Deputies = append(p.Deputies, Choice{m.ID, address(p.Page, m), m.ID == deputy})
		}
	}
	p.form(personSection(id))
	return web.Show(c, "admin/settings_person", p)
}

func (d *Door) savePerson(c *fiber.Ctx) error {
	id := c.Params("id")
	m, err := web.Form[struct {
		Name   string `form:"person_name" max:"200"`
		Title  string `form:"title" max:"200"`
		Unit   string `form:"unit" max:"40"`
		Salute string `form:"salute" max:"10"`
		Room   string `form:"room" max:"200"`
		Deputy string `form:"deputy" max:"60"`
		Host   bool   `form:"host"`
		Escort bool   `form:"escort"`
		Away   bool   `form:"away"`
		Gone   bool   `form:"gone"`
	}](c)
	return d.save(c, personSection(id), err, func(o office.Office) (office.Office, error) {
		persons, p, err := edited(o.Persons, personID, id, func() office.Person { return office.Person{ID: o.NewPersonID(m.Name)} })
		if err != nil {
			return o, err
		}
		o.Persons = persons
		p.Name, p.Title, p.Unit, p.Room, p.Deputy = m.Name, m.Title, m.Unit, m.Room, m.Deputy
		p.Host, p.Escort, p.Away, p.Gone = m.Host, m.Escort, m.Away, m.Gone
		if p.Salute = ""; m.Salute == "ibu" || m.Salute == "bapak" {
			p.Salute = m.Salute
		}
		return o, refusal.List(refusal.Of(o.CheckPerson(*p))).Err()
	}, d.personPage)
}
