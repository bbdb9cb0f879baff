package admin

import (
	"fmt"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/lang"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// Printing is the part of a card that tells of a paper on its way: the frame that
// shows and prints it, or what its queue said. A paper that failed leaves the visit
// as it is.
type Printing struct {
	Title  string
	Path   string // of the PDF
	Way    office.Way
	Once   string // the browser prints once for each of these, so that a reload does not print again
	Auto   bool   // the browser prints by itself; else a button does
	Sent   string // the queue that took it
	Failed string // why no queue took it
	First  string // address that hands this very copy to the queue, when nothing does by itself
	Again  string // address of the move that prints a further copy
	Seen   int    // entries of the log of that visit
}

// printer is how a kind of paper is printed at the device that is calling.
func printer(c *fiber.Ctx, p web.Page, kind office.Paper) office.Printer {
	return p.Office.Printer(kind, web.Device(c).Printers)
}

// hand gives a paper to the server's queue where that is the way it is printed, once
// for each key. It returns what the address of the next page says of it, nothing
// where the browser prints. It never fails: what was recorded before is recorded.
func (d *Door) hand(c *fiber.Ctx, pr office.Printer, key string, make func() ([]byte, error)) string {
	if pr.Way != office.ByQueue {
		return ""
	}
	doc, err := make()
	if err == nil {
		err = d.Spool.Print(c.UserContext(), key, pr.Queue, pr.Size, doc)
	}
	if err == nil {
		return "&antrean=ok"
	}
	if no := refusal.Of(err); no != nil && strings.HasPrefix(no[0].Key, "spool.") {
		return "&antrean=" + strings.TrimPrefix(no[0].Key, "spool.")
	}
	d.Log.Error("a paper was not made", "id", web.ID(c), "paper", pr.Paper, "error", err)
	return "&antrean=away"
}

// came puts into words what an address says of a queue.
func came(c *fiber.Ctx, p web.Page, queue string) (sent, failed string) {
	switch word := c.Query("antrean"); {
	case word == "ok":
		return queue, ""
	case word != "" && lang.Has("refusal.spool."+word):
		return "", p.T("refusal.spool."+word, "queue", queue)
	}
	return "", ""
}

// printed sends the newest copy of the badge to its printer and leads to the card.
// asked says that printing is what the officer pressed for.
func (d *Door) printed(c *fiber.Ctx, v visit.Visit, asked bool) error {
	return web.Redirect(c, web.Path("/kunjungan/:id?"+d.handBadge(c, v, asked)), v.ID)
}

// handBadge prints a badge by its queue when that was asked for, or the office wants
// it without a further press, and gives the words of the address for the page that
// tells of it.
func (d *Door) handBadge(c *fiber.Ctx, v visit.Visit, asked bool) string {
	p := web.NewPage(c, web.Desk, "desk.head")
	words := fmt.Sprintf("cetak=%d", v.Facts.Badge.Prints)
	if asked || p.Office.Rules.AutoPrint {
		words += d.handBadgeNow(c, p, v)
	}
	return words
}

func (d *Door) handBadgeNow(c *fiber.Ctx, p web.Page, v visit.Visit) string {
	pr := printer(c, p, office.BadgePaper)
	return d.hand(c, pr, "badge "+v.Facts.Badge.Token, func() ([]byte, error) { return d.badgeDoc(c, p, v) })
}

// printBadge hands the copy that was made to the queue, where the office prints only
// when the officer says so. It is no further copy, so it is no move.
func (d *Door) printBadge(c *fiber.Ctx) error {
	p := web.NewPage(c, web.Desk, "desk.head")
	v, err := d.Book.Visit(c.UserContext(), p.Office.ID, c.Params("id"))
	switch {
	case err != nil:
		return err
	case web.Check(c) || !hasBadge(v.Facts):
		return web.Redirect(c, "/kunjungan/:id", v.ID)
	}
	return web.Redirect(c, web.Path(fmt.Sprintf("/kunjungan/:id?cetak=%d%s", v.Facts.Badge.Prints, d.handBadgeNow(c, p, v))), v.ID)
}

// printedReceipt sends the newest receipt to its printer and leads to the card.
func (d *Door) printedReceipt(c *fiber.Ctx, v visit.Visit) error {
	p := web.NewPage(c, web.Desk, "desk.head")
	n, pr := v.Facts.Receipt.Prints, printer(c, p, office.ReceiptPaper)
	said := d.hand(c, pr, fmt.Sprintf("receipt %s %d", v.ID, n), func() ([]byte, error) { return d.receiptDoc(c, p, v, pr) })
	return web.Redirect(c, web.Path(fmt.Sprintf("/kunjungan/:id?terima=%d%s", n, said)), v.ID)
}

// printing is what the card of v shows of the paper that its address names, nil when
// it names none or an older one.
func printing(c *fiber.Ctx, p web.Page, v visit.Visit) *Printing {
	f := v.Facts
	path := visitPath(v.ID)
	var out Printing
	kind := office.BadgePaper
	switch {
	case c.Query("cetak") == fmt.Sprint(f.Badge.Prints) && hasBadge(f):
		out = Printing{Title: p.T("visit.badge-paper"), Path: path + "/tanda-pengenal.pdf", Once: v.ID + "-" + c.Query("cetak"), Auto: p.Office.Rules.AutoPrint, Again: path + "/print"}
	case c.Query("terima") == fmt.Sprint(f.Receipt.Prints) && hasReceipt(f):
		kind = office.ReceiptPaper
		out = Printing{Title: p.T("paper.receipt.title"), Path: path + "/tanda-terima.pdf", Once: v.ID + "-r" + c.Query("terima"), Auto: true, Again: path + "/receipt"}
	default:
		return nil
	}
	pr := printer(c, p, kind)
	out.Way, out.Seen = pr.Way, v.Seen()
	if pr.Way == office.ByQueue {
		if out.Sent, out.Failed = came(c, p, pr.Queue); out.Sent+out.Failed == "" && kind == office.BadgePaper {
			out.First = path + "/tanda-pengenal"
		}
	}
	return &out
}

// prints reports whether somebody here prints a kind of paper.
func prints(c *fiber.Ctx, p web.Page, kind office.Paper) bool {
	return p.Can(string(account.PrintBadge)) && printer(c, p, kind).Way != office.NoPrinter
}
