package web

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/guard"
	"bukutamu/internal/lang"
	"bukutamu/internal/refusal"
)

// Trouble is the page for whatever has no page of its own: a refusal, an address that
// does not exist, a fault. Of a fault people see the request's id, in both languages.
type Trouble struct {
	Page
	Head, Text   string
	Other, Text2 string // the same in the other language, for faults
	Lang2        lang.Lang
	ID           string // of the request; empty unless it is a fault
	Resend       *Resend
}

// spoken are the statuses of the program itself that have words of their own.
var spoken = map[int]bool{400: true, 401: true, 403: true, 404: true, 405: true, 408: true, 411: true, 413: true, 415: true, 429: true}

// fail answers every error that a handler returned. Nothing catches a panic behind it,
// so it catches its own and falls back on plain words.
func (d *door) fail(c *fiber.Ctx, err error) (out error) {
	if !guard.Run(d.Log, "error page", func() { out = d.explain(c, err) }) {
		c.Response().ResetBody()
		return c.Status(fiber.StatusInternalServerError).Type("txt", "utf-8").SendString("500\n")
	}
	return out
}

// explain answers a refusal by its sentence and status, a fault once into the log and by
// its id alone.
func (d *door) explain(c *fiber.Ctx, err error) error {
	r := of(c)
	if r == nil {
		r = d.open(c) // fasthttp could not even read the request
		r.choose(c)
		drain(c)
		if d.uploads.leave(&c.Context().Request.Header) {
			err = ErrUploads
		}
	}
	r.refusals = refusal.Of(err)
	status, fault := d.status(c, err, r.refusals)
	if fault { // of a panic guard has logged the stack already
		d.Log.Error("fault", "id", r.id, "route", pattern(c), "err", err)
	}
	if r.away = status == fiber.StatusServiceUnavailable; r.away {
		defer hurry(c)()
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set("Content-Security-Policy", pagePolicy)
	c.Response().Header.Del(fiber.HeaderContentDisposition)
	if !fault && partial(c) {
		r.status = status
		return d.finish(c, render(c, "shared/alert", d.trouble(c, r, status, fault), status), status, r)
	}
	return d.finish(c, render(c, "shared/error", d.trouble(c, r, status, fault), status), status, r)
}

// finish falls back on plain words when even the error page cannot be made.
func (d *door) finish(c *fiber.Ctx, err error, status int, r *request) error {
	if err == nil {
		return nil
	}
	d.Log.Error("error page", "id", r.id, "err", err)
	c.Response().ResetBody()
	return c.Status(status).Type("txt", "utf-8").SendString(strconv.Itoa(status) + " · " + r.id + "\n")
}

func (d *door) status(c *fiber.Ctx, err error, list refusal.List) (status int, fault bool) {
	var f *fiber.Error
	switch {
	case list != nil:
		return list.Status(), false
	case errors.As(err, &f) && f.Code < 500:
		if f.Code == fiber.StatusRequestEntityTooLarge && c.Request().Header.ContentLength() <= 0 {
			// Too large without an announced length: fasthttp has emptied the header by now.
			return fiber.StatusLengthRequired, false
		}
		return f.Code, false
	case d.away(err):
		return fiber.StatusServiceUnavailable, true
	}
	return fiber.StatusInternalServerError, true
}

// away reports whether an error says that the store cannot be reached.
func (d *door) away(err error) bool {
	return errors.Is(err, context.DeadlineExceeded) || d.Away != nil && d.Away(err)
}

// hurry leaves a store that was away little time to answer the rest of this request: the person
// has waited long enough. The function that it gives ends it.
func hurry(c *fiber.Ctx) context.CancelFunc {
	before := c.UserContext()
	ctx, cancel := context.WithTimeout(before, time.Second)
	c.SetUserContext(ctx)
	return func() {
		cancel()
		c.SetUserContext(before)
	}
}

func (d *door) trouble(c *fiber.Ctx, r *request, status int, fault bool) Trouble {
	p := d.bare(c, r)
	p.Status = status
	other := lang.EN
	if r.lang == lang.EN {
		other = lang.ID
	}
	key := "0"
	switch {
	case fault && status == fiber.StatusServiceUnavailable:
		key = "503"
	case fault:
		key = "500"
	case spoken[status]:
		key = strconv.Itoa(status)
	}
	t := Trouble{Page: p, Head: p.T("shared.trouble-head-" + key), Text: p.T("shared.trouble-" + key)}
	if len(r.refusals) > 0 {
		t.Text = ""
	}
	if fault {
		t.ID, t.Lang2 = r.id, other
		t.Other, t.Text2 = other.T("shared.trouble-head-"+key), other.T("shared.trouble-"+key)
		if status == fiber.StatusServiceUnavailable {
			t.Resend = r.resend(c)
		}
	}
	t.Title = t.Head
	return t
}

// bare is a Page that needs no store: where the office cannot be read, it is shown as it
// was last seen.
func (d *door) bare(c *fiber.Ctx, r *request) Page {
	o := d.last.Load()
	if o == nil || !r.away {
		now, err := r.loadOffice(c.UserContext())
		if err == nil || o == nil {
			o = now
		}
	}
	p := Page{Door: d.Door, Lang: r.lang, Office: *o, Now: d.now(o), Path: "/", Demo: d.Demo, Large: r.large, Secure: r.secure,
		Refusals: r.refusals, Place: Phone}
	switch {
	case d.Door == Staff:
		p.Place = Entry
	case atKiosk(c.Path()):
		p.Place, p.Path, p.Quiet, p.Count = Kiosk, "/kios", 70, 20
		p.Enrolled = Enrolled(c)
	}
	return p
}
