package kiosk

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/complaint"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
)

// What is left out here on purpose: no handler of a complaint reads the device, writes a
// log line, or puts the text of an anonymous complaint anywhere but into the book.

// complaintPaths are the prefixes of all pages about complaints, for web.Config.Silent.
var complaintPaths = []string{"/pengaduan", "/kios/pengaduan", "/p/"}

// complaintUpload is the one path of the guest door that takes a large body.
const complaintUpload = "/pengaduan/berkas"

// The pages about complaints. Those of the kiosk have the kiosk's prefix.
const (
	atComplaint web.Path = "/pengaduan"
	atCheck     web.Path = "/pengaduan/periksa"
	atReceipt   web.Path = "/pengaduan/tanda-terima"
	atFiles     web.Path = complaintUpload
	atTrack     web.Path = "/pengaduan/lacak"
	atReopen    web.Path = "/pengaduan/lacak/buka-lagi"
	atWithdraw  web.Path = "/pengaduan/lacak/cabut"
)

// complaintRoutes adds the pages, for phones and for the kiosk.
func (d *Door) complaintRoutes(app *fiber.App) {
	app.Get("/p/:code", d.trackCode)
	for _, s := range []struct {
		path web.Path
		get  fiber.Handler
		post fiber.Handler
	}{
		{atComplaint, d.complaint, d.sendComplaint},
		{atCheck, d.checkComplaint, d.confirmComplaint},
		{atReceipt, d.receipt, d.leaveReceipt},
		{atTrack, d.track, d.findComplaint},
		{atTrack + "/balas", d.track, d.reply},
		{atTrack + "/nilai", d.track, d.rate},
		{atTrack + "/selesai", d.track, d.closeComplaint},
		{atTrack + "/keluar", d.track, d.leaveTrack},
		{atReopen, d.askReopen, d.reopen},
		{atWithdraw, d.askWithdraw, d.withdrawComplaint},
	} {
		app.Get(string(s.path), s.get)
		app.Post(string(s.path), s.post)
		app.Get("/kios"+string(s.path), d.enrolled, s.get)
		app.Post("/kios"+string(s.path), d.enrolled, s.post)
	}
	app.Get(string(atReceipt)+"/simpan", d.saveReceipt)
	app.Get(string(atFiles), d.files)
	app.Post(string(atFiles), d.sendFile)
}

// here is a path about complaints in the place that is looked at.
func here(c *fiber.Ctx, path web.Path) web.Path {
	if place(c) == web.Kiosk {
		return "/kios" + path
	}
	return path
}

// complaining is what every page about a complaint shows.
type complaining struct {
	web.Page
	Root string // path of the form's page in this place
}

// AtKiosk reports whether the page is the touch kiosk's.
func (p complaining) AtKiosk() bool { return p.Place == web.Kiosk }

// Local is a name in the page's language.
func (p complaining) Local(id, en string) string { return local(p.Page, id, en) }

// Keys are the kiosk's keys for all text fields of the page.
func (p complaining) Keys(fields string) board {
	return board{Lang: p.Lang, For: fields, Kind: "text", Sign: "'", Open: true, Hides: ".k-gives"}
}

// complaining makes a page about a complaint: people write here, so the kiosk waits longer.
func (d *Door) complaining(c *fiber.Ctx, title string) complaining {
	p := complaining{Page: d.page(c, place(c), title), Root: string(here(c, atComplaint))}
	if p.Place == web.Kiosk {
		p.Page = d.quiet(p.Page, 100, 20)
		p.Body = "kiosk kiosk--complaint"
		p.Back = "/kios"
	}
	return p
}

// naming carries a complaint with a name from the form to its check page. One without a
// name is never in a cookie.
var naming = web.NewDraft[complaint.File]("complaint")

// ComplaintPage is the form: all on one page.
type ComplaintPage struct {
	complaining
	Fork []string // where crime, corruption and a prosecutor's conduct are reported
	File complaint.File
}

// Namings are the three ways to complain, none chosen beforehand.
func (p ComplaintPage) Namings() []complaint.Naming { return complaint.Namings }

func (d *Door) complaint(c *fiber.Ctx) error {
	p := ComplaintPage{complaining: d.complaining(c, "filing.title")}
	p.Fork = p.Office.Complaints.Filled().Fork.Lines(string(p.Lang))
	p.File, _ = naming.Load(c) // back from the check page
	p.Path, p.Next = p.Root, p.T("filing.send")
	return web.Show(c, "kiosk/complaint", p)
}

// complaintFields is the order of the form, and so of its messages.
var complaintFields = []string{"id", "name", "tel", "text", "when", "where", "unit", "wish"}

