// Package kiosk is the guest door: everything that needs no staff account. The touch
// kiosk's pages begin with /kios, the guest's own phone starts at /.
//
// The kiosk keeps nothing of a guest on the server until the ticket is taken: the
// answers travel in one sealed cookie (draft.go), each page is read by GET, each form
// is answered by 303, and no address names a guest or a ticket.
package kiosk

import (
	"errors"
	"fmt"
	"log/slog"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/live"
	"bukutamu/internal/paper"
	"bukutamu/internal/refusal"
	"bukutamu/internal/spool"
	"bukutamu/internal/web"
)

// Door is what the guest door works with. All fields are needed.
type Door struct {
	Book  *book.Book
	Hub   *live.Hub
	Press *paper.Press
	Spool *spool.Spool
	// BaseURL is what QR codes point to, without a slash at the end.
	BaseURL func() string
	// Reachable reports whether phones reach the program through BaseURL: only then
	// does the kiosk offer the phone, and the ticket its live page.
	Reachable func() bool
	Log       *slog.Logger

	flood   flood
	guesses guesses
}

// Configure sets what the guest door's routes need of the app: no form here is larger
// than a complaint in the widest letters, and files come to one route alone.
func Configure(cfg *web.Config) {
	cfg.Limits.Body, cfg.Limits.Uploads = 96<<10, []string{complaintUpload}
	cfg.Silent = complaintPaths
}

// Refusals of the guest door.
var (
	ErrTicket     = refusal.New(refusal.NotFound, "kiosk.ticket")
	ErrBadge      = refusal.New(refusal.NotFound, "kiosk.badge")
	ErrPicture    = refusal.New(refusal.Gone, "kiosk.picture")
	ErrCancelLate = refusal.New(refusal.Conflict, "kiosk.cancel-late")
	ErrMoveLate   = refusal.New(refusal.Conflict, "kiosk.move-late")
	ErrHostMany   = refusal.New(refusal.Invalid, "kiosk.host-many") // several persons fit {names}
	ErrHostNone   = refusal.New(refusal.Invalid, "kiosk.host-none")
	ErrAway       = refusal.New(refusal.Busy, "kiosk.away") // shown with status 503
	ErrCompanion  = refusal.New(refusal.Invalid, "kiosk.companion")
)

// Routes adds the guest door's pages.
func Routes(app *fiber.App, d *Door) {
	// The touch kiosk.
	app.Get("/kios", d.home)
	app.Post("/kios/ulang", d.reset)
	app.Get("/kios/masih", d.idle)
	app.Get("/kios/panggil", d.enrolled, d.call)
	app.Post("/kios/panggil", d.enrolled, d.ring)
	app.Get("/kios/panggil/kabar", d.enrolled, d.news)
	app.Get("/kios/kode", d.enrolled, web.Camera, d.code)
	app.Post("/kios/kode", d.enrolled, web.Camera, d.look)
	app.Get("/kios/kode/jawaban", d.enrolled, d.answer)
	app.Get("/kios/daftarkan", d.ready, d.enrol)
	app.Post("/kios/daftarkan", d.ready, d.askEnrol)
	app.Get("/kios/standar", d.standard)
	app.Get("/kios/tata-tertib", d.house)
	app.Get("/kios/data-pribadi", d.privacy)
	// The wizard, in the order of its pages.
	for _, s := range []struct {
		path      string
		show, act fiber.Handler
	}{
		{"/kios/keperluan", d.purpose, d.choosePurpose},
		{"/kios/surat", d.letter, d.writeLetter},
		{"/kios/tujuan", d.unit, d.chooseUnit},
		{"/kios/nama", d.name, d.writeName},
		{"/kios/ponsel", d.number, d.writeNumber},
		{"/kios/pendamping", d.companions, d.changeCompanions},
		{"/kios/periksa", d.review, d.take},
	} {
		app.Get(s.path, d.enrolled, s.show)
		app.Post(s.path, d.enrolled, s.act)
	}
	app.Get("/tiket", d.enrolled, d.ticket)
	app.Get("/tiket/cetak", d.enrolled, d.askPrint)
	app.Post("/tiket/cetak", d.enrolled, d.printTicket)
	app.Get("/tiket.pdf", d.enrolled, d.ticketPDF)
	// The guest's own phone.
	app.Get("/", d.register)
	app.Post("/", d.sendRegister)
	app.Get("/standar", d.standard)
	app.Get("/tata-tertib", d.house)
	app.Get("/data-pribadi", d.privacy)
	app.Get("/t/:ticket", d.pass)
	app.Get("/t/:ticket/gambar", d.picture)
	app.Get("/t/:ticket/langsung", web.Quiet, d.follow)
	app.Get("/t/:ticket/hari", d.askDay)
	app.Post("/t/:ticket/hari", d.moveDay)
	app.Get("/t/:ticket/batal", d.askCancel)
	app.Post("/t/:ticket/batal", d.cancel)
	app.Get("/b/:badge", d.badge)
	d.complaintRoutes(app)
}

// enrolled lets only the office's own kiosk in; any other browser is led to the
// phone's page, which says how a screen becomes a kiosk. Before set-up there is only
// the home page, which says so.
func (d *Door) enrolled(c *fiber.Ctx) error {
	if !web.Enrolled(c) {
		return web.Redirect(c, "/?kios=1")
	}
	return d.ready(c)
}

// ready leads home while the office has no name yet.
func (d *Door) ready(c *fiber.Ctx) error {
	if _, err := d.Book.Home(c.UserContext()); errors.Is(err, book.ErrNotFound) {
		return web.Redirect(c, "/")
	}
	return c.Next()
}

// page is a page of the guest door. Without scripts a kiosk page leads by itself to
// "still here?" and from there home.
func (d *Door) page(c *fiber.Ctx, place web.Place, title string) web.Page {
	p := web.NewPage(c, place, title)
	return d.quiet(p, p.Quiet, p.Count)
}

// quiet sets the quiet times of a kiosk page, in seconds.
func (d *Door) quiet(p web.Page, seconds, count int) web.Page {
	p.Quiet, p.Count, p.Then = seconds, count, ""
	if p.Place == web.Kiosk && seconds > 0 {
		p.Then = fmt.Sprintf("%d;url=/kios/masih?dari=%s", seconds, from(p.Path))
	}
	return p
}

// place is where a page that exists for kiosk and phone is looked at.
func place(c *fiber.Ctx) web.Place {
	if len(c.Path()) >= 5 && (c.Path()[:5] == "/kios" || c.Path()[:5] == "/KIOS") {
		return web.Kiosk
	}
	return web.Phone
}

// local is a name in the page's language, Indonesian where there is no other.
func local(p web.Page, id, en string) string {
	if p.Lang == "en" && en != "" {
		return en
	}
	return id
}
