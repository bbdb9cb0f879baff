package admin

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/office"
	"bukutamu/internal/paper"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
)

func yes(b bool) string {
	if b {
		return "1"
	}
	return ""
}

// PurposeRow is one purpose in the table.
type PurposeRow struct {
	ID, Name, Other string // Other is the name in the other language
	Letter, Secret  bool
	Shown           bool
}

var purposesSection = section{"/pengaturan/keperluan", func(o office.Office) []Value {
	var names []string
	for _, p := range o.Purposes {
		if !p.Hidden {
			names = append(names, p.Name)
		}
	}
	return []Value{{"", "settings.purposes", strings.Join(names, ", ")}}
}}

// SettingsPurposesPage says which purposes the kiosk offers.
type SettingsPurposesPage struct {
	SettingsPage
	Rows []PurposeRow
}

func (d *Door) purposesPage(c *fiber.Ctx) error {
	p := SettingsPurposesPage{SettingsPage: d.settings(c, "settings.purposes")}
	for _, x := range p.Office.Purposes {
		r := PurposeRow{ID: x.ID, Name: x.Name, Other: x.Name2, Letter: x.Letter, Secret: x.Confidential, Shown: p.Ticked("shown", x.ID, !x.Hidden)}
		if p.Lang == "en" && x.Name2 != "" {
			r.Name, r.Other = x.Name2, x.Name
		}
		p.Rows = append(p.Rows, r)
	}
	p.form(purposesSection)
	return web.Show(c, "admin/settings_purposes", p)
}

func (d *Door) savePurposes(c *fiber.Ctx) error {
	m, err := web.Form[struct {
		Shown []string `form:"shown" max:"40"`
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
		return o, nil
	}, d.purposesPage)
}

// BadgesPart are the questions about badges, in the first run and in the settings.
type BadgesPart struct {
	Sizes []Choice
	Count string
}

func badgesPart(p web.Page) BadgesPart {
	part := BadgesPart{Count: strconv.Itoa(p.Office.Badges.Count)}
	now := p.Typed("size", p.Office.Rules.BadgeSize)
	for _, s := range paper.Sizes() {
		part.Sizes = append(part.Sizes, Choice{string(s), p.T("settings.size-" + string(s)), string(s) == now})
	}
	return part
}

type badgesForm struct {
	Prefix    string `form:"prefix" max:"10"`
	Count     string `form:"badges" max:"12"`
	Size      string `form:"size" max:"10"`
	AutoPrint bool   `form:"auto_print"`
	Retired   string `form:"retired" max:"600"`
}

func (m badgesForm) apply(o office.Office) (office.Office, refusal.List) {
	var no refusal.List
	o.Badges.Prefix, o.Rules.BadgeSize = strings.ToUpper(m.Prefix), m.Size
	o.Badges.Count, no = ruleNumber(m.Count, "badges", 1, no)
	return o, no
}

// retired reads "3, 17" as numbers of the pool.
func retired(text string, count int) ([]int, refusal.List) {
	var out []int
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || n > count {
			return nil, refusal.List{errLost.At("retired").With("count", count)}
		}
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out, nil
}

func retiredText(numbers []int) string {
	var out []string
	for _, n := range numbers {
		out = append(out, strconv.Itoa(n))
	}
	return strings.Join(out, ", ")
}

var badgesSection = section{"/pengaturan/pengenal", func(o office.Office) []Value {
	return []Value{
		{"prefix", "settings.prefix", o.Badges.Prefix}, {"badges", "settings.count", strconv.Itoa(o.Badges.Count)},
		{"size", "settings.size", o.Rules.BadgeSize}, {"auto_print", "settings.auto-print", yes(o.Rules.AutoPrint)},
		{"retired", "settings.retired", retiredText(o.Badges.Retired)},
	}
}}

// SettingsBadgesPage is the pool of badge numbers and how they are printed.
type SettingsBadgesPage struct {
	SettingsPage
	BadgesPart
	Retired string
}

func (d *Door) badgesPage(c *fiber.Ctx) error {
	p := SettingsBadgesPage{SettingsPage: d.settings(c, "settings.badges")}
	p.BadgesPart, p.Retired = badgesPart(p.Page), retiredText(p.Office.Badges.Retired)
	p.form(badgesSection)
	return web.Show(c, "admin/settings_badges", p)
}

func (d *Door) saveBadges(c *fiber.Ctx) error {
	m, err := web.Form[badgesForm](c)
	return d.save(c, badgesSection, err, func(o office.Office) (office.Office, error) {
		o, no := m.apply(o)
		o.Rules.AutoPrint = m.AutoPrint
		var no2 refusal.List
		o.Badges.Retired, no2 = retired(m.Retired, o.Badges.Count)
		return o, append(no, no2...).Err()
	}, d.badgesPage)
}

var textsSection = section{"/pengaturan/teks", func(o office.Office) []Value {
	return []Value{
		{"house_id", "settings.house-id", o.House.ID}, {"house_en", "settings.house-en", o.House.EN},
		{"privacy_id", "settings.privacy-id", o.Privacy.ID}, {"privacy_en", "settings.privacy-en", o.Privacy.EN},
	}
}}

// SettingsTextsPage are the house rules and the privacy notice in both languages.
type SettingsTextsPage struct{ SettingsPage }

func (d *Door) textsPage(c *fiber.Ctx) error {
	p := SettingsTextsPage{d.settings(c, "settings.texts")}
	p.form(textsSection)
	return web.Show(c, "admin/settings_texts", p)
}

// saveTexts counts the version of a changed text up: a visit records which one its
// guest was shown.
func (d *Door) saveTexts(c *fiber.Ctx) error {
	m, err := web.Form[struct {
		HouseID   string `form:"house_id,lines" max:"8000"`
		HouseEN   string `form:"house_en,lines" max:"8000"`
		PrivacyID string `form:"privacy_id,lines" max:"8000"`
		PrivacyEN string `form:"privacy_en,lines" max:"8000"`
	}](c)
	at := web.Stamp(c).At
	edit := func(t office.Text, id, en string) office.Text {
		if t.ID != id || t.EN != en {
			t.ID, t.EN, t.Version, t.Changed = id, en, t.Version+1, at
		}
		return t
	}
	return d.save(c, textsSection, err, func(o office.Office) (office.Office, error) {
		o.House, o.Privacy = edit(o.House, m.HouseID, m.HouseEN), edit(o.Privacy, m.PrivacyID, m.PrivacyEN)
		var no refusal.List
		if o.House.ID == "" {
			no = append(no, errEmpty.At("house_id"))
		}
		if o.Privacy.ID == "" {
			no = append(no, errEmpty.At("privacy_id"))
		}
		return o, no.Err()
	}, d.textsPage)
}

var rulesSection = section{"/pengaturan/aturan", func(o office.Office) []Value {
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
