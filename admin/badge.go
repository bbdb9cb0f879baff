package admin

import (
	"errors"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/lang"
	"bukutamu/internal/paper"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// Printing is the frame that shows a badge and prints it.
type Printing struct {
	Path string // of the PDF
	Once string // printed once for each of these, so that a reload does not print again
	Auto bool   // prints by itself; else a button does
}

// printed leads to the card with the newest copy of the badge in its frame.
func printed(c *fiber.Ctx, v visit.Visit) error {
	return web.Redirect(c, web.Path("/kunjungan/:id?cetak="+strconv.Itoa(v.Facts.Badge.Prints)), v.ID)
}

// badgePDF is the badge as it is given out now. Loading it changes nothing: a
// further copy, with a new QR code, is the move "print".
func (d *Door) badgePDF(c *fiber.Ctx) error {
	p := web.NewPage(c, web.Desk, "desk.head")
	v, err := d.Book.Visit(c.UserContext(), p.Office.ID, c.Params("id"))
	if err != nil {
		return err
	}
	f := v.Facts
	if f.Badge.Number == 0 || f.Badge.Token == "" || !f.State.Inside() {
		return book.ErrNotFound
	}
	badge := paper.Badge{
		Number: visit.BadgeName(p.Office, f.Badge.Number), Name: f.Guest.Name, Unit: unitOf(p, f.Unit), Room: place(f, room(p.Office, f)),
		In: f.ArrivedAt.In(p.Now.Location()), Address: strings.ToUpper(d.BaseURL() + "/b/" + p.Office.ID + "." + f.Badge.Token),
		Chain: p.Parent(), Office: p.Office.Name, Lang: lang.Of(f.Guest.Lang), Confidential: f.Confidential,
	}
	if f.Photo.Taken && !f.Confidential {
		badge.Photo, err = d.Book.Photo(c.UserContext(), p.Office.ID, v.ID)
		if err != nil && !errors.Is(err, book.ErrNotFound) {
			return err
		}
	}
	size := paper.Size(p.Office.Rules.Filled().BadgeSize)
	doc, err := d.Press.Badges(c.UserContext(), size, badge)
	if errors.Is(err, paper.ErrPhoto) {
		badge.Photo = nil
		doc, err = d.Press.Badges(c.UserContext(), size, badge)
	}
	if err != nil {
		return err
	}
	return web.PDF(c, doc, "tanda-pengenal.pdf")
}

// place is the room that the guest was brought to, else the one that is known.
func place(f visit.Facts, known string) string {
	if f.Escort.Room != "" {
		return f.Escort.Room
	}
	return known
}
