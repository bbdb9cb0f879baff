package kiosk_test

import (
	"net/url"
	"strings"
	"testing"

	"bukutamu/internal/office"
	"bukutamu/internal/visit"
)

func ticketBy(way office.Way) func(*office.Office) {
	return func(o *office.Office) {
		o.Printers = office.Printers{{Paper: office.TicketPaper, Way: way, Queue: map[office.Way]string{office.ByQueue: "struk"}[way]}}
	}
}

const ticketWords = "-d struk -o media=Custom.80x110mm -o print-scaling=none -"

func TestAKioskWithoutAPrinterOffersNone(t *testing.T) {
	p := open(t)
	c := p.browser()
	page := toTicket(c).Want(200)
	if page.Has("link", "Cetak tiket") {
		t.Error("a ticket is offered to be printed")
	}
	if got := c.Get("/tiket.pdf"); got.Status != 404 {
		t.Errorf("its PDF: %d", got.Status)
	}
	if p.browser().Get("/tiket.pdf").Status != 404 {
		t.Error("a PDF of nobody's ticket")
	}
}

// Without scripts the link leads to a button; the browser prints the PDF.
func TestAKioskPrintsTheTicketByItsBrowser(t *testing.T) {
	p := open(t, ticketBy(office.ByBrowser))
	c := p.browser()
	page := toTicket(c).Want(200)
	if !strings.Contains(page.Text(), "Ini tiket Anda. Cetak, atau foto layar ini.") || strings.Contains(page.Body, "data-print-frame") {
		t.Errorf("%s", page.Text())
	}
	page = page.Follow("Cetak tiket").Want(200).Form("Cetak").Press("Cetak").Want(200)
	if page.URL.Path != "/tiket" || !strings.Contains(page.Text(), "Sedang dicetak.") || !strings.Contains(page.Body, `data-print-frame="/tiket.pdf"`) {
		t.Errorf("%s: %s", page.URL, page.Body)
	}
	if pdf := c.Get("/tiket.pdf").Want(200); !strings.HasPrefix(pdf.Body, "%PDF") || strings.Contains(pdf.Body, "0812") {
		t.Error("no PDF, or it holds the phone")
	}
	v := p.one()
	if last := v.Last(); v.Facts.Tickets != 1 || last.Move != "ticket" || last.By != "guest" {
		t.Errorf("%d tickets, %+v", v.Facts.Tickets, last)
	}
	p.move(v, visit.Arrive{})
	if got := c.Get("/tiket.pdf"); got.Status != 404 {
		t.Errorf("the PDF of a used ticket: %d", got.Status)
	}
}

// A queue takes one paper of one form; a stopped one leaves the ticket on the screen.
func TestAKioskPrintsTheTicketByItsQueue(t *testing.T) {
	p := open(t, ticketBy(office.ByQueue))
	c := p.browser()
	toTicket(c).Want(200)
	form := c.Get("/tiket/cetak").Form("Cetak")
	values := url.Values(form.Values)
	page := form.Press("Cetak").Want(200)
	c.Post("/tiket/cetak", values).Want(200)
	if got := p.queue.Papers(); len(got) != 1 || got[0] != ticketWords || !strings.Contains(page.Text(), "Sedang dicetak.") || strings.Contains(page.Body, "data-print-frame") {
		t.Errorf("printed %q: %s", got, page.Text())
	}
	p.queue.Stop()
	page = page.Follow("Cetak tiket lagi").Form("Cetak").Press("Cetak").Want(200)
	code := p.one().Code
	if !strings.Contains(page.Text(), "Belum tercetak. Foto layar ini.") || !strings.Contains(page.Text(), code[:3]+"-"+code[3:]) {
		t.Errorf("%s", page.Text())
	}
	if strings.Contains(page.Text(), "struk") {
		t.Error("a guest is told of queues")
	}
	p.queue.Start()
	for range visit.MaxTickets - 2 {
		c.Get("/tiket/cetak").Form("Cetak").Press("Cetak").Want(200)
	}
	page = c.Get("/tiket/cetak").Form("Cetak").Press("Cetak").Want(429)
	if !strings.Contains(page.Text(), "Tiket ini sudah cukup sering dicetak.") || len(p.queue.Papers()) != visit.MaxTickets-1 {
		t.Errorf("%q: %s", p.queue.Papers(), page.Text())
	}
	en := c.Get("/tiket?lang=en").Want(200)
	if !en.Has("link", "Print the ticket") {
		t.Error(en.Text())
	}
}
