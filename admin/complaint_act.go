package admin

import (
	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/complaint"
	"bukutamu/internal/web"
)

// handle is the act of an officer's move: the form is the move, the table says who may,
// and the card comes back with what was refused.
func (d *Door) handle(r complaint.Rule) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id := c.Params("id")
		m, err := web.Form(c, r.Move)
		if err == nil && !web.Check(c) {
			_, err = d.Book.Handle(c.UserContext(), web.Stamp(c), id, m)
		}
		if err != nil || web.Check(c) {
			return web.Again(c, err, d.complaint)
		}
		return web.Redirect(c, "/pengaduan/:id", id)
	}
}

// revealComplainant opens the name behind a confidential complaint: an act with a
// reason, written down before it is done.
func (d *Door) revealComplainant(c *fiber.Ctx) error {
	id, s := c.Params("id"), web.Stamp(c)
	in, err := web.Form[struct {
		Reason string `form:"reason" max:"300"`
		Own    string `form:"own,raw" max:"200"`
	}](c)
	if err == nil && !web.Check(c) {
		if in.Reason == "" {
			err = complaint.ErrReason.At("reason")
		} else {
			err = d.askOwn(c, in.Own)
		}
	}
	if err == nil && !web.Check(c) {
		if _, err = d.Book.Reveal(c.UserContext(), s, id, in.Reason); err == nil {
			err = nameShown.Save(c, openedName{id, s.By})
		}
	}
	if err != nil || web.Check(c) {
		return web.Again(c, err, d.complaint)
	}
	return web.Redirect(c, "/pengaduan/:id", id)
}

// complaintFile is an attachment, only ever as a download.
func (d *Door) complaintFile(c *fiber.Ctx) error {
	f, err := d.Book.File(c.UserContext(), web.Stamp(c), c.Params("id"), c.Params("berkas"))
	if err != nil {
		return err
	}
	name := map[string]string{complaint.JPEG: "lampiran.jpg", complaint.PNG: "lampiran.png", complaint.PDF: "lampiran.pdf"}[f.Kind]
	return web.Attachment(c, f.Content, f.Kind, name)
}
