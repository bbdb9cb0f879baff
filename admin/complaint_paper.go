package admin

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/complaint"
	"bukutamu/internal/identity"
	"bukutamu/internal/paper"
	"bukutamu/internal/web"
)

// complaintPDF is the file on paper for whoever has to deal with the matter. The name is
// on it when it is asked for and may be seen: of an open complaint, or of a confidential
// one whose name this officer opened a moment ago. Notes inside the office are left out of
// the paper without a name: it is the one that is handed to the unit.
func (d *Door) complaintPDF(c *fiber.Ctx) error {
	page := web.NewPage(c, web.Desk, "complaint.head")
	s := web.Stamp(c)
	v, err := d.Book.Complaint(c.UserContext(), s, c.Params("id"))
	if err != nil {
		return err
	}
	p, f := ComplaintsPage{Page: page}, v.Facts
	who := complaint.Complainant{}
	if c.Query("identitas") == "1" {
		if who = f.Complainant; f.Naming == complaint.Confidential {
			if !nameOpened(c, v.ID) {
				return complaint.ErrNotFound
			}
			if who, err = d.Book.Revealed(c.UserContext(), s, v.ID); err != nil {
				return err
			}
		}
		if who.Name == "" {
			return complaint.ErrNotFound
		}
	}
	out := paper.Dossier{
		Head: letterhead(page), Title: f.Heading(), Note: page.T("complaint.paper-plain"),
		Foot: page.T("complaint.paper-foot", "office", page.Office.Name, "day", page.Day(page.Now)), At: page.Now, Lang: page.Lang,
	}
	if out.Title == "" {
		out.Title = page.T("complaint.erased")
	}
	fact := func(key, text string) {
		if text != "" {
			out.Facts = append(out.Facts, [2]string{page.T(key), text})
		}
	}
	fact("complaint.paper-received", page.Date(f.FiledAt))
	fact("complaint.paper-state", page.T("complaint.state-"+string(f.State)))
	fact("complaint.paper-naming", page.T("complaint.naming-"+string(f.Naming)))
	if who.Name != "" {
		out.Note = page.T("complaint.paper-named")
		fact("complaint.name", who.Name)
		fact("complaint.phone", identity.ShowPhone(who.Phone))
	}
	for _, x := range p.complaintFacts(f) {
		out.Facts = append(out.Facts, [2]string{x.Term, x.Text})
	}
	out.Parts = append(out.Parts, paper.Part{Head: page.T("complaint.text"), Lines: paragraphs(f.Text)})
	thread := paper.Part{Head: page.T("complaint.thread")}
	for _, m := range f.Thread {
		if m.Internal && who.Name == "" {
			continue
		}
		head := join(page.ShortDay(m.At), d.writer(c, m.By))
		if m.Internal {
			head = join(head, page.T("complaint.internal"))
		}
		thread.Lines = append(append(thread.Lines, head+":"), paragraphs(m.Text)...)
	}
	if len(thread.Lines) > 0 {
		out.Parts = append(out.Parts, thread)
	}
	log := paper.Part{Head: page.T("complaint.log")}
	for _, l := range d.complaintLog(c, page, v) {
		if l.Dot != "warn" { // why a name was opened stays with the complaint officers
			log.Lines = append(log.Lines, join(l.Time, l.Head, strings.TrimSpace(l.Rest), l.By))
		}
	}
	out.Parts = append(out.Parts, log)
	doc, err := d.Press.Dossier(c.UserContext(), out)
	if err != nil {
		return err
	}
	return web.PDF(c, doc, "pengaduan.pdf")
}
