package kiosk

import (
	"fmt"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/office"
	"bukutamu/internal/web"
)

// StandardPage is the service standard for receiving guests (domain.md 1).
type StandardPage struct {
	web.Page
	Standard office.Standard
	Hours    string
}

func (d *Door) standard(c *fiber.Ctx) error {
	p := StandardPage{Page: d.page(c, place(c), "kiosk.standard-title"), Standard: office.ServiceStandard()}
	p.Body = readBody(p.Place)
	p.Hours = hours(p.Page)
	p.Back = "/kios"
	return web.Show(c, "kiosk/standard", p)
}

// Minutes is the office's target for the whole service.
func (p StandardPage) Minutes() int { return p.Office.Rules.Filled().TargetMinutes }

// RulesPage is one of the office's own texts: house rules or privacy notice.
type RulesPage struct {
	web.Page
	Lines []string
	Text  office.Text
}

func (d *Door) house(c *fiber.Ctx) error {
	return d.rules(c, "kiosk.house-title", func(o office.Office) office.Text { return o.House })
}

func (d *Door) privacy(c *fiber.Ctx) error {
	return d.rules(c, "kiosk.privacy-title", func(o office.Office) office.Text { return o.Privacy })
}

func (d *Door) rules(c *fiber.Ctx, title string, of func(office.Office) office.Text) error {
	p := RulesPage{Page: d.page(c, place(c), title)}
	p.Text = of(p.Office)
	p.Lines = p.Text.Lines(string(p.Lang))
	p.Body = readBody(p.Place)
	p.Back = "/kios"
	if _, ok := draft.Load(c); ok {
		p.Back = string(atReview)
	}
	return web.Show(c, "kiosk/rules", p)
}

func readBody(p web.Place) string {
	if p == web.Kiosk {
		return "kiosk kiosk--read"
	}
	return ""
}

// hours sums up the opening hours as they stand at the door: "Senin–Kamis 07.30–16.00,
// Jumat 07.30–16.30 WIB".
func hours(p web.Page) string {
	day := func(w time.Weekday) string {
		return p.Lang.Weekday(time.Date(2026, 11, 22+int(w), 0, 0, 0, 0, time.UTC))
	} // the 22nd is a Sunday
	clock := func(m int) string { return p.Lang.Clock(time.Date(2026, 1, 1, m/60, m%60, 0, 0, time.UTC)) }
	var parts []string
	for _, s := range p.Office.Hours.Spans() {
		if s.Closed() {
			continue
		}
		days := day(s.From)
		if s.To != s.From {
			days += "–" + day(s.To)
		}
		parts = append(parts, fmt.Sprintf("%s %s–%s", days, clock(s.Open), clock(s.Close)))
	}
	if parts == nil {
		return ""
	}
	return strings.Join(parts, ", ") + " " + p.Office.ZoneName()
}
