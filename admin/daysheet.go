package admin

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/book"
	"bukutamu/internal/office"
	"bukutamu/internal/paper"
	"bukutamu/internal/visit"
	"bukutamu/internal/web"
)

// daySheetPDF is a day on paper: ?hari=2026-11-23, today without it.
func (d *Door) daySheetPDF(c *fiber.Ctx) error {
	p := web.NewPage(c, web.Desk, "desk.head")
	q, err := web.Query[struct {
		Day time.Time `form:"hari"`
	}](c)
	if err != nil {
		return err
	}
	day := p.Office.Day(p.Now)
	if !q.Day.IsZero() {
		day = p.Office.Day(q.Day)
	}
	sheet, err := d.daySheet(c, p, day)
	if err != nil {
		return err
	}
	doc, err := d.Press.DaySheet(c.UserContext(), sheet)
	if err != nil {
		return err
	}
	return web.PDF(c, doc, "lembar-harian.pdf")
}

func (d *Door) daySheet(c *fiber.Ctx, p web.Page, day time.Time) (paper.DaySheet, error) {
	ctx := c.UserContext()
	t := func(key string, args ...any) string { return p.T("daysheet."+key, args...) }
	target := p.Office.Rules.Filled().TargetMinutes
	s := paper.DaySheet{Head: letterhead(p), Lang: p.Lang, Day: day, Decree: p.Office.Decree, Note: t("note", "n", target)}
	daily, err := d.Book.Daily(ctx, p.Office, day)
	if err != nil {
		return s, err
	}
	s.Figures = [][2]string{{p.T("shared.visits"), fmt.Sprint(daily.Visits)}, {p.T("shared.people"), fmt.Sprint(daily.People)},
		{t("in-time", "n", target), fmt.Sprint(daily.InTime)}, {t("refused"), fmt.Sprint(daily.Refused)}, {t("held"), fmt.Sprint(daily.Held)}}
	s.Visits = dayVisits(p, daily)
	if daily.Copied > 0 {
		s.Note += " " + t("copied", "n", daily.Copied)
	}
	s.Units, s.Service = dayUnits(p, daily)
	if s.Excepted, err = d.dayExceptions(c, p, daily); err != nil {
		return s, err
	}
	officer, next := p.Person.Name, ""
	rows, _, err := d.Book.Handovers(ctx, p.Office.ID, day, day.AddDate(0, 0, 1), "")
	if err != nil {
		return s, err
	}
	slices.Reverse(rows)
	for i, r := range rows {
		from, to := d.who(c, r.Brief.From), d.who(c, r.Brief.To)
		s.Handovers = append(s.Handovers, []string{p.Clock(r.At), from, to, fmt.Sprint(r.Brief.Held), fmt.Sprint(r.Brief.Missing)})
		if i == 0 {
			officer = from
		}
		next = to
	}
	s.Signs = [][2]string{{t("officer"), officer}, {t("next"), next}, {t("head"), ""}}
	if s.Anchor, err = d.Book.Anchor(ctx, p.Office.ID, day); err != nil {
		return s, err
	}
	heads, err := d.Book.Heads(ctx, p.Office.ID, day, s.Anchor)
	for _, h := range heads {
		s.Heads = append(s.Heads, fmt.Sprintf("%s %s·%d", h.Visit[:min(6, len(h.Visit))]+companionMark(h.Visit), h.Code, h.N))
	}
	return s, err
}

// companionMark is the number of a companion's own visit, ".2".
func companionMark(id string) string {
	if _, n, ok := strings.Cut(id, "."); ok {
		return "." + n
	}
	return ""
}

// dayVisits are the day's visits in words, a party as one.
func dayVisits(p web.Page, daily book.Daily) []paper.DayVisit {
	party := map[string][]book.Row{}
	for _, r := range daily.Rows {
		lead := r.ID
		if r.Brief.Party != "" {
			lead = r.Brief.Party
		}
		party[lead] = append(party[lead], r)
	}
	target := time.Duration(p.Office.Rules.Filled().TargetMinutes) * time.Minute
	var out []paper.DayVisit
	for _, r := range daily.Rows {
		l := r.Brief
		if l.Party != "" {
			continue
		}
		v := paper.DayVisit{Arrived: p.Clock(book.Moment(l.ArrivedAt)), Guest: lineName(p, l), Purpose: purposeName(p, l.Purpose), Unit: shortUnit(p, l.Unit), Badges: "–", People: "–", Met: "–", Left: "–", Minutes: "–", Entered: l.Entered}
		if l.Secret {
			v.Purpose = p.T("history.secret")
		}
		if l.Late {
			v.Minutes = p.T("daysheet.paper")
		}
		if l.Others > 0 {
			v.Guest += fmt.Sprintf(" +%d", l.Others)
		}
		var badges []int
		var met, left int64
		inside := false
		for _, m := range party[r.ID] {
			if m.Brief.Badge > 0 {
				badges = append(badges, m.Brief.Badge)
			}
			met, left, inside = max(met, m.Brief.MetAt), max(left, m.Brief.LeftAt), inside || m.Brief.State.Inside()
		}
		if len(badges) > 0 {
			v.Badges, v.People = numberSpan(p.Office, badges), fmt.Sprint(len(badges))
		}
		if met > 0 {
			v.Met = p.Clock(book.Moment(met))
		}
		if left > 0 && !inside {
			v.Left = p.Clock(book.Moment(left))
		}
		if took, ok := daily.Took[r.ID]; ok {
			if v.Minutes = fmt.Sprint(int(took / time.Minute)); took >= target {
				v.Minutes += " !"
			}
		}
		out = append(out, v)
	}
	return out
}

