package admin

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/identity"
	"bukutamu/internal/paper"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// LatePage copies a finished visit from the paper form, in the paper's order.
type LatePage struct {
	web.Page
	Saved                                  string // what was saved a moment ago
	Date                                   string
	Why, Purposes, Units, Documents, Needs []Option
	Screenings, Endings                    []Option
	Hosts                                  HostChoice
	AsWritten                              bool // the number was refused: it may be saved as it is
}

func (d *Door) latePage(c *fiber.Ctx) error {
	p := LatePage{Page: web.NewPage(c, web.Desk, "late.head")}
	p.H1, p.Path = p.Title, "/catat-belakangan"
	if err := d.deskBar(c, &p.Page); err != nil {
		return err
	}
	if id := known(c.Query("sesudah")); id != "" && !p.Again() {
		v, err := d.Book.Visit(c.UserContext(), p.Office.ID, id)
		if err == nil && v.Facts.Late() { // the next guest of the same sheet
			f := v.Facts
			p.Saved = p.T("late.saved", "name", shortName(p.Page, v), "sheet", f.Copied.Sheet)
			p.Page = p.Page.Filled(map[string]string{"sheet": nextSheet(f.Copied.Sheet), "date": f.ArrivedAt.In(p.Now.Location()).Format("02-01-2006"), "why": f.Copied.Why, "officer": f.Copied.Officer})
		}
	}
	p.Date = p.Typed("date", p.Now.Format("02-01-2006"))
	pick := func(field, prefix string, values ...string) (out []Option) {
		now := p.Typed(field, "")
		for _, x := range values {
			out = append(out, Option{x, p.T(prefix + x), x == now})
		}
		return out
	}
	p.Why = pick("why", "late.why-", visit.LateReasons...)
	now := p.Typed("purpose", "")
	for _, x := range p.Office.Purposes {
		if !x.Hidden {
			p.Purposes = append(p.Purposes, Option{x.ID, purposeName(p.Page, x.ID), x.ID == now})
		}
	}
	p.Units = unitChoice(p.Page, p.Typed("unit", ""))
	p.Hosts = hostChoice(p.Page, "", p.Typed("host", ""))
	for _, k := range identity.Kinds() {
		p.Documents = append(p.Documents, Option{string(k), p.T(k.TextKey()), p.Typed("document", "") == string(k)})
	}
	for _, n := range visit.Needs {
		p.Needs = append(p.Needs, Option{string(n), p.T("visit.need-" + string(n)), p.Typed("need", "") == string(n)})
	}
	p.Screenings = pick("screening", "late.screening-", string(visit.Nothing), string(visit.Surrendered))
	p.Endings = pick("ending", "late.ending-", string(visit.Met), string(visit.Declined), string(visit.Absent), string(visit.Withdrawn))
	p.AsWritten = p.Wrong("number") != "" || p.Ticked("as_written", "1", false)
	p.Focus = true
	p.Keys = []web.Key{{Cap: "Tab", Text: p.T("late.key-tab")}, {Cap: "Alt S", Text: p.T("late.save")}, {Cap: "Alt C", Text: p.T("late.print")}, {Cap: "Esc", Text: p.T("late.key-back"), Href: "/riwayat"}}
	return web.Show(c, "admin/late", p)
}

var lastNumber = regexp.MustCompile(`[0-9]+$`)

// nextSheet is the line after this one on the paper: "K-0012, tamu 2" leads to tamu 3;
// after the third guest only the sheet is known.
func nextSheet(sheet string) string {
	n, err := strconv.Atoi(lastNumber.FindString(sheet))
	if err != nil || n >= 3 {
		before, _, _ := strings.Cut(sheet, ",")
		return before + ", "
	}
	return lastNumber.ReplaceAllString(sheet, strconv.Itoa(n+1))
}

var (
	errLateDate  = refusal.New(refusal.Invalid, "desk.late-date")
	errLateClock = refusal.New(refusal.Invalid, "desk.late-clock")
)

// copyLate takes the form.
func (d *Door) copyLate(c *fiber.Ctx) error {
	m, err := web.Form[visit.LateEntry](c)
	in, ferr := web.Form[struct {
		Date    string `form:"date" max:"10"`
		Arrived string `form:"arrived" max:"5"`
		Met     string `form:"met" max:"5"`
		Left    string `form:"left" max:"5"`
		Badge   string `form:"badge" max:"20"`
		Party   string `form:"companions" max:"2000"`
		Items   string `form:"items" max:"500"`
		Next    bool   `form:"next"`
	}](c)
	if err == nil {
		err = ferr
	}
	p := web.NewPage(c, web.Desk, "late.head")
	var no refusal.List
	if err == nil {
		day, derr := time.ParseInLocation("02-01-2006", in.Date, p.Now.Location())
		if derr != nil {
			no = append(no, errLateDate.At("date"))
		}
		for _, x := range []struct {
			field, text string
			to          *time.Time
			empty       bool
		}{{"arrived", in.Arrived, &m.Arrived, false}, {"met", in.Met, &m.Met, true}, {"left", in.Left, &m.Left, false}} {
			if x.text == "" && x.empty {
				continue
			}
			clock, cerr := time.Parse("15.04", strings.ReplaceAll(x.text, ":", "."))
			if cerr != nil {
				no = append(no, errLateClock.At(x.field))
				continue
			}
			*x.to = day.Add(time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute)
		}
		if numbers, berr := badgeNumbers(in.Badge, p.Office.Badges); berr == nil {
			m.Badge = numbers[0]
		}
		m.Companions, m.Items = namesOf(in.Party), itemsOf(in.Items)
		err = no.Err()
	}
	var v visit.Visit
	if err == nil && !web.Check(c) {
		v, err = d.Book.CopyLate(c.UserContext(), web.Stamp(c), m)
	}
	if err != nil || web.Check(c) {
		return web.Again(c, d.told(c, err), d.latePage)
	}
	if in.Next {
		return web.Redirect(c, web.Path("/catat-belakangan?sesudah="+v.ID))
	}
	return web.Redirect(c, "/riwayat/:id", v.ID)
}

// namesOf parts names by commas.
func namesOf(text string) (out []string) {
	for name := range strings.SplitSeq(text, ",") {
		if name = strings.TrimSpace(name); name != "" {
			out = append(out, name)
		}
	}
	return out
}

// itemsOf reads "Ponsel hitam, loker 3; tas": things by semicolons, the locker after
// a comma.
func itemsOf(text string) (out []visit.TakenItem) {
	for part := range strings.SplitSeq(text, ";") {
		what, locker, _ := strings.Cut(part, ",")
		locker = strings.TrimSpace(locker)
		if len(locker) > 6 && strings.EqualFold(locker[:6], "loker ") {
			locker = strings.TrimSpace(locker[6:])
		}
		if what = strings.TrimSpace(what); what != "" {
			out = append(out, visit.TakenItem{What: what, Locker: locker})
		}
	}
	return out
}

// blankForm is the paper guest-book: ?lembar=5 for five sheets.
func (d *Door) blankForm(c *fiber.Ctx) error {
	p := web.NewPage(c, web.Desk, "late.head")
	n, err := strconv.Atoi(c.Query("lembar", "1"))
	if err != nil || n < 1 || n > 20 {
		return book.ErrNotFound
	}
	doc, err := d.Press.Blank(c.UserContext(), paper.Blank{Head: letterhead(p), Lang: p.Lang, Prefix: p.Office.Badges.Prefix, Sheets: n})
	if err != nil {
		return fmt.Errorf("the blank form: %w", err)
	}
	return web.PDF(c, doc, "buku-tamu-kertas.pdf")
}
