package admin

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/book"
	"bukutamu/internal/office"
	"bukutamu/internal/paper"
	"bukutamu/internal/web"
)

// PrintersPart is the table of printers: of the office, or of one device.
type PrintersPart struct {
	Of      string // id of the device; empty for the office's
	Printer []PrinterRow
}

// PrinterRow is how one kind of paper is printed. Test is the way its test page is
// printed now, by what is stored.
type PrinterRow struct {
	Kind, Text, Queue string
	Ways, Sizes       []Choice
	Test              office.Way
	PDF               string // of the test page
	Sent, Failed      string // what came of the last one
}

// printerFields are one column of the table, "way.badge" and so on.
type printerFields struct {
	Badge   string `form:"badge" max:"60"`
	Receipt string `form:"receipt" max:"60"`
	Ticket  string `form:"ticket" max:"60"`
}

func (f printerFields) of(kind office.Paper) string {
	return map[office.Paper]string{office.BadgePaper: f.Badge, office.ReceiptPaper: f.Receipt, office.TicketPaper: f.Ticket}[kind]
}

// readPrinters reads the table. Where no way was chosen, there is no printer of its own.
func readPrinters(c *fiber.Ctx) (office.Printers, error) {
	m, err := web.Form[struct {
		Way   printerFields `form:"way"`
		Queue printerFields `form:"queue"`
		Size  printerFields `form:"size"`
	}](c)
	var out office.Printers
	for _, kind := range office.Papers() {
		if way := office.Way(m.Way.of(kind)); way != "" {
			out = append(out, office.Printer{Paper: kind, Way: way, Queue: m.Queue.of(kind), Size: m.Size.of(kind)})
		}
	}
	return out.Clean(), err
}

// printersPart fills the table in: of the office when the device has no id.
func (d *Door) printersPart(c *fiber.Ctx, p web.Page, dev account.Device) PrintersPart {
	part := PrintersPart{Of: dev.ID}
	own := len(web.Posted(c, "printers")) > 0 // another form of the page may have come back
	typed := func(field, stored string) string {
		if own {
			return p.Typed(field, "")
		}
		return stored
	}
	for _, kind := range office.Papers() {
		if dev.ID != "" && (dev.Kind == "kiosk") != (kind == office.TicketPaper) {
			continue // a kiosk prints tickets, a desk the rest
		}
		pr, chosen := p.Office.Printer(kind, dev.Printers), true
		if dev.ID != "" {
			_, chosen = dev.Printers.Of(kind)
		}
		row := PrinterRow{Kind: string(kind), Text: p.T("devices.paper-" + string(kind)), Queue: pr.Queue, Test: pr.Way,
			PDF: "/pengaturan/perangkat/uji.pdf?ukuran=" + pr.Size}
		way := string(pr.Way)
		if !chosen {
			way, row.Queue = "", ""
		}
		way, row.Queue = typed("way."+string(kind), way), typed("queue."+string(kind), row.Queue)
		if dev.ID != "" {
			row.Ways = append(row.Ways, Choice{"", p.T("devices.way-office", "way", wayText(p, p.Office.Printer(kind, nil))), way == ""})
		}
		for _, w := range office.Ways() {
			row.Ways = append(row.Ways, Choice{string(w), p.T("devices.way-" + string(w)), way == string(w)})
		}
		if kind == office.BadgePaper {
			row.Text += " " + paper.Size(pr.Size).String()
		} else if sizes := kind.Sizes(); len(sizes) > 1 {
			now := typed("size."+string(kind), pr.Size)
			for _, s := range sizes {
				row.Sizes = append(row.Sizes, Choice{s, paper.Size(s).String(), s == now})
			}
		} else {
			row.Text += " " + paper.Size(pr.Size).String()
		}
		if c.Query("kertas") == row.Kind {
			row.Sent, row.Failed = came(c, p, pr.Queue)
		}
		part.Printer = append(part.Printer, row)
	}
	return part
}

// wayText is how a printer prints, in words.
func wayText(p web.Page, pr office.Printer) string {
	if pr.Way == office.ByQueue {
		return p.T("devices.way-queue") + " " + pr.Queue
	}
	return p.T("devices.way-" + string(pr.Way))
}

// printersSection are the office's printers for the audit log.
var printersSection = section{path: "/pengaturan/perangkat", values: func(o office.Office) []Value {
	var out []Value
	for _, kind := range office.Papers() {
		out = append(out, Value{"", "devices.paper-" + string(kind), tellPrinter(o.Printer(kind, nil))})
	}
	return out
}}

