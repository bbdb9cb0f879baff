package admin

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
)

// OfficePart are the office's own data, asked in the first run and in the settings.
type OfficePart struct {
	O         office.Office
	Chain     string // a line each, highest first
	Zones     []Choice
	LogoAgain bool // a file was chosen, but nothing was saved: browsers forget it
}

// Choice is one entry of a select.
type Choice struct {
	Value, Text string
	Now         bool
}

func officePart(p web.Page, o office.Office) OfficePart {
	part := OfficePart{O: o, Chain: strings.Join(o.Chain, "\n"), LogoAgain: p.Again()}
	now := p.Typed("zone", o.Zone)
	for _, z := range office.Zones() {
		part.Zones = append(part.Zones, Choice{z, p.T(office.ZoneKey(z)), z == now})
	}
	return part
}

// officeForm is what both ask for.
type officeForm struct {
	Name    string `form:"name" max:"200"`
	Chain   string `form:"chain,lines" max:"600"`
	Address string `form:"address" max:"400"`
	Phone   string `form:"phone" max:"60"`
	Decree  string `form:"decree" max:"120"`
	Zone    string `form:"zone" max:"40"`
	NoLogo  bool   `form:"no_logo"`
	Gather  string `form:"assembly" max:"80"`
}

// apply puts the form's values into an office. logo is the uploaded file, nil when
// none was chosen: the old one stays.
func (m officeForm) apply(o office.Office, logo []byte) (office.Office, refusal.List) {
	o.Name, o.Address, o.Phone, o.Decree, o.Zone, o.Assembly = m.Name, m.Address, m.Phone, m.Decree, m.Zone, m.Gather
	o.Chain = nil
	for line := range strings.Lines(m.Chain) {
		if line = strings.TrimSpace(line); line != "" {
			o.Chain = append(o.Chain, line)
		}
	}
	if m.NoLogo {
		o.Logo = nil
	}
	if len(logo) == 0 {
		return o, nil
	}
	clean, err := office.CleanLogo(logo)
	if err != nil {
		var no refusal.List
		for _, r := range refusal.Of(err) {
			no = append(no, r.At("logo"))
		}
		if no == nil {
			no = refusal.List{office.ErrLogoFormat.At("logo")}
		}
		return o, no
	}
	o.Logo = clean
	return o, nil
}

var officeSection = section{path: "/pengaturan/kantor", values: func(o office.Office) []Value {
	logo := ""
	if len(o.Logo) > 0 {
		logo = "1"
	}
	return []Value{
		{"name", "settings.name", o.Name}, {"chain", "settings.chain", strings.Join(o.Chain, "\n")},
		{"address", "settings.address", o.Address}, {"phone", "settings.phone", o.Phone},
		{"decree", "settings.decree", o.Decree}, {"zone", "settings.zone", o.Zone}, {"assembly", "shift.assembly", o.Assembly}, {"", "settings.logo", logo},
	}
}}

// SettingsOfficePage is the office's own data.
type SettingsOfficePage struct {
	SettingsPage
	OfficePart
}

func (d *Door) officePage(c *fiber.Ctx) error {
	p := SettingsOfficePage{SettingsPage: d.settings(c, "settings.office")}
	p.OfficePart = officePart(p.Page, p.Office)
	p.form(officeSection)
	if err := d.changes(c, &p.SettingsPage, officeSection); err != nil {
		return err
	}
	return web.Show(c, "admin/settings_office", p)
}

func (d *Door) saveOfficeData(c *fiber.Ctx) error {
	m, err := web.Form[officeForm](c)
	return d.save(c, officeSection, err, func(o office.Office) (office.Office, error) {
		o, no := m.apply(o, web.File(c, "logo"))
		return o, no.Err()
	}, d.officePage)
}
