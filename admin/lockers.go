package admin

import (
	"fmt"
	"slices"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// Lockers is the part of a form under its lockers: whose things lie there already. It
// is fetched alone while the officer types, and never keeps anybody from going on.
type Lockers struct {
	web.Page
	Doubts []string
}

// lockersTyped judges the lockers that stand in a form of the visit.
func (d *Door) lockersTyped(c *fiber.Ctx, p web.Page, id string) (Lockers, error) {
	names := []string{p.Typed("locker", "")}
	for n := range 20 {
		names = append(names, p.Typed(fmt.Sprintf("items[%d].locker", n), ""))
	}
	doubts, err := d.neighbours(c, p, id, names)
	return Lockers{p, doubts}, err
}

// warnOfLockers adds to a card's facts who else has something in the lockers in which
// something of the visit lies now.
func (d *Door) warnOfLockers(c *fiber.Ctx, p web.Page, v visit.Visit, l *Live) error {
	var names []string
	for _, it := range v.Facts.Items {
		if it.Out() {
			names = append(names, it.Locker)
		}
	}
	doubts, err := d.neighbours(c, p, v.ID, names)
	for _, text := range doubts {
		l.Facts = append(l.Facts, Fact{Term: p.T("verify.locker"), Warn: text})
	}
	return err
}

// neighbours puts into words who else has something in these lockers.
func (d *Door) neighbours(c *fiber.Ctx, p web.Page, id string, names []string) ([]string, error) {
	found, err := d.Book.Neighbours(c.UserContext(), p.Office.ID, id, names)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, name := range names {
		for _, r := range found[visit.LockerKey(name)] {
			who := lineName(p, r.Brief)
			if n := r.Brief.Badge; n > 0 && !r.Brief.Secret {
				who = p.T("visit.with-number", "who", who, "number", visit.BadgeName(p.Office, n))
			}
			if text := p.T("visit.locker-also", "locker", name, "who", who); !slices.Contains(out, text) {
				out = append(out, text)
			}
		}
	}
	return out, nil
}

// lockersCheck answers with that part alone: a form's harmless check.
func (d *Door) lockersCheck(c *fiber.Ctx) error {
	return web.Again(c, nil, func(c *fiber.Ctx) error {
		p := web.NewPage(c, web.Desk, "verify.head")
		part, err := d.lockersTyped(c, p, c.Params("id"))
		if err != nil {
			return err
		}
		return web.Show(c, "admin/locker_doubts", part)
	})
}
