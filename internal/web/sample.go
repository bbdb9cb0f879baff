package web

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/account"
	"bukutamu/internal/lang"
	"bukutamu/internal/office"
)

// NewSample is a filled Page for tests that render templates without a request.
func NewSample(l lang.Lang, place Place, o office.Office, now time.Time) Page {
	p := Page{Title: "Contoh", Door: Guest, Place: place, Lang: l, Office: o, Now: now.In(o.In()), Path: "/contoh",
		CSRF: "token", Enrolled: true, Secure: true, Act: "act", Status: fiber.StatusOK}
	if p.Staffed() {
		p.Door = Staff
		p.Person = &Caller{Login: "piket", Name: "Ratna Umpama", Roles: account.AllRoles}
	}
	if place == Kiosk {
		p.Quiet, p.Count = 40, 20
	}
	return p
}
