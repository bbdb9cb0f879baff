package admin

import (
	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/office"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// fullName is salutation and name; of a confidential guest the number of the badge, of
// one who was forgotten that it was so.
func fullName(p web.Page, v visit.Visit) string {
	switch {
	case v.Facts.Confidential:
		return secretName(p, v.Facts.Badge.Number)
	case !v.Facts.Erased.IsZero():
		return p.T("visit.erased")
	}
	return properName(p, v.Facts.Guest)
}

func properName(p web.Page, g visit.Guest) string {
	if g.Salute == "" {
		return g.Name
	}
	return p.T("visit.salute-"+string(g.Salute)) + " " + g.Name
}

// shortName is the name alone, for lists.
func shortName(p web.Page, v visit.Visit) string {
	switch {
	case v.Facts.Confidential:
		return secretName(p, v.Facts.Badge.Number)
	case !v.Facts.Erased.IsZero():
		return p.T("visit.erased")
	}
	return v.Facts.Guest.Name
}

// nameOpen reports whether this officer opened the confidential visit's name a moment ago.
func nameOpen(c *fiber.Ctx, v visit.Visit) bool {
	who, ok := opened.Load(c)
	return ok && who.Visit == v.ID && who.By == web.Person(c).Login
}

// words are somebody's own, a reason or a note; those of a confidential visit may tell
// who it is, and show with the name alone.
func (d *Door) words(c *fiber.Ctx, p web.Page, v visit.Visit, said string) string {
	if said != "" && v.Facts.Confidential && !nameOpen(c, v) {
		return p.T("record.hidden-words")
	}
	return said
}

func purposeOf(p web.Page, v visit.Visit) string {
	switch f := v.Facts; {
	case f.Confidential:
		return p.T("visit.secret")
	case f.Note != "":
		return purposeName(p, f.Purpose) + ": " + f.Note
	default:
		return purposeName(p, f.Purpose)
	}
}

func unitOf(p web.Page, id string) string {
	if u, ok := p.Office.Unit(id); ok {
		return unitName(p, u)
	}
	return ""
}

// shownCode is a short code as people read it, K7P-4M2.
func shownCode(code string) string {
	if len(code) != 6 {
		return code
	}
	return code[:3] + "-" + code[3:]
}

// whether is a host's name for the officer's choice, and for one who is away who stands in.
func whether(p web.Page, h office.Person) string {
	name := address(p, h)
	if !h.Away {
		return name
	}
	if x, ok := p.Office.Stands(h.ID); ok {
		return p.T("visit.host-deputy", "name", name, "deputy", address(p, x))
	}
	return p.T("visit.host-away", "name", name)
}
