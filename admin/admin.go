// Package admin is the staff door: everything behind sign-in. The duty desk, the
// card of a visit with every move, check-in and check-out, a host's inbox; then
// set-up, settings, accounts, devices and history.
//
// A handler reads, acts, refuses or shows. The rules are in package visit, the
// queries in book, the sentences in lang.
package admin

import (
	"errors"
	"log/slog"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/live"
	"bukutamu/internal/paper"
	"bukutamu/internal/spool"
	"bukutamu/internal/web"
)

// Door is what the handlers of the staff door share. All fields but
// the last are needed.
type Door struct {
	Book    *book.Book
	Hub     *live.Hub
	Press   *paper.Press
	Spool   *spool.Spool
	BaseURL func() string // what the QR codes of badges point to
	Log     *slog.Logger
	// LastInside is the newest sealed list of who is inside from this machine's own disk,
	// for when the store is away (book.OpenInside). It may be nil.
	LastInside func() ([]byte, error)
}

// Configure sets what the staff door's pages need of the listener: where sign-in
// and the locked desk are, and the rail.
func Configure(cfg *web.Config) {
	cfg.SignIn, cfg.Lock = "/", "/kunci"
	cfg.LastKnown = []string{"/evakuasi"}
	cfg.Nav = []web.NavItem{
		{Path: "/", Key: "desk.nav-desk", Icon: "clipboard-check", Actions: []account.Action{account.SeeDesk}, Under: []string{"/kunjungan", "/pindai", "/tamu", "/meja"}},
		{Path: "/kotak", Key: "desk.nav-inbox", Icon: "mail", Actions: []account.Action{account.SeeInbox}},
		{Path: "/riwayat", Key: "desk.nav-history", Icon: "history", Actions: []account.Action{account.SeeHistory}, Under: []string{"/catat-belakangan"}},
		{Path: "/pengaduan", Key: "complaint.nav", Icon: "inbox", Actions: []account.Action{account.SeeComplaints}},
		{Path: "/serah-terima", Key: "desk.nav-shift", Icon: "repeat", Actions: []account.Action{account.SeeDesk}, Under: []string{"/titipan", "/pengenal", "/buku-tamu-nasional"}},
		{Path: "/evakuasi", Key: "desk.nav-evacuation", Icon: "footprints", Actions: []account.Action{account.SeeDesk}},
		{Path: "/pengaturan", Key: "desk.nav-settings", Icon: "settings", Actions: []account.Action{account.EditOffice, account.EditAccounts, account.EditDevices, account.OwnPassword}, Under: []string{"/saya", "/jejak"}},
	}
}

// Routes adds every route of the staff door.
func Routes(app *fiber.App, d *Door) {
	app.Use(d.officeGate())
	d.deskRoutes(app)
	d.officeRoutes(app)
}

// who is the name of an account for pages; its login when the account is unknown.
func (d *Door) who(c *fiber.Ctx, login string) string {
	l := web.Lang(c)
	switch login {
	case "":
		return ""
	case account.ByNobody:
		return l.T("acts.nobody")
	case account.ByGuest, account.BySystem, account.ByConsole:
		return l.T("visit.by-" + login)
	}
	a, err := d.Book.Account(c.UserContext(), login)
	if errors.Is(err, book.ErrNotFound) || err != nil {
		return login
	}
	return a.Name
}
