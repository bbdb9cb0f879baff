package kiosk

import (
	"html/template"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/office"
	"bukutamu/internal/paper"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// TicketPage is what the guest leaves the kiosk with. It shows for 45 seconds.
type TicketPage struct {
	web.Page
	Guest   string // Ibu Anggrek
	Code    string // K7P-4M2
	QR      template.HTML
	Unit    string
	Size    int
	Letter  bool // bring the summons
	Weapons bool // something to hand in
	Live    bool // phones reach the ticket's page
	Seconds int
	Print   Printing
}

// ticketTime is how long the ticket stays, in seconds.
const ticketTime = 45

func (d *Door) ticket(c *fiber.Ctx) error {
	id, ok := held.Load(c)
	if !ok {
		return web.Redirect(c, atHome)
	}
	p := TicketPage{Page: d.page(c, web.Kiosk, "kiosk.ticket-title"), Seconds: ticketTime, Live: d.Reachable()}
	v, err := d.Book.Visit(c.UserContext(), p.Office.ID, id)
	if err != nil {
		return err
	}
	if passState(v, p.Office, d.Book.Now()) != string(visit.Registered) { // used, cancelled or moved meanwhile
		return web.Redirect(c, atHome)
	}
	if err := held.Save(c, id); err != nil { // more time for the guest is more time for the cookie
		return err
	}
	p.Page = d.quiet(p.Page, 0, 0)
	p.Then = "45;url=/kios"
	p.Body, p.Path, p.Seen = "kiosk kiosk--ticket", string(atTicket), v.Seen()
	if p.Print = printing(c, p.Page, v); p.Print.Has {
		p.Body += " kiosk--printer"
	}
	if !v.Facts.Confidential {
		p.Guest = addressed(p.Page, v.Facts.Guest.Salute, v.Facts.Guest.First())
	}
	p.Code, p.Size = shortCode(v.Code), v.Size()
	p.Unit, _ = destination(p.Page, v.Facts.Unit, "")
	purpose, _ := p.Office.Purpose(v.Facts.Purpose)
	p.Letter, p.Weapons = purpose.Letter, v.Facts.Declared.Weapons
	if p.QR, err = d.qr(p.Page, v); err != nil {
		return err
	}
	return web.Show(c, "kiosk/ticket", p)
}

// Thanks greets the guest; one whose visit is confidential is not named aloud in the lobby.
func (p TicketPage) Thanks() string {
	if p.Guest == "" {
		return p.T("ticket.thanks-secret")
	}
	return p.T("ticket.thanks", "guest", p.Guest)
}

// Lead says what the ticket is and how to take it along.
func (p TicketPage) Lead() string {
	key := "ticket.lead"
	switch {
	case p.Print.Has:
		key = "ticket.lead-print"
	case p.Live:
		key = "ticket.lead-live"
	}
	if p.Size == 1 {
		return p.T(key) + " " + p.T("ticket.valid-one")
	}
	return p.T(key) + " " + p.T("ticket.valid", "people", people(p.Page, p.Size))
}

// people writes a small number of people as a word, as one says it.
func people(p web.Page, n int) string {
	if n >= 2 && n <= 10 {
		return p.T("ticket.people" + string(rune('0'+n%10)))
	}
	return p.T("ticket.people", "count", n)
}

// Minutes is the office's target for the whole service.
func (p TicketPage) Minutes() int { return p.Office.Rules.Filled().TargetMinutes }

// shortCode writes a code as it is shown, K7P-4M2.
func shortCode(code string) string {
	if len(code) != 6 {
		return code
	}
	return code[:3] + "-" + code[3:]
}

// address is what a ticket's QR code holds, in capitals, which take less room.
func (d *Door) address(o office.Office, v visit.Visit) string {
	return strings.ToUpper(d.BaseURL() + "/t/" + o.ID + "." + v.Ticket)
}

func (d *Door) qr(p web.Page, v visit.Visit) (template.HTML, error) {
	code, err := paper.QR(d.address(p.Office, v))
	return code.SVG("QR tiket"), err
}
