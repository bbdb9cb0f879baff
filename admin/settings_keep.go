package admin

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
)

var keepSection = section{path: "/pengaturan/masa-simpan", values: func(o office.Office) []Value {
	k := o.Keep.Filled()
	return []Value{{"keep_photo", "settings.keep-photo", strconv.Itoa(k.Photo)}, {"keep_unused", "settings.keep-unused", strconv.Itoa(k.Unused)},
		{"keep_record", "settings.keep-record", strconv.Itoa(k.Record)}, {"keep_complaint", "settings.keep-complaint", strconv.Itoa(k.Complaint)}}
}}

// SettingsKeepPage are the days of keeping, and what they would remove tonight.
type SettingsKeepPage struct {
	SettingsPage
	Days office.Keep
	Due  book.Due
}

// keepForm are the days as they are typed.
type keepForm struct {
	Photo  string `form:"keep_photo" max:"12"`
	Unused string `form:"keep_unused" max:"12"`
	Record string `form:"keep_record" max:"12"`

	Complaint string `form:"keep_complaint" max:"12"`
}

func (m keepForm) apply(o office.Office) (office.Office, refusal.List) {
	var no refusal.List
	o.Keep.Photo, no = ruleNumber(m.Photo, "keep_photo", 1, no)
	o.Keep.Unused, no = ruleNumber(m.Unused, "keep_unused", 1, no)
	o.Keep.Record, no = ruleNumber(m.Record, "keep_record", 1, no)
	o.Keep.Complaint, no = ruleNumber(m.Complaint, "keep_complaint", 1, no)
	return o, no
}

// keepPage counts by the days that stand in the form: "Periksa isian" is the dry run.
func (d *Door) keepPage(c *fiber.Ctx) error {
	p := SettingsKeepPage{SettingsPage: d.settings(c, "settings.keep")}
	o := p.Office
	if p.Again() {
		m := keepForm{p.Typed("keep_photo", ""), p.Typed("keep_unused", ""), p.Typed("keep_record", ""), p.Typed("keep_complaint", "")}
		if typed, no := m.apply(o); no == nil && typed.Check() == nil {
			o = typed
		}
	}
	p.Days = o.Keep.Filled()
	var err error
	if p.Due, err = d.Book.Due(c.UserContext(), o); err != nil {
		return err
	}
	p.form(keepSection)
	if err := d.changes(c, &p.SettingsPage, keepSection); err != nil {
		return err
	}
	return web.Show(c, "admin/settings_keep", p)
}

func (d *Door) saveKeep(c *fiber.Ctx) error {
	m, err := web.Form[keepForm](c)
	return d.save(c, keepSection, err, func(o office.Office) (office.Office, error) {
		o, no := m.apply(o)
		return o, no.Err()
	}, d.keepPage)
}
