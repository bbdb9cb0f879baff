package admin

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// nationalDays is how far back the list of what was not entered goes.
const nationalDays = 30

// NationalPage lists what does not stand in the official guest-book yet. Entries are
// made there by hand: no interface of that program is known (domain.md 3).
type NationalPage struct {
	web.Page
	Rows []NationalRow
}

// NationalRow is a visit that waits to be entered.
type NationalRow struct{ ID, Day, Time, Guest, Unit string }

// notEntered are the visits of the last days that somebody has still to enter, oldest
// first, a party as one.
func (d *Door) notEntered(c *fiber.Ctx, p web.Page) ([]book.Row, error) {
	today := p.Office.Day(p.Now)
	var out []book.Row
	for back := nationalDays; back >= 0; back-- {
		day, err := d.Book.Daily(c.UserContext(), p.Office, today.AddDate(0, 0, -back))
		if err != nil {
			return nil, err
		}
		out = append(out, slices.DeleteFunc(day.Rows, func(r book.Row) bool { return r.Brief.Entered || r.Brief.Party != "" || r.Brief.Erased })...)
	}
	return out, nil
}

func (d *Door) nationalPage(c *fiber.Ctx) error {
	p := NationalPage{Page: web.NewPage(c, web.Desk, "national.head")}
	p.H1, p.Path = p.Title, "/buku-tamu-nasional"
	if err := d.deskBar(c, &p.Page); err != nil {
		return err
	}
	rows, err := d.notEntered(c, p.Page)
	if err != nil {
		return err
	}
	for _, r := range rows {
		at := book.Moment(r.Brief.ArrivedAt)
		p.Rows = append(p.Rows, NationalRow{r.ID, p.ShortDay(at), p.Clock(at), lineName(p.Page, r.Brief), shortUnit(p.Page, r.Brief.Unit)})
	}
	p.Keys = []web.Key{{Cap: "Alt U", Text: p.T("national.csv")}, {Cap: "Esc", Text: p.T("desk.key-back")}}
	return web.Show(c, "admin/national", p)
}

// CopyPage is the copy sheet of one visit: the fields in the order of the official
// guest-book, each to be copied with one press.
type CopyPage struct {
	web.Page
	ID, Name string
	Fields   []CopyField
	Secret   bool
	Marked   string
	Record   string
}

// CopyField is one field of it.
type CopyField struct{ ID, Label, Value string }

func (d *Door) copySheet(c *fiber.Ctx) error {
	p := CopyPage{Page: web.NewPage(c, web.Desk, "national.sheet"), ID: c.Params("id")}
	p.H1, p.Path = p.Title, "/buku-tamu-nasional/"+p.ID
	if err := d.deskBar(c, &p.Page); err != nil {
		return err
	}
	v, party, err := d.visit(c, p.Page)
	if err != nil {
		return err
	}
	f := v.Facts
	if f.ArrivedAt.IsZero() {
		return book.ErrNotFound
	}
	p.Seen, p.Name = v.Seen(), shortName(p.Page, v)
	if p.Secret = f.Confidential && !nameOpen(c, v); !p.Secret {
		p.Fields = copyFields(p.Page, v, len(party))
	}
	p.Record = f.Official.Record
	if o := f.Official; !o.At.IsZero() {
		key := "national.marked"
		if o.Record != "" {
			key = "national.marked-record"
		}
		p.Marked = p.T(key, "when", p.Day(o.At)+" "+p.Clock(o.At), "who", d.who(c, o.By), "record", o.Record)
	}
	p.Focus = true
	p.Keys = []web.Key{{Cap: "Alt S", Text: p.T("national.mark")}, {Cap: "Esc", Text: p.T("desk.key-back"), Href: "/buku-tamu-nasional"}}
	return web.Show(c, "admin/copysheet", p)
}

// copyFields are the visit in the order of the official guest-book.
func copyFields(p web.Page, v visit.Visit, people int) []CopyField {
	f := v.Facts
	host := ""
	if x, ok := p.Office.Person(f.Host); ok {
		host = x.Name
	}
	var out []CopyField
	add := func(key, value string) {
		out = append(out, CopyField{"f-" + key, p.T("national.f-" + key), value})
	}
	add("date", f.ArrivedAt.In(p.Now.Location()).Format("02-01-2006"))
	add("time", p.Clock(f.ArrivedAt))
	add("name", f.Guest.Name)
	sex := ""
	if f.Guest.Sex != "" {
		sex = p.T("identity.sex." + string(f.Guest.Sex))
	}
	add("sex", sex)
	from := f.Guest.From
	if from == "" && f.Guest.Origin != "" {
		from = p.T("visit.origin-" + string(f.Guest.Origin))
	}
	add("from", from)
	add("people", fmt.Sprint(max(people, 1+len(f.Companions))))
	add("purpose", purposeOf(p, v))
	add("unit", unitOf(p, f.Unit))
	add("host", host)
	left := ""
	if !f.LeftAt.IsZero() {
		left = p.Clock(f.LeftAt)
	}
	add("left", left)
	return out
}

// enteredOfficially marks the visit, and leads back to what is left to do.
func (d *Door) enteredOfficially(c *fiber.Ctx) error {
	m, err := web.Form[visit.Entered](c)
	if err == nil && !web.Check(c) {
		_, err = d.Book.Move(c.UserContext(), web.Stamp(c), c.Params("id"), m)
	}
	if err != nil || web.Check(c) {
		return d.refused(c, err, d.copySheet)
	}
	return web.Redirect(c, "/buku-tamu-nasional")
}

// nationalCSV is the list for a spreadsheet: UTF-8 with a byte-order mark, times as
// ISO 8601. That it was taken is on the audit log. Confidential visits are left out.
func (d *Door) nationalCSV(c *fiber.Ctx) error {
	p := web.NewPage(c, web.Desk, "national.head")
	rows, err := d.notEntered(c, p)
	if err != nil {
		return err
	}
	out := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(out)
	head := true
	for _, r := range rows {
		if r.Brief.Secret {
			continue
		}
		v, err := d.Book.Visit(c.UserContext(), p.Office.ID, r.ID)
		if err != nil {
			return err
		}
		party, err := d.Book.Party(c.UserContext(), p.Office.ID, v)
		if err != nil {
			return err
		}
		var names, cells []string
		for _, x := range copyFields(p, v, len(party)) {
			names, cells = append(names, plainCell(x.Label)), append(cells, plainCell(x.Value))
		}
		cells[0] = v.Facts.ArrivedAt.In(p.Now.Location()).Format(time.DateOnly)
		if head {
			_, head = w.Write(names), false
		}
		_ = w.Write(cells) // into memory
	}
	w.Flush()
	err = d.Book.Acting(c.UserContext(), web.Stamp(c), "export", "", p.T("national.head"), func() error { return w.Error() })
	if err != nil {
		return err
	}
	return web.Attachment(c, out.Bytes(), "text/csv; charset=utf-8", "buku-tamu-nasional.csv")
}

// plainCell keeps a spreadsheet from taking somebody's words for a formula.
func plainCell(s string) string {
	t := strings.TrimLeft(s, " ＝＋－＠\u00a0")
	if s != "" && (strings.ContainsAny(s[:1], "=+-@\t\r") || t != s || t != "" && strings.ContainsAny(t[:1], "=+-@\t\r")) {
		return "'" + s
	}
	return s
}
