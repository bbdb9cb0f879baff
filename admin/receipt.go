package admin

import (
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/lang"
	"bukutamu/internal/office"
	"bukutamu/internal/paper"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// hasReceipt reports whether a receipt was printed that can be shown again.
func hasReceipt(f visit.Facts) bool {
	return f.Receipt.Prints > 0 && f.Taken() > 0 && hasBadge(f)
}

// receiptPDF is the newest receipt. Loading it changes nothing: a further one is the
// move "receipt".
func (d *Door) receiptPDF(c *fiber.Ctx) error {
	p := web.NewPage(c, web.Desk, "desk.head")
	v, err := d.Book.Visit(c.UserContext(), p.Office.ID, c.Params("id"))
	if err != nil {
		return err
	}
	if !hasReceipt(v.Facts) {
		return book.ErrNotFound
	}
	doc, err := d.receiptDoc(c, p, v, printer(c, p, office.ReceiptPaper))
	if err != nil {
		return err
	}
	return web.PDF(c, doc, "tanda-terima.pdf")
}

// receiptDoc makes the receipt for what is in custody, in the language of the guest.
func (d *Door) receiptDoc(c *fiber.Ctx, p web.Page, v visit.Visit, pr office.Printer) ([]byte, error) {
	f := v.Facts
	p.Lang = lang.Of(f.Guest.Lang)
	number := visit.BadgeName(p.Office, f.Badge.Number)
	r := paper.Receipt{
		Number: number, Name: f.Guest.Name, Unit: unitOf(p, f.Unit), Zone: p.Office.ZoneName(), Address: d.badgeAddress(p, f),
		Office: p.Office.Name, Where: join(p.Office.Address, p.Office.Phone), Lang: p.Lang, Confidential: f.Confidential,
	}
	if f.Receipt.Copy > 1 {
		r.Copy = f.Receipt.At.In(p.Now.Location())
	}
	var by []string // names, the first one first
	var first time.Time
	add := func(h paper.Held, at time.Time, login string, back time.Time) {
		name := d.who(c, login)
		if first.IsZero() {
			first = at
		}
		switch {
		case !back.IsZero():
			h.Note = p.T("paper.receipt.returned", "time", p.Clock(back))
		case p.Clock(at) != p.Clock(first) || len(by) > 0 && name != by[0]:
			h.Note = p.T("paper.receipt.taken", "time", p.Clock(at), "who", name)
		}
		if !slices.Contains(by, name) {
			by = append(by, name)
		}
		r.Things = append(r.Things, h)
	}
	if f.Card.Held {
		what := p.T("paper.receipt.pocket", "kind", p.T(f.Document.Kind.TextKey()))
		add(paper.Held{What: what, Place: number, Card: true}, f.Card.TakenAt, cardTaker(v), f.Card.BackAt)
	}
	for _, it := range f.Items {
		h := paper.Held{What: it.What}
		if it.Locker != "" {
			h.Place = p.T("paper.receipt.locker", "locker", it.Locker)
		}
		add(h, it.TakenAt, it.TakenBy, it.BackAt)
	}
	r.By, r.At = strings.Join(by, ", "), first.In(p.Now.Location())
	return d.Press.Receipt(c.UserContext(), paper.Size(pr.Size), r)
}

// cardTaker is who took the card: at the check-in, or when the guest came back in.
func cardTaker(v visit.Visit) string {
	for _, e := range slices.Backward(v.Log) {
		if (e.Move == "verify" || e.Move == "in") && !e.At.After(v.Facts.Card.TakenAt) {
			return e.By
		}
	}
	return ""
}