// judge are all refusals of the form at once; nothing is written.
func judge(c *fiber.Ctx, o office.Office, m complaint.File, err error) error {
	list := refusal.Of(err)
	if err != nil && list == nil {
		return err
	}
	_, err = complaint.Do(complaint.Complaint{}, m, web.Stamp(c), o)
	for _, r := range refusal.Of(err) {
		if !slices.ContainsFunc(list, func(o *refusal.Refusal) bool { return o.Field == r.Field }) {
			list = append(list, r)
		}
	}
	slices.SortStableFunc(list, func(a, b *refusal.Refusal) int {
		return slices.Index(complaintFields, a.Field) - slices.Index(complaintFields, b.Field)
	})
	return list.Err()
}

// sendComplaint files a complaint without a name at once, and leads one with a name to
// its check page. The form that only changes its language is judged by nobody.
func (d *Door) sendComplaint(c *fiber.Ctx) error {
	m, err := web.Form[complaint.File](c)
	if web.Check(c) {
		return web.Again(c, nil, d.complaint)
	}
	o, fault := d.Book.Home(c.UserContext())
	if fault != nil {
		return web.Again(c, fault, d.complaint)
	}
	if err = judge(c, o, m, err); err != nil {
		return web.Again(c, err, d.complaint)
	}
	if m.Naming == complaint.Anonymous {
		naming.Clear(c) // who thought better of giving a name leaves none behind
		return d.file(c, o, web.Stamp(c).Act, m, d.complaint)
	}
	if err := fits(naming.Save(c, m), "text"); err != nil {
		return web.Again(c, err, d.complaint)
	}
	return web.Redirect(c, here(c, atCheck))
}

// file writes the complaint, unless too many came, and leads to its receipt. page is
// where the form stands.
func (d *Door) file(c *fiber.Ctx, o office.Office, act string, m complaint.File, page fiber.Handler) error {
	s, now := web.Stamp(c), d.Book.Now()
	s.Act = act
	address, kiosk, day := web.Address(c), place(c) == web.Kiosk && web.Enrolled(c), o.Day(now).String()
	if !d.flood.take(address, kiosk, day, now) {
		return web.Again(c, ErrFlood, page)
	}
	r, made, err := d.Book.FileComplaint(c.UserContext(), s, m)
	if err != nil || !made {
		d.flood.untake(address, kiosk, now)
	}
	if err != nil {
		return web.Again(c, err, page)
	}
	if err := receipts.Save(c, keepReceipt(r, o)); err != nil {
		return err
	}
	naming.Clear(c)
	return web.Redirect(c, here(c, atReceipt))
}

// CheckPage shows a complaint with a name before it is sent.
type CheckPage struct {
	complaining
	Facts []Fact
}

func (d *Door) checkComplaint(c *fiber.Ctx) error {
	m, ok := naming.Load(c)
	if !ok {
		return web.Redirect(c, here(c, atComplaint))
	}
	p := CheckPage{complaining: d.complaining(c, "filing.check-title")}
	p.Path, p.Back, p.Next = string(here(c, atCheck)), p.Root, p.T("filing.send")
	unit, _ := p.Office.Unit(m.Unit)
	for _, f := range []struct{ key, field, value string }{
		{"filing.naming", "id-" + string(m.Naming), p.T("filing.id-" + string(m.Naming))},
		{"filing.name", "name", m.Name}, {"filing.phone", "tel", m.Phone}, {"filing.text", "text", m.Text},
		{"filing.when", "when", m.When}, {"filing.where", "where", m.Where}, {"filing.unit", "unit", p.Local(unit.Name, unit.Name2)}, {"filing.wish", "wish", m.Wish},
	} {
		if f.value != "" {
			p.Facts = append(p.Facts, Fact{Name: p.T(f.key), Value: f.value, Change: p.Root + "#" + f.field})
		}
	}
	return web.Show(c, "kiosk/complaint_check", p)
}

// confirmComplaint sends what the check page shows. The draft's nonce makes it one
// complaint, however often it is sent.
func (d *Door) confirmComplaint(c *fiber.Ctx) error {
	m, ok := naming.Load(c)
	if !ok {
		if _, has := receipts.Load(c); has { // sent again after it had worked
			return web.Redirect(c, here(c, atReceipt))
		}
		return web.Redirect(c, here(c, atComplaint))
	}
	o, err := d.Book.Home(c.UserContext())
	if err == nil {
		err = judge(c, o, m, nil)
	}
	if err != nil {
		return web.Again(c, err, d.checkComplaint)
	}
	return d.file(c, o, naming.Nonce(c), m, d.checkComplaint)
}
