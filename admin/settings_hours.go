package admin

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"bukutamu/internal/lang"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
	"bukutamu/internal/web"
)

// dayForm is one weekday as it is typed; a day without opening and closing is closed.
type dayForm struct {
	Open  string `form:"open" max:"12"`
	Close string `form:"close" max:"12"`
	Break string `form:"break" max:"12"`
	Long  string `form:"long" max:"12"` // minutes of the break
}

// DayRow is one weekday's line of the table. Field is "days[0]" for Monday.
type DayRow struct {
	Name, Field                      string
	Open, Close, Break, Long         string
	OpenWrong, BreakWrong, LongWrong string
}

// weekday is the day of the i-th line: the week begins with Monday.
func weekday(i int) time.Weekday { return time.Weekday((i + 1) % 7) }

func dayField(i int) string { return "days[" + strconv.Itoa(i) + "]" }

// dayFields moves what office.Check says about a day to the field of its line.
var dayFields = func() map[string]string {
	m := map[string]string{}
	for i := range 7 {
		n := strconv.Itoa(int(weekday(i)))
		m["hours."+n], m["break."+n] = dayField(i)+".open", dayField(i)+".break"
	}
	return m
}()

// week are the lines of the table of hours.
func week(p web.Page, h office.Hours) []DayRow {
	var out []DayRow
	for i := range 7 {
		d := dayText(h.Days[weekday(i)])
		f := dayField(i)
		r := DayRow{Name: dayName(p.Lang, weekday(i)), Field: f}
		r.Open, r.Close = p.Typed(f+".open", d.Open), p.Typed(f+".close", d.Close)
		r.Break, r.Long = p.Typed(f+".break", d.Break), p.Typed(f+".long", d.Long)
		r.OpenWrong, r.BreakWrong = p.Wrong(f+".open"), p.Wrong(f+".break")
		if r.OpenWrong == "" {
			r.OpenWrong = p.Wrong(f + ".close")
		}
		r.LongWrong = p.Wrong(f + ".long")
		out = append(out, r)
	}
	return out
}

func dayName(l lang.Lang, d time.Weekday) string {
	return l.Weekday(time.Date(2026, 11, 22+int(d), 0, 0, 0, 0, time.UTC)) // a Sunday
}

// dayText is a day as it would be typed.
func dayText(d office.DayHours) dayForm {
	if d.Closed() {
		return dayForm{}
	}
	t := dayForm{Open: clockText(d.Open), Close: clockText(d.Close)}
	if d.BreakEnd > d.BreakStart {
		t.Break, t.Long = clockText(d.BreakStart), strconv.Itoa(d.BreakEnd-d.BreakStart)
	}
	return t
}

func clockText(minutes int) string { return fmt.Sprintf("%02d.%02d", minutes/60, minutes%60) }

// readWeek reads the table of hours; what cannot be read stays closed and is named.
func readWeek(days []dayForm) (office.Hours, refusal.List) {
	var h office.Hours
	var no refusal.List
	for i, d := range days[:min(7, len(days))] {
		f := dayField(i)
		read := func(text, field string, r *refusal.Refusal, parse func(string) (int, bool)) int {
			n, ok := parse(text)
			if !ok {
				no = append(no, r.At(f+"."+field))
			}
			return n
		}
		if d == (dayForm{}) {
			continue
		}
		day := office.DayHours{Open: read(d.Open, "open", errClock, readClock), Close: read(d.Close, "close", errClock, readClock)}
		if d.Break != "" || d.Long != "" {
			day.BreakStart = read(d.Break, "break", errClock, readClock)
			day.BreakEnd = day.BreakStart + read(d.Long, "long", errLong, readNumber)
		}
		h.Days[weekday(i)] = day
	}
	return h, no
}

// readClock reads 07.30, 7:30 or 7 as minutes after midnight.
func readClock(text string) (int, bool) {
	hour, minute, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(text), ":", "."), ".")
	h, err := strconv.Atoi(hour)
	m := 0
	if err == nil && minute != "" {
		m, err = strconv.Atoi(minute)
	}
	return h*60 + m, err == nil && h >= 0 && h <= 24 && m >= 0 && m < 60 && h*60+m <= 24*60
}

// readNumber reads a number that people may write with its unit: "10 menit".
func readNumber(text string) (int, bool) {
	digits := strings.TrimRightFunc(strings.TrimSpace(text), func(r rune) bool { return unicode.IsLetter(r) || r == ' ' || r == '.' })
	n, err := strconv.Atoi(digits)
	return n, err == nil
}

// hoursLine is the week in one line, as it is printed at the door.
func hoursLine(l lang.Lang, h office.Hours) string {
	var parts []string
	for _, s := range h.Spans() {
		name := dayName(l, s.From)
		if s.To != s.From {
			name += "–" + dayName(l, s.To)
		}
		if s.Closed() {
			parts = append(parts, name+" "+l.T("settings.closed"))
		} else {
			parts = append(parts, name+" "+clockText(s.Open)+"–"+clockText(s.Close))
		}
	}
	return strings.Join(parts, ", ")
}

var hoursSection = section{path: "/pengaturan/jam", values: func(o office.Office) []Value {
	var out []Value
	for i := range 7 {
		d, f := dayText(o.Hours.Days[weekday(i)]), dayField(i)
		key := "settings.day" + strconv.Itoa(i)
		out = append(out, Value{f + ".open", key, d.Open}, Value{f + ".close", key, d.Close},
			Value{f + ".break", key, d.Break}, Value{f + ".long", key, d.Long})
	}
	return append(out, Value{"holidays", "settings.holidays", holidayText(o.Holidays)},
		Value{"target", "settings.target", strconv.Itoa(o.Rules.TargetMinutes)}, Value{"amber", "settings.amber", strconv.Itoa(o.Rules.AmberMinutes)})
}}

// ruleNumber reads a number of the rules, least or more. Zero would mean the
// standard to the domain, so that what is below the least becomes -1, which the
// office refuses by naming the range.
func ruleNumber(text, field string, least int, no refusal.List) (int, refusal.List) {
	n, ok := readNumber(text)
	if !ok {
		return n, append(no, errNumber.At(field))
	}
	if n < least {
		n = -1
	}
	return n, no
}
