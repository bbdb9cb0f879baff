package kiosk

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
)

const (
	atCode   web.Path = "/kios/kode"
	atAnswer web.Path = "/kios/kode/jawaban"
)

// answer is what the kiosk was told of a visit. It says nothing of who the guest is,
// and names no visit; a reset deletes it.
var answer = web.NewSealed[book.Glance]("answer", 10*time.Minute)

// codeField is where the guest types and the scanner writes.
const codeField = "kode"

// CodePage asks for the QR or the code of a guest who has one already.
type CodePage struct {
	web.Page
	Rests bool // tried too often: the desk, for a while
}

// Keys are the page's letters and digits.
func (p CodePage) Keys() board { return board{Lang: p.Lang, For: codeField, Kind: "code"} }

// Again is what was typed. What a scanner read is longer, and does not stay on the screen.
func (p CodePage) Again() string {
	if typed := p.Typed(codeField, ""); len(typed) <= 12 {
		return typed
	}
	return ""
}

func (d *Door) code(c *fiber.Ctx) error {
	p := CodePage{Page: d.page(c, web.Kiosk, "code.title"), Rests: d.Book.GlanceRests(asker(c))}
	p.Path, p.Back, p.Body = string(atCode), string(atHome), "kiosk kiosk--keys kiosk--code"
	if p.Rests {
		p.Body = "kiosk"
	} else {
		p.Next = p.T("code.check")
	}
	return web.Show(c, "kiosk/code", p)
}

// asker is whose tries are counted: the device's, which a reset does not change. A
// browser on the server itself has none, and in the demo nobody has: there it is the address.
func asker(c *fiber.Ctx) string {
	if id := web.Device(c).ID; id != "" {
		return id
	}
	return web.Reader(c).Address
}

// look takes what was typed or read. What it finds goes into a sealed cookie, so that
// neither an address nor the way back holds the code.
func (d *Door) look(c *fiber.Ctx) error {
	f, err := web.Form[struct {
		Text string `form:"kode" max:"200"`
	}](c)
	if err != nil {
		return web.Again(c, book.ErrGlanceText.At(codeField), d.code)
	}
	g, err := d.Book.Glance(c.UserContext(), web.Stamp(c), asker(c), f.Text)
	if list := refusal.Of(err); list != nil && list[0].Key == book.ErrGlanceOften.Key {
		return web.Again(c, err, d.code) // the page has no field to lead to
	}
	if err != nil {
		return web.Again(c, at(err, codeField), d.code)
	}
	if err := answer.Save(c, g); err != nil {
		return err
	}
	return web.Redirect(c, atAnswer)
}

// AnswerPage tells where the visit stands, and what the guest has ready or to collect.
// It shows for 45 seconds.
type AnswerPage struct {
	web.Page
	Glance  book.Glance
	When    string // of another day
	Seconds int
}

func (d *Door) answer(c *fiber.Ctx) error {
	g, ok := answer.Load(c)
	if !ok {
		return web.Redirect(c, atHome)
	}
	p := AnswerPage{Page: d.page(c, web.Kiosk, "code.answer-title"), Glance: g, Seconds: ticketTime}
	if err := answer.Save(c, g); err != nil { // more time for the guest is more time for the cookie
		return err
	}
	p.Page = d.quiet(p.Page, 0, 0)
	p.Then = "45;url=/kios"
	p.When = dayWords(p.Page, g.Day)
	return web.Show(c, "kiosk/answer", p)
}

// Head and Lead say where the visit stands.
func (p AnswerPage) Head() string { return p.T("code." + string(p.Glance.Stand)) }

// Lead says what the guest does now.
func (p AnswerPage) Lead() string { return p.T("code."+string(p.Glance.Stand)+"-text", "day", p.When) }

// Bring reports whether the guest is awaited at the desk, with things to have ready.
func (p AnswerPage) Bring() bool { return p.Glance.Stand == book.StandToday }
