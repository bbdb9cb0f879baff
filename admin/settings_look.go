package admin

import (
	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/office"
	"bukutamu/internal/web"
)

var lookSection = section{path: "/pengaturan/tampilan", values: func(o office.Office) []Value {
	return []Value{{"accent", "settings.accent", o.Colors.Accent}, {"brand", "settings.brand", o.Colors.Brand},
		{"no_english", "settings.no-english", yes(o.Rules.NoEnglish)}}
}}

// SettingsLookPage are the office's colours and the languages that guests are offered.
type SettingsLookPage struct{ SettingsPage }

// Standard are the colours of an office that has chosen none.
func (SettingsLookPage) Standard() [2]string {
	return [2]string{office.StandardAccent, office.StandardBrand}
}

func (d *Door) lookPage(c *fiber.Ctx) error {
	p := SettingsLookPage{d.settings(c, "settings.appearance")}
	p.form(lookSection)
	if err := d.changes(c, &p.SettingsPage, lookSection); err != nil {
		return err
	}
	return web.Show(c, "admin/settings_look", p)
}

func (d *Door) saveLook(c *fiber.Ctx) error {
	m, err := web.Form[struct {
		Accent    string `form:"accent" max:"20"`
		Brand     string `form:"brand" max:"20"`
		NoEnglish bool   `form:"no_english"`
	}](c)
	return d.save(c, lookSection, err, func(o office.Office) (office.Office, error) {
		o.Colors = office.Colors{Accent: office.CleanColor(m.Accent), Brand: office.CleanColor(m.Brand)}
		o.Rules.NoEnglish = m.NoEnglish
		return o, nil
	}, d.lookPage)
}
