package admin

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
)

var textsSection = section{path: "/pengaturan/teks", values: func(o office.Office) []Value {
	return []Value{
		{"house_id", "settings.house-id", o.House.ID}, {"house_en", "settings.house-en", o.House.EN},
		{"privacy_id", "settings.privacy-id", o.Privacy.ID}, {"privacy_en", "settings.privacy-en", o.Privacy.EN},
	}
}}

// SettingsTextsPage are the house rules and the privacy notice in both languages.
type SettingsTextsPage struct {
	SettingsPage
	House, Privacy []VersionLink
}

// VersionLink leads to a version of a text.
type VersionLink struct{ Href, Text string }

// The words for the two texts in addresses.
const (
	houseWord   = "tata-tertib"
	privacyWord = "data-pribadi"
)

// versionPath is where a version of a text is read.
func versionPath(word string, version int) string {
	return "/teks/" + word + "/" + strconv.Itoa(version)
}

// versions are the links to earlier versions, the newest first.
func (p *SettingsTextsPage) versions(word string, t office.Text) []VersionLink {
	var out []VersionLink
	for i := len(t.Older) - 1; i >= 0; i-- {
		o := t.Older[i]
		text := p.T("settings.version", "n", o.Version)
		if !o.Changed.IsZero() {
			text += ", " + p.Day(o.Changed)
		}
		out = append(out, VersionLink{versionPath(word, o.Version), text})
	}
	return out
}

func (d *Door) textsPage(c *fiber.Ctx) error {
	p := SettingsTextsPage{SettingsPage: d.settings(c, "settings.texts")}
	p.House, p.Privacy = p.versions(houseWord, p.Office.House), p.versions(privacyWord, p.Office.Privacy)
	p.form(textsSection)
	if err := d.changes(c, &p.SettingsPage, textsSection); err != nil {
		return err
	}
	return web.Show(c, "admin/settings_texts", p)
}

// saveTexts makes a changed text a new version: a visit records which one its guest
// was shown, and the older ones stay readable.
func (d *Door) saveTexts(c *fiber.Ctx) error {
	m, err := web.Form[struct {
		HouseID   string `form:"house_id,lines" max:"8000"`
		HouseEN   string `form:"house_en,lines" max:"8000"`
		PrivacyID string `form:"privacy_id,lines" max:"8000"`
		PrivacyEN string `form:"privacy_en,lines" max:"8000"`
	}](c)
	at := web.Stamp(c).At
	return d.save(c, textsSection, err, func(o office.Office) (office.Office, error) {
		o.House, o.Privacy = o.House.Edit(m.HouseID, m.HouseEN, at), o.Privacy.Edit(m.PrivacyID, m.PrivacyEN, at)
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

// VersionPage is one version of a text, as guests read it.
type VersionPage struct {
	web.Page
	Head  string
	When  string
	ID    []string
	EN    []string
	Newer bool // it is no longer the one that guests read
}

func (d *Door) versionPage(c *fiber.Ctx) error {
	word := c.Params("teks")
	key, ok := map[string]string{houseWord: "settings.house", privacyWord: "settings.privacy"}[word]
	n, err := strconv.Atoi(c.Params("versi"))
	if !ok || err != nil {
		return book.ErrNotFound
	}
	p := VersionPage{Page: web.NewPage(c, web.Desk, key)}
	now := p.Office.House
	if word == privacyWord {
		now = p.Office.Privacy
	}
	t, ok := now.At(n)
	if !ok {
		return book.ErrNotFound
	}
	p.Head, p.Newer = p.T(key)+", "+p.T("settings.version", "n", n), n != now.Version
	p.ID, p.EN = t.Lines("id"), office.Text{ID: t.EN}.Lines("id")
	if when := t.Changed; !when.IsZero() {
		p.When = p.T("settings.since-day", "day", p.Day(when))
	}
	return web.Show(c, "admin/settings_version", p)
}
