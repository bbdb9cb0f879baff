package admin

import (
	"fmt"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/office"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// lossMonths is how far back the losses are counted.
const lossMonths = 12

// InventoryPage says where each badge and pocket is, and what was lost over time.
type InventoryPage struct {
	web.Page
	Free    []string
	Rows    []BadgePlace
	Figures [][2]string
	Months  []LossMonth
	Losses  []LostBadge
}

// BadgePlace is a number that does not lie at the desk, free.
type BadgePlace struct {
	Number, Where, Since, Visit, Name string
	Pill                              Pill
}

// LossMonth is how many badges a month cost.
type LossMonth struct {
	Month          string
	Lost, Replaced int
}

// LostBadge is one of them.
type LostBadge struct{ Number, When, Visit, Replaced string }

func (d *Door) inventoryPage(c *fiber.Ctx) error {
	p := InventoryPage{Page: web.NewPage(c, web.Desk, "inventory.head")}
	p.H1, p.Path = p.Title, "/pengenal"
	ctx := c.UserContext()
	if err := d.deskBar(c, &p.Page); err != nil {
		return err
	}
	charge, err := d.Book.Charge(ctx, p.Office)
	if err != nil {
		return err
	}
	p.places(charge)
	month := time.Date(p.Now.Year(), p.Now.Month(), 1, 0, 0, 0, 0, p.Now.Location())
	losses, err := d.Book.Losses(ctx, p.Office, month.AddDate(0, 1-lossMonths, 0))
	if err != nil {
		return err
	}
	p.losses(losses, month)
	p.Keys = []web.Key{{Cap: "Esc", Text: p.T("desk.key-back")}}
	return web.Show(c, "admin/inventory", p)
}

// places sorts the numbers by where they are.
func (p *InventoryPage) places(charge []visit.Visit) {
	held := map[int]visit.Visit{}
	for _, v := range charge {
		if n := v.Facts.TakesNumber(); n > 0 {
			held[n] = v
		}
	}
	count := map[string]int{}
	most := p.Office.Badges.Count
	for n := range held {
		most = max(most, n)
	}
	for n := 1; n <= most; n++ {
		name := badgeName(p.Page, n)
		if v, ok := held[n]; ok {
			f := v.Facts
			r := BadgePlace{Number: name, Visit: v.ID, Name: shortName(p.Page, v), Since: sinceText(p.Page, f.Badge.GivenAt), Pill: visitPill(p.Page, v)}
			switch {
			case !f.Badge.LostAt.IsZero() && f.Badge.BackAt.IsZero():
				r.Where, r.Since = "lost", sinceText(p.Page, f.Badge.LostAt)
			case !f.Badge.BackAt.IsZero():
				r.Where, r.Since = "card", sinceText(p.Page, f.Badge.BackAt) // the badge is back, the pocket is full
			case f.Outside():
				r.Where = "desk"
			default:
				r.Where = "guest"
			}
			count[r.Where]++
			r.Where = p.T("inventory.at-" + r.Where)
			p.Rows = append(p.Rows, r)
			continue
		}
		state := p.Office.Badges.State(n)
		count[string(state)]++
		if state == office.Free {
			p.Free = append(p.Free, name)
			continue
		}
		r := BadgePlace{Number: name, Where: p.T("settings.badge-" + string(state)), Since: "–"}
		if at := p.Office.Badges.Since(n); !at.IsZero() {
			r.Since = sinceText(p.Page, at)
		}
		p.Rows = append(p.Rows, r)
	}
	for _, x := range []struct {
		key string
		n   int
	}{
		{"inventory.free", count["free"]}, {"inventory.with", count["guest"] + count["desk"]}, {"inventory.full", count["card"]},
		{"inventory.lost", count["lost"]}, {"inventory.gone", count["damaged"] + count["retired"]},
	} {
		p.Figures = append(p.Figures, [2]string{p.T(x.key), fmt.Sprint(x.n)})
	}
}

// losses counts by month, the latest first; months without a loss are told too.
func (p *InventoryPage) losses(all []book.Loss, month time.Time) {
	for i := range lossMonths {
		from := month.AddDate(0, -i, 0)
		m := LossMonth{Month: from.Format("01-2006")}
		for _, l := range all {
			if !l.At.Before(from) && l.At.Before(from.AddDate(0, 1, 0)) {
				m.Lost++
				if !l.Replaced.IsZero() {
					m.Replaced++
				}
			}
		}
		p.Months = append(p.Months, m)
	}
	for i := len(all) - 1; i >= 0; i-- {
		l := all[i]
		b := LostBadge{Number: badgeName(p.Page, l.Number), When: p.Day(l.At), Visit: l.Visit, Replaced: "–"}
		if !l.Replaced.IsZero() {
			b.Replaced = p.Day(l.Replaced)
		}
		p.Losses = append(p.Losses, b)
	}
}
