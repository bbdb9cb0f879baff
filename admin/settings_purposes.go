package admin

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/office"
	"bukutamu/internal/web"
)

// PurposeRow is one purpose in the table.
type PurposeRow struct {
	ID, Name, Other      string // Other is the name in the other language
	Letter, Secret, Free bool
	Shown, First, Last   bool
}

// purposeLines are the purposes for the audit log, one a line.
func purposeLines(o office.Office) string {
	var lines []string
	for _, p := range o.Purposes {
		lines = append(lines, line(p.Name, p.Name2, p.Hint, p.Hint2, flag(p.Letter, "nomor surat"), flag(p.Free, "isian bebas"),
			flag(p.Confidential, "rahasia"), flag(p.Hidden, "tidak tampil")))
	}
	return strings.Join(lines, "\n")
}

// line joins the parts that are not empty, as in a pasted list.
func line(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "; ")
}

func flag(on bool, word string) string {
	if on {
		return word
	}
	return ""
}

func tellPurposes(o office.Office) []Value {
	var names []string
	for _, p := range o.Purposes {
		names = append(names, p.Name)
	}
	return []Value{{"", "settings.purposes", purposeLines(o)}, {"", "settings.order-purposes", strings.Join(names, ", ")}}
}

var purposesSection = section{path: "/pengaturan/keperluan", values: func(o office.Office) []Value {
	var names []string
	for _, p := range o.Purposes {
		if !p.Hidden {
			names = append(names, p.Name)
		}
	}
	return []Value{{"", "settings.purposes", strings.Join(names, ", ")}}
}, tells: tellPurposes}

// SettingsPurposesPage says which purposes guests are offered, and in which order.
type SettingsPurposesPage struct {
	SettingsPage
	Rows []PurposeRow
}

func (d *Door) purposesPage(c *fiber.Ctx) error {
	p := SettingsPurposesPage{SettingsPage: d.settings(c, "settings.purposes")}
	for i, x := range p.Office.Purposes {
		r := PurposeRow{ID: x.ID, Name: x.Name, Other: x.Name2, Letter: x.Letter, Secret: x.Confidential, Free: x.Free,
			Shown: p.Ticked("shown", x.ID, !x.Hidden), First: i == 0, Last: i == len(p.Office.Purposes)-1}
		if p.Lang == "en" && x.Name2 != "" {
			r.Name, r.Other = x.Name2, x.Name
		}
		p.Rows = append(p.Rows, r)
	}
	p.form(purposesSection)
	if err := d.changes(c, &p.SettingsPage, purposesSection); err != nil {
		return err
	}
	return web.Show(c, "admin/settings_purposes", p)
}

// savePurposes saves what is ticked, and moves a purpose when one of its buttons was pressed.
func (d *Door) savePurposes(c *fiber.Ctx) error {
	m, err := web.Form[struct {
		Shown []string `form:"shown" max:"40"`
		Up    string   `form:"up" max:"40"`
		Down  string   `form:"down" max:"40"`
	}](c)
	return d.save(c, purposesSection, err, func(o office.Office) (office.Office, error) {
		o.Purposes = slices.Clone(o.Purposes)
		any := false
		for i := range o.Purposes {
			o.Purposes[i].Hidden = !slices.Contains(m.Shown, o.Purposes[i].ID)
			any = any || !o.Purposes[i].Hidden
		}
		if !any {
			return o, errNone.At("shown")
		}
		o.Purposes = reordered(o.Purposes, purposeID, m.Up, m.Down)
		return o, nil
	}, d.purposesPage)
}

// purposeSection are the fields of one purpose; of a new one they are empty.
func purposeSection(id string) section {
	return section{path: "/pengaturan/keperluan", tells: tellPurposes, values: func(o office.Office) []Value {
		p, _ := o.Purpose(id)
		return []Value{{"purpose_name", "settings.name-id", p.Name}, {"name2", "settings.name-en", p.Name2},
			{"hint", "settings.hint-id", p.Hint}, {"hint2", "settings.hint-en", p.Hint2}, {"letter", "settings.asks-letter", yes(p.Letter)},
			{"free", "settings.asks-words", yes(p.Free)}, {"secret", "settings.is-secret", yes(p.Confidential)}, {"hidden", "settings.hidden", yes(p.Hidden)}}
	}}
}

// PurposePage is one purpose, or a new one.
type PurposePage struct {
	SettingsPage
	One office.Purpose
	New bool
}

func (d *Door) purposePage(c *fiber.Ctx) error {
	id := c.Params("id")
	p := PurposePage{SettingsPage: d.settings(c, "settings.purposes"), New: id == ""}
	var ok bool
	if p.One, ok = p.Office.Purpose(id); !ok && !p.New {
		return book.ErrNotFound
	}
	p.form(purposeSection(id))
	return web.Show(c, "admin/settings_purpose", p)
}

func (d *Door) savePurpose(c *fiber.Ctx) error {
	id := c.Params("id")
	m, err := web.Form[struct {
		Name   string `form:"purpose_name" max:"200"`
		Name2  string `form:"name2" max:"200"`
		Hint   string `form:"hint" max:"200"`
		Hint2  string `form:"hint2" max:"200"`
		Letter bool   `form:"letter"`
		Free   bool   `form:"free"`
		Secret bool   `form:"secret"`
		Hidden bool   `form:"hidden"`
	}](c)
	return d.save(c, purposeSection(id), err, func(o office.Office) (office.Office, error) {
		purposes, p, err := edited(o.Purposes, purposeID, id, func() office.Purpose { return office.Purpose{ID: o.NewPurposeID(m.Name)} })
		if err != nil {
			return o, err
		}
		o.Purposes = purposes
		p.Name, p.Name2, p.Hint, p.Hint2 = m.Name, m.Name2, m.Hint, m.Hint2
		p.Letter, p.Free, p.Confidential, p.Hidden = m.Letter, m.Free, m.Secret, m.Hidden
		if !slices.ContainsFunc(o.Purposes, func(p office.Purpose) bool { return !p.Hidden }) {
			return o, errNone.At("hidden")
		}
		return o, nil
	}, d.purposePage)
}
