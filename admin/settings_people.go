package admin

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/text/unicode/norm"

	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
)

// PeoplePart is the box that units and persons are pasted into, and what was
// understood of it.
type PeoplePart struct {
	Text     string
	Asked    bool // the text was sent: what follows is what was understood
	Digest   string
	Units    []UnitRow
	Persons  []PersonRow
	Problems []LineRow
	Ready    bool // nothing is wrong: the next press saves
}

// UnitRow is a unit in a table.
type UnitRow struct {
	ID, Name, Short, Room string
	New, Hidden           bool
	First, Last           bool
}

// PersonRow is a person in a table.
type PersonRow struct {
	ID, Name, Title, Unit, Role string
	Deputy                      string // while they are away
	New, Away, Gone             bool
}

// LineRow is a line that was not understood.
type LineRow struct {
	N         int
	Text, Why string
}

// peopleForm is the box. Shown is the digest of the text whose preview the person
// has seen: only that text is saved. The tabs of a spreadsheet stay.
type peopleForm struct {
	Text  string `form:"people,raw" max:"200000"`
	Shown string `form:"shown" max:"16"`
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(strings.ReplaceAll(strings.TrimSpace(text), "\r\n", "\n")))
	return hex.EncodeToString(sum[:8])
}

// peoplePart reads what was sent, or offers start.
func peoplePart(p web.Page, o office.Office, start string) PeoplePart {
	part := PeoplePart{Text: start, Asked: p.Again()}
	if !part.Asked {
		return part
	}
	part.Text = p.Typed("people", "")
	part.Digest = digest(part.Text)
	units, persons, problems := office.ParsePeople(norm.NFC.String(part.Text), o)
	whole := o.With(units, persons)
	for _, u := range units {
		_, known := o.Unit(u.ID)
		part.Units = append(part.Units, UnitRow{Name: u.Name, Short: u.Short, Room: u.Room, New: !known})
	}
	for _, m := range persons {
		_, known := o.Person(m.ID)
		part.Persons = append(part.Persons, personRow(p, whole, m, !known))
	}
	for _, l := range problems {
		part.Problems = append(part.Problems, LineRow{l.Line, l.Text, p.Say(l.Refusal)})
	}
	part.Ready = len(problems) == 0 && len(units)+len(persons) > 0
	return part
}

func personRow(p web.Page, o office.Office, m office.Person, fresh bool) PersonRow {
	u, _ := o.Unit(m.Unit)
	r := PersonRow{ID: m.ID, Name: address(p, m), Title: m.Title, Unit: u.Short, Role: p.T("settings.person-" + personRole(m)), New: fresh, Away: m.Away, Gone: m.Gone}
	if x, ok := o.Stands(m.ID); ok && !m.Gone {
		r.Deputy = x.Name
	}
	return r
}

func personRole(m office.Person) string {
	switch {
	case m.Host && m.Escort:
		return "both"
	case m.Escort:
		return "escort"
	case m.Host:
		return "host"
	}
	return "none"
}

// people reads the box against an office: every line that does not fit is named.
func (m peopleForm) people(o office.Office, say func(key string, args ...any) string) (office.Office, error) {
	units, persons, problems := office.ParsePeople(norm.NFC.String(m.Text), o)
	var no refusal.List
	for _, l := range problems {
		no = append(no, errLine.At("people").With("n", l.Line).With("why", say("refusal."+l.Refusal.Key, l.Refusal.Pairs()...)))
	}
	o = o.With(units, persons)
	if len(no) == 0 && len(o.OpenUnits()) == 0 {
		no = append(no, errNobody.At("people"))
	}
	return o, no.Err()
}

// seen reports whether the person has seen what becomes of this text.
func (m peopleForm) seen() bool { return m.Shown != "" && m.Shown == digest(m.Text) }

// standardList are the units of a Kejaksaan Negeri as lines.
func standardList() string { return peopleList(office.Office{Units: office.StandardUnits()}) }

// peopleList are the office's units and persons as the lines that would make them.
// Semicolons, since degrees bring commas.
func peopleList(o office.Office) string {
	var b strings.Builder
	for _, u := range o.OpenUnits() {
		b.WriteString(u.Name)
		if u.Short != "" {
			b.WriteString(" (" + u.Short + ")")
		}
		b.WriteString("\n")
	}
	for _, m := range o.Persons {
		u, ok := o.Unit(m.Unit)
		role, does := map[string]string{"host": "tuan rumah", "escort": "pengantar", "both": "keduanya"}[personRole(m)]
		if m.Gone || !ok || !does {
			continue
		}
		name := m.Name
		if m.Salute == "ibu" || m.Salute == "bapak" {
			name = strings.ToUpper(m.Salute[:1]) + m.Salute[1:] + " " + name
		}
		b.WriteString(strings.Join([]string{name, m.Title, u.Short, role}, "; ") + "\n")
	}
	return b.String()
}

func (d *Door) savePeople(c *fiber.Ctx) error {
	m, err := web.Form[peopleForm](c)
	if err == nil && !m.seen() {
		o, herr := d.Book.Home(c.UserContext())
		if herr != nil {
			return herr
		}
		_, err = m.people(o, web.Lang(c).T)
		return web.Again(c, err, d.peoplePage)
	}
	return d.save(c, peopleSection, err, func(o office.Office) (office.Office, error) { return m.people(o, web.Lang(c).T) }, d.peoplePage)
}
