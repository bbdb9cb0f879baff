package kiosk

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/lang"
	"bukutamu/internal/office"
	"bukutamu/internal/paper"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// Printing is what the ticket's page tells of the ticket's paper.
type Printing struct {
	Has    bool   // this kiosk has a printer
	Frame  string // address of the PDF that the browser prints now
	Once   string // once for each of these
	Sent   bool   // on its way to the printer
	Failed string // why it is not, and what to do instead
}

const atPrint web.Path = "/tiket/cetak"

// ticketPrinter is how this kiosk prints tickets. A phone has none.
func ticketPrinter(c *fiber.Ctx, o office.Office) office.Printer {
	return o.Printer(office.TicketPaper, web.Device(c).Printers)
}

func hasPrinter(c *fiber.Ctx, o office.Office) bool {
	return ticketPrinter(c, o).Way != office.NoPrinter
}

// printing reads from the address what was printed.
func printing(c *fiber.Ctx, p web.Page, v visit.Visit) Printing {
	out := Printing{Has: hasPrinter(c, p.Office)}
	if !out.Has || v.Facts.Tickets == 0 || c.Query("cetak") != fmt.Sprint(v.Facts.Tickets) {
		return out
	}
	switch word := c.Query("antrean"); {
	case ticketPrinter(c, p.Office).Way == office.ByBrowser:
		out.Sent, out.Frame, out.Once = true, "/tiket.pdf", v.Code+c.Query("cetak")
	case word == "ok":
		out.Sent = true
	case word != "":
		out.Failed = p.T("ticket.print-failed")
	}
	return out
}

// heldTicket is the visit whose ticket the kiosk shows. False where there is none, or
// it is no longer a ticket, or this kiosk prints none.
func (d *Door) heldTicket(c *fiber.Ctx) (visit.Visit, web.Page, bool, error) {
	id, ok := held.Load(c)
	p := d.page(c, web.Kiosk, "ticket.print")
	if !ok || !hasPrinter(c, p.Office) {
		return visit.Visit{}, p, false, nil
	}
	v, err := d.Book.Visit(c.UserContext(), p.Office.ID, id)
	return v, p, err == nil && passState(v, p.Office, d.Book.Now()) == string(visit.Registered), err
}

// PrintPage asks once more, where no script presses the button behind the link.
type PrintPage struct{ web.Page }

func (d *Door) askPrint(c *fiber.Ctx) error {
	v, p, ok, err := d.heldTicket(c)
	if err != nil {
		return err
	}
	if !ok {
		return web.Redirect(c, atTicket)
	}
	p.Path, p.Seen, p.Back = string(atPrint), v.Seen(), string(atTicket)
	return web.Show(c, "kiosk/print", PrintPage{p})
}

// printTicket records a ticket on paper and gives it to the server's queue where that
// is how this kiosk prints. Where no queue takes it, the ticket on the screen stays.
func (d *Door) printTicket(c *fiber.Ctx) error {
	v, p, ok, err := d.heldTicket(c)
	if err != nil {
		return err
	}
	if !ok {
		return web.Redirect(c, atTicket)
	}
	v, err = d.Book.Move(c.UserContext(), web.Stamp(c), v.ID, visit.PrintTicket{})
	if list := refusal.Of(err); list != nil && list[0].Key == visit.ErrTickets.Key {
		return web.Again(c, err, d.ticket)
	} else if list != nil { // somebody of the desk was faster: the page says how it stands
		return web.Redirect(c, atTicket)
	}
	if err != nil {
		return err
	}
	to := fmt.Sprintf("%s?cetak=%d", atTicket, v.Facts.Tickets)
	if pr := ticketPrinter(c, p.Office); pr.Way == office.ByQueue {
		doc, err := d.ticketDoc(c.UserContext(), p, v)
		if err == nil {
			err = d.Spool.Print(c.UserContext(), fmt.Sprintf("ticket %s %d", v.ID, v.Facts.Tickets), pr.Queue, pr.Size, doc)
		}
		switch {
		case err == nil:
			to += "&antrean=ok"
		default:
			d.Log.Warn("a ticket was not printed", "id", web.ID(c), "queue", pr.Queue, "error", err)
			to += "&antrean=gagal"
		}
	}
	return web.Redirect(c, web.Path(to))
}

// ticketPDF is the ticket that the kiosk shows. Loading it changes nothing.
func (d *Door) ticketPDF(c *fiber.Ctx) error {
	v, p, ok, err := d.heldTicket(c)
	if err != nil {
		return err
	}
	if !ok {
		return book.ErrNotFound
	}
	doc, err := d.ticketDoc(c.UserContext(), p, v)
	if err != nil {
		return err
	}
	return web.PDF(c, doc, "tiket.pdf")
}

// ticketDoc makes the ticket in the language in which the guest registered.
func (d *Door) ticketDoc(ctx context.Context, p web.Page, v visit.Visit) ([]byte, error) {
	f := v.Facts
	p.Lang = lang.Of(f.Guest.Lang)
	purpose, _ := p.Office.Purpose(f.Purpose)
	day, err := time.ParseInLocation(time.DateOnly, f.Day, p.Now.Location())
	if err != nil {
		return nil, err
	}
	t := paper.Ticket{Code: shortCode(v.Code), Size: v.Size(), Day: day, Address: d.address(p.Office, v), Office: p.Office.Name, Lang: p.Lang}
	if !f.Confidential {
		t.Guest = strings.TrimSpace(addressed(p, f.Guest.Salute, f.Guest.First()))
		t.Unit, _ = destination(p, f.Unit, "")
	}
	for _, thing := range []struct {
		key  string
		need bool
	}{{"card", true}, {"letter", purpose.Letter && !f.Confidential}, {"phone", true}, {"weapon", f.Declared.Weapons}} {
		if thing.need {
			t.Bring = append(t.Bring, p.T("ticket.bring-"+thing.key))
		}
	}
	return d.Press.Ticket(ctx, t)
}
