package admin

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/lang"
	"bukutamu/internal/paper"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// hasBadge reports whether the guest wears a badge that paper can be made of.
func hasBadge(f visit.Facts) bool {
	return f.Badge.Number > 0 && f.Badge.Token != "" && f.State.Inside()
}

// badgePDF is the badge as it is given out now. Loading it changes nothing: a
// further copy, with a new QR code, is the move "print".
func (d *Door) badgePDF(c *fiber.Ctx) error {
	p := web.NewPage(c, web.Desk, "desk.head")
	v, err := d.Book.Visit(c.UserContext(), p.Office.ID, c.Params("id"))
	if err != nil {
		return err
	}
	if !hasBadge(v.Facts) {
		return book.ErrNotFound
	}
	doc, err := d.badgeDoc(c, p, v)
	if err != nil {
		return err
	}
	return web.PDF(c, doc, "tanda-pengenal.pdf")
}

// badgeDoc makes the badge, in the language of the guest.
func (d *Door) badgeDoc(c *fiber.Ctx, p web.Page, v visit.Visit) ([]byte, error) {
	f := v.Facts
	p.Lang = lang.Of(f.Guest.Lang)
	badge := paper.Badge{
		Number: visit.BadgeName(p.Office, f.Badge.Number), Name: f.Guest.Name, Unit: unitOf(p, f.Unit), Room: place(f, room(p.Office, f)),
		In: f.ArrivedAt.In(p.Now.Location()), Address: d.badgeAddress(p, f),
		Chain: p.Parent(), Office: p.Office.Name, Lang: p.Lang, Confidential: f.Confidential,
	}
	if f.Photo.Taken && !f.Confidential {
		var err error
		badge.Photo, err = d.Book.Photo(c.UserContext(), p.Office.ID, v.ID)
		if err != nil && !errors.Is(err, book.ErrNotFound) {
			return nil, err
		}
	}
	size := paper.Size(p.Office.Rules.Filled().BadgeSize)
	doc, err := d.Press.Badges(c.UserContext(), size, badge)
	if errors.Is(err, paper.ErrPhoto) {
		badge.Photo = nil
		doc, err = d.Press.Badges(c.UserContext(), size, badge)
	}
	return doc, err
}

// badgeAddress is what the QR code of the badge holds, in capitals, which take less room.
func (d *Door) badgeAddress(p web.Page, f visit.Facts) string {
	return strings.ToUpper(d.BaseURL() + "/b/" + p.Office.ID + "." + f.Badge.Token)
}

// place is the room that the guest was brought to, else the one that is known.
func place(f visit.Facts, known string) string {
	if f.Escort.Room != "" {
		return f.Escort.Room
	}
	return known
}
