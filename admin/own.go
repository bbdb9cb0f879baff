package admin

import (
	"errors"
	"regexp"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
)

// SessionRow is one running session of the person.
type SessionRow struct {
	N                                int // counts from 1, for the ids of fields
	ID, Browser, Device, Begun, Seen string
	This                             bool
}

// OwnPage is the person's own account: password and sessions.
type OwnPage struct {
	SettingsPage
	Must     bool // the password came from somebody else
	Sessions []SessionRow
	Desk     string // the enrolled desk this browser is, if any
}

func (d *Door) ownPage(c *fiber.Ctx) error {
	p := OwnPage{SettingsPage: d.settings(c, "settings.own"), Must: web.Person(c).Must, Desk: web.Device(c).Name}
	if p.Must {
		p.Side = nil
	}
	var err error
	if p.Sessions, err = d.sessionRows(c, p.SettingsPage, web.Person(c).Login); err != nil {
		return err
	}
	p.Keys = []web.Key{{Cap: "Alt S", Text: p.T("own.save")}}
	return web.Show(c, "admin/own", p)
}

// sessionRows are the running sessions of an account, the newest first.
func (d *Door) sessionRows(c *fiber.Ctx, p SettingsPage, login string) (out []SessionRow, err error) {
	all, err := d.Book.Sessions(c.UserContext(), login)
	for i, s := range all {
		out = append(out, SessionRow{i + 1, s.ID, p.T(browser(s.Agent)), s.Device, p.moment(s.Begun), p.moment(s.Seen), s.ID == web.Session(c).ID})
	}
	return out, err
}

var errOld = refusal.New(refusal.Invalid, "own.old")

// changeOwnPassword asks for the old one, whatever was typed when.
func (d *Door) changeOwnPassword(c *fiber.Ctx) error {
	m, err := web.Form[struct {
		Old      string `form:"old,raw" max:"200"`
		Password string `form:"password,raw" max:"200"`
		Again    string `form:"again,raw" max:"200"`
	}](c)
	who := web.Person(c)
	if err == nil && m.Password != m.Again {
		err = account.ErrRepeat.At("again")
	}
	if err == nil && (m.Password == m.Old || book.WeakPassword(m.Password, who.Login, who.Name, web.Stamp(c).Office)) {
		err = account.ErrWeak.At("password")
	}
	if err == nil && !web.Check(c) {
		if _, err = d.Book.CheckPassword(c.UserContext(), who.Login, m.Old); errors.Is(err, account.ErrMatch) {
			err = errOld.At("old")
		}
	}
	if err == nil && !web.Check(c) {
		err = d.Book.SetPassword(c.UserContext(), web.Stamp(c), who.Login, m.Password, false, web.Session(c).ID)
	}
	if err != nil || web.Check(c) {
		return web.Again(c, err, d.ownPage)
	}
	if who.Must {
		return web.Redirect(c, "/")
	}
	return web.Redirect(c, "/saya?tersimpan=1")
}

func (d *Door) endOwnSession(c *fiber.Ctx) error {
	m, err := web.Form[struct {
		ID string `form:"id" max:"120"`
	}](c)
	if err == nil {
		err = d.Book.EndSession(c.UserContext(), web.Stamp(c), web.Person(c).Login, m.ID)
	}
	if err != nil {
		return web.Again(c, err, d.ownPage)
	}
	if m.ID == web.Session(c).ID {
		web.SignOut(c)
		return web.Redirect(c, "/")
	}
	return web.Redirect(c, "/saya?tersimpan=1")
}

func (d *Door) endOtherSessions(c *fiber.Ctx) error { return d.endOwn(c, web.Session(c).ID) }

// endAllSessions signs out everywhere, here too.
func (d *Door) endAllSessions(c *fiber.Ctx) error { return d.endOwn(c, "") }

// endOwn ends the person's sessions but the one named.
func (d *Door) endOwn(c *fiber.Ctx, but string) error {
	if _, err := d.Book.EndSessions(c.UserContext(), web.Stamp(c), web.Person(c).Login, but); err != nil {
		return web.Again(c, err, d.ownPage)
	}
	if but == "" {
		web.SignOut(c)
		return web.Redirect(c, "/")
	}
	return web.Redirect(c, "/saya?tersimpan=1")
}

// browsers are the words of a browser's own description by which people know it,
// the more particular first.
var browsers = []struct {
	word *regexp.Regexp
	key  string
}{
	{regexp.MustCompile(`Edg/`), "own.browser-edge"},
	{regexp.MustCompile(`Firefox/`), "own.browser-firefox"},
	{regexp.MustCompile(`Chrom(e|ium)/.*Mobile`), "own.browser-phone"},
	{regexp.MustCompile(`Chrom(e|ium)/`), "own.browser-chrome"},
	{regexp.MustCompile(`Safari/`), "own.browser-safari"},
}

func browser(agent string) string {
	for _, b := range browsers {
		if b.word.MatchString(agent) {
			return b.key
		}
	}
	return "own.browser-other"
}

// deskAsk is the code that this browser shows. Its token is the draft's nonce; it is
// no device's cookie before somebody has confirmed the code.
type deskAsk struct {
	Code string
	At   time.Time
}

var ownDesk = web.NewDraft[deskAsk]("desk")

// deskCode is how long a code can be confirmed.
const deskCode = 15 * time.Minute

// OwnDeskPage shows the code by which this browser becomes an enrolled desk.
type OwnDeskPage struct {
	SettingsPage
	Desk  string // what it is already
	Code  string // to be confirmed; empty before it was asked for, and when it is old
	Until string
}

// ownDeskPage becomes the desk as soon as the code was confirmed.
func (d *Door) ownDeskPage(c *fiber.Ctx) error {
	p := OwnDeskPage{SettingsPage: d.settings(c, "own.desk-head"), Desk: web.Device(c).Name}
	ask, ok := ownDesk.Load(c)
	if !ok || p.Desk != "" {
		return web.Show(c, "admin/own_desk", p)
	}
	token := ownDesk.Nonce(c)
	dev, err := d.Book.Device(c.UserContext(), token)
	switch {
	case err == nil:
		web.Enrol(c, token)
		ownDesk.Clear(c)
		p.Desk = dev.Name
	case !errors.Is(err, book.ErrNotFound):
		return err
	case len(ask.Code) == 6 && p.Now.Sub(ask.At) < deskCode:
		p.Code, p.Until = ask.Code[:3]+"-"+ask.Code[3:], p.Clock(ask.At.Add(deskCode))
	}
	return web.Show(c, "admin/own_desk", p)
}

func (d *Door) askOwnDesk(c *fiber.Ctx) error {
	s := web.Stamp(c)
	if err := ownDesk.Save(c, deskAsk{}); err != nil { // draws the token
		return err
	}
	code, err := d.Book.AskEnrol(c.UserContext(), s.Office, ownDesk.Nonce(c))
	if err == nil {
		err = ownDesk.Save(c, deskAsk{code, s.At})
	}
	if err != nil {
		return err
	}
	return web.Redirect(c, "/saya/meja")
}
