package admin

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/identity"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// CorrectPage changes what was written down about a guest, on one page. What a
// confidential visit or a document's number hides stays empty, which leaves it as it is.
type CorrectPage struct {
	Frame
	Visit      string
	Of         []string // the fields that the page shows
	Hides      bool     // the guest's own details are not shown
	Name       string
	Phone      string
	Salutes    []Option
	Sexes      []Option
	Origins    []Option
	From       string
	Kinds      []Option // none before a document was read
	NumberNow  string   // masked
	Why        bool     // the number was refused: "as written on the card" is asked
	Purposes   []Option
	Note       string
	Letter     string
	Settled    bool // the destination has moves of its own by now, or is kept back
	Units      []Option
	Hosts      HostChoice
	Needs      []Option
	Secret     bool
	Companions []CompanionRow // who is not here yet
	Items      []KeptRow      // what is or was in custody
}

// KeptRow is an item in custody with its number, from 1.
type KeptRow struct {
	N            int
	What, Locker string
}

// kept are the fields that stay as they are when they are left empty: what the page
// does not show. The others are emptied.
func kept(key string, hides bool) bool {
	switch key {
	case visit.KeyNumber:
		return true
	case visit.KeyName, visit.KeyPhone, visit.KeyFrom, visit.KeyNote, visit.KeyLetter:
		return hides
	}
	return hides && strings.HasPrefix(key, "companion.")
}

func (d *Door) correctPage(c *fiber.Ctx) error {
	f, err := d.frame(c, c.Params("id"), "correct.head")
	if err != nil {
		return err
	}
	v, _, err := d.visit(c, f.Page)
	if err != nil {
		return err
	}
	facts := v.Facts
	p := CorrectPage{Frame: f, Visit: v.ID, Hides: facts.Confidential && !nameOpen(c, v), Settled: !facts.Correctable(visit.KeyUnit)}
	p.Frame.Seen = v.Seen()
	p.settle()
	p.Focus = true
	show := func(s string) string {
		if p.Hides {
			return ""
		}
		return s
	}
	p.Name, p.Phone, p.From = show(facts.Guest.Name), show(facts.Guest.Phone), show(facts.Guest.From)
	p.Note, p.Letter = show(facts.Note), show(facts.Letter)
	p.Of = []string{visit.KeyName, visit.KeyPhone, visit.KeyFrom, visit.KeyNote, visit.KeyLetter, visit.KeyConfidential}
	if !p.Hides { // a chosen option would tell what the card keeps back
		p.Of = append(p.Of, visit.KeySalute, visit.KeySex, visit.KeyOrigin, visit.KeyPurpose, visit.KeyNeeds)
	}
	if facts.Correctable(visit.KeyDocument) && !p.Hides {
		p.Of = append(p.Of, visit.KeyDocument, visit.KeyNumber)
		chosen := p.Typed("document", string(facts.Document.Kind))
		for _, k := range identity.Kinds() {
			p.Kinds = append(p.Kinds, Option{string(k), p.T(k.TextKey()), chosen == string(k)})
		}
		p.NumberNow = identity.Mask(facts.Document.Number)
		p.Why = p.Wrong("number") != "" || p.Ticked("as_written", "1", false)
	}
	salute := p.Typed("salute", string(facts.Guest.Salute))
	for _, s := range []string{"ibu", "bapak", ""} {
		key := s
		if s == "" {
			key = "nama"
		}
		p.Salutes = append(p.Salutes, Option{s, p.T("visit.salute-" + key), s == salute})
	}
	sex := p.Typed("sex", string(facts.Guest.Sex))
	p.Sexes = []Option{{"male", p.T("identity.sex.male"), sex == "male"}, {"female", p.T("identity.sex.female"), sex == "female"}, {"", p.T("correct.sex-none"), sex == ""}}
	origin := p.Typed("origin", string(facts.Guest.Origin))
	for _, o := range visit.Origins {
		p.Origins = append(p.Origins, Option{string(o), p.T("visit.origin-" + string(o)), string(o) == origin})
	}
	purpose := p.Typed("purpose", facts.Purpose)
	for _, x := range p.Office.Purposes {
		if !x.Hidden || x.ID == facts.Purpose {
			p.Purposes = append(p.Purposes, Option{x.ID, purposeName(p.Page, x.ID), x.ID == purpose})
		}
	}
	if p.Settled = p.Settled || p.Hides; !p.Settled {
		p.Of = append(p.Of, visit.KeyUnit, visit.KeyHost)
		p.Units = unitChoice(p.Page, p.Typed("unit", facts.Unit))
		p.Hosts = hostChoice(p.Page, "", p.Typed("host", facts.Host))
	}
	for _, n := range visit.Needs {
		p.Needs = append(p.Needs, Option{string(n), p.T("visit.need-" + string(n)), p.Ticked("needs", string(n), slices.Contains(facts.Needs, n))})
	}
	p.Secret = p.Ticked("confidential", "1", facts.Confidential)
	typed, _ := web.Form[correcting](c) // what came back; nothing when the page is new
	for i, w := range facts.Companions {
		if key := visit.KeyCompanion(i + 1); w.Here.IsZero() {
			name := show(w.Name)
			if n := len(p.Companions); p.Again() && n < len(typed.Companions) {
				name = typed.Companions[n]
			}
			p.Of = append(p.Of, key)
			p.Companions = append(p.Companions, CompanionRow{i + 1, name})
		}
	}
	for i, it := range facts.Items {
		if p.Hides { // what somebody carries can tell who they are
			break
		}
		row := KeptRow{i + 1, it.What, it.Locker}
		if p.Again() && i < len(typed.Items) && i < len(typed.Lockers) {
			row.What, row.Locker = typed.Items[i], typed.Lockers[i]
		}
		p.Of = append(p.Of, visit.KeyItem(row.N), visit.KeyLocker(row.N))
		p.Items = append(p.Items, row)
	}
	p.Keys = []web.Key{{Cap: "Tab", Text: p.T("desk.key-next")}, {Cap: "Alt S", Text: p.T("desk.key-save")}, {Cap: "Esc", Text: p.T("verify.key-back")}}
	return web.Show(c, "admin/correct", p)
}

