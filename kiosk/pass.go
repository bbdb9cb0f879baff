package kiosk

import (
	"html/template"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/live"
	"bukutamu/internal/office"
	"bukutamu/internal/paper"
	"bukutamu/internal/refusal"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// PassPage is the ticket on the guest's own phone. It follows the visit: by itself
// where there are scripts, else by being loaded again.
type PassPage struct {
	web.Page
	State    string        // key of what is said: registered, later, arrived, waiting, …
	QR       template.HTML // empty when the ticket cannot be used (any more)
	Code     string
	When     string
	Initials string
	Unit     string
	Size     int
	Wait     int // minutes that the host asked to wait
	Own      string
	At       visit.State // the stage, also of a guest who stepped out
	Next     string      // the ticket that takes this one's place, and its day
	NextDay  string
}

// stages of a visit as its guest sees them.
var passStages = []visit.State{visit.Registered, visit.Arrived, visit.Waiting, visit.Meeting}

func (d *Door) pass(c *fiber.Ctx) error {
	v, o, err := d.find(c)
	if err != nil {
		return err
	}
	p := PassPage{Page: d.page(c, web.Phone, "phone.ticket-title"), Size: v.Size(), Own: own(o, v)}
	p.Path = p.Own
	p.State, p.At = passState(v, o, d.Book.Now()), v.Facts.State
	p.When = dayWords(p.Page, v.Facts.Day)
	p.Unit, _ = destination(p.Page, v.Facts.Unit, "")
	if !v.Facts.Confidential {
		p.Initials = strings.Join(strings.Split(v.Facts.Guest.Initials(), ""), ". ")
	}
	if a := v.Facts.Reply(); a.Reply == visit.Wait {
		p.Wait = a.Minutes
	}
	switch p.State {
	case "registered", "later":
		p.Code = shortCode(v.Code)
		if p.QR, err = d.qr(p.Page, v); err != nil {
			return err
		}
		fallthrough
	case "arrived", "waiting", "meeting", "outside":
		p.Then = "20"
	default:
		next, err := d.Book.Next(c.UserContext(), o.ID, v)
		if err != nil {
			return err
		}
		if next.ID != "" {
			p.Next, p.NextDay = own(o, next), dayWords(p.Page, next.Facts.Day)
		}
		if p.Status == fiber.StatusOK {
			p.Status = fiber.StatusGone
		}
	}
	return web.Show(c, "kiosk/pass", p)
}

// Stages are the four states on the way, as a row of steps.
func (p PassPage) Stages() []stage {
	var out []stage
	now := 0
	for i, s := range passStages {
		if s == p.At {
			now = i
		}
	}
	for i, s := range passStages {
		out = append(out, stage{Text: p.T("phone.stage-" + string(s)), Done: i < now, Now: i == now})
	}
	return out
}

// Follows reports whether the page still has something to wait for.
func (p PassPage) Follows() bool { return p.Then != "" }

// passState is where the visit stands in the words of the page: a registration also by
// its day.
func passState(v visit.Visit, o office.Office, now time.Time) string {
	switch {
	case v.Facts.Outside():
		return "outside"
	case v.Facts.State != visit.Registered:
		return string(v.Facts.State)
	case v.Past(now, o):
		return string(visit.Expired)
	case !v.ForToday(now, o):
		return "later"
	}
	return string(visit.Registered)
}

// dayWords is the wanted day: "Hari ini, Senin 23 November 2026".
func dayWords(p web.Page, day string) string {
	t, err := time.ParseInLocation(time.DateOnly, day, p.Office.In())
	if err != nil {
		return ""
	}
	words := p.Weekday(t) + " " + p.Day(t)
	if p.Office.SameDay(t, p.Now) {
		return p.T("phone.day-today", "day", words)
	}
	return words
}

// own is the path of a visit's ticket.
func own(o office.Office, v visit.Visit) string { return "/t/" + o.ID + "." + v.Ticket }

// find is the visit that the address names; who does not know a whole ticket learns nothing.
func (d *Door) find(c *fiber.Ctx) (visit.Visit, office.Office, error) {
	v, o, err := d.Book.Ticket(c.UserContext(), c.Params("ticket"))
	if r := refusal.Of(err); r != nil {
		err = ErrTicket
	}
	return v, o, err
}

// picture is the QR code as an image to keep.
func (d *Door) picture(c *fiber.Ctx) error {
	v, o, err := d.find(c)
	if err != nil {
		return err
	}
	if s := passState(v, o, d.Book.Now()); s != "registered" && s != "later" {
		return ErrPicture
	}
	code, err := paper.QR(d.address(o, v))
	if err != nil {
		return err
	}
	png, err := code.PNG(820)
	if err != nil {
		return err
	}
	return web.Attachment(c, png, "image/png", "tiket.png")
}

// follow is the stream that tells the page when its visit changed, and nothing else.
func (d *Door) follow(c *fiber.Ctx) error {
	v, o, err := d.find(c)
	if err != nil {
		return err
	}
	mine := func(e live.Event) bool { return e.Kind == book.KindVisit && e.ID == v.ID }
	sub, err := d.Hub.Subscribe(o.ID, web.Reader(c), mine)
	if err != nil {
		return err
	}
	return web.Stream(c, sub, func(live.Event) string { return "1" })
}

// CancelPage asks once more before a visit is cancelled.
type CancelPage struct {
	web.Page
	When, Unit string
	Own        string
}

func (d *Door) askCancel(c *fiber.Ctx) error {
	v, o, err := d.find(c)
	if err != nil {
		return err
	}
	if v.Facts.State != visit.Registered {
		return web.Redirect(c, "/t/:ticket", o.ID+"."+v.Ticket)
	}
	p := CancelPage{Page: d.page(c, web.Phone, "phone.cancel-title"), When: dayWords(d.page(c, web.Phone, "phone.title"), v.Facts.Day), Own: own(o, v)}
	p.Path, p.Seen = p.Own+"/batal", v.Seen()
	p.Unit, _ = destination(p.Page, v.Facts.Unit, "")
	return web.Show(c, "kiosk/cancel", p)
}

// cancel takes the registration back. Where the officer was faster, the ticket's page
// says how the visit stands.
func (d *Door) cancel(c *fiber.Ctx) error {
	v, o, err := d.find(c)
	if err != nil {
		return err
	}
	if v.Facts.State != visit.Cancelled { // else: sent twice, or cancelled at the desk; both are what was wanted
		_, err = d.Book.Move(c.UserContext(), web.Stamp(c), v.ID, visit.Cancel{})
	}
	if list := refusal.Of(err); list != nil && list.Status() == refusal.Conflict.Status() {
		return web.Again(c, ErrCancelLate, d.pass)
	}
	if err != nil {
		return err
	}
	return web.Redirect(c, "/t/:ticket", o.ID+"."+v.Ticket)
}

// BadgePage says whose building a found badge is to be returned to, and nothing else.
type BadgePage struct{ web.Page }

func (d *Door) badge(c *fiber.Ctx) error {
	if _, err := d.Book.BadgeOffice(c.UserContext(), c.Params("badge")); err != nil {
		if refusal.Of(err) != nil {
			return ErrBadge
		}
		return err
	}
	p := BadgePage{d.page(c, web.Phone, "phone.badge-title")}
	return web.Show(c, "kiosk/badge", p)
}
