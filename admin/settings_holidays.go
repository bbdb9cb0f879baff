package admin

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bukutamu/internal/lang"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
)

// checkSign ends the line of a day that was proposed and is not yet compared with the
// joint decree; whoever has compared it takes the sign away.
const checkSign = "?"

// holidayText is the list of holidays as it would be typed: a date and a name a line.
func holidayText(all []office.Holiday) string {
	var lines []string
	for _, h := range all {
		date := h.Date
		if t, err := time.Parse(time.DateOnly, h.Date); err == nil {
			date = t.Format("02-01-2006")
		}
		text := date + " " + h.Name
		if h.Check {
			text += " " + checkSign
		}
		lines = append(lines, text)
	}
	return strings.Join(lines, "\n")
}

// readHolidays reads such a list, or lines of a table with a date and a name; each
// line that does not fit is named. The days come in order.
func readHolidays(text string, l lang.Lang) ([]office.Holiday, refusal.List) {
	var out []office.Holiday
	var no refusal.List
	n := 0
	refuse := func(why *refusal.Refusal) {
		no = append(no, errLine.At("holidays").With("n", n).With("why", l.T("refusal."+why.Key)))
	}
	for line := range strings.SplitSeq(text, "\n") {
		n++
		line = strings.TrimSpace(strings.ReplaceAll(line, `"`, ""))
		if line == "" || n == 1 && tableHead(line) {
			continue
		}
		h, ok := readHoliday(line)
		switch {
		case !ok:
			refuse(office.ErrHoliday)
		case slices.ContainsFunc(out, func(o office.Holiday) bool { return o.Date == h.Date }):
			refuse(office.ErrLineTwice)
		default:
			out = append(out, h)
		}
	}
	return office.WithHolidays(out, nil), no
}

// tableHead knows the first line of a table.
func tableHead(line string) bool {
	first, _, _ := strings.Cut(strings.ToLower(line), " ")
	return strings.HasPrefix(first, "tanggal") || strings.HasPrefix(first, "date")
}

// monthWords are the months as a decree writes them.
var monthWords = []string{"januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november", "desember"}

// readHoliday reads "25-12-2026 Hari Raya Natal", "2026-12-25;Natal", "25/12/2026,Natal"
// or "25 Desember 2026 Hari Raya Natal".
func readHoliday(line string) (office.Holiday, bool) {
	part := func(r rune) bool { return r == ' ' || r == '\t' || r == ',' || r == ';' }
	words := strings.FieldsFunc(line, part)
	date, used := "", 1
	if len(words) > 0 {
		date = strings.ReplaceAll(words[0], "/", "-")
	}
	if len(words) > 3 {
		if m := slices.Index(monthWords, strings.ToLower(words[1])); m >= 0 {
			date, used = words[0]+"-"+strconv.Itoa(m+1)+"-"+words[2], 3
		}
	}
	var at time.Time
	err := error(nil)
	for _, form := range []string{"2-1-2006", time.DateOnly} {
		if at, err = time.Parse(form, date); err == nil {
			break
		}
	}
	rest := line
	for range used {
		rest = strings.TrimLeftFunc(rest, part)
		if i := strings.IndexFunc(rest, part); i >= 0 {
			rest = rest[i:]
		} else {
			rest = ""
		}
	}
	name, check := strings.CutSuffix(strings.TrimFunc(rest, part), checkSign)
	name = strings.TrimFunc(name, part)
	return office.Holiday{Date: at.Format(time.DateOnly), Name: name, Check: check}, err == nil && name != ""
}

// SettingsHoursPage are hours, holidays, and the two numbers of the service clock.
type SettingsHoursPage struct {
	SettingsPage
	Week     []DayRow
	InZone   string
	Holidays string
	Year     string // for which holidays are proposed
	Missing  string // the year that has no holidays although it is time
	ToCheck  int
}

// hoursForm is the whole page.
type hoursForm struct {
	Days     []dayForm `form:"days"`
	Holidays string    `form:"holidays,lines" max:"12000"`
	Target   string    `form:"target" max:"12"`
	Amber    string    `form:"amber" max:"12"`
	Year     string    `form:"year" max:"6"`
	Propose  bool      `form:"propose"` // adds the year's fixed days to the box, and saves nothing
}

func (d *Door) hoursPage(c *fiber.Ctx) error {
	p := SettingsHoursPage{SettingsPage: d.settings(c, "settings.hours")}
	p.Week, p.InZone = week(p.Page, p.Office.Hours), p.T(office.ZoneKey(p.Office.Zone))
	next := p.Now.Year()
	if p.Now.Month() >= time.November {
		next++
	}
	p.Year = p.Typed("year", next)
	p.Holidays = p.Typed("holidays", holidayText(p.Office.Holidays))
	if year, ok := readYear(p.Year); ok && p.Ticked("propose", "1", false) {
		if days, no := readHolidays(p.Holidays, p.Lang); no == nil {
			p.Holidays = holidayText(office.WithHolidays(days, office.FixedHolidays(year)))
		}
	}
	if year := p.Office.HolidaysMissing(p.Now); year > 0 {
		p.Missing = strconv.Itoa(year)
	}
	p.ToCheck = len(p.Office.HolidaysToCheck())
	p.form(hoursSection)
	if err := d.changes(c, &p.SettingsPage, hoursSection); err != nil {
		return err
	}
	return web.Show(c, "admin/settings_hours", p)
}

func readYear(text string) (int, bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 2000 && n < 2200
}

func (d *Door) saveHours(c *fiber.Ctx) error {
	m, err := web.Form[hoursForm](c)
	l := web.Lang(c)
	if err == nil && m.Propose {
		var no refusal.List
		if _, ok := readYear(m.Year); !ok {
			no = append(no, errNumber.At("year"))
		}
		_, no2 := readHolidays(m.Holidays, l)
		return web.Again(c, append(no, no2...).Err(), d.hoursPage)
	}
	return d.save(c, hoursSection, err, func(o office.Office) (office.Office, error) {
		var no, no2 refusal.List
		o.Hours, no = readWeek(m.Days)
		o.Holidays, no2 = readHolidays(m.Holidays, l)
		no = append(no, no2...)
		o.Rules.TargetMinutes, no = ruleNumber(m.Target, "target", 1, no)
		o.Rules.AmberMinutes, no = ruleNumber(m.Amber, "amber", 1, no)
		return o, no.Err()
	}, d.hoursPage)
}