// correcting is the form of a correction.
type correcting struct {
	Of           []string `form:"of" max:"20"` // the fields that the page showed
	Name         string   `form:"name" max:"65536"`
	Salute       string   `form:"salute" max:"10"`
	Phone        string   `form:"phone" max:"40"`
	Sex          string   `form:"sex" max:"10"`
	Origin       string   `form:"origin" max:"20"`
	From         string   `form:"from" max:"120"`
	Document     string   `form:"document" max:"20"`
	Number       string   `form:"number" max:"40"`
	AsWritten    bool     `form:"as_written"`
	NumberWhy    string   `form:"number_why" max:"300"`
	Purpose      string   `form:"purpose" max:"40"`
	Note         string   `form:"note" max:"120"`
	Letter       string   `form:"letter" max:"60"`
	Unit         string   `form:"unit" max:"40"`
	Host         string   `form:"host" max:"40"`
	Needs        []string `form:"needs" max:"20"`
	Confidential bool     `form:"confidential"`
	Companions   []string `form:"companion" max:"65536"` // in the order of the page, as the next two
	Items        []string `form:"item" max:"120"`
	Lockers      []string `form:"locker" max:"20"`
	Reason       string   `form:"reason" max:"300"`
}

func (m correcting) value(key string) string {
	if key == visit.KeyConfidential {
		if m.Confidential {
			return "1"
		}
		return ""
	}
	return map[string]string{
		visit.KeyName: m.Name, visit.KeySalute: m.Salute, visit.KeyPhone: m.Phone, visit.KeySex: m.Sex, visit.KeyOrigin: m.Origin, visit.KeyFrom: m.From,
		visit.KeyDocument: m.Document, visit.KeyNumber: m.Number, visit.KeyPurpose: m.Purpose, visit.KeyNote: m.Note, visit.KeyLetter: m.Letter,
		visit.KeyUnit: m.Unit, visit.KeyHost: m.Host, visit.KeyNeeds: strings.Join(m.Needs, ","),
	}[key]
}

// move is the correction of what differs from what is written.
func (m correcting) move(f visit.Facts, hides bool) visit.Correct {
	out := visit.Correct{AsWritten: m.AsWritten, NumberWhy: m.NumberWhy, Reason: m.Reason}
	rows := map[string][]string{"companion": m.Companions, "item": m.Items, "locker": m.Lockers}
	for _, key := range m.Of {
		to := m.value(key)
		if kind, _, _ := strings.Cut(key, "."); len(rows[kind]) > 0 {
			to, rows[kind] = rows[kind][0], rows[kind][1:]
		}
		if to == "" && kept(key, hides) || to == f.Written(key) || key == visit.KeyHost && to == "" && m.Unit != f.Unit {
			continue
		}
		out.Fields = append(out.Fields, visit.Corrected{Key: key, To: to})
	}
	return out
}

func (d *Door) correct(c *fiber.Ctx) error {
	id, s := c.Params("id"), web.Stamp(c)
	in, err := web.Form[correcting](c)
	if err == nil && !web.Check(c) {
		var v visit.Visit
		if v, err = d.Book.Visit(c.UserContext(), s.Office, id); err == nil {
			_, err = d.Book.Move(c.UserContext(), s, id, in.move(v.Facts, v.Facts.Confidential && !nameOpen(c, v)))
		}
	}
	if err != nil || web.Check(c) {
		return d.refused(c, err, d.correctPage)
	}
	undoable.Clear(c)
	return web.Redirect(c, "/kunjungan/:id", id)
}