// numberSpan writes badge numbers shortly: T-011–013.
func numberSpan(o office.Office, numbers []int) string {
	slices.Sort(numbers)
	first, last := numbers[0], numbers[len(numbers)-1]
	switch {
	case first == last:
		return visit.BadgeName(o, first)
	case last-first == len(numbers)-1:
		return visit.BadgeName(o, first) + "-" + fmt.Sprintf("%03d", last)
	}
	var out []string
	for _, n := range numbers {
		out = append(out, visit.BadgeName(o, n))
	}
	return strings.Join(out, " ")
}

// dayUnits counts by unit, and says the whole day's service times.
func dayUnits(p web.Page, daily book.Daily) (rows [][]string, service string) {
	type figures struct {
		visits, people, in, late int
		took                     []time.Duration
	}
	by := map[string]*figures{}
	var all []time.Duration
	target := time.Duration(p.Office.Rules.Filled().TargetMinutes) * time.Minute
	for _, r := range daily.Rows {
		u := by[r.Brief.Unit]
		if u == nil {
			u = &figures{}
			by[r.Brief.Unit] = u
		}
		if r.Brief.Badge > 0 {
			u.people++
		}
		if r.Brief.Party != "" {
			continue
		}
		u.visits++
		if took, ok := daily.Took[r.ID]; ok {
			u.took, all = append(u.took, took), append(all, took)
			if took < target {
				u.in++
			} else {
				u.late++
			}
		}
	}
	add := func(name string, u *figures) {
		if u != nil {
			rows = append(rows, []string{name, fmt.Sprint(u.visits), fmt.Sprint(u.people), fmt.Sprint(u.in), fmt.Sprint(u.late), minutesText(p, median(u.took))})
		}
	}
	for _, u := range p.Office.Units {
		add(unitName(p, u), by[u.ID])
	}
	add(p.T("visit.nobody-yet"), by[""])
	if len(all) == 0 {
		return rows, p.T("daysheet.no-service")
	}
	return rows, p.T("daysheet.service", "n", len(all), "median", minutesText(p, median(all)), "longest", minutesText(p, slices.Max(all)))
}

// median is the middle of some durations; negative for none.
func median(of []time.Duration) time.Duration {
	if len(of) == 0 {
		return -1
	}
	sorted := slices.Sorted(slices.Values(of))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

func minutesText(p web.Page, d time.Duration) string {
	if d < 0 {
		return "–"
	}
	return fmt.Sprintf("%d %s", int(d/time.Minute), p.T("visit.minutes"))
}

// dayExceptions are what did not go as it should, a sentence each. Of a confidential
// visit no reason is told: it may say who it is.
func (d *Door) dayExceptions(c *fiber.Ctx, p web.Page, daily book.Daily) ([]string, error) {
	var out []string
	for _, r := range daily.Rows {
		l := r.Brief
		odd := l.State == visit.Refused || l.Closing == visit.ClosedByShift || l.Lost || l.Holds && !l.State.Inside() || l.State == visit.Left && l.Badge == 0
		if !odd {
			continue
		}
		v, err := d.Book.Visit(c.UserContext(), p.Office.ID, r.ID)
		if err != nil {
			return nil, err
		}
		f := v.Facts
		var what []string
		switch {
		case f.State == visit.Refused:
			what = append(what, p.T("history.state-refused"))
		case f.Closing == visit.ClosedByShift:
			what = append(what, p.T("history.state-forced"))
		case f.State == visit.Left && f.Badge.Number == 0:
			what = append(what, p.T("record.log-withdraw"))
		}
		if !f.Badge.LostAt.IsZero() {
			what = append(what, p.T("record.log-lose"))
		}
		if held := outWords(p, f); len(held) > 0 && !f.State.Inside() {
			what = append(what, p.T("record.not-back", "what", strings.Join(held, ", ")))
		}
		line := p.Clock(f.ArrivedAt) + " " + shortName(p, v) + ": " + strings.Join(what, "; ")
		if f.Reason != "" && !f.Confidential {
			line += " (" + f.Reason + ")"
		}
		out = append(out, line)
	}
	return out, nil
}
