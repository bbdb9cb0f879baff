package admin

import (
	"fmt"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// WalkInPage asks everything of a guest without a registration, on one page.
type WalkInPage struct {
	Frame
	Purposes   []PurposeChoice
	Units      []Option
	Hosts      HostChoice
	Salutes    []Option
	Companions []CompanionRow
	Needs      []Option
	Langs      []Option
	Here       bool
	Typing     bool
}

// PurposeChoice is a purpose and what it asks for.
type PurposeChoice struct {
	Option
	Letter, Free bool
}

// CompanionRow is one name of the party.
type CompanionRow struct {
	N     int
	Value string
}

func (d *Door) walkInPage(c *fiber.Ctx) error {
	f, err := d.frame(c, "", "desk.walk-in")
	if err != nil {
		return err
	}
	p := WalkInPage{Frame: f}
	p.settle()
	p.Focus, p.Typing = true, p.Again()
	chosen := p.Typed("purpose", "")
	for _, x := range p.Office.Purposes {
		if !x.Hidden {
			p.Purposes = append(p.Purposes, PurposeChoice{Option{x.ID, purposeName(p.Page, x.ID), x.ID == chosen}, x.Letter, x.Free})
		}
	}
	p.Units = unitChoice(p.Page, p.Typed("unit", ""))
	p.Hosts = hostChoice(p.Page, "", p.Typed("host", ""))
	salute := p.Typed("salut", "nama")
	for _, s := range []string{"ibu", "bapak", "nama"} {
		p.Salutes = append(p.Salutes, Option{s, p.T("visit.salute-" + s), s == salute})
	}
	for _, n := range visit.Needs {
		p.Needs = append(p.Needs, Option{string(n), p.T("visit.need-" + string(n)), p.Ticked("need", string(n), false)})
	}
	tongue := p.Typed("lang", "id")
	for _, l := range []string{"id", "en"} {
		p.Langs = append(p.Langs, Option{l, p.T("visit.lang-" + l), l == tongue})
	}
	typed, _ := web.Form[visit.Register](c) // what came back; nothing when the page is new
	for _, name := range typed.Companions {
		p.Companions = append(p.Companions, CompanionRow{len(p.Companions), name})
	}
	for range 2 {
		p.Companions = append(p.Companions, CompanionRow{N: len(p.Companions)})
	}
	p.Here = p.Ticked("here", "1", true)
	p.Keys = []web.Key{
		{Cap: "Tab", Text: p.T("desk.key-next")}, {Cap: "Alt S", Text: p.T("desk.key-save")}, {Cap: "Esc", Text: p.T("verify.key-back")},
	}
	return web.Show(c, "admin/walkin", p)
}

// walkIn registers and receives a guest by one form, which is one act however
// often it is sent, and goes on to the check-in.
func (d *Door) walkIn(c *fiber.Ctx) error {
	m, err := web.Form[visit.Register](c)
	more, merr := web.Form[struct {
		Lang string `form:"lang" max:"2"`
		Here bool   `form:"here"` // all companions stand at the desk
	}](c)
	if err == nil {
		err = merr
	}
	m.Source, m.Lang = visit.AtDesk, more.Lang
	if m.Lang != "en" {
		m.Lang = "id"
	}
	var v visit.Visit
	if err == nil && !web.Check(c) {
		v, err = d.receive(c, web.Stamp(c), m, more.Here)
	}
	if err != nil || web.Check(c) {
		return d.refused(c, err, d.walkInPage)
	}
	if err := d.offerUndo(c, v.ID); err != nil {
		return err
	}
	return web.Redirect(c, "/kunjungan/:id/verify", v.ID)
}

// receive makes the moves of a walk-in under one act. Sent again, each of them
// finds what it made.
func (d *Door) receive(c *fiber.Ctx, s account.Stamp, m visit.Register, here bool) (visit.Visit, error) {
	ctx := c.UserContext()
	v, _, err := d.Book.Register(ctx, s, m)
	if err != nil {
		return v, fmt.Errorf("walk-in: %w", err)
	}
	s.Seen = 1 // the form knows of its own registration alone
	if v, err = d.Book.Move(ctx, s, v.ID, visit.Arrive{}); err != nil {
		return v, err
	}
	if here && v.Awaited() {
		v, err = d.Book.Move(ctx, s, v.ID, visit.Here{All: true})
	}
	return v, err
}
