package kiosk

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/office"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// Tile is one big choice; touching it sends the form.
type Tile struct {
	Field, Value     string
	Icon, Name, Hint string
	Chosen           bool
}

// maxPurposes is how many tiles fit a page; what is beyond goes by "Keperluan lain".
const maxPurposes = 14

// PurposePage asks what brings the guest here.
type PurposePage struct {
	step
	Tiles []Tile
}

// purpose is the wizard's first page, the only one that needs no draft.
func (d *Door) purpose(c *fiber.Ctx) error {
	p := PurposePage{step: d.step(c, "kiosk.purpose-title", 1, atHome)}
	p.Body = "kiosk kiosk--fill"
	a, _ := draft.Load(c)
	for _, u := range offered(p.Office) {
		icon := u.Icon
		if icon == "" {
			icon = "circle-ellipsis"
		}
		p.Tiles = append(p.Tiles, Tile{"purpose", u.ID, icon, local(p.Page, u.Name, u.Name2), local(p.Page, u.Hint, u.Hint2), u.ID == a.Purpose})
	}
	return web.Show(c, "kiosk/purpose", p)
}

// offered are the purposes that guests may choose. Where there are too many, those in
// the guest's own words stay, for they take the rest.
func offered(o office.Office) []office.Purpose {
	shown := slices.DeleteFunc(slices.Clone(o.Purposes), func(p office.Purpose) bool { return p.Hidden })
	if len(shown) <= maxPurposes {
		return shown
	}
	free := slices.DeleteFunc(slices.Clone(shown), func(p office.Purpose) bool { return !p.Free })
	rest := slices.DeleteFunc(shown, func(p office.Purpose) bool { return p.Free })
	return append(rest[:max(0, maxPurposes-len(free))], free...)
}

func (d *Door) choosePurpose(c *fiber.Ctx) error {
	f, err := web.Form[struct {
		Purpose string `form:"purpose" max:"40"`
		Keep    bool   `form:"keep"`
	}](c)
	a, _ := draft.Load(c)
	if f.Keep {
		return kept(c, a)
	}
	o, err2 := d.Book.Home(c.UserContext())
	if err2 != nil {
		return err2
	}
	p, ok := o.Purpose(f.Purpose)
	if err != nil || !ok || p.Hidden {
		return web.Again(c, visit.ErrPurpose.At("purpose"), d.purpose)
	}
	a.Purpose = p.ID
	if !p.Letter {
		a.Letter = ""
	}
	if !p.Free {
		a.Note = ""
	}
	if err := draft.Save(c, a); err != nil {
		return err
	}
	if asksLetter(o, p.ID) {
		if changing(c) {
			return web.Redirect(c, atLetter+"?ubah=1")
		}
		return web.Redirect(c, atLetter)
	}
	return next(c, atUnit)
}

// LetterPage asks for the number of the summons, or for a few words of the guest's own
// where the purpose is "something else".
type LetterPage struct {
	step
	Free   bool
	Letter string
	Note   string
}

func (d *Door) letter(c *fiber.Ctx) error {
	a, ok := draft.Load(c)
	if !ok {
		return web.Redirect(c, atHome)
	}
	p := LetterPage{step: d.step(c, "kiosk.letter-title", 1, atPurpose), Letter: a.Letter, Note: a.Note}
	purpose, _ := p.Office.Purpose(a.Purpose)
	if p.Free = purpose.Free; p.Free {
		p.Title = p.T("kiosk.purpose-title")
	}
	p.Body, p.Next = "kiosk kiosk--keys", p.T("shared.next")
	return web.Show(c, "kiosk/letter", p)
}

// Keys are the page's keys: letters for words, capitals and a stroke for numbers of letters.
func (p LetterPage) Keys() board {
	if p.Free {
		return board{Lang: p.Lang, For: "note", Kind: "text", Sign: ","}
	}
	return board{Lang: p.Lang, For: "letter", Kind: "code", Sign: "/"}
}

func (d *Door) writeLetter(c *fiber.Ctx) error {
	a, ok := draft.Load(c)
	if !ok {
		return web.Redirect(c, atHome)
	}
	f, err := web.Form[struct {
		Letter string `form:"letter" max:"60"`
		Note   string `form:"note" max:"120"`
		Skip   bool   `form:"skip"`
		Keep   bool   `form:"keep"`
	}](c)
	a.Letter, a.Note = f.Letter, f.Note
	if f.Keep {
		return kept(c, a)
	}
	if f.Skip {
		a.Letter, a.Note, err = "", "", nil
	}
	if err == nil {
		err = fits(draft.Save(c, a), "letter")
	}
	if err != nil {
		return web.Again(c, err, d.letter)
	}
	return next(c, atUnit)
}
