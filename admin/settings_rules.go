package admin

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
)

func yes(b bool) string {
	if b {
		return "1"
	}
	return ""
}

var rulesSection = section{path: "/pengaturan/aturan", values: func(o office.Office) []Value {
	return []Value{
		{"ahead", "settings.ahead", strconv.Itoa(o.Rules.AheadDays)}, {"grace", "settings.grace", strconv.Itoa(o.Rules.GraceDays)},
		{"undo", "settings.undo", strconv.Itoa(o.Rules.UndoMinutes)}, {"hide_names", "settings.hide-names", yes(o.Rules.HideNames)},
	}
}}

// SettingsRulesPage are the rules of tickets and of the desk.
type SettingsRulesPage struct{ SettingsPage }

func (d *Door) rulesPage(c *fiber.Ctx) error {
	p := SettingsRulesPage{d.settings(c, "settings.rules")}
	p.form(rulesSection)
	if err := d.changes(c, &p.SettingsPage, rulesSection); err != nil {
		return err
	}
	return web.Show(c, "admin/settings_rules", p)
}

func (d *Door) saveRules(c *fiber.Ctx) error {
	m, err := web.Form[struct {
		Ahead string `form:"ahead" max:"12"`
		Grace string `form:"grace" max:"12"`
		Undo  string `form:"undo" max:"12"`
		Hide  bool   `form:"hide_names"`
	}](c)
	return d.save(c, rulesSection, err, func(o office.Office) (office.Office, error) {
		var no refusal.List
		o.Rules.AheadDays, no = ruleNumber(m.Ahead, "ahead", 1, no)
		o.Rules.GraceDays, no = ruleNumber(m.Grace, "grace", 0, no)
		o.Rules.UndoMinutes, no = ruleNumber(m.Undo, "undo", 1, no)
		o.Rules.HideNames = m.Hide
		return o, no.Err()
	}, d.rulesPage)
}
