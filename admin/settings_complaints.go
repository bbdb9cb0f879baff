package admin

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
)

var complaintsSection = section{path: "/pengaturan/pengaduan", values: func(o office.Office) []Value {
	c := o.Complaints.Filled()
	return []Value{
		{"forward", "settings.complaint-forward", strconv.Itoa(c.Forward)}, {"coordinate", "settings.complaint-coordinate", strconv.Itoa(c.Coordinate)},
		{"ordinary", "settings.complaint-ordinary", strconv.Itoa(c.Ordinary)}, {"supervisory", "settings.complaint-supervisory", strconv.Itoa(c.Supervisory)},
		{"silence", "settings.complaint-silence", strconv.Itoa(c.Silence)}, {"amber_days", "settings.complaint-amber", strconv.Itoa(c.Amber)},
		{"red_days", "settings.complaint-red", strconv.Itoa(c.Red)}, {"hours", "settings.complaint-hours", hoursText(c.Hours)},
		{"show_names", "settings.complaint-names", yes(c.ShowNames)}, {"fork_id", "settings.complaint-fork-id", c.Fork.ID}, {"fork_en", "settings.complaint-fork-en", c.Fork.EN},
		{"templates", "settings.complaint-templates", templatesText(c.Templates)},
	}
}}

// SettingsComplaintsPage is what the office decides about complaints.
type SettingsComplaintsPage struct {
	SettingsPage
	Set                 office.Complaints
	TellHours, Prepared string
}

func (d *Door) complaintSettings(c *fiber.Ctx) error {
	p := SettingsComplaintsPage{SettingsPage: d.settings(c, "settings.complaints")}
	p.Set = p.Office.Complaints.Filled()
	p.TellHours, p.Prepared = hoursText(p.Set.Hours), templatesText(p.Set.Templates)
	p.form(complaintsSection)
	if err := d.changes(c, &p.SettingsPage, complaintsSection); err != nil {
		return err
	}
	return web.Show(c, "admin/settings_complaints", p)
}

func (d *Door) saveComplaints(c *fiber.Ctx) error {
	m, err := web.Form[struct {
		Forward     string `form:"forward" max:"12"`
		Coordinate  string `form:"coordinate" max:"12"`
		Ordinary    string `form:"ordinary" max:"12"`
		Supervisory string `form:"supervisory" max:"12"`
		Silence     string `form:"silence" max:"12"`
		Amber       string `form:"amber_days" max:"12"`
		Red         string `form:"red_days" max:"12"`
		Hours       string `form:"hours" max:"40"`
		ForkID      string `form:"fork_id,lines" max:"8000"`
		ForkEN      string `form:"fork_en,lines" max:"8000"`
		ShowNames   bool   `form:"show_names"`
		Templates   string `form:"templates,lines" max:"60000"`
	}](c)
	at := web.Stamp(c).At
	return d.save(c, complaintsSection, err, func(o office.Office) (office.Office, error) {
		k := o.Complaints.Filled()
		var no refusal.List
		k.Forward, no = ruleNumber(m.Forward, "forward", 1, no)
		k.Coordinate, no = ruleNumber(m.Coordinate, "coordinate", 1, no)
		k.Ordinary, no = ruleNumber(m.Ordinary, "ordinary", 1, no)
		k.Supervisory, no = ruleNumber(m.Supervisory, "supervisory", 1, no)
		k.Silence, no = ruleNumber(m.Silence, "silence", 1, no)
		k.Amber, no = ruleNumber(m.Amber, "amber_days", 1, no)
		k.Red, no = ruleNumber(m.Red, "red_days", 1, no)
		k.Hours, no = readHours(m.Hours, no)
		if k.Fork = k.Fork.Edit(m.ForkID, m.ForkEN, at); k.Fork.ID == "" {
			no = append(no, errEmpty.At("fork_id"))
		}
		k.ShowNames, k.Templates = m.ShowNames, readTemplates(m.Templates)
		o.Complaints = k
		return o, no.Err()
	}, d.complaintSettings)
}

func hoursText(hours []int) string {
	var out []string
	for _, h := range hours {
		out = append(out, strconv.Itoa(h))
	}
	return strings.Join(out, ", ")
}

// readHours reads full hours, "8, 13" or "08.00 dan 13.00".
func readHours(text string, no refusal.List) ([]int, refusal.List) {
	var out []int
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		w = strings.TrimSuffix(strings.TrimSuffix(w, ".00"), ":00")
		if h, err := strconv.Atoi(w); err == nil {
			out = append(out, h)
		} else if w != "dan" && w != "and" {
			return nil, append(no, office.ErrTellHours.With("max", 3).At("hours"))
		}
	}
	if len(out) == 0 {
		no = append(no, office.ErrTellHours.With("max", 3).At("hours"))
	}
	return out, no
}

// templatesText is the list as it is typed: a line with the name, the answer below it,
// an empty line between two.
func templatesText(all []office.Template) string {
	var out []string
	for _, t := range all {
		out = append(out, t.Name+"\n"+t.Body)
	}
	return strings.Join(out, "\n\n")
}

func readTemplates(text string) []office.Template {
	out := []office.Template{}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	for part := range strings.SplitSeq(text, "\n\n") {
		name, body, _ := strings.Cut(strings.TrimSpace(part), "\n")
		if name = strings.TrimSpace(name); name != "" {
			out = append(out, office.Template{Name: name, Body: strings.TrimSpace(body)})
		}
	}
	return out
}
