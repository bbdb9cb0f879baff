package kiosk

import (
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/office"
	"bukutamu/internal/paper"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
)

// ErrKept asks to keep code and PIN before the page is left.
var ErrKept = refusal.New(refusal.Invalid, "kiosk.kept")

// receipt is what the complainant has to keep, in the browser's own sealed cookie until
// they say that they have.
type receipt struct {
	ID    string    `json:"i"`
	Code  string    `json:"c"`
	PIN   string    `json:"p"`
	By    time.Time `json:"b"` // the last day for the answer
	Days  int       `json:"d"` // working days until then
	Shown []string  `json:"s"` // looks of the page in which the PIN was shown
	Over  bool      `json:"o"` // the page was loaded again: neither it nor the file shows the PIN
}

var receipts = web.NewSealed[receipt]("receipt", 15*time.Minute)

func keepReceipt(r book.Receipt, o office.Office) receipt {
	f := r.Complaint.Facts
	by := f.AnswerBy(o)
	return receipt{ID: r.Complaint.ID, Code: r.Code, PIN: r.PIN, By: by, Days: o.Workdays(f.TurnAt, by)}
}

// ReceiptPage shows code and PIN, once: a page that is loaded again shows the code alone.
type ReceiptPage struct {
	complaining
	Code string // 7XKM-93TR-HWQ4
	PIN  string // 480 173; empty once it was shown
	By   time.Time
	Days int
	QR   template.HTML
	Save string // path of the file to keep; empty on the kiosk
}

func (d *Door) receipt(c *fiber.Ctx) error {
	r, ok := receipts.Load(c)
	if !ok {
		return web.Redirect(c, here(c, atComplaint))
	}
	p := ReceiptPage{complaining: d.complaining(c, "filing.receipt-title"), Code: book.ShowCode(r.Code), By: r.By, Days: r.Days}
	p.Path, p.Back = string(here(c, atReceipt)), ""
	if p.Then != "" { // without scripts: the PIN would not survive a question in between
		p.Then = "120;url=/kios"
	}
	// Another language or larger text is the same showing, a reload is not.
	look := string(p.Lang)
	if p.Large {
		look += "+"
	}
	if r.Over = !p.Again() && slices.Contains(r.Shown, look); !r.Over {
		p.PIN = showPIN(r.PIN)
		r.Shown = append(r.Shown, look)
	}
	if p.Place != web.Kiosk && p.PIN != "" {
		p.Save = string(atReceipt) + "/simpan"
	}
	if err := receipts.Save(c, r); err != nil {
		return err
	}
	code, err := paper.QR(d.trackAddress(p.Office, r.Code))
	if err != nil {
		return err
	}
	p.QR = code.SVG("QR ke halaman lacak pengaduan")
	return web.Show(c, "kiosk/complaint_receipt", p)
}

// trackAddress is what the receipt's QR code holds, in capitals, which take less room.
// The PIN is never in it.
func (d *Door) trackAddress(o office.Office, code string) string {
	return strings.ToUpper(d.BaseURL() + "/p/" + o.ID + "." + code)
}

// showPIN writes a PIN as it is read aloud, 480 173.
func showPIN(pin string) string {
	if len(pin) != 6 {
		return pin
	}
	return pin[:3] + " " + pin[3:]
}

// saveReceipt is code and PIN as a file to keep.
func (d *Door) saveReceipt(c *fiber.Ctx) error {
	r, ok := receipts.Load(c)
	if !ok || r.Over {
		return web.Redirect(c, atReceipt)
	}
	p := d.complaining(c, "filing.receipt-title")
	text := []string{p.Office.Name, p.Title, "", p.T("filing.code") + ": " + book.ShowCode(r.Code), p.T("filing.pin") + ": " + showPIN(r.PIN), "",
		p.T("filing.track") + ": " + d.BaseURL() + string(atTrack), ""}
	return web.Attachment(c, []byte(strings.Join(text, "\r\n")), "text/plain; charset=utf-8", "pengaduan.txt")
}

// leaveReceipt leads on once both numbers are kept; from then on no page shows the PIN.
func (d *Door) leaveReceipt(c *fiber.Ctx) error {
	r, ok := receipts.Load(c)
	if !ok {
		return web.Redirect(c, here(c, atComplaint))
	}
	f, err := web.Form[struct {
		Kept bool   `form:"kept"`
		Next string `form:"next" max:"10"`
	}](c)
	if err == nil && !f.Kept {
		err = ErrKept.At("kept")
	}
	if err != nil {
		return web.Again(c, err, d.receipt)
	}
	receipts.Clear(c)
	if f.Next == "attach" && place(c) != web.Kiosk {
		if err := tracking.Save(c, tracked{r.ID, r.Code}); err != nil {
			return err
		}
		return web.Redirect(c, atFiles)
	}
	return d.forget(c)
}

// forget ends whatever this browser had to do with a complaint.
func (d *Door) forget(c *fiber.Ctx) error {
	if place(c) == web.Kiosk {
		web.Reset(c)
		return web.Redirect(c, atHome)
	}
	naming.Clear(c)
	receipts.Clear(c)
	tracking.Clear(c)
	web.Renew(c)
	return web.Redirect(c, "/")
}