// tellPrinter is a printer for the audit log.
func tellPrinter(pr office.Printer) string {
	text := map[office.Way]string{office.ByBrowser: "peramban", office.ByQueue: "antrean " + pr.Queue, office.NoPrinter: "tidak ada"}[pr.Way]
	if pr.Paper == office.ReceiptPaper {
		text = line(text, pr.Size)
	}
	return text
}

func (d *Door) savePrinters(c *fiber.Ctx) error {
	printers, err := readPrinters(c)
	return d.save(c, printersSection, err, func(o office.Office) (office.Office, error) {
		o.Printers = printers
		return o, nil
	}, d.devicesPage)
}

// device finds a device that is not revoked.
func (d *Door) device(c *fiber.Ctx, id string) (account.Device, error) {
	all, err := d.Book.Devices(c.UserContext(), web.Stamp(c).Office)
	if err != nil {
		return account.Device{}, err
	}
	for _, dev := range all {
		if dev.ID == id && dev.Revoked.IsZero() {
			return dev, nil
		}
	}
	return account.Device{}, book.ErrNotFound
}

// DevicePage changes one device.
type DevicePage struct {
	SettingsPage
	PrintersPart
	One  account.Device
	Kind string
}

func (d *Door) devicePage(c *fiber.Ctx) error {
	p := DevicePage{SettingsPage: d.settings(c, "settings.devices")}
	dev, err := d.device(c, c.Params("id"))
	if err != nil {
		return err
	}
	p.One, p.Kind = dev, p.T("devices.kind-"+dev.Kind)
	p.PrintersPart = d.printersPart(c, p.Page, dev)
	p.Keys = []web.Key{{Cap: "Alt S", Text: p.T("settings.save")}}
	return web.Show(c, "admin/device", p)
}

func (d *Door) saveDevice(c *fiber.Ctx) error {
	m, err := web.Form[struct {
		Name  string `form:"name" max:"60"`
		Place string `form:"place" max:"60"`
	}](c)
	printers, perr := readPrinters(c)
	if err = all(err, perr); err == nil && !web.Check(c) {
		err = d.changeDevice(c, m.Name, m.Place, printers)
	}
	if err != nil || web.Check(c) {
		return d.refused(c, err, d.devicePage)
	}
	return web.Redirect(c, "/pengaturan/perangkat?tersimpan=1")
}

// changeDevice changes a device, with what became what for the audit log.
func (d *Door) changeDevice(c *fiber.Ctx, name, place string, printers office.Printers) error {
	before, err := d.device(c, c.Params("id"))
	if err != nil {
		return err
	}
	values := func(name, place string, own office.Printers) []Value {
		out := []Value{{"", "devices.name", name}, {"", "devices.place", place}}
		for _, kind := range office.Papers() {
			text := "seperti kantor"
			if pr, ok := own.Of(kind); ok {
				text = tellPrinter(pr)
			}
			out = append(out, Value{"", "devices.paper-" + string(kind), text})
		}
		return out
	}
	said := told(values(before.Name, before.Place, before.Printers), values(name, place, printers), "")
	return d.Book.ChangeDevice(c.UserContext(), web.Stamp(c), before.ID, name, place, printers, said)
}

// printTest prints the test page of a kind of paper by the queue that is stored for
// it, and says beside the button what came of it.
func (d *Door) printTest(c *fiber.Ctx) error {
	m, err := web.Form[struct {
		Paper  office.Paper `form:"paper" max:"20"`
		Device string       `form:"device" max:"40"`
	}](c)
	if err != nil || len(m.Paper.Sizes()) == 0 {
		return fiber.ErrNotFound
	}
	var dev account.Device
	back, args := "/pengaturan/perangkat", []string(nil)
	if m.Device != "" {
		if dev, err = d.device(c, m.Device); err != nil {
			return err
		}
		back, args = back+"/ubah/:id", []string{dev.ID}
	}
	p := web.NewPage(c, web.Desk, "settings.devices")
	pr := p.Office.Printer(m.Paper, dev.Printers)
	if pr.Way != office.ByQueue {
		return web.Redirect(c, web.Path(back), args...)
	}
	said := d.hand(c, pr, "test "+web.Stamp(c).Act, func() ([]byte, error) { return d.testDoc(c, p.Office, paper.Size(pr.Size)) })
	return web.Redirect(c, web.Path(back+"?kertas="+string(m.Paper)+said), args...)
}

func (d *Door) testDoc(c *fiber.Ctx, o office.Office, size paper.Size) ([]byte, error) {
	return d.Press.TestPage(c.UserContext(), paper.Test{Size: size, Office: o.Name, Address: strings.ToUpper(d.BaseURL()), Lang: web.Lang(c)})
}
