package admin

import (
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/paper"
	"bukutamu/internal/web"
)

// deviceForm enrols the browser that shows the code.
type deviceForm struct {
	Code  string `form:"code" max:"20"`
	Kind  string `form:"kind" max:"10"`
	Name  string `form:"name" max:"60"`
	Place string `form:"place" max:"60"`
}

// How long ago a device was seen, and what the list makes of it: kiosks ask at
// least once a minute while somebody stands there, and rest at night.
const (
	seenNow = 5 * time.Minute
	seenOld = 24 * time.Hour
)

// DeviceRow is one device in the list.
type DeviceRow struct {
	ID, Name, Kind, Place string
	Seen                  string
	Old                   bool // not seen for a day
	Now                   bool
	Revoked               string // when, if it is
}

// DevicesPage enrols, watches and revokes devices, and prints test pages.
type DevicesPage struct {
	SettingsPage
	PrintersPart
	Rows    []DeviceRow
	Kinds   []Choice
	Address string // where a kiosk shows its code
	Desk    string // where a desk does
}

func (d *Door) devicesPage(c *fiber.Ctx) error {
	p := DevicesPage{SettingsPage: d.settings(c, "settings.devices"), Address: d.enrolAddress(), Desk: "/saya/meja"}
	all, err := d.Book.Devices(c.UserContext(), p.Office.ID)
	if err != nil {
		return err
	}
	for _, dev := range all {
		r := DeviceRow{ID: dev.ID, Name: dev.Name, Kind: p.T("devices.kind-" + dev.Kind), Place: dev.Place}
		age := p.Now.Sub(dev.Seen)
		r.Now, r.Old = age < seenNow, age >= seenOld
		if r.Seen = p.moment(dev.Seen); r.Now {
			r.Seen = p.T("devices.just-now")
		}
		if !dev.Revoked.IsZero() {
			r.Revoked = p.T("devices.revoked", "when", p.moment(dev.Revoked))
		}
		p.Rows = append(p.Rows, r)
	}
	kind := p.Typed("kind", "kiosk")
	for _, k := range []string{"kiosk", "desk"} {
		p.Kinds = append(p.Kinds, Choice{k, p.T("devices.kind-" + k), k == kind})
	}
	p.PrintersPart = d.printersPart(c, p.Page, account.Device{})
	p.Keys = []web.Key{{Cap: "Alt S", Text: p.T("settings.save")}}
	if err := d.changes(c, &p.SettingsPage, printersSection); err != nil {
		return err
	}
	return web.Show(c, "admin/devices", p)
}

// moment is a time of today, or a day and a time.
func (p SettingsPage) moment(t time.Time) string { return momentText(p.Page, t) }

func momentText(p web.Page, t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case p.Office.SameDay(t, p.Now):
		return p.T("settings.today-at", "time", p.Clock(t))
	case p.Now.Sub(t) < 300*24*time.Hour:
		return p.ShortDay(t) + ", " + p.Clock(t)
	}
	return p.Day(t) + ", " + p.Clock(t)
}

// enrolAddress is what is opened on a kiosk to see its code.
func (d *Door) enrolAddress() string { return strings.TrimRight(d.BaseURL(), "/") + "/kios/daftarkan" }

func (d *Door) enrolDevice(c *fiber.Ctx) error {
	m, err := web.Form[deviceForm](c)
	if err == nil && !web.Check(c) {
		_, err = d.Book.Enrol(c.UserContext(), web.Stamp(c), m.Code, m.Kind, m.Name, m.Place)
	}
	if err != nil || web.Check(c) {
		return web.Again(c, err, d.devicesPage)
	}
	return web.Redirect(c, "/pengaturan/perangkat?tersimpan=1")
}

func (d *Door) revokeDevice(c *fiber.Ctx) error {
	m, err := web.Form[struct {
		ID string `form:"id" max:"40"`
	}](c)
	if err == nil {
		err = d.Book.Revoke(c.UserContext(), web.Stamp(c), m.ID)
	}
	if err != nil {
		return web.Again(c, err, d.devicesPage)
	}
	return web.Redirect(c, "/pengaturan/perangkat?tersimpan=1")
}

// testPage prints the test page of a paper, the office's own when none is named.
func (d *Door) testPage(c *fiber.Ctx) error {
	o, err := d.Book.Home(c.UserContext())
	if err != nil {
		return err
	}
	size := paper.Size(c.Query("ukuran", o.Rules.BadgeSize))
	if !size.Valid() {
		return fiber.ErrNotFound
	}
	doc, err := d.testDoc(c, o, size)
	if err != nil {
		return err
	}
	return web.PDF(c, doc, "halaman-uji.pdf")
}
